const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string | undefined): Intl.NumberFormat {
  const key = `${locale ?? ""}|${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  formats.set(key, made);
  return made;
}

/**
 * Minor units in the reader's locale; a dash when unknown. Not in the domain's `money.ts`, which brings a validator along:
 * the public page counts bytes.
 *
 * @example moneyWords(12840, "EUR", "en") // "€128.40"
 */
export function moneyWords(minor: number | null, currency: string | null, locale?: string): string {
  if (minor === null || currency === null || !/^[A-Z]{3}$/.test(currency)) return "–";
  const format = formatOf(currency, locale);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
