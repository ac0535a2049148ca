import type { OrderSummary } from "../order/answers.ts";
import type { OrderGap } from "../order/order.ts";

// What only an order's own page says: what could not be had and what ends that, and how the order ended at its channel.

const outcomes: Readonly<Record<string, string>> = {
  "customer.email": "Nobody can be mailed about this order.",
  shippingAddress: "The customer’s page cannot tell the place it goes to, nor its clock.",
  total: "It counts in no sum.",
  "lines.unfulfilled": "What is left to ship is counted from the fulfilments.",
};

/**
 * What a gap means for the order, and what ends it; `channel` is the platform's name.
 *
 * @example gapNext({ field: "customer.email", kind: "withheld", words: "…" }, "Shopify")
 */
export function gapNext({ field, kind }: Pick<OrderGap, "field" | "kind">, channel: string): string {
  const next =
    kind === "withheld"
      ? `Grant Waybill access to it in ${channel}, then retry the order.`
      : `Correct it in ${channel}; the order is read again by itself.`;
  return [outcomes[field], next].filter(Boolean).join(" ");
}

/** How an order ended at its channel, and what can be done about it; null where nothing was ended from there. */
export function endingWords(
  order: Pick<OrderSummary, "deletedAt" | "archivedAt" | "status" | "shipped" | "units">,
  channel: string,
): { what: string; next: string } | null {
  if (order.deletedAt !== null) {
    return {
      what: `${channel} no longer has this order.`,
      next: "What was known of it stays here, and its parcels are followed to their end. Nothing of it is to be shipped.",
    };
  }
  const leftOver = order.archivedAt !== null && order.shipped < order.units;
  if (order.status !== "archived" && !leftOver) return null;
  return {
    what: `This order was archived in ${channel}.`,
    next:
      order.shipped > 0
        ? `What has not left is not expected any more. Reopen it in ${channel} to ship the rest.`
        : `Nothing of it is expected to be shipped. Reopen it in ${channel} to ship it.`,
  };
}

export const TEST_WORDS = "This is a test order: it stays outside counts and totals, and nobody is mailed about it.";
