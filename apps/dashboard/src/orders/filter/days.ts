/** Days are the organisation's: "today" is its today, wherever the reader sits. A day is "YYYY-MM-DD". */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  // Swedish writes dates as ISO does.
  const made = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of an instant in a zone, read as if it were UTC, ms. */
const wall = (at: number, zone: string) => Date.parse(`${formatOf(zone).format(at).replace(" ", "T")}Z`);

/** The day of an instant in a zone. @example dayIn("Asia/Tokyo", Date.parse("2026-11-20T20:00Z")) // "2026-11-21" */
export const dayIn = (zone: string, at: number): string => formatOf(zone).format(at).slice(0, 10);

/**
 * The first instant of a day in a zone, UTC ms; NaN for no real day. Where midnight is skipped by a change of clocks, the
 * first moment that the day has.
 *
 * @example dayStart("Europe/Lisbon", "2026-07-01") // 2026-06-30T23:00:00Z
 */
export function dayStart(zone: string, day: string): number {
  const aim = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(aim)) return Number.NaN;
  const offset = (at: number) => wall(at, zone) - Math.floor(at / 1000) * 1000;
  const first = aim - offset(aim);
  const start = aim - offset(first);
  return wall(start, zone) === aim ? start : Math.max(first, start);
}

/** A day some days later or earlier. @example addDays("2026-03-01", -1) // "2026-02-28" */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

export const presets = [
  { id: "today", word: "Today" },
  { id: "7d", word: "Last 7 days" },
  { id: "30d", word: "Last 30 days" },
  { id: "month", word: "This month" },
] as const;

/** The days that a preset means today, both inclusive. */
export function presetDays(preset: string, today: string): { from: string; to: string } | null {
  if (preset === "today") return { from: today, to: today };
  if (preset === "7d") return { from: addDays(today, -6), to: today };
  if (preset === "30d") return { from: addDays(today, -29), to: today };
  if (preset === "month") return { from: `${today.slice(0, 8)}01`, to: today };
  return null;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** Chosen days as instants: from the first moment of one to the end of the other. What is no day narrows nothing. */
export function dayRange(days: { from: string; to: string }, zone: string): { from: number | null; to: number | null } {
  return {
    from: isDay(days.from) ? dayStart(zone, days.from) : null,
    to: isDay(days.to) ? dayStart(zone, addDays(days.to, 1)) : null,
  };
}
