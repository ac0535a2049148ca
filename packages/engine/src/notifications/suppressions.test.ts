import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { SuppressionChange } from "@waybill/adapters/ports/mail-provider";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { system } from "../core/scope.ts";
import { listInbox } from "../inbox/list.ts";
import { replayRange } from "../inbox/replay-range.ts";
import { eraseCustomer } from "../privacy/erase-customer.ts";
import { put, rows, START } from "../testing/outbox.ts";
import { deliver, type EngineWorld, makeEngineWorld, putConnection } from "../testing/world.ts";
import { getNotification } from "./list.ts";
import { applyReceipts } from "./receipts.ts";
import { applySuppressions, liftSuppression, listSuppressed } from "./suppressions.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  world.clock.now = START;
});
afterEach(() => database.close());

const ANA = "ana@example.com";
const change = (suppression: "added" | "removed", at: number, address = ANA): SuppressionChange => ({
  ...{ suppression, address, reason: suppression === "added" ? "after a bounce" : null, at },
});
const apply = (...changes: SuppressionChange[]) =>
  applySuppressions(world.scope, { changes, provider: "Resend", cause: system("test") });
const held = async () => (await listSuppressed(world.scope, {})).items;
const logged = async () =>
  (await world.ctx.db.query("SELECT data FROM events WHERE type = 'suppression.changed' ORDER BY seq")).map(
    (row) =>
      (JSON.parse(String(row.data)) as { suppression: { address: string; held: boolean; reason: string } }).suppression,
  );

describe("a mail provider's own list", () => {
  test("what is put on it gets no more mail, with who said so; what is taken off it gets mail again", async () => {
    expect(await apply(change("added", START + 1, " ANA@example.com "))).toEqual([
      "No more mail goes to this address: suppressed at Resend (after a bounce).",
    ]);
    expect(await held()).toEqual([{ address: ANA, reason: "suppressed at Resend (after a bounce)", at: START + 1 }]);
    expect(await apply(change("removed", START + 2))).toEqual(["Mail goes to this address again: lifted at Resend."]);
    expect(await held()).toEqual([]);
    expect(await logged()).toMatchObject([
      { address: ANA, held: true },
      { address: ANA, held: false, reason: "lifted at Resend" },
    ]);
  });

  test("in any order and however often, the newest fact stands", async () => {
    await put(world);
    const facts = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 1, max: 9 }),
        suppression: fc.constantFrom("added" as const, "removed" as const),
      }),
      { minLength: 1, maxLength: 6, selector: (fact) => fact.at },
    );
    const order = fc.infiniteStream(fc.nat());
    await fc.assert(
      fc.asyncProperty(facts, order, async (all, shuffle) => {
        await world.ctx.db.commit([
          { sql: "DELETE FROM suppressions", args: [] },
          { sql: "DELETE FROM events", args: [] },
        ]);
        const newest = all.toSorted((a, b) => b.at - a.at)[0];
        const shuffled = [...all, ...all].toSorted(() => (Number(shuffle.next().value) % 3) - 1);
        for (const { at, suppression } of shuffled) await apply(change(suppression, START + at));
        expect((await held()).length).toBe(newest?.suppression === "added" ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });

  test("a bounce that is told after a newer lifting closes nothing; the next bounce does", async () => {
    await put(world);
    await world.ctx.db.commit([
      { sql: "UPDATE outbox SET state = 'sent', next_at = NULL, provider_id = 'm1'", args: [] },
    ]);
    const bounced = (at: number) =>
      applyReceipts(world.scope, {
        receipts: [{ providerId: "m1", status: "bounced", recipient: ANA, reason: null, at, suppress: true }],
        cause: system("test"),
      });
    await bounced(START + 1);
    expect(await held()).toHaveLength(1);
    await apply(change("removed", START + 5));
    await bounced(START + 1);
    expect(await held()).toEqual([]);
    await bounced(START + 6);
    expect(await held()).toMatchObject([{ address: ANA, reason: "bounced", at: START + 6 }]);
  });

  test("a lifting that is older than the block opens nothing, and the log does not claim it", async () => {
    await put(world);
    await apply(change("added", START + 5));
    expect(await apply(change("removed", START + 1))).toEqual([
      "Nothing changed here: this was known, or something newer is.",
    ]);
    expect(await held()).toHaveLength(1);
    expect(await logged()).toMatchObject([{ held: true }]);
  });

  test("an address that this seller never wrote to leaves no trace when it is taken off", async () => {
    expect(await apply(change("removed", START + 1, "stranger@example.com"))).toEqual([
      "Nothing changed here: this was known, or something newer is.",
    ]);
    expect(await logged()).toEqual([]);
  });
});

describe("lifting by hand", () => {
  test("is kept in the log with who did it, shows in the mail's history, and outlives a late copy of the reason", async () => {
    await put(world);
    await apply(change("added", START + 1));
    world.clock.now = START + 10;
    expect(await liftSuppression(world.scope, { address: ANA })).toBe(true);
    await apply(change("added", START + 1));
    expect(await held()).toEqual([]);
    const [mail] = await rows(world.ctx);
    const detail = await getNotification(world.scope, { id: String(mail?.id) });
    const steps = detail?.history.filter(({ type }) => type === "suppression.changed") ?? [];
    expect(steps.map(({ data }) => (data as { suppression: { reason: string } }).suppression.reason)).toEqual([
      "suppressed at Resend (after a bounce)",
      `lifted by ${world.scope.by.name}`,
    ]);
    expect(detail?.blocked).toBeNull();
  });

  test("an erased customer's address is gone from the log, and from the name of its stream", async () => {
    await put(world);
    await apply(change("added", START + 1));
    const streams = async () =>
      (await world.ctx.db.query("SELECT stream FROM events WHERE type = 'suppression.changed'")).map(
        (row) => row.stream,
      );
    const before = await streams();
    await eraseCustomer(world.scope, { email: ANA });
    expect(JSON.stringify(await world.ctx.db.query("SELECT data FROM events"))).not.toContain(ANA);
    expect(await streams()).toHaveLength(1);
    expect(await streams()).not.toEqual(before);
  });
});

test("by webhook: Resend takes an address off, ours is lifted, the inbox says so, and a replay changes nothing", async () => {
  const resend = await putConnection(world, {
    adapter: "resend",
    kind: "sender",
    settings: { apiKey: "re_own", webhookSecret: `whsec_${btoa("a key of our own, 24 byt")}` },
  });
  await put(world);
  const event = (type: string, at: number) => {
    const entry = { id: "sup_own", email: ANA, origin: "complaint", source_id: null };
    const created = new Date(at).toISOString();
    return JSON.stringify({ type, created_at: created, data: { ...entry, created_at: new Date(START).toISOString() } });
  };
  await deliver(world, resend, event("suppression.added", START + 1));
  await world.settle();
  expect(await held()).toMatchObject([{ reason: "suppressed at Resend (after a complaint)" }]);
  await deliver(world, resend, event("suppression.removed", START + 2));
  await world.settle();
  expect(await held()).toEqual([]);
  const notes = async () => (await listInbox(world.scope, { limit: 10 })).items.map(({ note }) => note);
  expect(await notes()).toEqual([
    "Mail goes to this address again: lifted at Resend.",
    "No more mail goes to this address: suppressed at Resend (after a complaint).",
  ]);
  expect(JSON.stringify(await notes())).not.toContain(ANA);
  await replayRange(world.scope, { filter: {} });
  await world.settle();
  expect(await held()).toEqual([]);
  expect(await logged()).toHaveLength(2);
});
