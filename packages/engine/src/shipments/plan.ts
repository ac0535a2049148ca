import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import type { Statement } from "@waybill/db/database";
import type { NewEvent } from "@waybill/domain/live/events";
import type { ChannelOrder } from "@waybill/domain/order/order";
import type { Scope } from "../core/scope.ts";
import { corrected, correctionStatements } from "./corrected.ts";
import { type Named, namedIn, type PostedLine, UNKNOWN } from "./named.ts";
import { newShipment, registerStatement, type ShipmentPlan } from "./new.ts";
import { type ShipmentRow, shipmentRows, shipmentSummary } from "./rows.ts";

type Planned = {
  created: ShipmentPlan[];
  /** All parcels of the order, as they are from now on. */
  parcels: ShipmentRow[];
  /** What the shop wrote where a number belongs, and is none. */
  texts: string[];
  statements: Statement[];
  events: NewEvent[];
};
type OrderSide = Pick<ChannelOrder, "fulfilments"> & { number: string; lines: readonly PostedLine[] };

/**
 * The parcels that a channel's fulfilments name: new ones, those that a fulfilment took from the order, and those it brought
 * back. A tie counts while a live fulfilment names the number, scans or not.
 */
export function planShipments(
  scope: Scope,
  input: { order: OrderSide; orderId: string; known: readonly ShipmentRow[] },
): Planned {
  const { order, orderId, known } = input;
  const { named, texts } = namedIn(scope, order);
  const numbers = new Set(known.map((parcel) => trackingIdentity(parcel.number)));
  const created = [...named.values()]
    .filter((one) => !numbers.has(one.number))
    .map(({ createdAt, ...one }) => {
      return newShipment(scope, { ...one, orderId, placedAt: null, shippedAt: createdAt, pushState: "none" });
    });
  const now = scope.ctx.now();
  const tied = known.map((row) => {
    const word = named.get(trackingIdentity(row.number));
    const carrier = word === undefined || word.carrier === UNKNOWN ? null : word.carrier;
    return corrected(scope, tie(row, { order, named, now }), { carrier, trackingUrl: word?.trackingUrl ?? null });
  });
  const all = [...tied, ...created.map((plan) => plan.row)];
  const parcels = all.map((row) => (row.leftAt === null ? row : { ...row, replacedBy: successorOf(row, all) }));
  const before = new Map(known.map((row) => [row.id, row]));
  const statements = created.flatMap((plan) => plan.statements);
  const events: NewEvent[] = created.map(({ row }) => {
    return { type: "shipment.created", stream: row.id, data: { shipment: shipmentSummary(row) } };
  });
  const kept = parcels.map((row) => {
    const was = before.get(row.id);
    if (!was || !differs(was, row)) return row;
    const next = { ...row, changedAt: now };
    statements.push(updateTie(next, was));
    if (next.carrier !== was.carrier) statements.push(...correctionStatements(scope, next));
    else if (was.leftAt !== null && row.leftAt === null && row.connectionId === null)
      statements.push(registerStatement(scope, row.id));
    const from = was.status === next.status ? null : was.status;
    events.push({
      type: "shipment.updated",
      stream: row.id,
      data: { shipment: shipmentSummary(next), from, scans: [] },
    });
    return next;
  });
  return { created, parcels: kept, texts, statements, events };
}

const TIES = [
  ...(["status", "nextPollAt", "fulfilmentIds", "lines", "leftAt", "replacedBy"] as const),
  ...(["carrier", "trackingUrl", "connectionId", "handle", "pollNote"] as const),
] as const;
const differs = (a: ShipmentRow, b: ShipmentRow) =>
  TIES.some((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
const updateTie = shipmentRows.update({
  set: [...TIES, "changedAt"],
  where: ["id", "version"],
  also: "version = version + 1",
});

/** A parcel that we have, by what the fulfilments say of its number now. */
function tie(
  row: ShipmentRow,
  input: { order: OrderSide; named: ReadonlyMap<string, Named>; now: number },
): ShipmentRow {
  const { order, named, now } = input;
  const names = named.get(trackingIdentity(row.number)) ?? ownWord(row, order);
  if (names) {
    const { fulfilmentIds } = names;
    const lines = names.lines.length > 0 ? names.lines : row.lines;
    const back = row.leftAt !== null || (row.status === "cancelled" && row.statusAt === null);
    if (!back) return { ...row, fulfilmentIds, lines };
    // Cancelled was what the channel made of it, unless a carrier said so.
    const status = row.status === "cancelled" && row.statusAt === null ? "pre_transit" : row.status;
    const nextPollAt = row.connectionId === null ? null : now;
    return { ...row, fulfilmentIds, lines, status, nextPollAt, leftAt: null, replacedBy: null };
  }
  if (row.leftAt !== null || !wasNamed(row, order)) return row;
  return { ...row, status: isLabel(row) ? "cancelled" : row.status, nextPollAt: null, leftAt: now };
}

/** One of which its carrier knows nothing is as little under way as a label. */
const isLabel = (row: ShipmentRow) =>
  row.status === "pre_transit" || (row.status === "unknown" && row.statusAt === null);

/** A number that we told the channel ourselves is one, whatever its field looks like to us. */
function ownWord(row: ShipmentRow, order: OrderSide): Pick<Named, "fulfilmentIds" | "lines"> | null {
  if (row.pushState === "none") return null;
  const own = order.fulfilments.filter(
    (f) => !f.cancelled && f.tracking.some((t) => trackingIdentity(t.number) === trackingIdentity(row.number)),
  );
  return own.length === 0 ? null : { fulfilmentIds: own.map((f) => f.externalId), lines: own.flatMap((f) => f.lines) };
}

/** It came from a fulfilment. One handed in here is the channel's only once the channel shows the fulfilment made of it. */
const wasNamed = (row: ShipmentRow, order: OrderSide) =>
  row.fulfilmentIds.length > 0 &&
  (row.pushState === "none" || order.fulfilments.some((f) => row.fulfilmentIds.includes(f.externalId)));

/** The parcel that took its place: of the same fulfilment, else a later one with the same goods. */
function successorOf(row: ShipmentRow, all: readonly ShipmentRow[]): string | null {
  const others = all.filter((other) => other.leftAt === null && other.id !== row.id && other.status !== "cancelled");
  const newest = (some: ShipmentRow[]) =>
    some.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))[0];
  const same = others.filter((other) => other.fulfilmentIds.some((id) => row.fulfilmentIds.includes(id)));
  const ids = new Set(row.lines.map((line) => line.externalLineId));
  const later = others.filter(
    (other) => other.shippedAt > row.shippedAt && other.lines.some((line) => ids.has(line.externalLineId)),
  );
  return (newest(same) ?? newest(later))?.id ?? null;
}
