import type { Fulfilment } from "@waybill/domain/order/order";
import { isRecord } from "../../kit/body.ts";
import type { Json } from "./client.ts";
import { type Gaps, readOr, unreadable } from "./gaps.ts";
import { count, instant, list, nodes, time, words } from "./values.ts";

/** ERROR and FAILURE are shipments that did not happen. */
const UNDONE = new Set(["CANCELLED", "ERROR", "FAILURE"]);
const DONE = new Set(["SUCCESS", "OPEN", "PENDING"]);

/** Does this fulfilment not count? */
function isUndone(fulfilment: Json): boolean {
  return typeof fulfilment.status === "string" && UNDONE.has(fulfilment.status);
}

type Arrival = NonNullable<Fulfilment["arrival"]>;
/** CARRIER_PICKED_UP is not among them: that is the carrier at the warehouse, PICKED_UP the customer in the shop. */
const ARRIVALS: Readonly<Record<string, Arrival["kind"]>> = {
  DELIVERED: "delivered",
  PICKED_UP: "picked_up",
  READY_FOR_PICKUP: "ready_for_pickup",
};
const OTHERWISE = new Set(
  "CARRIER_PICKED_UP CONFIRMED DELAYED FULFILLED IN_TRANSIT LABEL_PRINTED LABEL_PURCHASED MARKED_AS_FULFILLED OUT_FOR_DELIVERY SUBMITTED".split(
    " ",
  ),
);
/** Words that speak against an arrival, whatever date is still there. */
const AGAINST = new Set("ATTEMPTED_DELIVERY CANCELED FAILURE LABEL_VOIDED NOT_DELIVERED".split(" "));

/** A fulfilment; null, and a gap, where it cannot even be named. `orderTime` stands in for a time that cannot be read. */
export function mapFulfilment(fulfilment: Json, about: { gaps: Gaps; orderTime: number }): Fulfilment | null {
  const { gaps, orderTime } = about;
  const externalId = words(fulfilment.id);
  if (externalId === null) {
    unreadable(gaps, "fulfilments", "it has no id.");
    return null;
  }
  const cancelled = isUndone(fulfilment);
  if (!cancelled && !(typeof fulfilment.status === "string" && DONE.has(fulfilment.status))) {
    unreadable(gaps, "fulfilments.cancelled", `${said(fulfilment.status)} is a status that Waybill does not know.`);
  }
  const arrival = cancelled ? null : arrivalOf(fulfilment, gaps);
  return {
    externalId,
    cancelled,
    tracking: readOr(gaps, "fulfilments.tracking", [], () => list(fulfilment.trackingInfo, "it")).flatMap((info) => {
      // Some shops give the address of the carrier's page alone: the number may be in it, and else it is the shop's text.
      const number = words(info.number) ?? words(info.url);
      return number ? [{ company: words(info.company), number, url: words(info.url) }] : [];
    }),
    lines: readOr(gaps, "fulfilments.lines", [], () => nodes(fulfilment.fulfillmentLineItems, "it")).flatMap((line) => {
      const externalLineId = words(isRecord(line.lineItem) ? line.lineItem.id : null);
      if (externalLineId === null) unreadable(gaps, "fulfilments.lines", "a line of it has no id.");
      const quantity = readOr(gaps, "fulfilments.lines", 0, () => (line.quantity == null ? 0 : count(line.quantity)));
      return externalLineId === null ? [] : [{ externalLineId, quantity }];
    }),
    createdAt: readOr(gaps, "fulfilments.createdAt", orderTime, () => time(fulfilment.createdAt)),
    ...(arrival ? { arrival } : {}),
  };
}

/** The shop's own word; its date of delivery counts too, unless the status speaks against it. */
function arrivalOf(fulfilment: Json, gaps: Gaps): Arrival | null {
  const { displayStatus: status, deliveredAt } = fulfilment;
  const at = deliveredAt == null ? null : readOr(gaps, "fulfilments.arrival", null, () => time(deliveredAt));
  if (status == null) return at === null ? null : { kind: "delivered", at };
  const kind = typeof status === "string" && Object.hasOwn(ARRIVALS, status) ? ARRIVALS[status] : undefined;
  if (kind === "ready_for_pickup") return { kind, at: null };
  if (kind) return { kind, at };
  if (typeof status === "string" && AGAINST.has(status)) return null;
  if (!(typeof status === "string" && OTHERWISE.has(status))) {
    unreadable(gaps, "fulfilments.arrival", `${said(status)} is a status that Waybill does not know.`);
  }
  return at === null ? null : { kind: "delivered", at };
}

/** Times of a fulfilment that can be read. */
export function fulfilmentTimes(fulfilment: unknown): number[] {
  if (!isRecord(fulfilment)) return [];
  return [fulfilment.createdAt, fulfilment.deliveredAt].flatMap((value) => instant(value) ?? []);
}

const said = (value: unknown) => JSON.stringify(value ?? null);
