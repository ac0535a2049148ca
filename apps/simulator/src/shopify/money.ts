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
  ISK: 125,
  BRL: 5.4,
  MXN: 18.5,
  HUF: 340,
  IDR: 16_500,
  COP: 4_000,
  RSD: 101,
  KRW: 1_400,
  KWD: 0.31,
};

/** How many decimals Shopify writes where they are not two. By hand and not from domain, which is judged by it. */
const decimals: Record<string, number> = { JPY: 0, KRW: 0, KWD: 3 };

/**
 * What the goods cost in a shop of this money, beside their price in dollars. Powers of ten, so that an order's sums stay exact
 * in money that has no cents.
 */
const priceLevels: Record<string, number> = {
  JPY: 100,
  HUF: 100,
  RSD: 100,
  KRW: 1_000,
  COP: 1_000,
  IDR: 10_000,
  KWD: 0.1,
};

/** Hundredths of the catalogue's money as a decimal string in `currency`: `"199.00"`, or without decimals for yen. */
export function amount(minor: number, currency: string, shop = currency): string {
  const price = (minor / 100) * (priceLevels[shop] ?? 1);
  const value = currency === shop ? price : price * ((rates[currency] ?? 1) / (rates[shop] ?? 1));
  return value.toFixed(decimals[currency] ?? 2);
}

export type MoneyBag = {
  shopMoney: { amount: string; currencyCode: string };
  presentmentMoney: { amount: string; currencyCode: string };
};

/** Hundredths of the catalogue's money, as money in the shop's and in the buyer's currency. */
export function moneyBag(minor: number, shop: string, buyer: string): MoneyBag {
  return {
    shopMoney: { amount: amount(minor, shop), currencyCode: shop },
    presentmentMoney: { amount: amount(minor, buyer, shop), currencyCode: buyer },
  };
}

/** A unit price finer than the money: as many decimals as it has. */
export function finePrice(minor: number, currency: string): string {
  return String((minor / 100) * (priceLevels[currency] ?? 1));
}
