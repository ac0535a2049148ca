import type { Row } from "@waybill/db/database";
import type { Happening } from "@waybill/domain/frame";
import type { InboxEffect } from "@waybill/domain/inbox/answers";
import { happeningOf } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";

/** A delivery that changed more than this says so by its count; the first are named. */
const NAMED = 50;
const EVENTS = 100;

type Of = { connectionId: string; effects: readonly string[] };

/** The names behind the ids of a delivery: ours, a channel's own order ids, a mail provider's own mail ids. */
export async function namedEffects({ ctx, orgId }: Scope, input: Of): Promise<InboxEffect[]> {
  const ids = input.effects.slice(0, NAMED);
  if (ids.length === 0) return [];
  const list = JSON.stringify(ids);
  const [shipments, orders, mails] = await Promise.all([
    ctx.db.query(
      "SELECT id, number, status, order_id FROM shipments WHERE id IN (SELECT value FROM json_each(?1)) AND +org_id = ?2",
      [list, orgId],
    ),
    ctx.db.query(
      `SELECT id, external_id, number, status FROM orders WHERE id IN (SELECT value FROM json_each(?1)) AND +org_id = ?2
        UNION SELECT id, external_id, number, status FROM orders
          WHERE connection_id = ?3 AND external_id IN (SELECT value FROM json_each(?1)) AND +org_id = ?2`,
      [list, orgId, input.connectionId],
    ),
    ctx.db.query(
      `SELECT id, provider_id, subject, state, order_id FROM outbox WHERE id IN (SELECT value FROM json_each(?1)) AND +org_id = ?2
        UNION SELECT id, provider_id, subject, state, order_id FROM outbox
          WHERE provider_id IN (SELECT value FROM json_each(?1)) AND +org_id = ?2`,
      [list, orgId],
    ),
  ]);
  const known = new Map<string, InboxEffect>();
  const keep = (row: Row, other: unknown, effect: Omit<InboxEffect, "id" | "status">, status: unknown) => {
    const named: InboxEffect = { ...effect, id: String(row.id), status: String(status) };
    known.set(named.id, named);
    if (typeof other === "string") known.set(other, named);
  };
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  for (const row of shipments)
    keep(row, null, { kind: "shipment", name: text(row.number), orderId: text(row.order_id) }, row.status);
  for (const row of orders)
    keep(row, row.external_id, { kind: "order", name: text(row.number), orderId: text(row.id) }, row.status);
  for (const row of mails)
    keep(
      row,
      row.provider_id,
      { kind: "notification", name: text(row.subject), orderId: text(row.order_id) },
      row.state,
    );
  return ids.map((id) => known.get(id) ?? { kind: "unknown", id, name: null, status: null, orderId: null });
}

/** What the log says a delivery caused, in the order in which it happened: looked for on the streams it touched and those beside them. */
export async function causedEvents(
  { ctx, orgId }: Scope,
  input: { inboxId: number; effects: readonly InboxEffect[] },
): Promise<Happening[]> {
  const ids = input.effects
    .filter((effect) => effect.kind !== "unknown")
    .flatMap(({ id, orderId }) => [id, orderId ?? id]);
  if (ids.length === 0) return [];
  const list = JSON.stringify([...new Set(ids)]);
  const rows = await ctx.db.query(
    `WITH touched AS (SELECT value AS id FROM json_each(?1)),
      streams AS (SELECT id FROM touched
        UNION SELECT id FROM shipments WHERE order_id IN (SELECT id FROM touched)
        UNION SELECT o.id FROM touched t JOIN shipments s ON s.id = t.id JOIN outbox o ON o.lane = s.id
        UNION SELECT id FROM outbox WHERE order_id IN (SELECT id FROM touched))
    SELECT seq, type, at, stream, data, cause FROM events
      WHERE stream IN (SELECT id FROM streams) AND +org_id = ?2 AND cause ->> '$.id' = ?3 ORDER BY +id LIMIT ${EVENTS}`,
    [list, orgId, `inb_${input.inboxId}`],
  );
  return rows.map(happeningOf);
}
