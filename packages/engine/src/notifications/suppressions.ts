import type { Suppressed } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import { mailAddress } from "@waybill/domain/shipment/notify";
import { badCursor } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";
import { pageOf, sized } from "./page.ts";

/** Addresses that get no more mail of this seller, newest first. The cursor is "<at>.<address>". */
export async function listSuppressed(
  { ctx, orgId }: Scope,
  input: { cursor?: string | null; limit?: number },
): Promise<Page<Suppressed>> {
  const limit = sized(input.limit);
  const match = /^(\d{1,15})\.(.{1,254})$/.exec(input.cursor ?? "");
  if (input.cursor && !match) throw badCursor();
  const after = match ? "AND (at, address) < (?, ?)" : "";
  const rows = await ctx.db.query(
    `SELECT address, reason, at FROM suppressions WHERE org_id = ? ${after} ORDER BY at DESC, address DESC LIMIT ?`,
    [orgId, ...(match ? [Number(match[1]), match[2] ?? ""] : []), limit + 1],
  );
  const items = rows.map((row) => ({ address: String(row.address), reason: String(row.reason), at: Number(row.at) }));
  return pageOf(items, limit, (item) => ({ at: item.at, id: item.address }));
}

/** Lets mail go to an address again; false when it was not held back. Twice is the same as once. */
export async function liftSuppression({ ctx, orgId }: Scope, input: { address: string }): Promise<boolean> {
  const address = mailAddress(input.address) ?? input.address;
  const [held] = await ctx.db.query("SELECT 1 FROM suppressions WHERE org_id = ? AND address = ?", [orgId, address]);
  if (!held) return false;
  await ctx.db.commit([{ sql: "DELETE FROM suppressions WHERE org_id = ? AND address = ?", args: [orgId, address] }]);
  return true;
}
