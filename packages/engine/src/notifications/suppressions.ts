import type { SuppressionChange } from "@waybill/adapters/ports/mail-provider";
import type { Cause } from "@waybill/domain/frame";
import type { EventData } from "@waybill/domain/live/events";
import type { Suppressed, SuppressionNews } from "@waybill/domain/notification/answers";
import type { Page } from "@waybill/domain/page";
import { mailAddress } from "@waybill/domain/shipment/notify";
import { append } from "../core/log.ts";
import { pagesOf, sized } from "../core/paging.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { suppressionChange } from "./suppression-news.ts";

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

/** Lets mail go to an address again; false when it was not held back. Twice is the same as once. The log keeps who did. */
export async function liftSuppression(scope: Scope, input: { address: string }): Promise<boolean> {
  const { ctx, orgId, by } = scope;
  const address = mailAddress(input.address) ?? input.address;
  const [held] = await ctx.db.query("SELECT at FROM suppressions WHERE org_id = ? AND address = ?", [orgId, address]);
  if (!held) return false;
  // A provider's clock may be ahead of ours: what is lifted now is lifted.
  const at = Math.max(ctx.now(), Number(held.at));
  const news = [{ address, held: false, reason: `lifted by ${by.name}`, at }];
  await append(scope, {
    cause: causeOf(by, `${by.name} lets mail go to an address again`),
    ...(await suppressionChange(scope, news)),
  });
  return true;
}

/**
 * Follows a mail provider's own list: what is put on it gets no more mail from here, what is taken off it is written to again. Says
 * in words what became of each, without the address.
 *
 * @example await applySuppressions(scope, { changes, provider: "Resend", cause });
 */
export function applySuppressions(
  scope: Scope,
  input: { changes: readonly SuppressionChange[]; provider: string; cause: Cause },
): Promise<string[]> {
  const { changes, provider, cause } = input;
  const news = changes.map(({ suppression, address, reason, at }): SuppressionNews => {
    const held = suppression === "added";
    const why = reason ? ` (${reason})` : "";
    return { address, held, at, reason: held ? `suppressed at ${provider}${why}` : `lifted at ${provider}${why}` };
  });
  return retryOnConflict({ ctx: scope.ctx, what: "suppression" }, async () => {
    const { statements, events } = await suppressionChange(scope, news);
    await append(scope, { cause, statements, events });
    if (events.length === 0) return ["Nothing changed here: this was known, or something newer is."];
    return events.map(({ data }) => {
      const { held, reason } = (data as EventData<"suppression.changed">).suppression;
      return held ? `No more mail goes to this address: ${reason}.` : `Mail goes to this address again: ${reason}.`;
    });
  });
}
