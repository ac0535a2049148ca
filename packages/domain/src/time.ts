/**
 * When something happened, exactly as far as it was said (docs/platforms/scans.md#times). `local` is wall-clock text
 * "2026-11-20T09:14:00" (or "2026-11-20" when only a date is known), never with a zone; `offset` minutes east of UTC, if
 * known; `instant` UTC ms, if derivable; a local time is never read as UTC.
 */
export type ScanTime = {
  local: string;
  offset: number | null;
  instant: number | null;
  precision: "second" | "minute" | "date";
};

/** Lengths of time, ms. */
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** "2026-11-20T09:14:00" at +60 → the UTC instant. Null when the text is no real date. */
export function instantOf(local: string, offsetMinutes: number): number | null {
  const text = local.length === 10 ? `${local}T00:00:00Z` : `${local}Z`;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  // Date.parse rolls 31 February over; a carrier's impossible date is not a date.
  if (new Date(ms).toISOString().slice(0, 10) !== local.slice(0, 10)) return null;
  return ms - offsetMinutes * MINUTE_MS;
}

/**
 * "-05:00", "-7:00", "-04.00", "+0530", "+01", "Z", -420 → minutes east of UTC; null when it is none of these. Three digits
 * are hours and minutes to one writer and minutes to another, so "-240" is nobody's offset.
 */
export function parseOffset(value: string | number | null | undefined): number | null {
  // `+ 0`: an offset is never −0.
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) <= 14 * 60 ? value + 0 : null;
  if (!value) return null;
  if (value === "Z" || value === "z") return 0;
  const match = /^([+-])(?:(\d{2})|(\d{1,2})[:.](\d{2})|(\d{2})(\d{2}))$/.exec(value.trim());
  if (!match) return null;
  const rest = Number(match[4] ?? match[6] ?? 0);
  const minutes = Number(match[2] ?? match[3] ?? match[5]) * 60 + rest;
  if (minutes > 14 * 60 || rest > 59) return null;
  return match[1] === "-" && minutes > 0 ? -minutes : minutes;
}

/**
 * Reads an ISO date-time as a carrier wrote it, keeping what it said: local wall clock, offset if any, instant if derivable.
 * `zoneKnown: false` drops a trailing Z that the carrier is known to write without meaning UTC.
 *
 * @example parseIso("2026-11-20T09:14:00-05:00")
 * // { local: "2026-11-20T09:14:00", offset: -300, instant: 1795184040000, precision: "second" }
 */
export function parseIso(text: string | null | undefined, options: { zoneKnown?: boolean } = {}): ScanTime | null {
  if (!text) return null;
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|[+-][\d:.]{2,5})?)?$/.exec(
    text.trim(),
  );
  if (!match) return null;
  const [, date = "", hm, seconds, zone] = match;
  const local = hm ? `${date}T${hm}:${seconds ?? "00"}` : date;
  // An offset that nobody can read costs the offset, not the time.
  const offset = options.zoneKnown === false ? null : parseOffset(zone);
  if (instantOf(local, 0) === null) return null;
  return {
    local,
    offset,
    instant: offset === null ? null : instantOf(local, offset),
    precision: hm ? (seconds ? "second" : "minute") : "date",
  };
}

/** A scan time from an instant in UTC, where UTC is all the carrier gives. */
export function utcTime(ms: number): ScanTime {
  return { local: new Date(ms).toISOString().slice(0, 19), offset: 0, instant: ms, precision: "second" };
}

/** The wall clock of an instant at an offset, as "YYYY-MM-DDTHH:MM:SS". */
export function localAt(ms: number, offsetMinutes: number): string {
  return new Date(ms + offsetMinutes * MINUTE_MS).toISOString().slice(0, 19);
}
