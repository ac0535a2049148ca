import { isConditionFailed, isUniqueConflict } from "@waybill/db/database";
import type { Ctx } from "./context.ts";

/** More often than this nobody loses a race by chance. */
const ATTEMPTS = 6;

type RetryOnConflict = {
  ctx: Pick<Ctx, "meter">;
  /** What is written, for the count of conflicts: "order", "shipment". */
  what: string;
  attempts?: number;
  /** Two writers may also make the same new row: a unique index that refuses the second is a conflict then. */
  unique?: boolean;
};

/**
 * Runs a read-then-write again, from its read, while another writer was faster. The write must be guarded (`atLeast`). Any other
 * error is thrown at once, and so is the conflict of the last attempt.
 *
 * @example await retryOnConflict({ ctx, what: "order" }, async () => { const row = await load(id); await append(scope, guardedBy(row.version)); });
 */
export async function retryOnConflict<T>(options: RetryOnConflict, run: () => Promise<T>): Promise<T> {
  const { ctx, what, attempts = ATTEMPTS, unique = false } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const conflict = isConditionFailed(error) || (unique && isUniqueConflict(error));
      if (!conflict || attempt >= attempts) throw error;
      ctx.meter.count("waybill_write_conflicts_total", { what });
    }
  }
}
