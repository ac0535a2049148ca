import { isAppError } from "@waybill/domain/errors";
import type { BulkResult } from "@waybill/domain/order/answers";
import type { Ctx } from "../core/context.ts";
import type { By } from "../core/log.ts";
import { type SellerMark, setOrderStatus } from "../orders/change.ts";
import { retryOrder } from "./reread.ts";

/** One action on many orders, with a result for each; one that fails does not stop the others. */
export async function bulkOrders(
  ctx: Ctx,
  input: { orgId: string; ids: string[]; action: "retry" | SellerMark; by: By },
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const id of input.ids) {
    try {
      if (input.action === "retry") {
        const order = await retryOrder(ctx, { orgId: input.orgId, id, by: input.by });
        results.push({ id, ok: order.syncState === "success", reason: order.syncReason });
      } else {
        await setOrderStatus(ctx, { orgId: input.orgId, id, status: input.action, by: input.by });
        results.push({ id, ok: true, reason: null });
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      results.push({ id, ok: false, reason: error.message });
    }
  }
  return results;
}
