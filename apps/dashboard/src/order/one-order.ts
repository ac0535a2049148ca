import type { Frame } from "@waybill/domain/frame";
import type { OrderPage } from "@waybill/domain/screens/answers";
import type { PublicLink, ShipmentView, TimelineItem } from "@waybill/domain/shipment/answers";
import { frameData } from "../live/frame-data.ts";

/** Does this event concern the order on screen? */
export function concerns(frame: Frame, page: OrderPage): boolean {
  const id = page.order.id;
  const order = frameData(frame, "order.created", "order.updated", "order.noted");
  if (order) return order.order.id === id;
  const shipment = frameData(frame, "shipment.created", "shipment.updated");
  if (shipment) return shipment.shipment.orderId === id || page.shipments.some((s) => s.id === shipment.shipment.id);
  return frameData(frame, "notification.changed")?.notification.orderId === id;
}

/** Newest first, as the API answers; by instant when both have one, else by what the clock on the spot said. */
function newestFirst(a: TimelineItem, b: TimelineItem): number {
  if (a.time.instant !== null && b.time.instant !== null) return b.time.instant - a.time.instant;
  return a.time.local < b.time.local ? 1 : a.time.local > b.time.local ? -1 : 0;
}

/** A frame does not speak of the customer's link: a new parcel's is good. */
const NEW_LINK: PublicLink = { revokedAt: null, expiresAt: null };

function withScans(shipment: ShipmentView, scans: readonly TimelineItem[]): TimelineItem[] {
  const byKey = new Map(shipment.timeline.map((item) => [item.key, item]));
  for (const scan of scans) byKey.set(scan.key, scan);
  return [...byKey.values()].sort(newestFirst);
}

/**
 * An event folded into the page at once, before the page is read again for its history. A telling older than what is shown
 * changes nothing but what it adds: new scans are facts.
 */
export function applyToPage(page: OrderPage, frame: Frame): OrderPage {
  const changed = frameData(frame, "order.created", "order.updated", "order.noted");
  if (changed) {
    if (changed.order.changedAt < page.order.changedAt) return page;
    return { ...page, order: changed.order, ...("note" in changed ? { note: changed.note } : {}) };
  }

  const noted = frameData(frame, "notification.changed")?.notification;
  if (noted) {
    const others = page.notifications.filter((n) => n.id !== noted.id);
    return { ...page, notifications: [...others, noted].sort((a, b) => b.createdAt - a.createdAt) };
  }

  const change = frameData(frame, "shipment.created", "shipment.updated");
  if (!change) return page;
  const { shipment } = change;
  const scans = "scans" in change ? change.scans : [];
  const known = page.shipments.find((s) => s.id === shipment.id);
  if (!known)
    return {
      ...page,
      shipments: [
        ...page.shipments,
        { ...shipment, timeline: [...scans].sort(newestFirst), link: NEW_LINK, step: "ordered", together: null },
      ],
    };
  const newest = shipment.changedAt >= known.changedAt ? shipment : known;
  // The card tells the step from the scans; what the server said of it stays until the page is read again.
  const { link, step, together, etaClock } = known;
  const next = { ...newest, timeline: withScans(known, scans), link, step, together, etaClock };
  return { ...page, shipments: page.shipments.map((s) => (s.id === shipment.id ? next : s)) };
}
