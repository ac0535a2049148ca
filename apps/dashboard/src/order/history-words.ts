import type { Cause, Frame, Happening } from "@waybill/domain/frame";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { mailWords } from "@waybill/domain/said/mail-words";
import { isUnread } from "@waybill/domain/said/seller-words";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { orderStatusLook, shipmentLook } from "@waybill/ui/status-groups";
import { dayOf, etaWords } from "@waybill/ui/time-words";
import { frameData } from "../live/frame-data.ts";
import { carrierName } from "../parts/platform-names.ts";
import { orderSentences } from "./history-order.ts";

/** One thing that came about and all it led to; `seq` is its newest event's. */
export type HistoryBlock = { seq: number; at: number; cause: Cause; lines: string[]; types: string[] };

/** Events of one cause this far apart are one happening, ms. */
const TOGETHER_MS = 5000;

type Known = { order: OrderSummary | null; parcels: Map<string, ShipmentSummary>; several: boolean };

/**
 * Everything that happened, newest first: events of one cause stand together, and what a parcel's line already tells is not
 * told again by the order's.
 *
 * @example historyBlocks(page.history)[0]?.lines // ["The parcel: Label made → Delivered", "Order: Shipped → Delivered"]
 */
export function historyBlocks(items: readonly Happening[]): HistoryBlock[] {
  const parcels = items.map((item) => frameData(item, "shipment.created")?.shipment.id).filter(Boolean);
  const known: Known = { order: null, parcels: new Map(), several: new Set(parcels).size > 1 };
  const blocks: HistoryBlock[] = [];
  for (const item of [...items].sort((a, b) => a.seq - b.seq)) {
    const lines = sentences(item, known);
    if (lines.length === 0) continue;
    const last = blocks.at(-1);
    if (last && sameCause(last.cause, item.cause) && item.at - last.at <= TOGETHER_MS) {
      Object.assign(last, { seq: item.seq, at: item.at });
      last.lines.push(...lines);
      last.types.push(item.type);
    } else blocks.push({ seq: item.seq, at: item.at, cause: item.cause, lines, types: [item.type] });
  }
  return blocks.reverse();
}

const sameCause = (a: Cause, b: Cause) => a.kind === b.kind && a.id === b.id && a.text === b.text;

/** One event in words, against what the events before it told. */
function sentences(frame: Frame, known: Known): string[] {
  const of = frameData(frame, "order.created", "order.updated", "order.noted");
  if (of) {
    const before = known.order;
    known.order = of.order;
    if ("note" in of) return [of.note ? `Note: ${of.note}` : "The note was removed"];
    if ("changed" in of) return orderSentences(before, of.order, of.changed);
    if (isUnread(of.order)) return ["The order came in, but could not be read whole yet"];
    return [`The order came in: ${orderStatusLook(of.order).word.toLowerCase()}`];
  }
  const parcel = frameData(frame, "shipment.created", "shipment.updated");
  if (parcel) {
    const { shipment } = parcel;
    const before = known.parcels.get(shipment.id) ?? null;
    known.parcels.set(shipment.id, shipment);
    const name = known.several ? `Parcel ${shipment.number}` : "The parcel";
    if (!("scans" in parcel)) return [`Parcel ${shipment.number} by ${carrierName(shipment.carrier)} was added`];
    return parcelSentences({ name, before, ...parcel });
  }
  const report = frameData(frame, "report.changed")?.report;
  if (report) {
    if (report.state === "closed") return ["The customer’s report was marked as settled"];
    const said = report.message ? `: “${report.message}”` : "";
    return [`The customer reported a problem${said}`];
  }
  const mail = frameData(frame, "notification.changed");
  if (mail) return [mailSentence(mail.notification)];
  return [frame.type];
}

function parcelSentences(input: {
  name: string;
  before: ShipmentSummary | null;
  shipment: ShipmentSummary;
  from: string | null;
  scans: readonly { message: string }[];
}): string[] {
  const { name, before, shipment, from, scans } = input;
  const now = shipmentLook(shipment.status, shipment.reason).word;
  const was = from ? shipmentLook(from, before?.reason ?? null).word : null;
  if (was !== null && was !== now) return [`${name}: ${was} → ${now}`];
  const message = scans.at(-1)?.message;
  if (scans.length > 0) return [`${name}: ${message ? `“${message}”` : now}`];
  if (before === null) return [`${name}: ${now}`];
  const said: string[] = [];
  if (shipment.connectionId !== null && before.connectionId === null) said.push(`${name} is followed from now on`);
  if (shipment.pushState !== before.pushState) {
    if (shipment.pushState === "success") said.push("The channel was told about the parcel");
    if (shipment.pushState === "failed")
      said.push(`The channel was not told: ${shipment.pushReason ?? "no reason given"}`);
  }
  const { eta } = shipment;
  if (eta && eta.date !== before.eta?.date) said.push(`${name} is expected ${etaWords(eta, dayOf(eta.asOf)).day}`);
  return said.length > 0 || shipment.nextPollAt !== before.nextPollAt ? said : [`${name} was looked at: nothing new`];
}

const mailSentence = (mail: NotificationSummary) => `${mailWords(mail).line}: “${mail.subject}” to ${mail.recipient}`;

/**
 * An event's cause for the eye: who, in a few words, and how it is known, smaller.
 *
 * @example causeWords({ kind: "webhook", id: "inb_186", text: "webhook evt_1 from EasyPost, verified: X-Hmac-Signature" })
 * // { main: "EasyPost webhook 186", small: "checked by X-Hmac-Signature" }
 */
export function causeWords(cause: Cause): { main: string; small: string | null } {
  const parts = /^webhook.* from (.+), verified: (.+)$/.exec(cause.text);
  if (cause.kind !== "webhook" || !parts) return { main: capital(cause.text), small: null };
  const [, from, how] = parts;
  const asked = how === "asked by us";
  const number = inboxNumber(cause);
  const main = asked ? `Waybill asked ${from}` : `${from} webhook${number ? ` ${number}` : ""}`;
  return { main, small: asked ? null : `checked by ${how}` };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const inboxNumber = (cause: { id: string | null }) => /^(?:inb_)?(\d+)$/.exec(cause.id ?? "")?.[1] ?? null;

/** The page that shows an event's cause; null when there is none. An inbox row is named "inb_12" or "12". */
export function causeLink(cause: { kind: string; id: string | null }): string | null {
  const id = cause.kind === "webhook" || cause.kind === "poll" ? inboxNumber(cause) : null;
  return id ? `/inbox/${id}` : null;
}
