// What stands in for a Latin letter or a plain digit in copied text. Read after upper-casing, so capitals are enough.

/** Cyrillic and Greek capitals that look like a Latin one, with the dotted and dotless I of Turkish. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  ["АA", "ВB", "СC", "ЕE", "НH", "ІI", "ЈJ", "КK", "МM", "ОO", "РP", "ЅS", "ТT", "ХX", "УY", "ҮY", "ԚQ", "ԜW"]
    .concat(["ΑA", "ΒB", "ΕE", "ΖZ", "ΗH", "ΙI", "ΚK", "ΜM", "ΝN", "ΟO", "ΡP", "ΤT", "ΥY", "ΧX", "ІI", "İI", "ӀI"])
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code));

/** Unicode lays the digits of each script out in a run from zero to nine: how far a digit is from the first of its run. */
function digitValue(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && isDigit(code - value - 1)) value += 1;
  return String(value);
}

/**
 * The text with Latin letters and plain digits for their look-alikes; other letters stay.
 *
 * @example plainCharacters("٩٤٠٠ АВС") // "9400 ABC"
 */
export function plainCharacters(upper: string): string {
  return upper
    .replace(/(?![0-9])\p{Nd}/gu, digitValue)
    .replace(/\p{Script=Cyrillic}|\p{Script=Greek}|İ/gu, (letter) => LETTERS.get(letter) ?? letter);
}
