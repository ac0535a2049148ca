import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import { inboxMoves } from "@waybill/domain/inbox/states";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { definitionOf } from "../connections/open.ts";
import { bulk } from "../core/bulk.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { movesSql } from "../core/states.ts";
import type { UpdateBatch } from "../shipments/fold.ts";
import type { InboxRow, InboxState } from "./rows.ts";

/**
 * Sets a delivery aside until a shipment has its number. Refused when a shipment with the number was added since it was looked
 * for: that one has already looked for such deliveries, and nobody would bring the two together.
 */
export function unmatchedStatements({ ctx, orgId }: Scope, batch: UpdateBatch & { seen?: number }): Statement[] {
  const numbers = [...new Set(batch.updates.map((r) => r.number))];
  const note = `No shipment has the number ${numbers.join(", ")} yet. It is kept and applied when one is added.`;
  return [
    {
      sql: `UPDATE inbox SET attempts = attempts WHERE id = ?1
        AND (SELECT COUNT(*) FROM shipments WHERE org_id = ?2 AND number IN (SELECT value FROM json_each(?3))) = ?4`,
      args: [batch.inboxId, orgId, JSON.stringify(numbers), batch.seen ?? 0],
      atLeast: 1,
    },
    ...numbers.map((number): Statement => {
      const sql = "INSERT INTO inbox_numbers (org_id, number, inbox_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      return { sql, args: [orgId, number, batch.inboxId] };
    }),
    markStatement(ctx, batch.inboxId, "unmatched", note, []),
  ];
}
// The unique key of a delivery, taken by the first row that is processed. Written from the row itself; a key that another row
// took is refused by the column's NOT NULL.
const KEYS = `INSERT INTO inbox_keys (connection_id, key, inbox_id)
  SELECT connection_id, key, id FROM inbox WHERE id IN (SELECT value FROM json_each(?))
  ON CONFLICT (connection_id, key) DO UPDATE SET inbox_id = CASE WHEN inbox_id = excluded.inbox_id THEN inbox_id ELSE NULL END`;
export const keyStatement = (inboxId: number | null): Statement[] => (inboxId === null ? [] : [bulk(KEYS, [inboxId])]);
// Folded once more (by a sweep beside another process, the same poll again, for a second parcel of one number): what it did stays told.
const MARKS = `UPDATE inbox SET state = e.value ->> '$.s', note = e.value ->> '$.n', processed_at = e.value ->> '$.t',
    effects = CASE WHEN e.value ->> '$.e' = '[]' THEN COALESCE(effects, '[]')
      WHEN COALESCE(effects, '[]') = '[]' THEN e.value ->> '$.e'
      ELSE (SELECT json_group_array(id) FROM (SELECT b.value AS id FROM json_each(inbox.effects) AS b
        UNION SELECT a.value FROM json_each(e.value ->> '$.e') AS a)) END
  FROM json_each(?) AS e WHERE inbox.id = e.value ->> '$.i'
    AND ${movesSql(inboxMoves, { from: "inbox.state", to: "e.value ->> '$.s'" })}`;

export function markStatement(
  ctx: Ctx,
  id: number | null,
  state: InboxState,
  note: string | null,
  effects: string[],
): Statement {
  return bulk(MARKS, [{ i: id, s: state, n: note, t: ctx.now(), e: JSON.stringify(effects) }]);
}

export function causeOfRow(ctx: Ctx, row: InboxRow): Cause {
  const name = definitionOf(ctx, row.kind === "poll" ? "carrier" : row.kind, row.adapter)?.name ?? row.adapter;
  if (row.kind === "poll") return { kind: "poll", id: `inb_${row.id}`, text: `Waybill asked ${name}` };
  const key = row.key.startsWith("sha256:") ? "" : ` ${row.key}`;
  return { kind: "webhook", id: `inb_${row.id}`, text: `webhook${key} from ${name}, verified: ${row.verified}` };
}

export function batchOf(ctx: Ctx, row: InboxRow, updates: TrackingUpdate[]): UpdateBatch {
  return {
    inboxId: row.id,
    receivedAt: row.receivedAt,
    connectionId: row.connectionId,
    updates,
    cause: causeOfRow(ctx, row),
    marks: (effects) => [...keyStatement(row.id), markStatement(ctx, row.id, "processed", null, effects)],
  };
}
