import type { OrderSummary } from "../order/answers.ts";
import type { OrderGap } from "../order/order.ts";

// What only an order's own page says: what could not be had and what ends that, and how the order ended at its channel.

const outcomes: Readonly<Record<string, string>> = {
  "customer.email": "Nobody can be mailed about this order.",
  shippingAddress: "The customer’s page cannot tell the place it goes to, nor its clock.",
  total: "It counts in no sum.",
  "lines.unfulfilled": "What is left to ship is counted from the fulfilments.",
};

/** What a gap costs the order; null where it costs only the field. */
export const gapOutcome = (field: string): string | null => outcomes[field] ?? null;

/**
 * What ends these gaps; `channel` is the platform's name. Null: there is none.
 *
 * @example gapsEnd([{ kind: "withheld" }], "Shopify") // "Grant Waybill access in Shopify, then retry the order."
 */
export function gapsEnd(gaps: readonly Pick<OrderGap, "kind">[], channel: string): string | null {
  if (gaps.length === 0) return null;
  return gaps.some(({ kind }) => kind === "withheld")
    ? `Grant Waybill access in ${channel}, then retry the order.`
    : `Correct it in ${channel}; the order is read again by itself.`;
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
