import { normaliseTrackingNumber, type TrackingUpdate, withNumber } from "@waybill/domain/shipment/scan";
import { type KnownCarrier, known } from "../carriers/known.ts";
import { carriers } from "../registry.gen.ts";
import { isProven, type NumberShape } from "./format.ts";

const shapes: readonly NumberShape[] = [
  ...Object.values<KnownCarrier>(known).flatMap(({ numbers = [] }) => numbers),
  ...Object.values(carriers).flatMap(({ numbers }) => numbers),
].filter(({ named }) => named === undefined);
const barcodes = shapes.filter(({ plain }) => plain !== undefined);

/**
 * The one spelling a parcel is stored, looked up and asked for by, whoever wrote the number and however: characters are normalised,
 * what only a barcode carries (a 420 and ZIP code, the outer digits of a FedEx label) is cut off where a known shape says so, and an O
 * typed for a zero is mended where a check digit proves it. What has no known shape is cleaned and never cut
 * (docs/platforms/tracking-numbers.md#normalising).
 *
 * @example trackingIdentity("]C1420773169261290283641500004181") // "9261290283641500004181"
 */
export function trackingIdentity(text: string): string {
  const number = withoutLetterO(normaliseTrackingNumber(text));
  for (const { pattern, plain } of barcodes) {
    const known = pattern.test(number) ? plain?.(number) : null;
    if (known) return known;
  }
  return number;
}

/** What a carrier told, under the identity of its number: the same scan told under a barcode's spelling is the same scan. */
export const identified = (update: TrackingUpdate): TrackingUpdate =>
  withNumber(update, trackingIdentity(update.number));

/** More letters O than these in one number, and nobody mistyped a zero. */
const MOST_O = 6;

/** "1ZO…" or "94OO…" as it was meant: one known shape, and only one, whose check digit then holds. */
function withoutLetterO(number: string): string {
  const ups = /^[1IL]Z[0-9A-Z]{16}$/.test(number);
  if (!/[OIL]/.test(number) || !(ups || /^[0-9O]*[0-9][0-9O]*$/.test(number)) || proofs(number) > 0) return number;
  const meant = ups ? zeroSpellings(`1${number.slice(1)}`) : [number.replaceAll("O", "0")];
  const [only, ...others] = meant.filter((one) => proofs(one) === 1);
  return only !== undefined && others.length === 0 ? only : number;
}

/** How many known shapes the number proves; the distinct ones alone where there is one, because a plain check digit is weak. */
function proofs(number: string): number {
  const proven = shapes.filter((shape) => isProven(shape, number));
  const distinct = proven.filter((shape) => shape.distinct);
  return new Set((distinct.length > 0 ? distinct : proven).map(({ name }) => name)).size;
}

/** Every spelling in which some letters O are zeros; an O may belong to the shipper's part of a 1Z number. */
function zeroSpellings(number: string): string[] {
  const parts = number.split("O");
  if (parts.length - 1 > MOST_O) return [number];
  return parts
    .slice(1)
    .reduce<string[]>(
      (made, part) => made.flatMap((start) => [`${start}0${part}`, `${start}O${part}`]),
      [parts[0] ?? ""],
    );
}
