import { isConditionFailed, isUniqueConflict, type Statement } from "@waybill/db/database";
import type { Scope } from "../core/scope.ts";

type StockCause =
  | "received"
  | "counted"
  | "order_placed"
  | "order_cancelled"
  | "order_shipped"
  | "returned"
  | "damaged"
  | "corrected";
export type StockMove = {
  sku: string;
  /** Change of what is on the shelf, in units. */
  onHand: number;
  /** Change of what is promised to orders, in units. */
  allocated: number;
  cause: StockCause;
  /** What caused it ("ord_…:line"); one cause moves a SKU once. */
  causeId: string;
};

/**
 * The statements of a move: one conditional write that refuses to sell what is not there, and its row in the append-only
 * ledger. For use inside a commit; `ConditionFailed` means "not enough".
 */
function stockStatements({ ctx, orgId }: Scope, move: StockMove): Statement[] {
  const { sku, onHand, allocated, cause, causeId } = move;
  const delta = onHand - allocated;
  return [
    {
      sql: "INSERT INTO stock (org_id, sku, on_hand, allocated, available, changed_at) VALUES (?, ?, 0, 0, 0, ?) ON CONFLICT DO NOTHING",
      args: [orgId, sku, ctx.now()],
    },
    {
      sql: `UPDATE stock SET on_hand = on_hand + ?1, allocated = allocated + ?2, available = available + ?3, changed_at = ?4
        WHERE org_id = ?5 AND sku = ?6 AND available >= ?7 AND allocated + ?2 >= 0`,
      args: [onHand, allocated, delta, ctx.now(), orgId, sku, Math.max(0, -delta)],
      atLeast: 1,
    },
    {
      sql: "INSERT INTO stock_ledger (org_id, sku, on_hand_delta, allocated_delta, cause, cause_id, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      args: [orgId, sku, onHand, allocated, cause, causeId, ctx.now()],
    },
  ];
}

/**
 * Moves stock once per cause.
 *
 * @example await moveStock(scope, { sku: "MUG-1", onHand: 0, allocated: 2, cause: "order_placed", causeId: "ord_…" });
 */
export async function moveStock(scope: Scope, move: StockMove): Promise<"moved" | "not_enough" | "already_moved"> {
  const { ctx, orgId } = scope;
  try {
    await ctx.db.commit(stockStatements(scope, move));
    return "moved";
  } catch (error) {
    // The same cause a second time finds its ledger row there; the whole move is undone, whichever statement noticed first.
    if (isUniqueConflict(error)) return "already_moved";
    if (!isConditionFailed(error)) throw error;
    const [row] = await ctx.db.query(
      "SELECT 1 FROM stock_ledger WHERE org_id = ? AND sku = ? AND cause = ? AND cause_id = ?",
      [orgId, move.sku, move.cause, move.causeId],
    );
    return row ? "already_moved" : "not_enough";
  }
}
