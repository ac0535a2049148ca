import type { Happening } from "@waybill/domain/frame";
import type { Page } from "@waybill/domain/page";
import { happeningOf } from "../core/log.ts";
import { pagesOf } from "../core/paging.ts";
import type { Scope } from "../core/scope.ts";

const pages = pagesOf("activity", "number");

/**
 * The newest events of an organisation with their causes, newest first, by keyset over `seq`.
 *
 * @example const { items, next } = await listActivity(scope, { limit: 30 });
 * @throws AppError `bad_cursor` when the cursor is no place in a log
 */
export async function listActivity(
  { ctx, orgId }: Scope,
  input: { cursor?: string; limit: number },
): Promise<Page<Happening>> {
  const [before] = pages.after(input.cursor) ?? [Number.MAX_SAFE_INTEGER];
  const rows = await ctx.db.query(
    "SELECT seq, type, at, stream, data, cause FROM events WHERE org_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?",
    [orgId, before, input.limit + 1],
  );
  return pages.page(rows.map(happeningOf), input.limit, (happening) => [happening.seq]);
}
