import { known } from "../carriers/known.ts";
import { carriers } from "../registry.gen.ts";

/** Numbers of the post's: one parcel's alone, though its carriers hand it on and each calls it its own (SurePost, S10 letters abroad). */
const HANDED_ON = /^(?:9[1-5][0-9]{18,28}|[A-Z]{2}[0-9]{9}[A-Z]{2})$/;
/** "Some post's": any post may tell of it. */
const SOME_POST = "post";

const isKnown = (carrier: string) =>
  carrier !== SOME_POST && (Object.hasOwn(known, carrier) || Object.hasOwn(carriers, carrier));

/**
 * Whether what `says` says of a number is of the parcel that is kept as `kept`'s. Short numbers are used by several carriers at once, so
 * two carriers that we know are two parcels; a name that is no carrier says nothing against the one that knows the number.
 *
 * @example isSameParcel({ number: "123456789012", kept: "fedex", says: "purolator" }) // false
 */
export function isSameParcel(input: { number: string; kept: string; says: string }): boolean {
  const { number, kept, says } = input;
  return kept === says || !isKnown(kept) || HANDED_ON.test(number);
}
