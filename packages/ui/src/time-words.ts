import type { ScanTime } from "@waybill/domain/time";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@waybill/domain/time";
import { offsetWords } from "@waybill/domain/zones/words";

/** Absolute, in the reader's zone and locale. */
export function absoluteTime(at: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/**
 * Short and relative while fresh, a date past a day.
 *
 * @example relativeTime(now - 12_000, now) // "12 s ago"
 */
export function relativeTime(at: number, now: number, locale?: string): string {
  const age = now - at;
  const size = Math.abs(age);
  if (size >= DAY_MS) {
    const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      ...(sameYear ? { hour: "2-digit", minute: "2-digit" } : { year: "numeric" }),
    }).format(at);
  }
  if (size < 3 * SECOND_MS) return "just now";
  const [amount, unit] =
    size < MINUTE_MS
      ? [Math.floor(size / SECOND_MS), "s"]
      : size < HOUR_MS
        ? [Math.floor(size / MINUTE_MS), "min"]
        : [Math.floor(size / HOUR_MS), "h"];
  return age >= 0 ? `${amount} ${unit} ago` : `in ${amount} ${unit}`;
}

type ScanTimeWords = { day: string; clock: string | null; zone: string | null };

/**
 * A scan's own wall clock, never shifted: the parcel was there at that hour. The zone is said when it is not the
 * reader's, and "local time" when the carrier gave none.
 *
 * @param readerOffset minutes east of UTC where the reader sits, at that moment
 * @example scanTimeWords({ local: "2026-11-20T09:14:00", offset: -300, … }, 60, "en-GB")
 * // { day: "Fri 20 Nov", clock: "09:14", zone: "UTC−5" }
 */
export function scanTimeWords(time: ScanTime, readerOffset: number, locale?: string): ScanTimeWords {
  // The local text is formatted as if it were UTC, in UTC: that shows it exactly as written.
  const shown = Date.parse(`${time.local.length === 10 ? `${time.local}T00:00:00` : time.local}Z`);
  if (Number.isNaN(shown)) return { day: time.local, clock: null, zone: null };
  const day = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(shown);
  if (time.precision === "date" || time.local.length === 10) return { day, clock: null, zone: null };
  const clock = new Intl.DateTimeFormat(locale, { timeZone: "UTC", hour: "2-digit", minute: "2-digit" }).format(shown);
  const zone = time.offset === null ? "local time" : time.offset === readerOffset ? null : offsetWords(time.offset);
  return { day, clock, zone };
}

/** Where the reader sits, minutes east of UTC at an instant. */
export const readerOffsetAt = (instant: number): number => 0 - new Date(instant).getTimezoneOffset();

/**
 * An expected delivery in words: dates are the destination's own.
 *
 * @example etaWords({ date: "2026-11-26", from: "14:00", to: "18:00" }, "2026-11-20") // { day: "Thursday, 26 November", window: "between 14:00 and 18:00" }
 */
export function etaWords(
  eta: { date: string; from: string | null; to: string | null },
  today: string,
  locale?: string,
): { day: string; window: string | null } {
  const at = Date.parse(`${eta.date}T00:00:00Z`);
  const days = Math.round((at - Date.parse(`${today}T00:00:00Z`)) / DAY_MS);
  const date = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });
  const day = days === 0 ? "today" : days === 1 ? "tomorrow" : date.format(at);
  // A midnight is how carriers write a day without an hour; nobody is promised "by 00:00".
  const hour = (time: string | null) => (time === "00:00" ? null : time);
  const [from, to] = [hour(eta.from), hour(eta.to)];
  const window = from && to ? `between ${from} and ${to}` : to ? `by ${to}` : from ? `after ${from}` : null;
  return { day, window };
}

/** "YYYY-MM-DD" of an instant where the reader sits. */
export function dayOf(at: number): string {
  return new Date(at + readerOffsetAt(at) * MINUTE_MS).toISOString().slice(0, 10);
}
