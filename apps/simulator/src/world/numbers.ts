import type { Random } from "./random.ts";
import { digits } from "./random.ts";
import type { Carrier } from "./types.ts";

// Check digits as published in the open tracking-number collection named in docs/platforms/tracking-numbers.md#sources.

function letterValue(character: string): number {
  const code = character.charCodeAt(0);
  return code >= 48 && code <= 57 ? code - 48 : (code - 3) % 10;
}

function mod10(input: { serial: string; even: number; odd: number }): number {
  let sum = 0;
  for (let index = 0; index < input.serial.length; index += 1) {
    sum += letterValue(input.serial[index] as string) * (index % 2 === 0 ? input.even : input.odd);
  }
  return (10 - (sum % 10)) % 10;
}

/** The check digit of a UPS `1Z` number, from the fifteen characters after `1Z`. */
export function upsCheckDigit(serial: string): number {
  return mod10({ serial, even: 1, odd: 2 });
}

/** The check digit of a twelve-digit FedEx number, from its first eleven digits. */
export function fedexCheckDigit(serial: string): number {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += Number(serial[index]) * weight;
  return (sum % 11) % 10;
}

/** The check digit of a USPS `94…` number: modulo 10 with 3 and 1 alternating from the right. */
export function uspsCheckDigit(serial: string): number {
  return mod10({ serial: [...serial].reverse().join(""), even: 3, odd: 1 });
}

/** A new number with a valid check digit. */
export function makeTrackingNumber(random: Random, carrier: Carrier): string {
  if (carrier === "ups") {
    const serial = `${random.text(6, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ")}${random.pick(["03", "01", "02", "68"])}${digits(random, 7)}`;
    return `1Z${serial}${upsCheckDigit(serial)}`;
  }
  if (carrier === "fedex") {
    const serial = `${random.int(2, 9)}${digits(random, 10)}`;
    return serial + fedexCheckDigit(serial);
  }
  const serial = `9400111${digits(random, 14)}`;
  return serial + uspsCheckDigit(serial);
}

/** Upper case, without the spaces, dots and hyphens people type. */
export function normaliseNumber(number: string): string {
  return number
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s.-]/g, "");
}

/** A guess by shape only; a wrong check digit does not matter here (UPS's own samples fail theirs). */
export function guessCarrier(number: string): Carrier | undefined {
  const plain = normaliseNumber(number);
  if (/^1[ZR][0-9A-Z]{14,26}$/.test(plain)) return "ups";
  if (/^(420\d{5}(\d{4})?)?9[1-5]\d{20,28}$/.test(plain)) return "usps";
  if (/^(\d{12}|\d{15}|96\d{20}|\d{34})$/.test(plain)) return "fedex";
  if (/^[A-Z]{2}\d{9}US$/.test(plain) || /^\d{20}$/.test(plain)) return "usps";
  return undefined;
}

/** The carrier meant by a free-text company name such as Shopify's tracking `company`. */
export function carrierByName(name: string | null | undefined): Carrier | undefined {
  const plain = (name ?? "").toLowerCase().replace(/[^a-z]/g, "");
  if (plain.startsWith("ups")) return "ups";
  if (plain.startsWith("fedex")) return "fedex";
  if (plain.startsWith("usps") || plain === "unitedstatespostalservice") return "usps";
  return undefined;
}
