import { carrierIdOf } from "../carriers/find.ts";
import { isNoName } from "../carriers/says-nothing.ts";
import { slug } from "../kit/slug.ts";
import { type Detectable, detectCarrier } from "./detect.ts";
import { trackingIdentity } from "./identity.ts";
import { numbersAmong } from "./spans.ts";
import { numberInAddress } from "./web-address.ts";

type Linked = Detectable & { trackingUrl: (number: string) => string | null };
type NumberInField = { number: string; carrier: string | null };

/** Whoever writes more than this into a field for one number has written something else. */
const LONGEST = 1000;
/** More parcels than these in one field: a list of something else. */
const MOST = 30;
/** What people put between several numbers. A plus before a digit at the start is a telephone's. */
const BETWEEN = /[,;|\n\r\t/&+]+|\s(?:and|und|et|og|och|plus)\s/iu;
/** Most fields hold this and nothing else. */
const ONE_WORD = /^[\p{L}\p{N}]+$/u;
const LINES = /[,;|\n\r]+/;
const ADDRESS = /(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|[a-z]{2})\/\S*/giu;
const EMAIL = /\S+@\S+\.\S+/gu;

/**
 * What a shop wrote into the field for a tracking number (docs/platforms/tracking-numbers.md#a-field-of-free-text): the parcels it names,
 * each safely a number, or the text as the shop's own words when it names none. A number of no known shape counts where it stands alone;
 * with other words around it, only a known shape does. `carrier`: ours by the number and the name; a name we do not know as the shop
 * wrote it; null when neither tells.
 *
 * @example numbersInField(carriers, { text: "1Z5R89390357567127, 1Z410E7W0392751591", company: "Other" }).parcels.length // 2
 * @example numbersInField(carriers, { text: "Local pickup", company: null }) // { parcels: [], text: "Local pickup" }
 */
export function numbersInField(
  carriers: readonly Linked[],
  input: { text: string; company: string | null },
): { parcels: NumberInField[]; text: string | null } {
  const text = input.text.trim();
  const company = input.company?.trim() || null;
  const nothing = { parcels: [], text: text === "" ? null : text };
  if (text === "" || text.length > LONGEST) return nothing;
  const numbers = numbersOf(carriers, { text, company });
  if (numbers.length === 0 || numbers.length > MOST) return nothing;
  const parcels = numbers.map(({ number, from }) => ({
    number: trackingIdentity(number),
    carrier: carrierOf(carriers, { number, company: from ?? company }),
  }));
  const distinct = new Map(parcels.map((parcel) => [parcel.number, parcel]));
  return { parcels: [...distinct.values()], text: null };
}

/** `from`: the carrier whose page named the number, or whose name stands beside it. */
type Found = { number: string; from: string | null };

function numbersOf(carriers: readonly Linked[], input: { text: string; company: string | null }): Found[] {
  const { text, company } = input;
  if (ONE_WORD.test(text))
    return numbersAmong({ carriers, company }, text).numbers.map((number) => ({ number, from: null }));
  const addresses = text.match(ADDRESS) ?? [];
  const rest = text.replace(ADDRESS, " , ").replace(EMAIL, " , ");
  const written = inPieces(carriers, { text: rest, company, alone: rest === text });
  if (written === null) return [];
  if (written.length > 0 || addresses.length === 0) return written;
  // Words beside an address: only the address alone is read.
  if (/[\p{L}\p{N}]/u.test(rest)) return [];
  const found = addresses.map((address) => numberInAddress(carriers, address));
  return found.every((one) => one !== null) ? found : [];
}

/** The numbers of a text without addresses; null when it cannot be told safely what is one. `alone`: nothing was taken out of it. */
function inPieces(
  carriers: readonly Linked[],
  input: { text: string; company: string | null; alone: boolean },
): Found[] | null {
  const { text, company, alone } = input;
  const overall = namedIn(carriers, text);
  const among = (part: string) => {
    const from = namedIn(carriers, part) ?? overall;
    const read = numbersAmong({ carriers, company: from ?? company }, part);
    return { ...read, numbers: read.numbers.map((number) => ({ number, from })) };
  };
  const pieces = text.split(/^\s*\+/.test(text) ? LINES : BETWEEN).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  const whole = among(text);
  // A known shape wins over splitting: what a pattern or its check digit takes for one number is one.
  if (pieces.length > 1 && whole.certain && whole.numbers.length === 1 && whole.joined) return whole.numbers;
  const read = pieces.map(among);
  const isWhole = alone && read.every((one) => one.numbers.length > 0);
  const isSafe = isWhole || read.every((one) => one.numbers.length === 0 || one.certain);
  return isSafe ? read.flatMap((one) => one.numbers) : null;
}

/** The one carrier that the words around a number name. */
function namedIn(carriers: readonly Linked[], text: string): string | null {
  const words = text.split(/[^\p{L}&]+/u).filter((word) => word !== "");
  const pairs = words.flatMap((word, i) => [word, `${word} ${words[i + 1] ?? ""}`]);
  const named = new Map(
    pairs.flatMap((name) => {
      const id = carrierIdOf(carriers, name);
      return id === null || name.length < 3 ? [] : [[id, name] as const];
    }),
  );
  return named.size === 1 ? ([...named.keys()][0] ?? null) : null;
}

function carrierOf(carriers: readonly Linked[], input: { number: string; company: string | null }): string | null {
  const { number, company } = input;
  const best = detectCarrier(carriers, number, company)[0]?.carrier ?? null;
  if (company === null) return best;
  // A name that we have no id for stays as the shop wrote it, so that people read "ShipBob" and not "shipbob".
  if (best !== null && best !== slug(company)) return best;
  return isNoName(slug(company)) ? null : (carrierIdOf(carriers, company) ?? company.slice(0, 60));
}
