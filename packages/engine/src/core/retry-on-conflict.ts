import { isConditionFailed } from "@waybill/db/database";

/** More often than this nobody loses a race by chance. */
const ATTEMPTS = 6;

/**
 * Runs a read-then-write again, from its read, while another writer was faster. The write must be guarded (`atLeast`).
 *
 * @example await againOnConflict(async () => { const row = await load(id); await append(scope, guardedBy(row.version)); });
 */
export async function againOnConflict<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!isConditionFailed(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}
