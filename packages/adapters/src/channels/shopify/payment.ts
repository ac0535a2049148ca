import type { ChannelOrder } from "@waybill/domain/order/order";

const PAYMENT: Readonly<Record<string, ChannelOrder["payment"]>> = {
  AUTHORIZED: "authorized",
  // An authorisation that ran out: nothing is paid, and the order stands until somebody cancels it.
  EXPIRED: "pending",
  PAID: "paid",
  PARTIALLY_PAID: "partially_paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  PENDING: "pending",
  REFUNDED: "refunded",
  VOIDED: "voided",
};

/** Throws RangeError in words on a status that we do not know. `total`: minor units, null where unknown. */
export function paymentOf(status: unknown, total: number | null): ChannelOrder["payment"] {
  // No status: no payment was ever begun. An order of nothing needs none.
  if (status === null || status === undefined) return total === 0 ? "paid" : "pending";
  const known = typeof status === "string" && Object.hasOwn(PAYMENT, status) ? PAYMENT[status] : undefined;
  if (known) return known;
  throw new RangeError(`${JSON.stringify(status)} is a payment status that Waybill does not know.`);
}

/**
 * What shops call paying at the door. Shopify's manual method is named "Cash on Delivery (COD)" in an English shop and in the
 * shop's own words elsewhere; apps add theirs, and Shopify gives the name and no kind.
 */
const AT_THE_DOOR = [
  /\b(?:cash|pay(?:ment)?|paid|card)[\s_-]*(?:on|upon|at)[\s_-]*(?:delivery|the door|collection|pick[\s_-]?up)\b/i,
  /\bC\.?O\.?D\b/i,
  /nachnahme|rembours|contr(?:e|a|as)[\s-]?(?:rem|reem)bol?[su]|contrassegno|ramburs|plat[ăa] la livrare|pago contra entrega|pagamento (?:na|à) entrega/i,
  /(?:paiement|payer|paiment) à la livraison|betalen bij levering|pobraniem|dobírk|dobierk|efterkrav|utánvét|postförskott|postoppkrav/i,
  /kapıda|pouzeć|наложен\p{L}* плат|оплата при получении|αντικαταβολή/iu,
  /代引|代金引換|货到付款|貨到付款|الدفع عند الاستلام|bayar di tempat|ชำระเงินปลายทาง/i,
];

/** `paymentGatewayNames`: is the order paid when it is handed over? */
export function isCashOnDelivery(names: unknown): boolean {
  if (names === null || names === undefined) return false;
  if (!Array.isArray(names)) throw new RangeError("the payment methods are not a list.");
  return names.some((name) => typeof name === "string" && AT_THE_DOOR.some((words) => words.test(name)));
}
