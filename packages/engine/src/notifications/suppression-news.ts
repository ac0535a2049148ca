import { sha256Hex, utf8 } from "@waybill/adapters/kit/signature";
import type { Statement } from "@waybill/db/database";
import type { NewEvent } from "@waybill/domain/live/events";
import type { SuppressionNews } from "@waybill/domain/notification/answers";
import { mailAddress } from "@waybill/domain/shipment/notify";
import type { Scope } from "../core/scope.ts";

/** The stream of an address: an id that does not tell it, as ids stand in addresses and logs. */
export const suppressionStream = (orgId: string, address: string) =>
  `sup_${sha256Hex(utf8(`${orgId} ${address}`)).slice(0, 26)}`;

type Status = { held: { at: number } | null; liftedAt: number | null };
type Change = { statements: Statement[]; events: NewEvent[] };

/**
 * What news about addresses changes. The newest fact counts, by the time it happened and not by when it came here: a bounce that is
 * told late, or read again by a replay, does not close an address that was opened since, and a late opening does not open one that
 * bounced again. The log is the memory of what was lifted.
 *
 * @example const { statements, events } = await suppressionChange(scope, [{ address, held: false, reason: "lifted at Acme", at }]);
 */
export async function suppressionChange(scope: Scope, news: readonly SuppressionNews[]): Promise<Change> {
  const { orgId } = scope;
  const change: Change = { statements: [], events: [] };
  const known = news.map((one) => ({ ...one, address: mailAddress(one.address) ?? one.address }));
  const statuses = await statusesOf(scope, [...new Set(known.map(({ address }) => address))]);
  for (const one of known.toSorted((a, b) => a.at - b.at)) {
    const { address, at } = one;
    const before = statuses.get(address) ?? { held: null, liftedAt: null };
    const after = one.held ? heldBy(before, at) : liftedBy(before, at);
    if (!after) continue;
    statuses.set(address, after);
    if (one.held) change.statements.push(hold(orgId, one));
    else if (before.held) change.statements.push(lift(orgId, one));
    // Another application of the same account may write to people that this seller does not know.
    else if (!(await writtenTo(scope, address))) continue;
    // Held for a newer reason is no news, but what is older than that lifts it no more.
    if (one.held && before.held) continue;
    change.events.push({
      type: "suppression.changed",
      stream: suppressionStream(orgId, address),
      data: { suppression: one },
    });
  }
  return change;
}

const heldBy = ({ held, liftedAt }: Status, at: number): Status | null =>
  (held && held.at >= at) || (liftedAt !== null && at < liftedAt) ? null : { held: { at }, liftedAt };

const liftedBy = ({ held, liftedAt }: Status, at: number): Status | null =>
  (held && held.at > at) || (liftedAt !== null && at <= liftedAt) ? null : { held: null, liftedAt: at };

const hold = (orgId: string, { address, reason, at }: SuppressionNews): Statement => ({
  sql: `INSERT INTO suppressions (org_id, address, reason, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET reason = excluded.reason, at = excluded.at WHERE excluded.at > suppressions.at`,
  args: [orgId, address, reason, at],
});
const lift = (orgId: string, { address, at }: SuppressionNews): Statement => ({
  sql: "DELETE FROM suppressions WHERE org_id = ? AND address = ? AND at <= ?",
  args: [orgId, address, at],
});

async function statusesOf({ ctx, orgId }: Scope, addresses: readonly string[]): Promise<Map<string, Status>> {
  const list = (values: readonly string[]) => JSON.stringify(values);
  const streams = new Map(addresses.map((address) => [suppressionStream(orgId, address), address]));
  const [held, lifted] = await Promise.all([
    ctx.db.query(
      "SELECT address, at FROM suppressions WHERE org_id = ? AND address IN (SELECT value FROM json_each(?))",
      [orgId, list(addresses)],
    ),
    ctx.db.query(
      `SELECT stream, MAX(data ->> '$.suppression.at') AS at FROM events
        WHERE stream IN (SELECT value FROM json_each(?)) AND +org_id = ? AND NOT data ->> '$.suppression.held' GROUP BY stream`,
      [list([...streams.keys()]), orgId],
    ),
  ]);
  const statuses = new Map<string, Status>(addresses.map((address) => [address, { held: null, liftedAt: null }]));
  for (const row of held) {
    const one = statuses.get(String(row.address));
    if (one) one.held = { at: Number(row.at) };
  }
  for (const row of lifted) {
    const one = statuses.get(streams.get(String(row.stream)) ?? "");
    if (one) one.liftedAt = Number(row.at);
  }
  return statuses;
}

const writtenTo = async ({ ctx, orgId }: Scope, address: string): Promise<boolean> =>
  (await ctx.db.query("SELECT 1 FROM outbox WHERE org_id = ? AND recipient = ? LIMIT 1", [orgId, address])).length > 0;
