import type { Row, Statement } from "@waybill/db/database";
import { picker, type RowOf, rowsOf } from "@waybill/db/rows";
import { shipments, trackingEvents } from "@waybill/db/schema/shipments";
import { type ShipmentSummary, shipmentSummarySchema, type TimelineItem } from "@waybill/domain/shipment/answers";
import type { Scan } from "@waybill/domain/shipment/scan";

/** A shipment as stored: what the seller sees, and what only the engine needs. */
export type ShipmentRow = RowOf<typeof shipments, "scope">;
export const shipmentRows = rowsOf(shipments, { without: ["scope"] });
export const shipmentRow = shipmentRows.read;
export const shipmentSummary: (row: ShipmentSummary) => ShipmentSummary = picker(
  Object.keys(shipmentSummarySchema.shape),
);

const scanRows = rowsOf(trackingEvents);
const scanParts = rowsOf(trackingEvents, { without: ["shipmentId", "orgId", "inboxId"] });

export function scanOf(raw: Row): Scan {
  const row = scanParts.read(raw);
  const { city, region, postalCode, country } = row;
  const nowhere = city === null && region === null && postalCode === null && country === null;
  return {
    key: row.key,
    code: row.code,
    status: row.status,
    reason: row.reason,
    message: row.message,
    time: { local: row.local, offset: row.offset, instant: row.instant, precision: row.precision },
    place: nowhere ? null : { city, region, postalCode, country },
    ordinal: row.ordinal,
  };
}

export function timelineItem(scan: Scan, inboxId: number | null): TimelineItem {
  const { key, code, status, reason, message, time, place } = scan;
  return { key, code, status, reason, message, time, place, inboxId };
}

const writeScan = scanRows.insert(
  scanRows.keys(),
  `ON CONFLICT (shipment_id, key) DO UPDATE SET ${scanRows.excluded(scanRows.keys(["shipmentId", "key", "orgId", "code", "inboxId"]))},
    inbox_id = MIN(COALESCE(inbox_id, excluded.inbox_id), COALESCE(excluded.inbox_id, inbox_id))`,
);
const NOWHERE = { city: null, region: null, postalCode: null, country: null };

/** Writes a scan; one told again takes the merged words, and keeps the earliest delivery that brought it. */
export function scanStatement(shipment: { id: string; orgId: string }, scan: Scan, inboxId: number | null): Statement {
  const { key, code, status, reason, message, time, place, ordinal } = scan;
  const what = { key, code, status, reason, message, ordinal, inboxId };
  return writeScan({ shipmentId: shipment.id, orgId: shipment.orgId, ...what, ...time, ...(place ?? NOWHERE) });
}
