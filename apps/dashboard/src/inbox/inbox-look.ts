import type { InboxSummary } from "@waybill/domain/inbox/answers";
import { TEST_NUMBER } from "@waybill/domain/shipment/test-number";
import type { StatusLook } from "@waybill/ui/status-groups";
import type { Names } from "../live/names.ts";

const looks: Record<string, StatusLook> = {
  received: { group: "waiting", word: "Waiting" },
  processed: { group: "delivered", word: "Understood" },
  duplicate: { group: "unknown", word: "Duplicate" },
  unmatched: { group: "attention", word: "No such parcel yet" },
  not_understood: { group: "attention", word: "Not understood" },
  ignored: { group: "unknown", word: "Nothing to do" },
  failed: { group: "failed", word: "Failed" },
};

/** The states a delivery may be in, in the order of the filter. */
export const states = [
  "processed",
  "unmatched",
  "not_understood",
  "failed",
  "ignored",
  "duplicate",
  "received",
] as const;
export const kindWords: Readonly<Record<string, string>> = {
  carrier: "From carriers",
  channel: "From channels",
  sender: "Mail receipts",
  poll: "Asked by Waybill",
};

/** A sample that Waybill sent itself, known by what it is about. */
export const isTest = (row: { note: string | null; key: string }): boolean =>
  (row.note ?? "").includes(TEST_NUMBER) || row.key.startsWith("evt_waybill_") || row.key.startsWith("sample-");

/** How a delivery's state looks. */
export const inboxLook = (state: string): StatusLook => looks[state] ?? { group: "unknown", word: state };

/** Bytes for people: "812 B", "4.1 kB". */
export const sizeWords = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);

/** Past this many names a row says how many more there are. */
const MOST_NAMES = 2;

/**
 * What a delivery was about: the channel's topic, the parcels and orders it touched by the names people use, and the note
 * where there is nothing to name.
 *
 * @example subjectOf(row, names).about // "9400111059331487572598 · #1046"
 */
export function subjectOf(
  row: Pick<InboxSummary, "note" | "effects">,
  names: Names,
): { topic: string | null; about: string | null; note: string | null } {
  const topic = /^([a-z_]+\/[a-z_]+)\b/.exec(row.note ?? "")?.[1] ?? null;
  const known = [...new Set(row.effects.map((id) => names.of(id)).filter((name) => name !== null))];
  const more = row.effects.length - known.length + Math.max(0, known.length - MOST_NAMES);
  const about = known.slice(0, MOST_NAMES).join(" · ") + (more > 0 && known.length > 0 ? ` +${more}` : "");
  const unnamed = row.effects.length > 0 ? "An older order or parcel" : null;
  const rest = topic && row.note?.startsWith(`${topic}: `) ? row.note.slice(topic.length + 2) : row.note;
  const note = rest ? rest.charAt(0).toUpperCase() + rest.slice(1) : unnamed;
  return { topic, about: about || null, note };
}
