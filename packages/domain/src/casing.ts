/**
 * Small letters by A–Z alone, as SQLite's `lower()` does it: what is compared in SQL and in code must be folded alike, and
 * neither by the runtime's ICU, whose answer is another one in the next version ("É", "İ").
 *
 * @example asciiLower("ÉVA@Example.COM") // "Éva@example.com"
 */
export const asciiLower = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
