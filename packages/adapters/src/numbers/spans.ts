import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { carrierIdOf } from "../carriers/find.ts";
import { type Detectable, detectCarrier } from "./detect.ts";
import { trackingIdentity } from "./identity.ts";

type Shapes = { carriers: readonly Detectable[]; company: string | null };
/** `certain`: a known shape, not only letters and digits. `joined`: written with blanks within. */
type Read = { numbers: string[]; certain: boolean; joined: boolean };

const NONE: Read = { numbers: [], certain: false, joined: false };
/** Words beyond this are prose: looked at one by one, not in every combination. */
const MOST_WORDS = 24;
const GATE = /^[A-Z0-9]{5,40}$/;
const DATE =
  /^(?:(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))$/;
/** With a plus, in American groups, or behind 00 and a country in groups; no telephone has more than 15 digits. */
const PHONE =
  /^(?:\+[\d\s().-]{7,}|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|(?=(?:\D*\d){10,16}$)00[-. ]?[1-9]\d{0,2}(?:[-. ()]+\d{1,4}){2,5})$/;
const HOUR = /^\d{1,2}(?::\d\d)? ?[ap]m\b/i;
/** A word of a language and a few digits: "pickup123", "order 1001". */
const WORD = /^(?:[A-Z]{6,}|ORDER|BOX|ROOM|SHELF|BIN|TEST)[0-9]/;
/** Words that say that a number comes now. */
const ANNOUNCES =
  /\b(?:track|sendung|paket|rastre|seguim|suivi|waybill|awb|parcel|consignment|con ?note|label|shipment)/i;

/**
 * Whether it may be a tracking number at all: 5 to 40 letters and digits, with digits enough, and none of what people type instead of
 * one (zeros, a date, a telephone number).
 */
export function isNumberLike(text: string): boolean {
  if (!/\p{Nd}/u.test(text)) return false;
  const number = trackingIdentity(text);
  if (!GATE.test(number) || /^(.)\1*$/.test(number) || WORD.test(number)) return false;
  const typed = text.trim();
  return (number.match(/[0-9]/g) ?? []).length >= 3 && ![DATE, PHONE, HOUR].some((no) => no.test(typed));
}

/** How surely something is a number: a shape that is nobody else's, one whose check digit holds or its named carrier admits, or none. */
type Fit = "distinct" | "fits" | "none";

function fitOf({ carriers, company }: Shapes, text: string): Fit {
  if (!isNumberLike(text)) return "none";
  const spellings = [...new Set([normaliseTrackingNumber(text), trackingIdentity(text)])];
  let best: Fit = "none";
  for (const { numbers } of carriers) {
    for (const shape of numbers) {
      if (shape.named || !spellings.some((one) => shape.pattern.test(one))) continue;
      if (shape.distinct) return "distinct";
      if (spellings.some((one) => shape.pattern.test(one) && shape.check?.(one))) best = "fits";
    }
  }
  // The named carrier's own number, check digit or not.
  if (best !== "none" || company === null) return best;
  const [own] = detectCarrier(carriers, text, company);
  return own?.format && own.checkPassed !== false && own.confidence > 0.6 ? "fits" : best;
}

/** Whether the named carrier is one that we know and has numbers of this shape. */
function isOwn({ carriers, company }: Shapes, number: string): boolean {
  const named = company === null ? null : carrierIdOf(carriers, company);
  const [best] = named === null ? [] : detectCarrier(carriers, number, company);
  return best !== undefined && best.carrier === named && best.format !== null;
}

/** The numbers that one stretch of text names, without its separators. */
export function numbersAmong(shapes: Shapes, text: string): Read {
  const words = text.split(/[\s:=()[\]{}<>"“”„#]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const isOne = words.length === 1 && !/[:=]/.test(text);
  const whole = fitOf(shapes, text);
  if (isOne && whole !== "none") return { numbers: [text], certain: true, joined: false };
  const each = words.map((word) => fitOf(shapes, word));
  if (words.length > 1 && each.every((fit) => fit !== "none")) return { numbers: words, certain: true, joined: false };
  if (whole !== "none" && words.every(isPart)) return { numbers: [text], certain: true, joined: true };
  const among = spansAmong(shapes, {
    text,
    words: words.flatMap((word) => (fitOf(shapes, word) === "none" ? partsOf(shapes, word) : [word])),
  });
  if (among.length > 0) return { numbers: among, certain: true, joined: false };
  if (isOne) return isNumberLike(text) ? { numbers: [text], certain: false, joined: false } : NONE;
  return plainNumbers(text, words);
}

/** A part of one number written with blanks: it has digits, or is a short run of capitals ("LX 176 35035"). */
const isPart = (word: string) =>
  /[0-9]/.test(normaliseTrackingNumber(word)) || /^[A-Z]{1,3}$/.test(word.normalize("NFKC"));
/** What a word of no known shape is made of: parts between hyphens, two numbers in one, or one behind its carrier's name. */
function partsOf(shapes: Shapes, word: string): string[] {
  const parts = word.split(/[-_–—.]+/).filter((part) => part !== "");
  if (parts.length > 1) return parts;
  const isDistinct = (text: string) => fitOf(shapes, text) === "distinct";
  const cuts = Array.from(
    { length: Math.max(0, word.length - 9) },
    (_, i) => [word.slice(0, i + 1), word.slice(i + 1)] as const,
  );
  if (!/[0-9]/.test(word)) return [word];
  const ways = cuts.filter(
    ([start, end]) => isDistinct(end) && (isDistinct(start) || carrierIdOf(shapes.carriers, start) !== null),
  );
  const [only, ...others] = ways;
  return only && others.length === 0 ? [...only] : [word];
}

/** Runs of words that are a number of a known shape, among words that are none. */
function spansAmong(shapes: Shapes, input: { text: string; words: string[] }): string[] {
  const { text, words } = input;
  const found: { number: string; fit: Fit }[] = [];
  const most = words.length > MOST_WORDS ? 1 : words.length;
  for (let start = 0; start < words.length; start++) {
    // The longest run first: a part of a number may have a shape of its own.
    for (let end = Math.min(words.length, start + most); end > start; end--) {
      const run = words.slice(start, end);
      if (!run.every(isPart)) continue;
      const number = run.join(" ");
      const fit = fitOf(shapes, number);
      if (fit === "none") continue;
      found.push({ number, fit });
      start = end - 1;
      break;
    }
  }
  const distinct = found.filter(({ fit }) => fit === "distinct").map(({ number }) => number);
  if (distinct.length > 0) return distinct;
  // One check digit in ten holds by chance: the words have to say that it is a number, or name a carrier that has such ones.
  const isSaid = ({ number }: { number: string }) => ANNOUNCES.test(text) || isOwn(shapes, number);
  return found.length === 1 && found.every(isSaid) ? found.map(({ number }) => number) : [];
}

const mask = (word: string) => word.replace(/[0-9]/g, "0").replace(/\p{L}/gu, "A");

/** Numbers of no known shape with blanks between them: one written in groups, or several of one make. */
function plainNumbers(text: string, words: readonly string[]): Read {
  if (!words.every(isPart)) return NONE;
  const [first = ""] = words;
  if (words.every((word) => word.length >= 7 && isNumberLike(word) && mask(word) === mask(first))) {
    return { numbers: [...words], certain: false, joined: false };
  }
  const isGrouped = words.every((word) => word.length <= 6) && !/^[A-Z]{3}/.test(first);
  return isGrouped && isNumberLike(text) ? { numbers: [text], certain: false, joined: true } : NONE;
}
