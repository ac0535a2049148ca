import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { defineMailProvider, type MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import resend from "@waybill/adapters/senders/resend/sender";
import { openDatabase } from "@waybill/db/open";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { sealContext, sealer } from "../connections/open.ts";
import { causeOf } from "../core/scope.ts";
import { type FakeResend, makeWorld, put, rows, START, startFakeResend, type World } from "../testing/outbox.ts";
import { ORG } from "../testing/scope.ts";
import { deliver } from "./deliver.ts";
import { LEASE_MS, MAX_ATTEMPTS, PAUSES_MS } from "./next-step.ts";
import { applyReceipts } from "./receipts.ts";
import { retryNotification } from "./retry.ts";
import { sendDue } from "./send.ts";

const HOUR = 3_600_000;
const by = causeOf({ kind: "user", id: "usr_1", name: "Sam" });
let database: TestDatabase;
let provider: FakeResend;
let world: World;

// The real adapter over a real socket; only the host it calls is ours.
const toProvider: World["ctx"]["fetch"] = (input, init) =>
  fetch(String(input).replace("https://api.resend.com", provider.url), init);
const open = (
  db = database.db,
  senders: Record<string, MailProviderDefinition> = { resend: resend as unknown as MailProviderDefinition },
) => makeWorld({ db, senders, resendApiKey: "re_test", fetch: toProvider });

beforeEach(async () => {
  database = await testDatabase();
  provider = startFakeResend();
  world = open();
});
afterEach(async () => {
  await Promise.all(world.deferred);
  await provider.stop();
  await database.close();
});

const states = async () => (await rows(world.ctx)).map((r) => `${r.trigger} ${r.state}`);
const one = async () => (await rows(world.ctx))[0]!;
const refuse = (status: number, body: object = {}, headers: Record<string, string> = {}) => {
  provider.answer = () => Response.json(body, { status, headers });
};
const work = () => {
  provider.answer = () => null;
};

describe("a mail through a provider", () => {
  test("is claimed, sent once, and marked with the provider's id; each step is announced", async () => {
    await put(world);
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 1 });
    expect(await one()).toMatchObject({
      state: "sent",
      providerId: "mail-1",
      sender: "env:resend",
      attempts: 1,
      leaseUntil: null,
    });
    const seen = world.frames.map((f) => (f.data as { notification: { state: string } }).notification.state);
    expect(seen).toEqual(["sending", "sent"]);
    const body = JSON.parse(provider.asked[0]?.body ?? "{}") as { headers: Record<string, string>; tags: unknown };
    // RFC 8058 §3.1: both headers, the link in angle brackets over https.
    expect(body.headers["List-Unsubscribe"]).toMatch(
      /^<https:\/\/shop\.example\/notify\/v1\.[\w-]+\.[\w-]+\/unsubscribe>$/,
    );
    expect(body.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  });

  test("keeps a parcel's order: the next one waits while the first is being tried", async () => {
    await put(world);
    await put(world, { trigger: "delivered" });
    await put(world, { shipment: "shp_2", recipient: "ben@example.com" });
    provider.answer = (asked) => (asked.to === "ana@example.com" ? Response.json({}, { status: 500 }) : null);
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped pending", "delivered pending", "shipped sent"]);
    work();
    world.clock.now += PAUSES_MS[0];
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped sent", "delivered sent", "shipped sent"]);
    const toAna = [...provider.mails.values()].filter((m) => m.to === "ana@example.com");
    expect(toAna.map((m) => m.subject)).toEqual(["On its way: your order #1001", "Delivered: your order #1001"]);
  });

  test("read as due, while an earlier one of its parcel is to go out after all: nothing is handed over", async () => {
    await put(world);
    await put(world, { trigger: "delivered" });
    const [, second] = await rows(world.ctx);
    if (!second) throw new Error("no second row");
    expect(await deliver(world.scope, second)).toBe("raced");
    expect(provider.asked).toEqual([]);
    expect(await states()).toEqual(["shipped pending", "delivered pending"]);
  });

  test("two servers racing over the same rows send each mail once", async () => {
    const second = await openDatabase({ url: database.url });
    try {
      const other = open(second);
      for (let i = 0; i < 12; i++)
        await put(world, {
          shipment: `shp_${i % 4}`,
          trigger: (["shipped", "out_for_delivery", "delivered"] as const)[i >> 2],
        });
      await Promise.all([sendDue(world.ctx), sendDue(other.ctx), sendDue(world.ctx), sendDue(other.ctx)]);
      await sendDue(world.ctx);
      expect(provider.asked).toHaveLength(12);
      expect(new Set(provider.asked.map((a) => a.key)).size).toBe(12);
      expect((await rows(world.ctx)).every((r) => r.state === "sent")).toBe(true);
    } finally {
      await second.close();
    }
  }, 20_000);
});

describe("a crash between send and mark", () => {
  /** The provider has the mail; the process dies before it can note that. */
  const crash = async () => {
    await put(world);
    const dying = open();
    const commit = dying.ctx.db.commit;
    dying.ctx.db = {
      ...dying.ctx.db,
      commit: async (statements) => {
        if (provider.asked.length > 0) throw new Error("killed");
        return commit(statements);
      },
    };
    await sendDue(dying.ctx);
    expect(provider.mails.size).toBe(1);
  };

  test("shows as sending until its lease ends, then as unknown, and is tried again under the same key: one mail", async () => {
    await crash();
    expect(await states()).toEqual(["shipped sending"]);
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 0, unknown: 0 });
    world.clock.now += LEASE_MS;
    expect(await sendDue(world.ctx)).toMatchObject({ unknown: 1, sent: 1 });
    expect(world.frames.map((f) => (f.data as { notification: { state: string } }).notification.state)).toContain(
      "unknown",
    );
    expect(await one()).toMatchObject({ state: "sent", providerId: "mail-1", attempts: 2 });
    expect(provider.asked).toHaveLength(2);
    expect(provider.asked[1]).toEqual(provider.asked[0]!);
    expect(provider.mails.size).toBe(1);
  });

  test("found after the provider forgot the key it stays unknown, and is never sent by itself", async () => {
    await crash();
    world.clock.now += 24 * HOUR;
    for (let i = 0; i < 5; i++, world.clock.now += HOUR) await sendDue(world.ctx);
    expect(await one()).toMatchObject({ state: "unknown", nextAt: null });
    expect(provider.asked).toHaveLength(1);
  });

  test("an unknown one does not block the parcel's later messages", async () => {
    await crash();
    await put(world, { trigger: "delivered" });
    world.clock.now += 24 * HOUR;
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped unknown", "delivered sent"]);
  });

  test("a person may send it again, and is told that it may double", async () => {
    await crash();
    world.clock.now += 24 * HOUR;
    await sendDue(world.ctx);
    const { id } = await one();
    expect(await retryNotification(world.scope, { id })).toMatchObject({
      outcome: "queued",
      mayDouble: true,
    });
  });

  test("the sender it was handed to is gone: unknown, and no other sender takes it", async () => {
    await crash();
    world.clock.now += LEASE_MS;
    const elsewhere = makeWorld({ db: database.db });
    elsewhere.clock.now = world.clock.now;
    await sendDue(elsewhere.ctx);
    expect(await one()).toMatchObject({ state: "unknown", nextAt: null });
    expect(await database.db.query("SELECT * FROM mailbox")).toEqual([]);
  });

  test("a sender without memory: unknown for good", async () => {
    let calls = 0;
    const forgetful = defineMailProvider({
      ...resend,
      remembersKeyFor: 0,
      send: async () => {
        calls++;
        return { outcome: "unknown", reason: "No answer." };
      },
    });
    world = open(database.db, { resend: forgetful as unknown as MailProviderDefinition });
    await put(world);
    for (let i = 0; i < 5; i++, world.clock.now += HOUR) await sendDue(world.ctx);
    expect(calls).toBe(1);
    expect(await one()).toMatchObject({ state: "unknown", reason: "No answer.", nextAt: null });
  });

  test("a sender without memory: what a crash left is not tried again", async () => {
    await crash();
    const forgetful = { ...resend, remembersKeyFor: 0 } as unknown as MailProviderDefinition;
    world = open(database.db, { resend: forgetful });
    for (let i = 0; i < 3; i++) {
      world.clock.now += LEASE_MS;
      await sendDue(world.ctx);
      expect(await one()).toMatchObject({ state: "unknown", nextAt: null });
    }
    expect(provider.asked).toHaveLength(1);
  });

  test("an answer slower than the lease still counts when it comes", async () => {
    await put(world);
    const other = open();
    let expired = false;
    provider.answer = async () => {
      if (expired) return null;
      expired = true;
      other.clock.now = START + LEASE_MS + 25 * HOUR;
      await sendDue(other.ctx);
      expect(await states()).toEqual(["shipped unknown"]);
      return null;
    };
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 1 });
    expect(await one()).toMatchObject({ state: "sent", providerId: "mail-1" });
  });
});

describe("trouble at the provider", () => {
  test("429: the wait it asks for is kept, for the organisation's other mails too", async () => {
    refuse(429, { name: "rate_limit_exceeded", message: "Too many requests" }, { "retry-after": "90" });
    await put(world);
    await sendDue(world.ctx);
    await put(world, { shipment: "shp_2" });
    expect(await one()).toMatchObject({ state: "pending", attempts: 1, nextAt: START + 90_000 });
    expect((await one()).reason).toContain("Too many requests");
    work();
    world.clock.now = START + 90_000 - 1;
    await sendDue(world.ctx);
    expect((await one()).state).toBe("pending");
    world.clock.now += 1;
    await sendDue(world.ctx);
    expect((await one()).state).toBe("sent");
  });

  test("5xx: tried again with full jitter inside the pauses, under one key and with the same bytes, then parked", async () => {
    refuse(503, { message: "down" });
    await put(world);
    await put(world, { trigger: "delivered" });
    world.random.value = 0.8;
    for (let i = 0; i < MAX_ATTEMPTS + 3; i++) {
      const before = world.clock.now;
      await sendDue(world.ctx);
      const row = await one();
      if (row.nextAt === null) break;
      const top = PAUSES_MS[row.attempts - 1] ?? 0;
      expect(row.nextAt - before).toBe(Math.round(top * 0.8));
      world.clock.now = row.nextAt;
    }
    const shipped = await one();
    expect(shipped).toMatchObject({ state: "parked", attempts: MAX_ATTEMPTS });
    expect(shipped.reason).toContain(`Given up after ${MAX_ATTEMPTS} tries.`);
    const tries = provider.asked.filter((a) => a.subject.startsWith("On its way"));
    expect(tries).toHaveLength(MAX_ATTEMPTS);
    expect(new Set(tries.map((a) => `${a.key} ${a.body}`)).size).toBe(1);
    expect((await rows(world.ctx))[1]?.attempts).toBe(1);
  });

  test("429: mails of the organisation that wait are put off with the one that was refused", async () => {
    refuse(429, {}, { "retry-after": "90" });
    await put(world);
    world.clock.now += 10;
    await put(world, { shipment: "shp_2" });
    await put(world, { shipment: "shp_3", orgId: "org_b" });
    await sendDue(world.ctx, { limit: 1 });
    const nextAt = (await rows(world.ctx)).map((r) => `${r.orgId} ${(r.nextAt ?? 0) - START}`);
    expect(nextAt).toEqual([`${ORG} 90010`, `${ORG} 90010`, "org_b 10"]);
  });

  test("a mail that may have gone out through one sender is not given to another", async () => {
    refuse(500);
    await put(world);
    await sendDue(world.ctx);
    const elsewhere = makeWorld({ db: database.db });
    elsewhere.clock.now += HOUR;
    await sendDue(elsewhere.ctx);
    expect(await one()).toMatchObject({ state: "unknown", nextAt: null });
    expect(await database.db.query("SELECT * FROM mailbox")).toEqual([]);
  });

  test("is not tried beyond the provider's memory of the key", async () => {
    refuse(503, {}, { "retry-after": String(20 * 3600) });
    await put(world);
    await sendDue(world.ctx);
    expect(await one()).toMatchObject({ state: "pending", nextAt: START + 20 * HOUR });
    world.clock.now += 20 * HOUR;
    await sendDue(world.ctx);
    const row = await one();
    expect(row).toMatchObject({ state: "parked", nextAt: null, attempts: 2 });
    expect(row.reason).toContain("forgets its key");
  });

  test("a server that slept past the key's memory parks instead of sending under a forgotten key", async () => {
    refuse(500);
    await put(world);
    await sendDue(world.ctx);
    work();
    world.clock.now += 30 * HOUR;
    expect(await sendDue(world.ctx)).toMatchObject({ parked: 1 });
    expect(provider.asked).toHaveLength(1);
  });

  test("a time-out is unknown, and within the key's memory it is tried again: one mail", async () => {
    let slow = true;
    world.ctx.fetch = async (input, init) => {
      const answer = await toProvider(input, init);
      if (slow) throw new DOMException("timed out", "TimeoutError");
      return answer;
    };
    await put(world);
    expect(await sendDue(world.ctx)).toMatchObject({ unknown: 1 });
    expect((await one()).state).toBe("unknown");
    slow = false;
    world.clock.now = (await one()).nextAt ?? 0;
    await sendDue(world.ctx);
    expect(await one()).toMatchObject({ state: "sent", providerId: "mail-1" });
    expect(provider.mails.size).toBe(1);
  });

  test("a refusal is parked at once with the provider's words, the lane goes on, and a person can retry", async () => {
    refuse(422, { name: "validation_error", message: "Invalid `to` field" });
    await put(world);
    await put(world, { trigger: "delivered", recipient: "ben@example.com" });
    provider.answer = (asked) =>
      asked.to === "ana@example.com" ? Response.json({ message: "Invalid `to` field" }, { status: 422 }) : null;
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped parked", "delivered sent"]);
    const row = await one();
    expect(row.reason).toContain("Invalid `to` field");
    work();
    expect(await retryNotification(world.scope, { id: row.id })).toMatchObject({
      outcome: "queued",
      mayDouble: false,
    });
    await sendDue(world.ctx);
    expect((await one()).state).toMatch(/^(sending|sent)$/);
  });

  test("an address that bounced while the mail waited gets no further try", async () => {
    refuse(500);
    await put(world);
    await sendDue(world.ctx);
    await put(world, { shipment: "shp_2" });
    await world.ctx.db.commit([
      { sql: "UPDATE outbox SET state = 'sent', next_at = NULL, provider_id = 'p' WHERE lane = 'shp_2'", args: [] },
    ]);
    const receipt = {
      providerId: "p",
      status: "complained",
      recipient: "ana@example.com",
      reason: null,
      at: START,
      suppress: true,
    } as const;
    await applyReceipts(world.scope, { receipts: [receipt], cause: by });
    work();
    world.clock.now += HOUR;
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped suppressed", "shipped complained"]);
    expect(provider.mails.size).toBe(0);
  });
});

describe("the organisation's own connection", () => {
  const connect = async () => {
    const seal = await sealer(world.ctx);
    const secrets = await seal.seal(JSON.stringify({ apiKey: "re_own" }), sealContext(ORG, "con_1"));
    await database.db.commit([
      {
        sql: `INSERT INTO connections (id, org_id, kind, adapter, name, settings, sealed_settings, enabled, health, created_at, updated_at)
          VALUES ('con_1', ?, 'sender', 'resend', 'Our Resend', ?, ?, 1, 'new', 0, 0)`,
        args: [ORG, JSON.stringify({ baseUrl: provider.url }), secrets],
      },
    ]);
  };
  const health = async () =>
    (await database.db.query("SELECT health, health_reason, backoff_until FROM connections"))[0];

  test("goes before the one from the environment, for this organisation only", async () => {
    await connect();
    await put(world);
    await put(world, { orgId: "org_b", shipment: "shp_2" });
    await sendDue(world.ctx);
    expect((await rows(world.ctx)).map((r) => `${r.orgId} ${r.sender}`)).toEqual([`${ORG} con_1`, "org_b env:resend"]);
    expect(await health()).toMatchObject({ health: "ok" });
  });

  test("failing is said on the connection with the reason, rests, and recovers alone", async () => {
    await connect();
    refuse(500, { message: "maintenance" });
    await put(world);
    await sendDue(world.ctx);
    const failing = await health();
    expect(failing).toMatchObject({ health: "failing" });
    expect(String(failing?.health_reason)).toContain("maintenance");
    expect(world.frames.map((f) => f.type)).toEqual([
      "notification.changed",
      "notification.changed",
      "connection.changed",
    ]);
    await put(world, { shipment: "shp_2" });
    expect(await sendDue(world.ctx)).toMatchObject({ postponed: 1, sent: 0 });
    expect(provider.asked).toHaveLength(1);
    work();
    world.clock.now += HOUR;
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 2 });
    expect(await health()).toMatchObject({ health: "ok", health_reason: null });
  });

  test("that cannot be opened holds the mail with words; it is neither lost nor sent elsewhere", async () => {
    await connect();
    await database.db.commit([{ sql: "UPDATE connections SET sealed_settings = 'garbage'", args: [] }]);
    await put(world);
    expect(await sendDue(world.ctx)).toMatchObject({ postponed: 1 });
    expect(await one()).toMatchObject({ state: "pending", attempts: 0, nextAt: START + HOUR / 4 });
    expect((await one()).reason).toContain("cannot be opened");
    expect(provider.asked).toHaveLength(0);
  });
});
