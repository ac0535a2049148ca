import { expect, test } from "bun:test";
import { testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { testScope } from "../testing/scope.ts";
import { makeEngineWorld } from "../testing/world.ts";
import { moveStock, type StockMove } from "./levels.ts";

const skus = ["MUG-1", "MUG-2"] as const;
const quantity = fc.integer({ min: 1, max: 9 });
const cause = { sku: fc.constantFrom(...skus), causeId: fc.integer({ min: 1, max: 25 }).map((n) => `ord_${n}:1`) };
const move: fc.Arbitrary<StockMove> = fc
  .oneof(
    fc.record({ ...cause, cause: fc.constant("received" as const), n: quantity }),
    fc.record({ ...cause, cause: fc.constant("order_placed" as const), n: quantity }),
    fc.record({ ...cause, cause: fc.constant("order_shipped" as const), n: quantity }),
    fc.record({ ...cause, cause: fc.constant("order_cancelled" as const), n: quantity }),
    fc.record({ ...cause, cause: fc.constant("damaged" as const), n: quantity }),
  )
  .map(({ n, ...rest }) => {
    const effect = {
      received: { onHand: n, allocated: 0 },
      order_placed: { onHand: 0, allocated: n },
      order_shipped: { onHand: -n, allocated: -n },
      order_cancelled: { onHand: 0, allocated: -n },
      damaged: { onHand: -n, allocated: 0 },
    }[rest.cause];
    return { ...rest, ...effect };
  });

test("moves at once, in any order: never below zero, the ledger sums to the row, a cause moves once", async () => {
  const database = await testDatabase();
  const { ctx } = makeEngineWorld({ db: database.db });
  // A seller's shelf to begin with, so that orders find something to take.
  const shelf = skus.map((sku): StockMove => {
    return { sku, onHand: 20, allocated: 0, cause: "received", causeId: "opening" };
  });
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 60 }), async (moves) => {
      await ctx.db.commit([
        { sql: "DELETE FROM stock", args: [] },
        { sql: "DELETE FROM stock_ledger", args: [] },
      ]);
      const all = [...shelf, ...moves, ...moves.slice(0, 5)];
      const answers = await Promise.all(all.map((m) => moveStock(testScope(ctx), m)));
      const [rows, ledger] = await Promise.all([
        ctx.db.query("SELECT * FROM stock"),
        ctx.db.query("SELECT * FROM stock_ledger ORDER BY id"),
      ]);
      for (const row of rows) {
        const own = ledger.filter((l) => l.sku === row.sku);
        const sum = (name: string) => own.reduce((n, l) => n + Number(l[name]), 0);
        expect(Number(row.available)).toBeGreaterThanOrEqual(0);
        expect(Number(row.allocated)).toBeGreaterThanOrEqual(0);
        expect(Number(row.available)).toBe(Number(row.on_hand) - Number(row.allocated));
        expect([sum("on_hand_delta"), sum("allocated_delta")]).toEqual([Number(row.on_hand), Number(row.allocated)]);
      }
      // Not only at the end: no prefix of the ledger promises more than was there.
      const shelfNow = new Map<string, { onHand: number; allocated: number }>();
      for (const l of ledger) {
        const at = shelfNow.get(String(l.sku)) ?? { onHand: 0, allocated: 0 };
        at.onHand += Number(l.on_hand_delta);
        at.allocated += Number(l.allocated_delta);
        shelfNow.set(String(l.sku), at);
        expect(at.onHand - at.allocated).toBeGreaterThanOrEqual(0);
      }
      const keys = ledger.map((l) => `${l.sku} ${l.cause} ${l.cause_id}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(answers.filter((a) => a === "moved")).toHaveLength(ledger.length);
      // Whoever was told it moved before finds that cause in the ledger.
      all.forEach((m, i) => {
        if (answers[i] !== "not_enough") expect(keys).toContain(`${m.sku} ${m.cause} ${m.causeId}`);
      });
    }),
    { numRuns: 60 },
  );
  await database.close();
});

test("the last unit is sold once", async () => {
  const database = await testDatabase();
  const { ctx } = makeEngineWorld({ db: database.db });
  const base = { sku: "MUG-1" };
  await moveStock(testScope(ctx), { ...base, onHand: 1, allocated: 0, cause: "received", causeId: "r1" });
  const buyers = Array.from({ length: 30 }, (_, i) =>
    moveStock(testScope(ctx), { ...base, onHand: 0, allocated: 1, cause: "order_placed", causeId: `ord_${i}` }),
  );
  const answers = await Promise.all(buyers);
  expect(answers.filter((a) => a === "moved")).toHaveLength(1);
  expect(answers.filter((a) => a === "not_enough")).toHaveLength(29);
  // The winner asks again: it has moved already, and nothing is left.
  const winner = `ord_${answers.indexOf("moved")}`;
  expect(
    await moveStock(testScope(ctx), { ...base, onHand: 0, allocated: 1, cause: "order_placed", causeId: winner }),
  ).toBe("already_moved");
  await database.close();
});
