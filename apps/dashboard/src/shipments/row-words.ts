import { calmPlace } from "@waybill/domain/email/place";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { type Attention, type AttentionKind, attentionOf } from "@waybill/domain/shipment/attention";
import { type StatusLook, shipmentLook } from "@waybill/ui/status-groups";

/** The one action that helps, by what is wrong. */
export type Help = "poll" | "push" | "order" | null;
const helps: Record<AttentionKind, Help> = {
  reported: "order",
  lost: "order",
  exception: "order",
  attempt_failed: "order",
  returning: "order",
  on_hold: "order",
  push_failed: "push",
  late: "poll",
  delayed: "poll",
  no_movement: "poll",
  not_handed_over: "poll",
};

export type RowWords = { look: StatusLook; attention: Attention | null; help: Help };

/**
 * What a row says of its parcel now: its status, why it wants a person, and the one thing that helps.
 *
 * @example rowWords(parcel, now).attention?.words // "Not scanned for 6 days"
 */
export function rowWords(parcel: ListedShipment, now: number): RowWords {
  const attention = attentionOf(parcel, now);
  const look = shipmentLook(parcel.status, parcel.reason);
  return { look, attention, help: attention ? helps[attention.kind] : null };
}

/** Where it was last, and the carrier's words, on one line. */
export const lastWords = (parcel: Pick<ListedShipment, "lastPlace" | "lastMessage">): string =>
  [parcel.lastPlace ? calmPlace(parcel.lastPlace) : null, parcel.lastMessage && `“${parcel.lastMessage}”`]
    .filter(Boolean)
    .join(" · ") || "No scan yet";
