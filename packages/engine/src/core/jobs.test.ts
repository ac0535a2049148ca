import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { type EngineWorld, makeEngineWorld, NOW } from "../testing/world.ts";
import { handleJobs, type Job, jobStatement, pruneJobs } from "./jobs.ts";
import { runWorker } from "./worker.ts";

const DAY = 86_400_000;
let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());

const rows = (sql: string) => world.ctx.db.query(sql);

describe("jobs", () => {
  const ask = (key: string, at = 0) =>
    world.ctx.db.commit([jobStatement(world.scope, { kind: "probe", key, payload: {}, at })]);

  test("one at a time for a key; asked for again while it runs, it runs once more afterwards", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    handleJobs(world.ctx, {
      probe: async () => {
        running += 1;
        most = Math.max(most, running);
        runs += 1;
        if (runs === 1) for (let i = 0; i < 3; i++) await ask("k");
        await Bun.sleep(5);
        running -= 1;
        return { state: "done" };
      },
    });
    await ask("k");
    await Promise.all([runWorker(world.ctx, "jobs"), runWorker(world.ctx, "jobs")]);
    await runWorker(world.ctx, "jobs");
    expect([most, runs]).toEqual([1, 2]);
  });

  test("one that throws is tried again with growing pauses, then parked with its reason", async () => {
    const at: number[] = [];
    handleJobs(world.ctx, {
      probe: async (_, job: Job) => {
        at.push(world.clock.now);
        throw new Error(`no luck ${job.attempts}`);
      },
    });
    await ask("k");
    for (let minute = 0; minute < 60 * 24 && at.length < 12; minute++) {
      await runWorker(world.ctx, "jobs");
      world.clock.now += 60_000;
    }
    expect(at).toHaveLength(10);
    expect(await rows("SELECT state, reason FROM jobs WHERE kind = 'probe'")).toEqual([
      { state: "parked", reason: "no luck 10" },
    ]);
    const pauses = at.slice(1).map((t, i) => t - (at[i] ?? 0));
    expect(Math.max(...pauses)).toBeGreaterThan(4 * 60_000);
  });

  test("a dead process' job is taken over when its hold runs out", async () => {
    await ask("k");
    await world.ctx.db.commit([
      {
        sql: "UPDATE jobs SET state = 'running', run_at = ?, lease_until = ? WHERE kind = 'probe'",
        args: [NOW + 60_000, NOW + 60_000],
      },
    ]);
    let runs = 0;
    handleJobs(world.ctx, {
      probe: async () => {
        runs += 1;
        return { state: "done" };
      },
    });
    await runWorker(world.ctx, "jobs");
    expect(runs).toBe(0);
    world.clock.now += 60_001;
    await runWorker(world.ctx, "jobs");
    expect(runs).toBe(1);
  });

  test("what is done is forgotten after a day, what was parked after a month; what waits never", async () => {
    handleJobs(world.ctx, {
      probe: async (_, { key }) => (key === "bad" ? { state: "parked", reason: "no" } : { state: "done" }),
    });
    await ask("good");
    await ask("bad");
    await ask("later", NOW + 900 * DAY);
    await runWorker(world.ctx, "jobs");
    const keys = async () => (await rows("SELECT key FROM jobs ORDER BY key")).map((r) => r.key);
    await pruneJobs(world.ctx);
    expect(await keys()).toEqual(["bad", "good", "later"]);
    world.clock.now += DAY + 1;
    await pruneJobs(world.ctx);
    expect(await keys()).toEqual(["bad", "later"]);
    world.clock.now += 30 * DAY;
    await pruneJobs(world.ctx);
    expect(await keys()).toEqual(["later"]);
  });

  test("one whose end cannot be written stops nothing, and is run again when its hold runs out", async () => {
    let runs = 0;
    const { db } = world.ctx;
    let broken = true;
    const ctx = {
      ...world.ctx,
      db: {
        ...db,
        commit: (s: Parameters<typeof db.commit>[0]) =>
          broken && s[0]?.sql.startsWith("UPDATE jobs SET updated_at")
            ? Promise.reject(new Error("disk full"))
            : db.commit(s),
      },
    };
    handleJobs(ctx, {
      probe: async () => {
        runs += 1;
        return { state: "done" };
      },
    });
    await ask("k");
    await runWorker(ctx, "jobs");
    broken = false;
    world.clock.now += 60_001;
    await runWorker(ctx, "jobs");
    expect(runs).toBe(2);
    expect(world.logged).toContainEqual({ message: "job not ended", fields: { key: "k", reason: "disk full" } });
    expect(await rows("SELECT state FROM jobs")).toEqual([{ state: "done" }]);
  });
});
