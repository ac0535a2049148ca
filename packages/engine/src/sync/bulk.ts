import { isAppError } from "@waybill/domain/errors";
import type { BulkResult } from "@waybill/domain/order/answers";
import type { Scope } from "../core/scope.ts";
import { type SellerMark, setOrderStatus } from "../orders/change.ts";
import { retryOrder } from "./reread.ts";

/** One action on many orders, with a result for each; one that fails does not stop the others. */
export async function bulkOrders(
  scope: Scope,
  input: { ids: string[]; action: "retry" | SellerMark },
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const id of input.ids) {
    try {
      if (input.action === "retry") {
        const order = await retryOrder(scope, { id });
        results.push({ id, ok: order.syncState === "success", reason: order.syncReason });
      } else {
        await setOrderStatus(scope, { id, status: input.action });
        results.push({ id, ok: true, reason: null });
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      results.push({ id, ok: false, reason: error.message });
    }
  }
  return results;
}
