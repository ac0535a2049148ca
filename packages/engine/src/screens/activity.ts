import type { Happening } from "@waybill/domain/frame";
import { happeningOf } from "../core/log.ts";
import { badCursor } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";

/**
 * The newest events of an organisation with their causes, newest first, by keyset over `seq`.
 *
 * @example const { items, next } = await listActivity(scope, { limit: 30 });
 * @throws AppError `bad_cursor` when the cursor is no place in a log
 */
export async function listActivity(
  { ctx, orgId }: Scope,
  input: { cursor?: string; limit: number },
): Promise<{ items: Happening[]; next: string | null }> {
  const before = input.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(input.cursor);
  if (!Number.isSafeInteger(before) || before < 0) throw badCursor();
  const rows = await ctx.db.query(
    "SELECT seq, type, at, stream, data, cause FROM events WHERE org_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
    [orgId, before, input.limit + 1],
  );
  const items = rows.slice(0, input.limit).map(happeningOf);
  return { items, next: rows.length > input.limit ? String(items.at(-1)?.seq) : null };
}
