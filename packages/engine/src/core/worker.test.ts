import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { type EngineWorld, makeEngineWorld } from "../testing/world.ts";
import { registerWorker, runWorker, wake, workerIdle } from "./worker.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());

describe("workers", () => {
  /** A worker whose looks end when the test says so. */
  function probe() {
    const ends: (() => void)[] = [];
    const seen = { now: 0, most: 0, looks: 0 };
    registerWorker(world.ctx, "outbox", async () => {
      seen.looks += 1;
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await new Promise<void>((resolve) => ends.push(resolve));
      seen.now -= 1;
    });
    return { seen, end: () => ends.shift()?.() };
  }

  test("one look at a time; however often it is woken meanwhile, it looks once more, and nobody's work is missed", async () => {
    const { seen, end } = probe();
    for (let i = 0; i < 5; i++) wake(world.ctx, "outbox");
    await Bun.sleep(1);
    // All five were there before its first look ended: one more look serves the four that came after it began.
    end();
    await Bun.sleep(1);
    expect([seen.looks, seen.most]).toEqual([2, 1]);
    end();
    await workerIdle(world.ctx, "outbox");
    expect([seen.looks, seen.now]).toEqual([2, 0]);
  });

  test("who runs it waits for the look that serves him", async () => {
    const { end } = probe();
    wake(world.ctx, "outbox");
    let served = false;
    const waits = runWorker(world.ctx, "outbox").then(() => {
      served = true;
    });
    end();
    await Bun.sleep(1);
    expect(served).toBe(false);
    end();
    await waits;
    expect(served).toBe(true);
  });

  test("one that fails is told in the log with its name, harms no caller, and works again when it is woken again", async () => {
    let fails = true;
    let done = 0;
    registerWorker(world.ctx, "outbox", async () => {
      if (fails) throw new Error("disk full");
      done += 1;
    });
    wake(world.ctx, "outbox");
    await world.settle();
    expect(world.logged).toEqual([{ message: "worker failed", fields: { worker: "outbox", reason: "disk full" } }]);
    fails = false;
    wake(world.ctx, "outbox");
    await world.settle();
    expect(done).toBe(1);
  });

  test("each database has its own", async () => {
    const other = makeEngineWorld({ db: { ...database.db } });
    const { seen, end } = probe();
    wake(other.ctx, "outbox");
    await other.settle();
    expect(seen.looks).toBe(0);
    wake(world.ctx, "outbox");
    end();
    await world.settle();
    expect(seen.looks).toBe(1);
  });
});
