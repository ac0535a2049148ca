// Check-digit rules of tracking numbers (docs/platforms/tracking-numbers.md#check-digits). Each takes the normalised number, or the
// stretch of it that the rule covers with the check digit last. They rank a guess; none of them ever rejects a number.

const digit = (text: string, index: number) => text.charCodeAt(index) - 48;
/** Digits as they are; letters as (ASCII − 3) mod 10, as UPS counts them. */
const value = (text: string, index: number) => {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57 ? code - 48 : (code - 3) % 10;
};

/**
 * Weighted sum mod 10; `even` multiplies positions 0, 2, … of the serial. Products are not digit-summed (that is Luhn).
 *
 * @example mod10("5R89390357567127", 1, 2) // true: UPS 1Z5R89390357567127 without its "1Z"
 */
export function mod10(text: string, even: number, odd: number): boolean {
  const last = text.length - 1;
  let sum = 0;
  for (let i = 0; i < last; i++) sum += value(text, i) * (i % 2 === 0 ? even : odd);
  return (10 - (sum % 10)) % 10 === digit(text, last);
}

/** As `mod10`, with positions counted from the right end of the serial (USPS 94…, GS1 numbers of any length). */
export function mod10FromRight(text: string, even: number, odd: number): boolean {
  const serial = [...text.slice(0, -1)].reverse().join("");
  return mod10(serial + text.slice(-1), even, odd);
}

/** Luhn (ISO/IEC 7812): from the right, every other digit doubled, 9 taken off what exceeds 9. */
export function luhn(text: string): boolean {
  let sum = 0;
  for (let i = text.length - 1, double = false; i >= 0; i--, double = !double) {
    const product = digit(text, i) * (double ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === 0;
}

/** UPU S10: 8 digits and a check digit between two letters and a country: "RB123456785GB". */
export function s10(text: string): boolean {
  const serial = text.slice(2, 11);
  const rest = 11 - (weighted(serial, [8, 6, 4, 2, 3, 5, 9, 7]) % 11);
  return (rest === 11 ? 5 : rest === 10 ? 0 : rest) === digit(serial, 8);
}

/** FedEx Express: 11 digits weighted 3 1 7, mod 11, mod 10; the check digit is the twelfth. */
export function fedex12(text: string): boolean {
  return (weighted(text, [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 11) % 10 === digit(text, 11);
}

/** FedEx 34-digit label: digits 21–33 weighted 1 7 3; the check digit is the last. */
export function fedex34(text: string): boolean {
  const serial = text.slice(20);
  return (weighted(serial, [1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 11) % 10 === digit(serial, 13);
}

/** The serial as one number, mod 7 (DHL Express). Up to 15 digits. */
export function mod7(text: string): boolean {
  return Number(text.slice(0, -1)) % 7 === digit(text, text.length - 1);
}

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** ISO 7064 MOD 37,36 (DPD parcel labels): the check character is the last. */
export function mod37_36(text: string): boolean {
  let carry = 36;
  for (const char of text.slice(0, -1)) {
    carry += ALPHABET.indexOf(char);
    if (carry > 36) carry -= 36;
    carry *= 2;
    if (carry > 36) carry -= 37;
  }
  return ALPHABET[(37 - carry) % 36] === text.slice(-1);
}

function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + digit(text, i) * weight, 0);
}
