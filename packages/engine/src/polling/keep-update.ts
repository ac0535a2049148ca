import { sha256Hex } from "@waybill/adapters/kit/signature";
import type { TrackRef } from "@waybill/adapters/ports/carrier";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import type { OpenConnection } from "../connections/open.ts";
import type { Scope } from "../core/scope.ts";
import { batchOf } from "../inbox/marks.ts";
import { insertDelivery } from "../inbox/rows.ts";
import { applyUpdates } from "../shipments/apply-updates.ts";
import type { ShipmentRow } from "../shipments/rows.ts";

export const refOf = (s: ShipmentRow): TrackRef => ({
  number: s.number,
  carrier: s.carrier,
  handle: s.handle,
  uniqueId: s.uniqueId,
  shippedAt: s.shippedAt,
});

/**
 * Keeps a polled update as an inbox row, so that a replay has it too, and folds it. The same answer as before adds no row:
 * its key is its content.
 */
export async function keepUpdate(scope: Scope, connection: OpenConnection, update: TrackingUpdate): Promise<void> {
  const { ctx } = scope;
  const { row } = connection;
  const body = new TextEncoder().encode(JSON.stringify([update]));
  const key = `poll:${sha256Hex(body)}`;
  const now = ctx.now();
  const [known] = await ctx.db.query("SELECT inbox_id FROM inbox_keys WHERE connection_id = ? AND key = ?", [
    row.id,
    key,
  ]);
  const delivery = {
    ...{ orgId: row.orgId, connectionId: row.id, kind: "poll" as const, adapter: row.adapter, key, receivedAt: now },
    ...{ headers: {}, url: "", body, verified: "asked by us" },
  };
  let id = known ? Number(known.inbox_id) : null;
  if (id === null) {
    const [result] = await ctx.db.commit([insertDelivery(delivery)]);
    id = Number(result?.rowid);
  }
  const batch = batchOf(ctx, { ...delivery, id, attempts: 0 }, [update]);
  // The row tells when the carrier last said so; a replay then knows how long it has been silent.
  const said = { sql: "UPDATE inbox SET received_at = ? WHERE id = ?", args: [now, id] };
  await applyUpdates(scope, [{ ...batch, marks: (effects) => [...batch.marks(effects), said] }]);
}
