import { isIsoCurrency } from "@waybill/domain/iso-4217";
import { type Money, parseMoney } from "@waybill/domain/money";
import { isRecord } from "../../kit/body.ts";
import type { Json } from "./client.ts";

// The readers of single values: they give the value, or throw RangeError in words.

/** Codes that Shopify's CurrencyCode has and ISO 4217 has not; JEP and KID count like the currency beside them (GBP, AUD). */
const BESIDE_ISO = new Set(["JEP", "KID", "USDC"]);

export function currencyCode(value: unknown): string {
  if (typeof value === "string" && (isIsoCurrency(value) || BESIDE_ISO.has(value))) return value;
  throw new RangeError(`${JSON.stringify(value ?? null)} is not a currency that Waybill knows.`);
}

/** The shop's side of a MoneyBag as decimal text; null where there is no bag. */
export function shopAmount(bag: unknown, currency: string): string | null {
  if (bag === null || bag === undefined) return null;
  const money = isRecord(bag) ? bag.shopMoney : null;
  if (!isRecord(money) || typeof money.amount !== "string") throw new RangeError("it has no amount.");
  if (money.currencyCode !== currency) {
    throw new RangeError(`it is in ${String(money.currencyCode)}, the order in ${currency}.`);
  }
  return money.amount;
}

export function shopMoney(bag: unknown, currency: string): Money | null {
  const amount = shopAmount(bag, currency);
  return amount === null ? null : parseMoney(amount, currency);
}

/** What the buyer saw, where it is another currency than the shop's. */
export function buyerMoney(bag: unknown, shop: string | null): Money | null {
  const money = isRecord(bag) ? bag.presentmentMoney : null;
  if (money === null || money === undefined) return null;
  if (!isRecord(money) || typeof money.amount !== "string") throw new RangeError("it has no amount.");
  if (money.currencyCode === shop) return null;
  return parseMoney(money.amount, currencyCode(money.currencyCode));
}

export function required<T>(value: T | null): T {
  if (value === null) throw new RangeError("it is missing.");
  return value;
}

/** A text that says something, else null. */
export function words(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** The same, where anything but a text is odd. */
export function optionalText(value: unknown): string | null {
  if (value === null || value === undefined || typeof value === "string") return words(value);
  throw new RangeError("it is no text.");
}

export function text(value: unknown): string {
  return required(optionalText(value));
}

export function count(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${JSON.stringify(value ?? null)} is not a number of units.`);
}

const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** UTC ms of Shopify's ISO 8601 text; null for anything else. A time without a zone would be read in the machine's. */
export function instant(value: unknown): number | null {
  const at = typeof value === "string" && ISO_WITH_ZONE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function time(value: unknown): number {
  const at = instant(value);
  if (at === null) throw new RangeError(`${JSON.stringify(value ?? null)} is not a time.`);
  return at;
}

/** The objects of a plain list; every entry must be one. */
export function list(value: unknown, name: string): Json[] {
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw new RangeError(`${name} is not a list.`);
}

/** The nodes of a connection. */
export function nodes(connection: unknown, name: string): Json[] {
  return list(isRecord(connection) ? connection.nodes : null, name);
}
