import type { StatusLook } from "@waybill/ui/status-groups";

const looks: Record<string, StatusLook> = {
  received: { group: "waiting", word: "Waiting" },
  processed: { group: "delivered", word: "Understood" },
  duplicate: { group: "unknown", word: "Duplicate" },
  unmatched: { group: "attention", word: "No such parcel yet" },
  not_understood: { group: "attention", word: "Not understood" },
  ignored: { group: "unknown", word: "Nothing to do" },
  failed: { group: "failed", word: "Failed" },
};

/** How a delivery's state looks. */
export const inboxLook = (state: string): StatusLook => looks[state] ?? { group: "unknown", word: state };

/** Bytes for people: "812 B", "4.1 kB". */
export const sizeWords = (bytes: number): string => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`);

/** JSON with its indentation; anything else exactly as it came. */
export function pretty(text: string): { text: string; isJson: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), isJson: true };
  } catch {
    return { text, isJson: false };
  }
}
