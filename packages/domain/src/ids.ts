/**
 * Prefixed ids: 8 characters of time (so that indexes grow at their end) and 18 of randomness (90 bits, unguessable).
 * Alphabet: Crockford base 32, lower case.
 */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

type IdPrefix =
  | "org"
  | "usr"
  | "con"
  | "inb"
  | "ord"
  | "lin"
  | "shp"
  | "evt"
  | "ntf"
  | "job"
  | "run"
  | "prd"
  | "mail"
  | "key"
  | "req"
  | "itm"
  | "view"
  | "rep";

function randomPart(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  let out = "";
  for (const byte of bytes) out += ALPHABET[byte & 31];
  return out;
}

function timePart(ms: number): string {
  let rest = Math.floor(ms);
  let out = "";
  for (let i = 0; i < 9; i++) {
    out = ALPHABET[rest % 32] + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}

/**
 * A new id.
 *
 * @example newId("ord", now()) // "ord_1k5c0v8j2q7w…"
 */
export function newId(prefix: IdPrefix, now: number): string {
  return `${prefix}_${timePart(now)}${randomPart(17)}`;
}

/** A public, unguessable token of 130 random bits with no time in it (tracking links, unsubscribe links). */
export function newToken(): string {
  return randomPart(26);
}
