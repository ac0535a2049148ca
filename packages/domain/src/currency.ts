/**
 * Currencies whose minor unit is not a hundredth, by ISO 4217 (list one). Ours and never the runtime's: `Intl` answers by
 * custom (the forint has no fillér any more) and by its version, and the same integer would mean two amounts.
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ").map((code) => [code, 0] as const),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3] as const),
  ..."CLF UYW".split(" ").map((code) => [code, 4] as const),
]);

/** What may stand for a currency: ISO 4217's three letters, and the four of what shops take beside it (USDC). */
export const CURRENCY_CODE = /^[A-Z]{3,4}$/;

/**
 * Number of minor digits of a currency: EUR 2, JPY 0, KWD 3. A code that the standard has not (a currency of yesterday, of
 * tomorrow, or none: XXX, USDC) counts in hundredths, so that its order is kept. Throws RangeError when it is no code at all.
 */
export function minorDigits(currency: string): number {
  const known = DIGITS.get(currency);
  if (known !== undefined) return known;
  if (!CURRENCY_CODE.test(currency)) throw new RangeError(`"${currency}" is not an ISO 4217 currency code.`);
  return 2;
}

/**
 * Minor units as an exact decimal, without floating point, with all of the currency's digits.
 *
 * @example decimalText(12840, "EUR") // "128.40"
 */
export function decimalText(minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${whole}` : whole;
}
