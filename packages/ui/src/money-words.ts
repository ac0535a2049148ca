import { CURRENCY_CODE, decimalText, minorDigits } from "@waybill/domain/currency";

/**
 * Currencies that are written without decimals where nothing stands behind the point, though the standard gives them some
 * (custom, as in CLDR). A list of ours: what a browser thinks of a currency changes with its version.
 */
const USUALLY_WHOLE = new Set("AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR RSD SLL SOS SYP YER".split(" "));

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(input: { currency: string; locale: string | undefined; digits: number }): Intl.NumberFormat {
  const { currency, locale, digits } = input;
  const key = `${locale ?? ""}|${currency}|${digits}`;
  const known = formats.get(key);
  if (known) return known;
  const pinned = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // Intl takes three letters only; four are written out behind the number.
  const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const made = new Intl.NumberFormat(locale, currency.length === 3 ? { ...style, ...pinned } : pinned);
  formats.set(key, made);
  return made;
}

/**
 * An exact decimal in the reader's locale, with all its digits and at least the currency's. `Intl` places the symbol and the
 * marks; how many digits there are is said by the amount and by our table of currencies.
 *
 * @example amountWords("0.0125", "USD", "en") // "$0.0125"
 */
export function amountWords(decimal: string, currency: string, locale?: string): string {
  const fraction = decimal.split(".")[1] ?? "";
  const least = USUALLY_WHOLE.has(currency) && !/[1-9]/.test(fraction) ? 0 : minorDigits(currency);
  // Twenty is what every browser can.
  const digits = Math.min(20, Math.max(least, fraction.replace(/0+$/, "").length));
  // A string keeps digits that a float would not.
  const words = formatOf({ currency, locale, digits }).format(decimal as `${number}`);
  return currency.length === 3 ? words : `${words}\u00a0${currency}`;
}

/**
 * The same with the currency's letters instead of its sign, for an amount that stands beside another currency's: many are "$".
 *
 * @example codedMoneyWords(115172, "AUD", "en") // "1,151.72 AUD"
 */
export function codedMoneyWords(minor: number | null, currency: string, locale?: string): string {
  if (minor === null || !CURRENCY_CODE.test(currency)) return "–";
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format.format(decimalText(minor, currency) as `${number}`)}\u00a0${currency}`;
}

/**
 * Minor units in the reader's locale; a dash when unknown. Not in the domain's `money.ts`, which brings a validator along:
 * the public page counts bytes.
 *
 * @example moneyWords(12840, "EUR", "en") // "€128.40"
 */
export function moneyWords(minor: number | null, currency: string | null, locale?: string): string {
  if (minor === null || currency === null || !CURRENCY_CODE.test(currency)) return "–";
  return amountWords(decimalText(minor, currency), currency, locale);
}
