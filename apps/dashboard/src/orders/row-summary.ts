import { englishParcels } from "@waybill/domain/languages/en/parcels";
import { arrivedParcels } from "@waybill/domain/languages/messages";
import type { ListedOrder } from "@waybill/domain/order/answers";
import { leftWords } from "@waybill/domain/said/order-words";
import { isUnread } from "@waybill/domain/said/seller-words";
import { leadingLook, type StatusGroup } from "@waybill/ui/status-groups";
import { etaWords } from "@waybill/ui/time-words";
import { withClock } from "@waybill/ui/whose-hours";

/** The one thing that a row says: icon and word, and the detail that makes it useful. */
type RowSummary = { group: StatusGroup; word: string; detail: string | null; failed: boolean };

function hours(expected: NonNullable<ListedOrder["expected"]>): string {
  if (!expected.from || !expected.to || expected.to === "00:00") return "";
  const own = `${short(expected.from)}–${short(expected.to)}`;
  return ` ${withClock(own, expected.date, expected.clock)}`;
}

/** "14:00" is said as "14" in a row; "14:30" as it is. */
const short = (time: string) => time.replace(/:00$/, "");

/** "today 14–18", "tomorrow", "Thu 26 Nov". */
function when(expected: NonNullable<ListedOrder["expected"]>, today: string, locale?: string): string {
  const { day } = etaWords(expected, today, locale);
  if (day === "today" || day === "tomorrow") return `${day}${hours(expected)}`;
  const at = Date.parse(`${expected.date}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }).format(
    at,
  );
}

/** "One of 2 parcels arrived": the same sentence as the customer reads. */
const arrivedWords = ({ parcels, parcelsArrived }: ListedOrder) =>
  arrivedParcels({ parcels: englishParcels }, { of: parcels, arrived: parcelsArrived });

/**
 * What matters most about an order: a failure before a delay before a movement (docs/architecture.md#look).
 *
 * @example rowStory(order, { now, today: "2026-11-20" }) // { group: "out", word: "Out for delivery", detail: "today 14–18", … }
 */
export function rowSummary(order: ListedOrder, input: { now: number; today: string; locale?: string }): RowSummary {
  if (order.syncState === "failed") {
    const word = isUnread(order) ? "Could not be read" : "Sync failed";
    return { group: "failed", word, detail: order.syncReason, failed: true };
  }
  const { leadingParcel } = order;
  const parcelReason = leadingParcel && leadingParcel.status === order.parcelStatus ? leadingParcel.reason : null;
  const look = leadingLook({ ...order, parcelReason });
  const arrived = order.parcels > 1 && order.parcelsArrived < order.parcels ? arrivedWords(order) : null;
  // What a person has to do stands before what happens by itself.
  const detail = (text: string | null) => [leftWords(order), arrived, text].filter(Boolean).join(", ") || null;
  const { expected } = order;
  const ended = ["delivered", "completed", "cancelled", "refunded", "archived", "deleted"].includes(order.status);
  if (look.group === "attention" || look.group === "failed" || look.group === "returned" || ended || !expected) {
    return { ...look, detail: detail(null), failed: false };
  }
  if (expected.dueAt !== null && expected.dueAt < input.now) {
    return {
      group: "attention",
      word: "Late",
      detail: detail(`was due ${when(expected, input.today, input.locale)}`),
      failed: false,
    };
  }
  const at = when(expected, input.today, input.locale);
  return { ...look, detail: detail(look.group === "out" ? at : `due ${at}`), failed: false };
}
