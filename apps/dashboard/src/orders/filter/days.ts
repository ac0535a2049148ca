import type { Zone } from "@waybill/domain/zones/offsets";
import { dayStart } from "@waybill/domain/zones/wall-clock";

// Days are the organisation's: "today" is its today, wherever the reader sits. A day is "YYYY-MM-DD".

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
export function dayRange(days: { from: string; to: string }, zone: Zone): { from: number | null; to: number | null } {
  return {
    from: isDay(days.from) ? dayStart(days.from, zone) : null,
    to: isDay(days.to) ? dayStart(addDays(days.to, 1), zone) : null,
  };
}
