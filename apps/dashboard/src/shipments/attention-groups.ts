import type { AttentionKind } from "@waybill/domain/shipment/attention";

/** What a seller handles together: a line on the overview, and a narrowing of the attention tab. */
type AttentionGroup = { id: AttentionGroupId; word: string; kinds: readonly AttentionKind[] };
export type AttentionGroupId = "reported" | "trouble" | "late" | "still" | "push";

/** Every kind in exactly one, so that the lines sum to the tab. */
export const attentionGroups: readonly AttentionGroup[] = [
  { id: "reported", word: "Reported by customers", kinds: ["reported"] },
  {
    id: "trouble",
    word: "Problems on the way",
    kinds: ["lost", "exception", "attempt_failed", "returning", "on_hold", "delayed"],
  },
  { id: "late", word: "Later than promised", kinds: ["late"] },
  { id: "still", word: "Standing still", kinds: ["no_movement", "not_handed_over"] },
  { id: "push", word: "Channel not told", kinds: ["push_failed"] },
];

export const groupOf = (id: string | undefined): AttentionGroup | null =>
  attentionGroups.find((group) => group.id === id) ?? null;

/** The page that lists exactly these. */
export const hrefOfGroup = (id: AttentionGroupId): string => `/shipments?state=attention&why=${id}`;
