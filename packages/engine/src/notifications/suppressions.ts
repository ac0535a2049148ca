import type { Suppressed } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import { mailAddress } from "@waybill/domain/shipment/notify";
import { pagesOf, sized } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";

const pages = pagesOf("suppressions", "number", "string");

/** Addresses that get no more mail of this seller, newest first. */
export async function listSuppressed(
  { ctx, orgId }: Scope,
  input: { cursor?: string | null; limit?: number },
): Promise<Page<Suppressed>> {
  const limit = sized(input.limit);
  const place = pages.after(input.cursor);
  const after = place ? "AND (at, address) < (?, ?)" : "";
  const rows = await ctx.db.query(
    `SELECT address, reason, at FROM suppressions WHERE org_id = ? ${after} ORDER BY at DESC, address DESC LIMIT ?`,
    [orgId, ...(place ?? []), limit + 1],
  );
  const items = rows.map((row) => ({ address: String(row.address), reason: String(row.reason), at: Number(row.at) }));
  return pages.page(items, limit, (item) => [item.at, item.address]);
}

/** Lets mail go to an address again; false when it was not held back. Twice is the same as once. */
export async function liftSuppression({ ctx, orgId }: Scope, input: { address: string }): Promise<boolean> {
  const address = mailAddress(input.address) ?? input.address;
  const [held] = await ctx.db.query("SELECT 1 FROM suppressions WHERE org_id = ? AND address = ?", [orgId, address]);
  if (!held) return false;
  await ctx.db.commit([{ sql: "DELETE FROM suppressions WHERE org_id = ? AND address = ?", args: [orgId, address] }]);
  return true;
}
