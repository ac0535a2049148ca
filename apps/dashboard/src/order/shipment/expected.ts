import type { ShipmentSummary, ShipmentView } from "@waybill/domain/shipment/answers";
import { dayOf, etaWords } from "@waybill/ui/time-words";
import { withClock } from "@waybill/ui/whose-hours";

type Dated = Pick<ShipmentSummary, "eta" | "promised" | "status" | "deliveredAt"> & Pick<ShipmentView, "etaClock">;

const ends = new Set(["cancelled", "lost", "returned_to_sender"]);
const day = (date: string) => Date.parse(`${date}T00:00:00Z`);
const daysBetween = (from: string, to: string) => Math.round((day(to) - day(from)) / 86_400_000);
const late = (n: number) => (n === 1 ? "1 day late" : `${n} days late`);
const early = (n: number) => (n === 1 ? "1 day early" : `${n} days early`);

/** "Tue 24 Nov", or "today" and "tomorrow". */
export function shortDay(date: string, today: string, locale?: string): string {
  const away = daysBetween(today, date);
  return away === 0 ? "today" : away === 1 ? "tomorrow" : dated(date, locale);
}

function dated(date: string, locale?: string): string {
  const format = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" } as const;
  return new Intl.DateTimeFormat(locale, format).format(day(date));
}

/**
 * When it comes against when it was promised, in words; null when nothing is expected. Dates are the destination's own.
 *
 * @example expectedWords({ promised: tuesday, eta: thursday, status: "in_transit", deliveredAt: null }, "2026-11-23")
 * // { main: "expected Thursday 26 November", promised: "promised Tue 24 Nov, 2 days late", behind: 2 }
 */
export function expectedWords(
  input: Dated,
  today: string,
  locale?: string,
): { main: string; promised: string | null; behind: number } | null {
  const { eta, promised } = input;
  if (ends.has(input.status)) return null;
  if (input.status === "delivered") {
    if (input.deliveredAt === null || promised === null) return null;
    const behind = daysBetween(promised.date, dayOf(input.deliveredAt));
    const main = `promised ${dated(promised.date, locale)}`;
    return { main, promised: behind > 0 ? late(behind) : behind < 0 ? early(-behind) : "on time", behind };
  }
  if (eta === null) return null;
  const { day: word, window } = etaWords(eta, today, locale);
  const hours = window && withClock(window, eta.date, input.etaClock);
  const main = [eta.date < today ? "was expected" : "expected", word, hours].filter(Boolean).join(" ");
  const behind = promised ? daysBetween(promised.date, eta.date) : 0;
  if (promised === null || behind === 0) return { main, promised: null, behind: 0 };
  const by = behind > 0 ? late(behind) : early(-behind);
  return { main, promised: `promised ${dated(promised.date, locale)}, ${by}`, behind };
}

/** "14–18", "by 18:00": a window as short as a row has room for. */
function shortWindow(eta: { from: string | null; to: string | null }): string | null {
  const hour = (time: string | null) => (time === "00:00" ? null : time);
  const [from, to] = [hour(eta.from), hour(eta.to)];
  if (from && to) return `${from}–${to}`;
  return to ? `by ${to}` : from ? `after ${from}` : null;
}

/** The same for a row under a heading that says "Expected": the day with its hours, and beneath it what was promised. */
export function expectedInRow(
  input: Dated,
  today: string,
  locale?: string,
): { main: string; promised: string | null; behind: number } | null {
  const words = expectedWords(input, today, locale);
  if (words === null || input.eta === null || input.status === "delivered") return words;
  const day = shortDay(input.eta.date, today, locale);
  const hours = shortWindow(input.eta);
  const main =
    input.eta.date < today
      ? `was ${day}`
      : [day, hours && withClock(hours, input.eta.date, input.etaClock)].filter(Boolean).join(", ");
  return { ...words, main: main.charAt(0).toUpperCase() + main.slice(1) };
}
