import { runMoves } from "@waybill/domain/sync/states";
import { DAY_MS } from "@waybill/domain/time";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { retentionOf } from "../organisation/settings.ts";

/** Deleted in one commit at most. */
const AT_ONCE = 1_000;

/**
 * What may go when it is older than the organisation keeps it: kept mails, finished syncs, closed reports, receipts of mail
 * providers and repeated deliveries. Deliveries that say something of an order or parcel stay: a replay rebuilds from them.
 */
const OLD: readonly { table: string; where: string }[] = [
  { table: "mailbox", where: "at < ?" },
  { table: "sync_runs", where: `NOT ${comesFrom(runMoves, "cancelled")} AND started_at < ?` },
  { table: "reports", where: "state = 'closed' AND closed_at < ?" },
  { table: "inbox", where: "(state = 'duplicate' OR (kind = 'sender' AND state <> 'received')) AND received_at < ?" },
];

const RETENTION: By = { kind: "system", id: "retention", name: "Retention" };

/**
 * Forgets what organisations no longer want to keep, in small commits. Off unless a seller set it. Answers how many rows went.
 *
 * @example await prune(ctx);
 */
export async function prune(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.query("SELECT org_id FROM org_settings WHERE name = 'retention'");
  let gone = 0;
  for (const { org_id } of rows) {
    const orgId = String(org_id);
    const { days } = await retentionOf(makeScope(ctx, { orgId, by: RETENTION }));
    if (days === null) continue;
    const before = ctx.now() - days * DAY_MS;
    for (const { table, where } of OLD) {
      for (;;) {
        const [result] = await ctx.db.commit([
          {
            sql: `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE org_id = ? AND ${where} LIMIT ${AT_ONCE})`,
            args: [orgId, before],
          },
        ]);
        gone += result?.changes ?? 0;
        if ((result?.changes ?? 0) < AT_ONCE) break;
      }
    }
  }
  return gone;
}
