import { minorDigits } from "@waybill/domain/currency";

/** Units of the shop's dollar in the buyer's money; fixed, because this world has no exchange. */
const rates: Record<string, number> = {
  USD: 1,
  CAD: 1.38,
  GBP: 0.76,
  EUR: 0.87,
  DKK: 6.5,
  PLN: 3.7,
  JPY: 152,
  AUD: 1.53,
  INR: 88,
  HUF: 330,
  ISK: 125,
  KWD: 0.307,
  IDR: 16_500,
  COP: 3_900,
  RSD: 101,
  BRL: 5.4,
  MXN: 18.5,
};

/** Minor units of the shop's money as a decimal string in `currency`: `"199.00"`, or without decimals for yen. */
export function amount(minor: number, currency: string, shop = currency): string {
  const value = currency === shop ? minor / 100 : (minor / 100) * ((rates[currency] ?? 1) / (rates[shop] ?? 1));
  return value.toFixed(minorDigits(currency));
}

export type MoneyBag = {
  shopMoney: { amount: string; currencyCode: string };
  presentmentMoney: { amount: string; currencyCode: string };
};

/** Minor units of the shop's currency, as money in the shop's and in the buyer's currency. */
export function moneyBag(minor: number, shop: string, buyer: string): MoneyBag {
  return {
    shopMoney: { amount: amount(minor, shop), currencyCode: shop },
    presentmentMoney: { amount: amount(minor, buyer, shop), currencyCode: buyer },
  };
}
