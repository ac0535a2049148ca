import { DAY_MS, HOUR_MS, MINUTE_MS } from "@waybill/domain/time";
import { dateFormat } from "@waybill/domain/zones/format";
import { shifted, type Zone } from "@waybill/domain/zones/offsets";

/** English as customers in most of the world read it: 26 November, 14:00. */
export const tagOf = (locale: string): string => (locale === "en" ? "en-GB" : locale);

/** 09:46 stands under 14:07; where half a day has twelve hours, "2:00 pm" is how it is written. */
const hourOf = (locale: string) => (locale === "hi" ? "numeric" : "2-digit");

/** A line of its own begins with a capital, also in languages that write days and months small. */
export const capital = (text: string, locale: string): string =>
  text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);

/**
 * "HH:MM" as the language writes a time of day.
 *
 * @example clock("14:00", "hi") // "2:00 pm"
 */
export function clock(time: string, locale: string): string {
  const at = Date.parse(`2000-01-01T${time.slice(0, 5)}:00Z`);
  if (Number.isNaN(at)) return time;
  return dateFormat(tagOf(locale), { hour: hourOf(locale), minute: "2-digit" }).format(at);
}

/** "Friday 20 November" of a local day, "YYYY-MM-DD…". */
export function longDay(local: string, locale: string): string {
  const at = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at)) return local;
  return dateFormat(tagOf(locale), { weekday: "long", day: "numeric", month: "long" }).format(at);
}

/**
 * How long ago, in the language's own words; a date and a time of the destination past a day, with whose time it is.
 *
 * @example ago({ at: now - 7_200_000, now, locale: "en", zone }) // "2 hours ago"
 */
export function ago(input: { at: number; now: number; locale: string; zone: Zone; whose?: string | null }): string {
  const { at, now, locale, zone, whose } = input;
  const age = Math.max(0, now - at);
  if (age >= DAY_MS) {
    const format = { day: "numeric", month: "long", hour: hourOf(locale), minute: "2-digit" } as const;
    const date = dateFormat(tagOf(locale), format).format(shifted(at, zone));
    return whose ? `${date} (${whose})` : date;
  }
  const [n, unit] =
    age < MINUTE_MS
      ? ([Math.floor(age / 1000), "second"] as const)
      : age < HOUR_MS
        ? ([Math.floor(age / MINUTE_MS), "minute"] as const)
        : ([Math.floor(age / HOUR_MS), "hour"] as const);
  return new Intl.RelativeTimeFormat(tagOf(locale), { numeric: "auto" }).format(-n, unit);
}

/** The day after or before, "YYYY-MM-DD". */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
