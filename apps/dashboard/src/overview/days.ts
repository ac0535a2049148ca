import type { DayOrders } from "@waybill/domain/screens/answers";

/** The orders that a shop's slice of the last 30 days counts. */
export const hrefOfShare = (connectionId: string): string =>
  `/?connection=${encodeURIComponent(connectionId)}&date=30d`;

/** Orders of a day, whatever they came through. */
export const ordersOf = (day: DayOrders): number => Object.values(day.byConnection).reduce((sum, n) => sum + n, 0);

/** Orders of all days by connection. */
export function byConnection(days: readonly DayOrders[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const day of days) for (const [id, n] of Object.entries(day.byConnection)) sums[id] = (sums[id] ?? 0) + n;
  return sums;
}

/** "2026-11-21" in the reader's words: it is a calendar day already, so no zone moves it. */
export function dayWords(date: string, style: "short" | "long" = "short"): string {
  const options: Intl.DateTimeFormatOptions =
    style === "long"
      ? { weekday: "long", day: "numeric", month: "long" }
      : { weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(undefined, { ...options, timeZone: "UTC" }).format(new Date(`${date}T12:00:00Z`));
}
