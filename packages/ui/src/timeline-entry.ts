import { calmPlace } from "@waybill/domain/email/place";
import { englishScans } from "@waybill/domain/languages/en/scans";
import type { TimelineItem } from "@waybill/domain/shipment/answers";
import { meaningOfScan, type ScanMeaning } from "@waybill/domain/shipment/meanings";
import type { ScanTime } from "@waybill/domain/time";
import { shipmentLook } from "./status-groups.ts";

/** One line of a timeline as it is drawn, whether a seller or a customer looks at it. */
export type TimelineEntry = {
  key: string;
  status: string | null;
  reason: string | null;
  /** What it says in our words; null: only the carrier's own say it. */
  meaning: ScanMeaning | null;
  /** The carrier's own words. */
  message: string;
  time: ScanTime;
  place: string | null;
  /** The webhook that brought it; null: a poll, or nobody may know. */
  inboxId: number | null;
};

export function entryOfItem(item: TimelineItem): TimelineEntry {
  const { key, status, reason, message, time, place, inboxId } = item;
  const meaning = item.meaning ?? meaningOfScan({ said: null, status, reason });
  const where = [place?.city, place?.region, place?.country].filter(Boolean).join(", ");
  return { key, status, reason, meaning, message, time, place: where ? calmPlace(where) : null, inboxId };
}

/**
 * What a line says first and, small beneath, the carrier's own words when they add anything. A scan that moves nothing
 * speaks in the carrier's words alone.
 *
 * @example entryWords({ status: "in_transit", message: "Departed from Facility", … }) // { main: "On its way", own: "Departed from Facility" }
 */
export function entryWords(
  entry: Pick<TimelineEntry, "status" | "reason" | "message"> & { meaning?: ScanMeaning | null },
): {
  main: string;
  own: string | null;
} {
  const ours = entry.meaning ? englishScans[entry.meaning] : null;
  if (ours === null && (entry.status === null || entry.status === "unknown")) {
    return { main: entry.message || "The carrier sent an update without words", own: null };
  }
  const main = ours ?? shipmentLook(entry.status ?? "unknown", entry.reason).word;
  const same = entry.message.trim().replace(/\.$/, "").toLowerCase() === main.toLowerCase();
  return { main, own: same || !entry.message ? null : entry.message };
}
