import type { Guess } from "@waybill/domain/shipment/answers";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { carrierIdFor } from "../carriers/find.ts";
import type { CarrierDefinition, NumberFormat } from "../ports/carrier.ts";

/** What detection needs of a carrier's definition. */
type Detectable = Pick<CarrierDefinition, "id" | "name" | "aliases" | "numbers" | "covers">;

/**
 * Whose tracking number may this be? Ranked, best first: the hinted carrier, then a check digit that holds above one that is
 * not known above one that fails; then the more specificity shape; then the carrier's own adapter before an aggregator.
 * A failed check digit never rejects (UPS's own samples fail theirs). Empty: nothing fits and no hint helps.
 *
 * @example detectCarrier([ups, fedex], "1Z5R 8939 0357 5671 27", "UPS")[0] // { carrier: "ups", via: "ups", checkPassed: true, … }
 */
export function detectCarrier(carriers: readonly Detectable[], text: string, hint?: string | null): Guess[] {
  const number = normaliseTrackingNumber(text);
  if (number === "") return [];
  const hinted = hint ? carrierIdFor(carriers, hint) : null;
  const found = new Map<string, Ranked>();
  for (const adapter of carriers) {
    for (const format of adapter.numbers) {
      if (format.pattern.test(number)) keepBest(found, judge({ adapter, format, number, hinted }));
    }
    const byHint = hinted === null ? null : hintOnly(adapter, hinted);
    if (byHint) keepBest(found, byHint);
  }
  return [...found.values()]
    .sort((a, b) => b.rank - a.rank || b.detection.confidence - a.detection.confidence)
    .map((ranked) => ranked.detection);
}

type Ranked = { detection: Guess; rank: number };

function keepBest(found: Map<string, Ranked>, ranked: Ranked): void {
  const key = `${ranked.detection.carrier} ${ranked.detection.via}`;
  const before = found.get(key);
  if (!before || ranked.rank > before.rank) found.set(key, ranked);
}

function judge(input: { adapter: Detectable; format: NumberFormat; number: string; hinted: string | null }): Ranked {
  const { adapter, format, number, hinted } = input;
  const carrier = format.carrier ?? adapter.id;
  const checkPassed = format.check === null ? null : format.check(number);
  const specificity = Math.min(fixedStart(format.pattern), 5);
  // A check digit alone accepts one random number in ten: without a specificity prefix it convinces less.
  const byCheck = checkPassed === true ? (specificity > 0 ? 0.85 : 0.65) : checkPassed === null ? 0.45 : 0.15;
  const isHinted = hinted !== null && matchesHint(carrier, hinted);
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
    rank: (isHinted ? 1000 : 0) + checkRank * 100 + specificity * 10 + own,
  };
}

/** A hinted carrier whose number has a shape we do not know is still the best guess there is. */
function hintOnly(adapter: Detectable, hinted: string): Ranked | null {
  const own = matchesHint(adapter.id, hinted);
  const covered = adapter.covers.find((carrier) => carrier !== "*" && matchesHint(carrier, hinted));
  const carrier = own ? adapter.id : (covered ?? (adapter.covers.includes("*") ? hinted : null));
  if (carrier === null) return null;
  const detection = { carrier, via: adapter.id, format: null, confidence: own ? 0.41 : 0.4, checkPassed: null };
  return { detection, rank: 900 + (own ? 1 : 0) };
}

/** "FedEx Ground" hints at "fedex" as its alias "Federal Express" does; "USPS" does not hint at "ups". */
function matchesHint(carrier: string, hinted: string): boolean {
  return hinted === carrier || hinted.startsWith(`${carrier}-`);
}

/** How many characters a pattern fixes at its start: `^00340…` tells more than `^[0-9]{20}$`. */
function fixedStart(pattern: RegExp): number {
  return /^\^([A-Z0-9]+)(?![?*{+])/.exec(pattern.source)?.[1]?.length ?? 0;
}
