import type { Row, Statement } from "@waybill/db/database";
import type { ShipmentSummary, TimelineItem } from "@waybill/domain/shipment/answers";
import type { Eta, Proof, Scan } from "@waybill/domain/shipment/scan";
import type { ShipmentStatus } from "@waybill/domain/status";
import { num, parsed, str } from "../core/columns.ts";

/** A shipment as stored: what the seller sees, and what only the engine needs. */
export type ShipmentRow = ShipmentSummary & {
  orgId: string;
  handle: string | null;
  uniqueId: string | null;
  externalFulfilmentId: string | null;
  tokenExpiresAt: number | null;
  tokenRevokedAt: number | null;
  notBefore: number;
  pollFailures: number;
  version: number;
  createdAt: number;
};

export function shipmentRow(row: Row): ShipmentRow {
  return {
    id: String(row.id),
    orgId: String(row.org_id),
    orderId: str(row.order_id),
    carrier: String(row.carrier),
    number: String(row.number),
    connectionId: str(row.connection_id),
    handle: str(row.handle),
    uniqueId: str(row.unique_id),
    externalFulfilmentId: str(row.external_fulfilment_id),
    trackingUrl: str(row.tracking_url),
    trackToken: String(row.token),
    tokenExpiresAt: num(row.token_expires_at),
    tokenRevokedAt: num(row.token_revoked_at),
    status: row.status as ShipmentStatus,
    reason: str(row.reason),
    statusAt: num(row.status_at),
    deliveredAt: num(row.delivered_at),
    postDelivery: Boolean(row.post_delivery),
    eta: parsed<Eta>(row.eta),
    proof: parsed<Proof>(row.proof),
    scanCount: Number(row.scan_count),
    lastMessage: str(row.last_message),
    lastPlace: str(row.last_place),
    lines: parsed<ShipmentSummary["lines"]>(row.lines) ?? [],
    shippedAt: Number(row.shipped_at),
    notBefore: Number(row.not_before),
    lastHeardAt: num(row.last_heard_at),
    nextPollAt: num(row.next_poll_at),
    pollFailures: Number(row.poll_failures),
    pollNote: str(row.poll_note),
    pushState: row.push_state as ShipmentSummary["pushState"],
    pushReason: str(row.push_reason),
    version: Number(row.version),
    createdAt: Number(row.created_at),
    changedAt: Number(row.changed_at),
    promised: parsed<Eta>(row.promised),
    dueAt: num(row.due_at),
    movedAt: num(row.moved_at),
  };
}

export function shipmentSummary(row: ShipmentRow): ShipmentSummary {
  const {
    orgId: _org,
    handle: _h,
    uniqueId: _u,
    externalFulfilmentId: _f,
    tokenExpiresAt: _e,
    tokenRevokedAt: _r,
    notBefore: _n,
    pollFailures: _p,
    version: _v,
    createdAt: _c,
    ...summary
  } = row;
  return summary;
}

export function scanOf(row: Row): Scan {
  const place = {
    city: str(row.city),
    region: str(row.region),
    postalCode: str(row.postal_code),
    country: str(row.country),
  };
  return {
    key: String(row.key),
    code: String(row.code),
    status: row.status as Scan["status"],
    reason: str(row.reason),
    message: String(row.message),
    time: {
      local: String(row.local),
      offset: num(row.offset_minutes),
      instant: num(row.instant),
      precision: row.precision as Scan["time"]["precision"],
    },
    place: Object.values(place).some((v) => v !== null) ? place : null,
    ordinal: num(row.ordinal),
  };
}

export function timelineItem(scan: Scan, inboxId: number | null): TimelineItem {
  const { key, code, status, reason, message, time, place } = scan;
  return { key, code, status, reason, message, time, place, inboxId };
}

const COLUMNS =
  "shipment_id, key, org_id, code, status, reason, message, local, offset_minutes, instant, precision, city, region, postal_code, country, ordinal, inbox_id";
const WRITE_SCAN = `INSERT INTO tracking_events (${COLUMNS}) VALUES (${COLUMNS.split(",")
  .map(() => "?")
  .join(", ")})
  ON CONFLICT (shipment_id, key) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, message = excluded.message, local = excluded.local,
    offset_minutes = excluded.offset_minutes, instant = excluded.instant, precision = excluded.precision, city = excluded.city,
    region = excluded.region, postal_code = excluded.postal_code, country = excluded.country, ordinal = excluded.ordinal,
    inbox_id = MIN(COALESCE(inbox_id, excluded.inbox_id), COALESCE(excluded.inbox_id, inbox_id))`;

/** Writes a scan; one told again takes the merged words, and keeps the earliest delivery that brought it. */
export function scanStatement(shipment: { id: string; orgId: string }, scan: Scan, inboxId: number | null): Statement {
  const { time, place } = scan;
  const where = [place?.city ?? null, place?.region ?? null, place?.postalCode ?? null, place?.country ?? null];
  const what = [
    scan.code,
    scan.status,
    scan.reason,
    scan.message,
    time.local,
    time.offset,
    time.instant,
    time.precision,
  ];
  return { sql: WRITE_SCAN, args: [shipment.id, scan.key, shipment.orgId, ...what, ...where, scan.ordinal, inboxId] };
}
