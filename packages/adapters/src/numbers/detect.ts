import type { Guess } from "@waybill/domain/shipment/answers";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { carrierIdOf, hasAllShapes } from "../carriers/find.ts";
import { saysNothing } from "../carriers/says-nothing.ts";
import { slug } from "../kit/slug.ts";
import type { CarrierDefinition, NumberFormat } from "../ports/carrier.ts";
import { trackingIdentity } from "./identity.ts";

/** What detection needs of a carrier's definition. */
export type Detectable = Pick<CarrierDefinition, "id" | "name" | "aliases" | "numbers" | "covers">;

/**
 * What a shop wrote as the carrier's name. `known`: Waybill has an id for it; else it is the slug of a name that nobody knows.
 * `hasShapes`: how its numbers look is known too, so that one of another look speaks against it; `isComplete`: in full, so that it
 * speaks as loud as another carrier's check digit.
 */
type Hint = { carrier: string; written: string; known: boolean; hasShapes: boolean; isComplete: boolean };

/**
 * Whose tracking number may this be? Ranked, best first: the carrier the shop names where one of its own shapes admits the number;
 * a shape that is nobody else's with a check digit that holds, or without one where the named carrier's own numbers look otherwise;
 * any check digit that holds where all of the named carrier's numbers look otherwise; the named carrier all the same; any check digit that holds; a name
 * that is no carrier we know; then what merely fits. Within one rank: the more distinctive shape, then the carrier's own adapter
 * before an aggregator. A failed check digit never rejects (UPS's own samples fail theirs). Empty: nothing fits and no name helps.
 *
 * @example detectCarrier([ups, fedex], "1Z5R 8939 0357 5671 27", "Other")[0] // { carrier: "ups", via: "ups", checkPassed: true, … }
 */
export function detectCarrier(carriers: readonly Detectable[], text: string, hint?: string | null): Guess[] {
  const number = trackingIdentity(text);
  if (number === "") return [];
  // A whole barcode says more than the number within it.
  const spellings = new Set([number, normaliseTrackingNumber(text)]);
  const hinted = hint ? hintOf(carriers, hint) : null;
  const found = new Map<string, Ranked>();
  for (const adapter of carriers) {
    for (const format of adapter.numbers) {
      if (format.named && !isNamed(format, adapter, hinted)) continue;
      for (const one of spellings) {
        if (format.pattern.test(one)) keepBest(found, judge({ adapter, format, number: one, hinted }));
      }
    }
    const byHint = hinted === null ? null : hintOnly(adapter, hinted);
    if (byHint) keepBest(found, byHint);
  }
  return [...found.values()]
    .sort((a, b) => b.rank - a.rank || b.detection.confidence - a.detection.confidence)
    .map((ranked) => ranked.detection);
}

/** Null when the name says nothing: "Other", "Custom", or who sells labels and warehouses and moves no parcel. */
function hintOf(carriers: readonly Detectable[], written: string): Hint | null {
  const name = slug(written);
  if (name === "" || saysNothing(name)) return null;
  const known = carrierIdOf(carriers, written) ?? brandOf(carriers, name);
  const isIts = ({ id, numbers }: Detectable) => numbers.some((f) => !f.named && (f.carrier ?? id) === known);
  const isComplete = known !== null && hasAllShapes(known);
  return { carrier: known ?? name, written: name, known: known !== null, hasShapes: carriers.some(isIts), isComplete };
}

/** "UPS Ground Saver" and "DHL Express Worldwide" begin with a carrier's name: the longest one whose numbers we know is meant. */
function brandOf(carriers: readonly Detectable[], name: string): string | null {
  const words = name.split("-");
  for (let n = words.length - 1; n > 0; n--) {
    const found = carrierIdOf(carriers, words.slice(0, n).join(" "));
    const isIts = ({ id, numbers }: Detectable) => numbers.some((format) => (format.carrier ?? id) === found);
    if (found !== null && carriers.some(isIts)) return found;
  }
  return null;
}

const isNamed = (format: NumberFormat, adapter: Detectable, hinted: Hint | null) =>
  hinted !== null && hinted.carrier === (format.carrier ?? adapter.id) && format.named?.test(hinted.written);

const RANK = { admitted: 5000, distinct: 4000, own: 3500, named: 3000, proven: 2000, written: 1000, fits: 0 } as const;

type Ranked = { detection: Guess; rank: number };

function keepBest(found: Map<string, Ranked>, ranked: Ranked): void {
  const key = `${ranked.detection.carrier} ${ranked.detection.via}`;
  const before = found.get(key);
  if (!before || ranked.rank > before.rank) found.set(key, ranked);
}

function judge(input: { adapter: Detectable; format: NumberFormat; number: string; hinted: Hint | null }): Ranked {
  const { adapter, format, number, hinted } = input;
  const carrier = format.carrier ?? adapter.id;
  const checkPassed = format.check === null ? null : format.check(number);
  const specificity = Math.min(fixedStart(format.pattern), 5);
  // A check digit alone accepts one random number in ten: without a distinctive prefix it convinces less.
  const byCheck = checkPassed === true ? (specificity > 0 ? 0.85 : 0.65) : checkPassed === null ? 0.45 : 0.15;
  const isHinted = hinted?.carrier === carrier;
  const own = adapter.id === carrier ? 1 : 0;
  const confidence = Math.min(0.99, byCheck + specificity * 0.02 + own * 0.01 + (isHinted ? 0.3 : 0));
  const checkRank = checkPassed === true ? 2 : checkPassed === null ? 1 : 0;
  return {
    detection: {
      carrier,
      via: adapter.id,
      format: format.name,
      confidence: Math.round(confidence * 100) / 100,
      checkPassed,
    },
    rank: tier({ format, carrier, checkPassed, hinted }) + checkRank * 100 + specificity * 10 + own,
  };
}

/** "Some post's" is weaker than the name of a post, or of any carrier that takes letters over from posts. */
const POSTAL = /post|correi?o|poczt|cesk|ptt|japan|yanwen|dhl|\bems\b/;

function tier(input: {
  format: NumberFormat;
  carrier: string;
  checkPassed: boolean | null;
  hinted: Hint | null;
}): number {
  const { format, carrier, checkPassed, hinted } = input;
  if (hinted?.carrier === carrier) return RANK.admitted;
  const isForeign = hinted?.hasShapes === true;
  if (checkPassed === null && format.distinct && isForeign) return RANK.own;
  if (checkPassed !== true) return RANK.fits;
  if (carrier === "post" && hinted && POSTAL.test(hinted.written)) return RANK.fits;
  if (carrier === "post") return isForeign ? RANK.own : RANK.proven;
  if (isForeign && hinted.isComplete) return format.distinct ? RANK.distinct : RANK.own;
  return format.distinct ? RANK.distinct : RANK.proven;
}

/** A named carrier whose number has a shape we do not know is still a good guess; a name that we do not know, a poor one. */
function hintOnly(adapter: Detectable, hinted: Hint): Ranked | null {
  const own = adapter.id === hinted.carrier;
  if (!own && !adapter.covers.includes(hinted.carrier) && !adapter.covers.includes("*")) return null;
  const detection = {
    carrier: hinted.carrier,
    via: adapter.id,
    format: null,
    confidence: own ? 0.41 : 0.4,
    checkPassed: null,
  };
  return { detection, rank: (hinted.known ? RANK.named : RANK.written) + (own ? 1 : 0) };
}

/** How many characters a pattern fixes at its start: `^00340…` tells more than `^[0-9]{20}$`. */
function fixedStart(pattern: RegExp): number {
  return /^\^([A-Z0-9]+)(?![?*{+])/.exec(pattern.source)?.[1]?.length ?? 0;
}
