import { z } from "zod";

/** Integer minor units and an ISO 4217 currency. */
export type Money = { readonly minor: number; readonly currency: string };
export const moneySchema = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) });

const digitsCache = new Map<string, number>();

/** Number of minor digits of a currency by ISO 4217 as Intl knows it: EUR 2, JPY 0, KWD 3. Throws on no such code. */
export function minorDigits(currency: string): number {
  const known = digitsCache.get(currency);
  if (known !== undefined) return known;
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`"${currency}" is not an ISO 4217 currency code.`);
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digitsCache.set(currency, digits);
  return digits;
}

/**
 * A platform's decimal string to exact minor units, without floating point. Throws RangeError in words.
 *
 * @example parseMoney("128.40", "EUR") // { minor: 12840, currency: "EUR" }
 */
export function parseMoney(amount: string, currency: string): Money {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(amount.trim());
  if (!match) throw new RangeError(`"${amount}" is not a decimal amount.`);
  const digits = minorDigits(currency);
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(digits))) throw new RangeError(`"${amount}" has more decimals than ${currency} has.`);
  const minor = Number((match[2] ?? "0") + fraction.slice(0, digits).padEnd(digits, "0"));
  if (!Number.isSafeInteger(minor)) throw new RangeError(`"${amount}" is too large.`);
  return { minor: match[1] === "-" && minor !== 0 ? -minor : minor, currency };
}
