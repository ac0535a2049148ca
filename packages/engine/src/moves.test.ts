import { expect, setDefaultTimeout, test } from "bun:test";
import { adapterError, notUnderstood } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { MailProviderDefinition, Receipt, SendResult } from "@waybill/adapters/ports/mail-provider";
import type { Database } from "@waybill/db/database";
import { testDatabase } from "@waybill/db/testing/testing";
import { inboxMoves } from "@waybill/domain/inbox/states";
import { jobMoves } from "@waybill/domain/job/states";
import { type Moves, mayMove } from "@waybill/domain/moves";
import { notificationMoves } from "@waybill/domain/notification/states";
import { runMoves } from "@waybill/domain/sync/states";
import fc from "fast-check";
import { system } from "./core/scope.ts";
import { reprocess } from "./inbox/list.ts";
import { replayInbox } from "./inbox/replay.ts";
import { replayRange } from "./inbox/replay-range.ts";
import { applyReceipts } from "./notifications/receipts.ts";
import { retryNotification } from "./notifications/retry.ts";
import { eraseCustomer } from "./privacy/erase-customer.ts";
import { disconnect, toggleConnection } from "./setup/change.ts";
import { connect } from "./setup/connect.ts";
import { addShipment } from "./shipments/add.ts";
import { cancelRun, listRuns } from "./sync/runs.ts";
import { startSync } from "./sync/start.ts";
import { makeTestShop } from "./testing/channel.ts";
import { easypostEvent, route, type StopKind } from "./testing/events.ts";
import { channelOrder, deliver, makeEngineWorld, NOW, putConnection } from "./testing/world.ts";
import { startEngine, tick } from "./tick.ts";

setDefaultTimeout(120_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const tables: Record<string, Moves<string>> = {
  jobs: jobMoves,
  sync_runs: runMoves,
  inbox: inboxMoves,
  outbox: notificationMoves,
};

/** The database itself notes every move of a state, whoever makes it. */
const watch = (db: Database) =>
  db.commit([
    { sql: "CREATE TABLE moved (of TEXT, was TEXT, now TEXT, UNIQUE (of, was, now) ON CONFLICT IGNORE)", args: [] },
    ...Object.keys(tables).map((table) => ({
      sql: `CREATE TRIGGER moved_${table} AFTER UPDATE OF state ON ${table} WHEN old.state <> new.state
        BEGIN INSERT INTO moved VALUES ('${table}', old.state, new.state); END`,
      args: [],
    })),
  ]);

const kinds: readonly StopKind[] = ["label", "picked_up", "departed", "out_for_delivery", "attempted", "delivered"];
const STOPS = route({ end: NOW - HOUR, kinds });
const NUMBERS = ["9400111899223197428490", "9400111899223197428506", "9400111899223197428513"];

const word = <const T extends string>(...words: T[]) => fc.constantFrom(...words);
const number = fc.nat({ max: NUMBERS.length - 1 });
const operation = fc.oneof(
  fc.record({ do: word("deliver"), number, stops: fc.integer({ min: 1, max: STOPS.length }), copy: fc.boolean() }),
  fc.record({ do: word("parcel"), number }),
  fc.record({ do: word("garbage", "hint", "sync", "cancel", "disconnect", "connect", "erase", "replay", "range") }),
  fc.record({ do: word("reread", "receipt", "resend"), pick: fc.nat({ max: 40 }) }),
  fc.record({ do: word("pause"), enabled: fc.boolean() }),
  fc.record({ do: word("parser"), says: word("right", "not_understood", "fails") }),
  fc.record({ do: word("shop"), says: word("right", "busy", "down", "refuses") }),
  fc.record({ do: word("mail"), says: word("sent", "retry", "unknown", "rejected", "slow") }),
  fc.record({ do: word("wait"), ms: fc.constantFrom(1_000, MINUTE, 10 * MINUTE, 3 * HOUR, 25 * HOUR) }),
  fc.record({ do: word("both"), ms: fc.constantFrom(0, MINUTE, HOUR) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Two processes on one database, a shop, a carrier and a mail provider that do as they are told. */
async function makeScene(db: Database) {
  const shop = makeTestShop();
  shop.orders = NUMBERS.map((_, i) => channelOrder({ externalId: `o${i}`, updatedAt: NOW - (9 - i) * MINUTE }));
  const says = { parser: "right", shop: "right", mail: "sent" };
  const { easypost } = shop.adapters.carriers as { easypost: CarrierDefinition };
  const { resend } = shop.adapters.senders as { resend: MailProviderDefinition };
  let sent = 0;
  const answers: Record<string, () => SendResult> = {
    sent: () => ({ outcome: "sent", providerId: `mail-${++sent}` }),
    retry: () => ({ outcome: "retry", reason: "Busy.", retryAfterMs: null }),
    unknown: () => ({ outcome: "unknown", reason: "No answer." }),
    rejected: () => ({ outcome: "rejected", reason: "No such address." }),
  };
  const carrier: CarrierDefinition = {
    ...easypost,
    parse: (webhook) => {
      if (says.parser === "fails") throw new Error("A mistake of ours.");
      if (says.parser === "not_understood") throw notUnderstood("A new format.");
      return easypost.parse(webhook);
    },
  };
  let now = NOW;
  const clock = () => now;
  const sender: MailProviderDefinition = {
    ...resend,
    send: async () => {
      if (says.mail === "slow") now += 3 * MINUTE;
      await Bun.sleep(0);
      return (answers[says.mail] ?? answers.sent)?.() as SendResult;
    },
  };
  shop.fault = (call) => {
    if (says.shop === "right" || call === "fulfil") return null;
    const kind = says.shop === "refuses" ? "auth" : says.shop === "busy" ? "rate_limited" : "unavailable";
    return adapterError({ kind, message: "Not now.", retryAfterMs: null } as Parameters<typeof adapterError>[0]);
  };
  const adapters = {
    ...shop.adapters,
    carriers: { ...shop.adapters.carriers, easypost: carrier },
    senders: { ...shop.adapters.senders, resend: sender },
  };
  const process = () => makeEngineWorld({ db: { ...db }, adapters, now: clock });
  const [one, other] = [process(), process()];
  startEngine(one.ctx);
  startEngine(other.ctx);
  const pass = (ms: number) => {
    now += ms;
  };
  return { one, other, says, shop, pass };
}
type Scene = Awaited<ReturnType<typeof makeScene>> & { carrier: Awaited<ReturnType<typeof putConnection>> };

const ids = async (scene: Scene, sql: string) => (await scene.one.ctx.db.query(sql)).map((row) => String(row.id));
const picked = <T>(list: readonly T[], pick: number) => list[pick % Math.max(1, list.length)];
const statuses: readonly Receipt["status"][] = ["sent", "delayed", "delivered", "failed", "bounced", "complained"];

const eventOf = (step: { number: number; stops: number }) =>
  easypostEvent({
    number: NUMBERS[step.number] ?? "",
    stops: STOPS.slice(0, step.stops),
    id: `${step.number}-${step.stops}`,
  });

async function act(scene: Scene, step: Operation): Promise<unknown> {
  const { one, other, says } = scene;
  const { scope, ctx } = one;
  const shops = () => ids(scene, "SELECT id FROM connections WHERE kind = 'channel'");
  switch (step.do) {
    case "deliver": {
      const event = eventOf(step);
      // The second process has not seen the first one's copy.
      return Promise.all([deliver(one, scene.carrier, event), step.copy && deliver(other, scene.carrier, event)]);
    }
    case "garbage":
      return deliver(one, scene.carrier, `{"id": ${Math.random()}}`);
    case "parcel": {
      const [orderId] = await ids(scene, `SELECT id FROM orders WHERE external_id = 'o${step.number}'`);
      return orderId && addShipment(scope, { orderId, number: NUMBERS[step.number] ?? "", carrier: "usps" });
    }
    case "hint": {
      const [id] = await shops();
      const settings = { shop: "kraft", key: "k" };
      return id && deliver(one, { id, adapter: "testshop", kind: "channel", settings }, "o1");
    }
    case "connect":
      return connect(scope, { kind: "channel", adapter: "testshop", settings: { shop: "kraft", key: "k" } });
    case "disconnect":
      return Promise.all((await shops()).map((id) => disconnect(scope, { id })));
    case "pause":
      return Promise.all((await shops()).map((id) => toggleConnection(scope, { id, enabled: step.enabled })));
    case "sync":
      return startSync(scope, { platform: "testshop" });
    case "cancel": {
      const [run] = (await listRuns(scope, { limit: 1 })).items;
      return run && Promise.all([cancelRun(scope, { id: run.id }), tick(other.ctx)]);
    }
    case "erase":
      return eraseCustomer(scope, { email: "ana@example.com" });
    case "replay":
      return replayInbox(scope);
    case "range":
      return replayRange(scope, { filter: {} });
    case "reread": {
      const id = picked(await ids(scene, "SELECT id FROM inbox ORDER BY id"), step.pick);
      return id && reprocess(scope, { id: Number(id) });
    }
    case "receipt": {
      const known = await ids(scene, "SELECT provider_id AS id FROM outbox WHERE provider_id IS NOT NULL ORDER BY id");
      const providerId = picked(known, step.pick);
      const status = picked(statuses, step.pick) ?? "sent";
      const receipt = { providerId: providerId ?? "", status, recipient: null, reason: null, at: NOW, suppress: false };
      return providerId && applyReceipts(scope, { receipts: [receipt], cause: system("test") });
    }
    case "resend": {
      const id = picked(await ids(scene, "SELECT id FROM outbox ORDER BY id"), step.pick);
      return id && retryNotification(scope, { id });
    }
    case "parser":
    case "shop":
    case "mail":
      says[step.do] = step.says;
      return;
    case "wait":
      scene.pass(step.ms);
      await tick(ctx);
      return one.settle();
    case "both":
      scene.pass(step.ms);
      return Promise.all([tick(ctx), tick(other.ctx)]);
  }
}

test("whatever happens, every state moves only as its table says", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 60 }), async (steps) => {
      const { db, close } = await testDatabase();
      try {
        await watch(db);
        const scene = await makeScene(db);
        const carrier = await putConnection(scene.one, { adapter: "easypost" });
        await putConnection(scene.one, { adapter: "resend", kind: "sender", settings: { apiKey: "re_key" } });
        const whole: Scene = { ...scene, carrier };
        await act(whole, { do: "connect" });
        await act(whole, { do: "wait", ms: 1_000 });
        // What a verb refuses is no matter here.
        for (const step of steps) await act(whole, step).catch(() => undefined);
        await Promise.all([whole.one.settle(), whole.other.settle()]);
        const moved = (await db.query("SELECT of, was, now FROM moved")) as { of: string; was: string; now: string }[];
        for (const { of, was, now } of moved) seen.add(`${of}: ${was} → ${now}`);
        const wrong = moved.filter(({ of, was, now }) => !mayMove(tables[of] as Moves<string>, was, now));
        expect(wrong).toEqual([]);
      } finally {
        await close();
      }
    }),
    { numRuns: 60 },
  );
  // Else the operations have lost their way, and the test says nothing.
  expect(seen.size).toBeGreaterThan(25);
  if (process.env.SHOW) process.stdout.write(`${[...seen].sort().join("\n")}\n`);
});
