import { calmPlace } from "@waybill/domain/email/place";
import type { Frame } from "@waybill/domain/frame";
import type { SuppressionNews } from "@waybill/domain/notification/answers";
import { mailWords } from "@waybill/domain/said/mail-words";
import { orderStatusLook, type StatusGroup, shipmentLook } from "@waybill/ui/status-groups";
import { frameData } from "../live/frame-data.ts";
import { mailLook } from "../parts/mail-look.ts";
import { carrierName, channelName } from "../parts/platform-names.ts";

/** One thing that happened as a sentence: `what` is its subject, `says` the rest; `href` leads to where it shows. */
export type ActivityWords = { what: string; says: string; href: string | null; group: StatusGroup };

/** A mail that waits or is on its way out tells a person nothing yet. */
const untold: ReadonlySet<string> = new Set(["pending", "sending", "delayed"]);
const reports: Record<string, string> = {
  not_arrived: "it did not arrive",
  damaged: "it came damaged",
  missing_items: "items are missing",
  wrong_address: "the address is wrong",
  other: "something is wrong",
};

/**
 * An event in words, or null when it tells a person nothing (a mail that waits, a sync that only began).
 *
 * @example tell(frame) // { what: "UPS 1Z…", says: "is out for delivery", href: "/orders/ord_…", group: "out" }
 */
export function tell(frame: Frame): ActivityWords | null {
  const order = frameData(frame, "order.created", "order.updated", "order.noted");
  if (order) {
    const { id, number, channel, syncState, syncReason } = order.order;
    const href = `/orders/${id}`;
    const what = `Order ${number}`;
    if ("note" in order)
      return { what, says: order.note ? `was noted: ${order.note}` : "lost its note", href, group: "unknown" };
    if (syncState === "failed")
      return { what, says: `did not sync: ${syncReason ?? "no reason given"}`, href, group: "failed" };
    const look = orderStatusLook(order.order);
    if (!("changed" in order)) return { what, says: `came in from ${channelName(channel)}`, href, group: look.group };
    if (order.changed.length > 0 && order.changed.every((part) => part === "sync")) {
      return syncState === "success" ? { what, says: "is in step with its channel", href, group: "delivered" } : null;
    }
    return { what, says: `is ${look.word.toLowerCase()}`, href, group: look.group };
  }
  const parcel = frameData(frame, "shipment.created", "shipment.updated");
  if (parcel) {
    const { shipment } = parcel;
    const href = shipment.orderId ? `/orders/${shipment.orderId}` : null;
    const what = `${carrierName(shipment.carrier)} ${shipment.number}`;
    const look = shipmentLook(shipment.status, shipment.reason);
    if (!("scans" in parcel)) return { what, says: "was added", href, group: look.group };
    const scan = parcel.scans.at(-1);
    if (!parcel.from && !scan) return null;
    const place = shipment.lastPlace ? `\u00a0· ${calmPlace(shipment.lastPlace)}` : "";
    const words = parcel.from ? look.word : scan?.message || look.word;
    return { what, says: `${parcel.from ? look.word.toLowerCase() : `“${words}”`}${place}`, href, group: look.group };
  }
  const mail = frameData(frame, "notification.changed")?.notification;
  if (mail) {
    if (untold.has(mail.state)) return null;
    const says = `to ${mail.recipient} ${mailWords(mail).story}`;
    const { group } = mailLook(mail);
    return { what: `“${mail.subject}”`, says, href: `/notifications/${mail.id}`, group };
  }
  const address = frameData(frame, "suppression.changed")?.suppression;
  if (address) return addressWords(address);
  const run = frameData(frame, "sync.changed")?.run;
  if (run) {
    if (run.state !== "done" && run.state !== "failed") return null;
    const says = run.state === "failed" ? `sync failed: ${run.reason ?? "no reason given"}` : syncWords(run);
    const group = run.state === "failed" ? "failed" : "delivered";
    return { what: channelName(run.channel), says, href: `/channels/${run.connectionId}`, group };
  }
  const connection = frameData(frame, "connection.changed")?.connection;
  if (connection) {
    const href = `/${connection.kind}s/${connection.id}`;
    const bad = connection.health === "failing" || connection.health === "disconnected";
    const says = bad ? (connection.healthReason ?? "does not work") : connection.enabled ? "works" : "is paused";
    return { what: connection.name, says, href, group: bad ? "failed" : connection.enabled ? "delivered" : "waiting" };
  }
  const report = frameData(frame, "report.changed")?.report;
  if (report) {
    const href = report.orderId ? `/orders/${report.orderId}` : "/shipments";
    if (report.state === "closed")
      return { what: "A customer's report", says: "was settled", href, group: "delivered" };
    return {
      what: "A customer",
      says: `writes that ${reports[report.kind] ?? "something is wrong"}`,
      href,
      group: "attention",
    };
  }
  return null;
}

const syncWords = (run: { seen: number; created: number; updated: number }) =>
  run.created + run.updated === 0
    ? "synced: nothing new"
    : `synced: ${run.created.toLocaleString()} new, ${run.updated.toLocaleString()} updated`;

const addressWords = (news: SuppressionNews): ActivityWords => ({
  what: news.address,
  says: `${news.held ? "gets no more mail" : "gets mail again"}: ${news.reason}`,
  href: "/notifications?tab=blocked",
  group: news.held ? "failed" : "delivered",
});
