import type { EtaClock } from "@waybill/domain/zones/answers";
import { readerOffsetAt } from "./time-words.ts";

/**
 * Hours with whose they are; alone where they are by the reader's own clock, or nothing was said of it.
 *
 * @param clock as the API answers it; null: nobody knows it
 * @example withClock("by 18:00", "2026-11-26", { timeZone: "America/New_York", offset: -300, words: "New York time" }) // "by 18:00 (New York time)"
 */
export function withClock(hours: string, date: string, clock: EtaClock | null | undefined): string {
  if (clock === undefined || clock?.offset === readerOffsetAt(Date.parse(`${date}T12:00:00Z`))) return hours;
  return `${hours} (${clock?.words ?? "local time"})`;
}
