import type { Frame } from "@waybill/domain/events";
import { orderLook, shipmentLook, syncLook } from "@waybill/ui/status-groups";
import { frameData } from "../state/frame-data.ts";
import { carrierName } from "./carriers.ts";

const fields: Record<string, string> = {
  payment: "payment",
  totalMinor: "total",
  customerName: "customer",
  customerEmail: "customer's email",
  units: "items",
  shipped: "shipped items",
  cancelledAt: "cancellation",
};

/**
 * The lines of the history, newest first. An order event that only follows its parcel says nothing of its own (the order's
 * standing is what it was) and the parcel's line already tells it.
 */
export function historyLines<T extends Frame>(items: readonly T[]): T[] {
  const oldestFirst = [...items].sort((a, b) => a.seq - b.seq);
  let status: string | null = null;
  const telling = oldestFirst.filter((item) => {
    const data = frameData(item, "order.created", "order.updated", "order.noted");
    if (!data) return true;
    const before = status;
    status = data.order.status;
    return !("changed" in data && data.changed.join() === "status" && before === status);
  });
  return telling.reverse();
}

/**
 * One event of the log as a sentence.
 *
 * @example historyWords(frame) // "Parcel 1Z999… moved from On its way to Out for delivery"
 */
export function historyWords(frame: Frame): string {
  const created = frameData(frame, "order.created");
  if (created) return `The order came in as ${orderLook(created.order.status).word.toLowerCase()}`;
  const updated = frameData(frame, "order.updated");
  if (updated) {
    const { order, changed } = updated;
    if (changed.includes("sync") || changed.includes("syncState"))
      return `${syncLook(order.syncState).word}${order.syncReason ? `: ${order.syncReason}` : ""}`;
    if (changed.includes("status")) return `The order is now ${orderLook(order.status).word.toLowerCase()}`;
    const what = changed.map((field) => fields[field] ?? field).join(", ");
    return what ? `Changed: ${what}` : "The order was read again";
  }
  const noted = frameData(frame, "order.noted");
  if (noted) return noted.note ? `Note: ${noted.note}` : "The note was removed";
  const shipped = frameData(frame, "shipment.created");
  if (shipped) return `Parcel ${shipped.shipment.number} by ${carrierName(shipped.shipment.carrier)} was added`;
  const parcel = frameData(frame, "shipment.updated");
  if (parcel) {
    const { shipment, from, scans } = parcel;
    const now = shipmentLook(shipment.status, shipment.reason).word;
    if (from && from !== shipment.status) return `Parcel ${shipment.number}: ${shipmentLook(from).word} → ${now}`;
    if (scans.length > 0) return `Parcel ${shipment.number}: ${scans.at(-1)?.message || now}`;
    return `Parcel ${shipment.number} was updated`;
  }
  const mail = frameData(frame, "notification.changed");
  if (mail) return `Mail “${mail.notification.subject}” to ${mail.notification.recipient}: ${mail.notification.state}`;
  return frame.type;
}

/** The page that shows an event's cause; null when there is none. An inbox row is named "inb_12" or "12". */
export function causeLink(cause: { kind: string; id: string | null }): string | null {
  if (cause.kind !== "webhook" || !cause.id) return null;
  const id = /^(?:inb_)?(\d+)$/.exec(cause.id)?.[1];
  return id ? `/inbox/${id}` : null;
}
