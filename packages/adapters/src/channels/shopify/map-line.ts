import { parseUnitPrice } from "@waybill/domain/money";
import type { LineItem } from "@waybill/domain/order/order";
import type { Json } from "./client.ts";
import { type Gaps, readOr, unreadable } from "./gaps.ts";
import { count, optionalText, required, shopAmount, words } from "./values.ts";

/**
 * A line item; null, and a gap, where it cannot even be named. Its quantity is `currentQuantity`, because `quantity` goes on
 * counting removed units. `shipped`: its units in fulfilments that stand.
 */
export function mapLine(
  line: Json,
  about: { currency: string | null; gaps: Gaps; shipped: ReadonlyMap<string, number> },
): LineItem | null {
  const { currency, gaps, shipped } = about;
  const externalId = words(line.id);
  if (externalId === null) {
    unreadable(gaps, "lines", "it has no id.");
    return null;
  }
  const ordered = readOr(gaps, "lines.quantity", null, () => count(line.quantity));
  const current = readOr(gaps, "lines.quantity", null, () => count(line.currentQuantity));
  const quantity = current ?? ordered ?? 0;
  const rest = Math.max(0, quantity - (shipped.get(externalId) ?? 0));
  const unfulfilled = readOr(gaps, "lines.unfulfilled", rest, () => count(line.unfulfilledQuantity));
  const price = readOr(gaps, "lines.unitPrice", null, () => {
    if (currency === null) return null;
    return parseUnitPrice(required(shopAmount(line.originalUnitPriceSet, currency)), currency);
  });
  return {
    externalId,
    sku: readOr(gaps, "lines.sku", null, () => optionalText(line.sku)),
    title: readOr(gaps, "lines.title", null, () => optionalText(line.title)) ?? "",
    variant: readOr(gaps, "lines.variant", null, () => optionalText(line.variantTitle)),
    quantity,
    unfulfilled: Math.min(quantity, unfulfilled),
    // Refunded and removed units alike leave currentQuantity; Shopify's list does not tell them apart, so none count twice.
    cancelled: Math.max(0, (ordered ?? quantity) - quantity),
    refunded: 0,
    unitPrice: price?.money ?? null,
    ...(price?.text ? { unitPriceText: price.text } : {}),
    requiresShipping: needsShipping(line),
  };
}

/** A gift card is sent by mail or by Shopify itself, also where its product is marked as one that needs shipping. */
export function needsShipping(line: Json): boolean {
  return line.requiresShipping !== false && line.isGiftCard !== true;
}
