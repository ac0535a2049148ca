import { z } from "zod";
import { CURRENCY_CODE, minorDigits } from "./currency.ts";

/** Integer minor units (by our table, `currency.ts`) and an ISO 4217 currency. */
export type Money = { readonly minor: number; readonly currency: string };
export const moneySchema = z.object({ minor: z.number().int(), currency: z.string().regex(CURRENCY_CODE) });

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * A platform's decimal string to exact minor units, without floating point. Throws RangeError in words.
 *
 * @example parseMoney("128.40", "EUR") // { minor: 12840, currency: "EUR" }
 */
export function parseMoney(amount: string, currency: string): Money {
  const parts = partsOf(amount);
  const digits = minorDigits(currency);
  if (/[1-9]/.test(parts.fraction.slice(digits))) {
    throw new RangeError(`"${amount}" has more decimals than ${currency} has.`);
  }
  const minor = Number(parts.whole + parts.fraction.slice(0, digits).padEnd(digits, "0"));
  if (!Number.isSafeInteger(minor)) throw new RangeError(`"${amount}" is too large.`);
  return { minor: parts.sign === "-" && minor !== 0 ? -minor : minor, currency };
}

/** A price for one unit: exact minor units, or the decimal text where those cannot hold it. Exactly one of the two is null. */
type UnitPrice = { money: Money; text: null } | { money: null; text: string };

/**
 * A unit price, which may be finer than its currency ($0.0125 a screw) or larger than an integer holds: then it stays text
 * and is rounded by nobody. Throws RangeError in words when it is no decimal number.
 *
 * @example parseUnitPrice("12.50", "EUR") // { money: { minor: 1250, currency: "EUR" }, text: null }
 * @example parseUnitPrice("0.01250", "USD") // { money: null, text: "0.0125" }
 */
export function parseUnitPrice(amount: string, currency: string): UnitPrice {
  const { sign, whole, fraction } = partsOf(amount);
  const digits = minorDigits(currency);
  try {
    return { money: parseMoney(amount, currency), text: null };
  } catch {
    // What is a number and has a currency, and still does not fit.
    const fine = fraction.replace(/0+$/, "").padEnd(digits, "0");
    return { money: null, text: `${sign}${whole}${fine === "" ? "" : `.${fine}`}` };
  }
}

function partsOf(amount: string): { sign: string; whole: string; fraction: string } {
  const match = DECIMAL.exec(amount.trim());
  if (!match) throw new RangeError(`"${amount}" is not a decimal amount.`);
  return { sign: match[1] ?? "", whole: (match[2] ?? "").replace(/^0+(?=\d)/, ""), fraction: match[3] ?? "" };
}
