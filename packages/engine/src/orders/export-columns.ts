import { CURRENCY_CODE, decimalText, minorDigits } from "@waybill/domain/currency";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { isUnread, orderWord, parcelWord, paymentWord, syncWord } from "@waybill/domain/said/seller-words";

/** An order with what an export shows beside it. */
export type Wide = OrderSummary & {
  shop: string;
  channelName: string;
  tracking: string;
  parcelReason: string | null;
  /** What of it could not be had, in sentences. */
  gaps: string;
};

type Amount = { minor: number | null; currency: string | null };

/** A column of every export of orders; its kind decides how each kind of file writes it. */
export type Column = {
  name: string;
  /** In characters, for files that have widths. */
  width: number;
} & (
  | { kind: "text"; of: (order: Wide) => string | null }
  | { kind: "count"; of: (order: Wide) => number | null }
  | { kind: "money"; of: (order: Wide) => Amount }
  | { kind: "time"; of: (order: Wide) => number | null }
  | { kind: "day"; of: (order: Wide) => number }
);

/** Of an order that was never read nothing is claimed, not even a nought. */
const known = <T>(order: Wide, value: T): T | null => (isUnread(order) ? null : value);
const yes = (is: boolean) => (is ? "Yes" : null);

export const orderColumns: readonly Column[] = [
  { name: "Order", kind: "text", width: 12, of: (o) => o.number },
  { name: "Channel", kind: "text", width: 10, of: (o) => o.channelName },
  { name: "Shop", kind: "text", width: 18, of: (o) => o.shop },
  { name: "Placed", kind: "time", width: 20, of: (o) => o.placedAt },
  { name: "Day placed", kind: "day", width: 12, of: (o) => o.placedAt },
  { name: "Status", kind: "text", width: 17, of: (o) => orderWord(o) },
  { name: "Payment", kind: "text", width: 16, of: (o) => known(o, paymentWord(o)) },
  { name: "Customer", kind: "text", width: 24, of: (o) => o.customerName },
  { name: "Email", kind: "text", width: 28, of: (o) => o.customerEmail },
  { name: "Country", kind: "text", width: 9, of: (o) => o.country },
  { name: "Items", kind: "count", width: 9, of: (o) => known(o, o.units) },
  { name: "Items shipped", kind: "count", width: 14, of: (o) => known(o, o.shipped) },
  { name: "Items delivered", kind: "count", width: 15, of: (o) => known(o, o.delivered) },
  { name: "To ship", kind: "count", width: 9, of: (o) => known(o, o.toShip) },
  { name: "Total", kind: "money", width: 14, of: (o) => ({ minor: o.totalMinor, currency: o.currency }) },
  { name: "Currency", kind: "text", width: 9, of: (o) => o.currency },
  { name: "Refunded", kind: "money", width: 14, of: (o) => ({ minor: o.refundedMinor || null, currency: o.currency }) },
  {
    name: "Buyer total",
    kind: "money",
    width: 14,
    of: (o) => ({ minor: o.buyerTotalMinor, currency: o.buyerCurrency }),
  },
  { name: "Buyer currency", kind: "text", width: 14, of: (o) => o.buyerCurrency },
  { name: "Cash on delivery", kind: "text", width: 15, of: (o) => yes(o.cashOnDelivery) },
  { name: "Parcel", kind: "text", width: 16, of: (o) => o.parcelStatus && parcelWord(o.parcelStatus, o.parcelReason) },
  { name: "Parcels", kind: "count", width: 9, of: (o) => o.parcels },
  { name: "Parcels arrived", kind: "count", width: 15, of: (o) => o.parcelsArrived },
  { name: "Tracking numbers", kind: "text", width: 30, of: (o) => o.tracking },
  { name: "Sync", kind: "text", width: 12, of: (o) => syncWord(o.syncState) },
  { name: "Sync reason", kind: "text", width: 24, of: (o) => o.syncReason },
  { name: "Test order", kind: "text", width: 11, of: (o) => (o.test ? "Test" : null) },
  { name: "Cancelled", kind: "time", width: 20, of: (o) => o.cancelledAt },
  { name: "Archived", kind: "time", width: 20, of: (o) => o.archivedAt },
  { name: "Deleted", kind: "time", width: 20, of: (o) => o.deletedAt },
  { name: "What is missing", kind: "text", width: 30, of: (o) => o.gaps || null },
  { name: "Changed", kind: "time", width: 20, of: (o) => o.changedAt },
  { name: "Id at the channel", kind: "text", width: 24, of: (o) => o.externalId },
  { name: "Waybill id", kind: "text", width: 30, of: (o) => o.id },
];

/**
 * Exact decimals of minor units, without floating point; null without an amount, or without a currency that says its decimals.
 *
 * @example decimalsOf({ minor: 12840, currency: "EUR" }) // { text: "128.40", digits: 2 }
 */
export function decimalsOf(input: Amount): { text: string; digits: number } | null {
  const { minor, currency } = input;
  if (minor === null || currency === null || !CURRENCY_CODE.test(currency)) return null;
  return { text: decimalText(minor, currency), digits: minorDigits(currency) };
}
