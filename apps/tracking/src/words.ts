import type { PublicShipment } from "@waybill/domain/public-view";
import { dayOf, etaWords } from "@waybill/ui/time-words";

export type Answer = {
  /** The one answer, 40 px: where it is or when it comes. */
  headline: string;
  /** The window, the place, or what happens next. */
  below: string | null;
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** When the parcel arrives, if the carrier said so and that day is not over. */
function arrival(view: PublicShipment, now: number, locale?: string): Answer | null {
  if (!view.eta || view.eta.date < dayOf(now)) return null;
  const { day, window } = etaWords(view.eta, dayOf(now), locale);
  const where = view.destination ? `${view.destination} time` : "local time";
  return { headline: `Arriving ${day}`, below: window ? `${window} · ${where}` : null };
}

/** "on Tuesday, 17 November" by the destination's own clock: the last delivered scan's local day. */
function deliveredDay(view: PublicShipment, locale?: string): string | null {
  const scan = view.scans.find((s) => s.status === "delivered");
  const day = scan?.local.slice(0, 10);
  if (!day) return null;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/**
 * The answer a customer came for, in one sentence; bad news has the same calm: what happened, what happens next.
 *
 * @example answerOf(view, Date.now()).headline // "Arriving Thursday, 26 November"
 */
export function answerOf(view: PublicShipment, now: number, locale?: string): Answer {
  const eta = arrival(view, now, locale);
  switch (view.status) {
    case "delivered": {
      const day = deliveredDay(view, locale);
      return { headline: "Delivered", below: day ? `on ${day}` : null };
    }
    case "out_for_delivery": {
      const window = eta?.headline === "Arriving today" ? eta.below : null;
      return { headline: "Arriving today", below: window ?? "It is on the van and on its way to you." };
    }
    case "available_for_pickup":
      return { headline: "Ready for you to collect", below: `Bring your tracking number and a proof of identity.` };
    case "delivery_attempt_failed":
      return {
        headline: "Nobody was there to take it",
        below: `${capital(view.carrierName)} usually tries again on the next working day. You need not do anything.`,
      };
    case "delayed":
      return {
        headline: eta ? eta.headline : "Running late",
        below: "Later than planned, but still on its way. This page changes as soon as there is news.",
      };
    case "on_hold":
      return {
        headline: view.reason === "customs" ? "Waiting at customs" : "Held on its way",
        below: `It goes on when the hold is over. If ${view.carrierName} needs something from you, they will write to you.`,
      };
    case "exception":
      return {
        headline: "There is a problem on the way",
        below: `${view.seller} can see this too. If nothing moves for two days, write to them.`,
      };
    case "returned_to_sender":
      return {
        headline: view.reason === "returned" ? "Returned to the seller" : "On its way back to the seller",
        below: `${view.seller} knows. Write to them to send it again or to get your money back.`,
      };
    case "lost":
      return { headline: "The carrier cannot find it", below: `${view.seller} has to put this right. Write to them.` };
    case "cancelled":
      return { headline: "This parcel was cancelled", below: `It will not come. ${view.seller} can tell you why.` };
    case "pre_transit":
      return {
        headline: eta ? eta.headline : "Getting ready to leave",
        below: eta?.below ?? `${view.seller} has made the label; ${view.carrierName} has not scanned it yet.`,
      };
    case "unknown":
      return {
        headline: "News we cannot read yet",
        below: `${view.carrierName} sent an update we do not know. Its own words are below.`,
      };
    default:
      return eta ?? { headline: "On its way to you", below: null };
  }
}
