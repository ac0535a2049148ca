import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { Frame } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import fc from "fast-check";
import { type EngineWorld, logBreach, makeEngineWorld, NOW } from "../testing/world.ts";
import { append, currentSeq, history, readSince } from "./log.ts";
import { system } from "./scope.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());

/** What an order's picture has had since 0.2: a reader fills it in where an event is older. */
const today = {
  ...{
    toShip: 0,
    parcels: 0,
    parcelsArrived: 0,
    test: false,
    cashOnDelivery: false,
    archivedAt: null,
    deletedAt: null,
  },
  ...{ cancelledAt: null, refundedMinor: null, buyerCurrency: null, buyerTotalMinor: null },
};
const noted = (stream: string, note: string): NewEvent => ({
  type: "order.noted",
  stream,
  data: { order: { ...today, id: stream } as never, note },
});
const write = (orgId: string, events: NewEvent[]) =>
  append(world.scopeOf(orgId), { cause: system("test"), statements: [], events });

/** All of a log by pages of a size, as a client that catches up reads it. */
async function catchUp(orgId: string, since: number, limit: number): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (let cursor = since; ; ) {
    const page = await readSince(world.scopeOf(orgId), { since: cursor, limit });
    if (page.reset) throw new Error(page.reason);
    frames.push(...page.frames);
    cursor = page.seq;
    if (!page.more) return frames;
  }
}

describe("append", () => {
  test("any writers at once: seq and versions without a gap, and the hub heard what the log holds, in its order", async () => {
    const batch = fc.record({
      org: fc.constantFrom("org_a", "org_b"),
      streams: fc.array(fc.constantFrom("1", "2", "3"), { minLength: 1, maxLength: 4 }),
      /** A commit that is refused takes no place. */
      refused: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 40 }), async (batches) => {
        await database.db.commit([{ sql: "DELETE FROM events", args: [] }]);
        world.frames.clear();
        await Promise.all(
          batches.map(async ({ org, streams, refused }, i) => {
            const events = streams.map((s) => noted(`${org}-${s}`, String(i)));
            const impossible = { sql: "UPDATE orders SET version = 1 WHERE id = 'none'", args: [], atLeast: 1 };
            const statements = refused ? [impossible] : [];
            await append(world.scopeOf(org), { cause: system("test"), statements, events }).catch(() => {});
          }),
        );
        expect(await logBreach(world.ctx)).toBeNull();
        for (const org of ["org_a", "org_b"]) {
          const kept = batches.filter((b) => b.org === org && !b.refused).flatMap((b) => b.streams);
          const frames = await catchUp(org, 0, 7);
          expect(frames.map((f) => f.seq)).toEqual(kept.map((_, i) => i + 1));
          expect(world.frames.get(`org:${org}`) ?? []).toEqual(frames);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("the events of one commit keep their order and are told together", async () => {
    const frames = await write("org_a", [noted("x", "1"), noted("y", "2"), noted("x", "3")]);
    expect(frames.map((f) => [f.seq, f.stream])).toEqual([
      [1, "x"],
      [2, "y"],
      [3, "x"],
    ]);
    const versions = await database.db.query("SELECT stream, version FROM events ORDER BY seq");
    expect(versions.map((r) => [r.stream, r.version])).toEqual([
      ["x", 1],
      ["y", 1],
      ["x", 2],
    ]);
  });

  test("nothing is announced that is not in the log", async () => {
    const impossible = { sql: "UPDATE orders SET version = 1 WHERE id = 'none'", args: [], atLeast: 1 };
    const refused = append(world.scope, {
      cause: system("test"),
      statements: [impossible],
      events: [noted("x", "1")],
    });
    expect(refused).rejects.toThrow();
    await refused.catch(() => {});
    expect(world.frames.size).toBe(0);
    expect(await currentSeq(world.scope)).toBe(0);
  });

  test("an event may have its own cause", async () => {
    const cause = { kind: "webhook" as const, id: "inb_1", text: "EasyPost" };
    await append(world.scope, {
      cause: system("the pass"),
      statements: [],
      events: [{ ...noted("x", "1"), cause }, noted("x", "2")],
    });
    const seen = await history(world.scope, { streams: ["x"], limit: 10 });
    expect(seen.map((h) => h.cause)).toEqual([system("the pass"), cause]);
  });
});

describe("readSince", () => {
  test("from any place, by any page size: exactly what was missed, once, in order", async () => {
    await write("org_b", [noted("elsewhere", "0")]);
    for (let i = 1; i <= 23; i++) await write("org_a", [noted("x", String(i))]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 30 }), async (since, limit) => {
        const frames = await catchUp("org_a", since, limit);
        const expected = Array.from({ length: 23 - since }, (_, i) => since + i + 1);
        expect(frames.map((f) => f.seq)).toEqual(expected);
        expect(frames.map((f) => (f.data as { note: string }).note)).toEqual(expected.map(String));
        expect(frames.every((f) => f.at === NOW)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("an event that 0.1.0 wrote is read in today's words, by the catch-up and by the history", async () => {
    // As 0.1.0 wrote it: the medium was called "channel".
    const old = { notification: { id: "ntf_1", trigger: "shipped", channel: "email", state: "sent" } };
    await write("org_a", [{ ...noted("ntf_1", "0"), type: "notification.changed", data: old } as unknown as NewEvent]);
    const data = { notification: { id: "ntf_1", trigger: "shipped", medium: "email", state: "sent" } };
    expect((await catchUp("org_a", 0, 10)).map((frame) => frame.data)).toEqual([data]);
    const [seen] = await history(world.scopeOf("org_a"), { streams: ["ntf_1"], limit: 10 });
    expect(seen?.data).toEqual(data);
  });

  test("reset when the cursor is ahead of the log, when it is far behind, and when older events are gone", async () => {
    const at = (since: number) => readSince(world.scope, { since, limit: 10 });
    expect(await at(0)).toEqual({ reset: false, frames: [], seq: 0, more: false });
    expect(await at(1)).toMatchObject({ reset: true, seq: 0 });
    const many = Array.from({ length: 5_002 }, (_, i) => noted("x", String(i)));
    await write("org_a", many);
    expect(await at(1)).toMatchObject({ reset: true, seq: 5_002 });
    expect(await at(2)).toMatchObject({ reset: false, seq: 12, more: true });
    expect(await at(5_002)).toEqual({ reset: false, frames: [], seq: 5_002, more: false });
    await database.db.commit([{ sql: "DELETE FROM events WHERE seq <= 4000", args: [] }]);
    expect(await at(3_500)).toMatchObject({ reset: true, seq: 5_002 });
    expect(await at(4_000)).toMatchObject({ reset: false, seq: 4_010, more: true });
  });
});
