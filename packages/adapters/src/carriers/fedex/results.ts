import { DAY_MS, instantOf } from "@waybill/domain/time";
import { type Json, list, record, trackingNumber, words } from "../../kit/body.ts";
import { meaningOf } from "./codes.ts";
import { fedexTime, timesOf, uniqueIdOf } from "./read.ts";

/** Which of several results for one number is meant. */
type Wanted = { uniqueId: string | null; shippedAt: number | null };

/** A parcel's first trace and the day we were told it was shipped on may lie this far apart. */
const SLACK_MS = 30 * DAY_MS;

/**
 * FedEx answers a reused number, a label printed twice or a parcel handed in once more with several results: the one with the known
 * unique id is meant, else the one that began nearest to our shipping day, else the one scanned last; and what goes on from it.
 */
export function choose(results: readonly Json[], wanted: Wanted): Json | null {
  const dated = results
    .filter((result) => !hasOnlyError(result))
    .map((result) => ({ result, ...span(result) }))
    .sort((a, b) => b.last - a.last);
  const { uniqueId, shippedAt } = wanted;
  const exact = dated.find(({ result }) => uniqueId !== null && uniqueIdOf(result) === uniqueId);
  const meant = exact ?? (shippedAt === null ? undefined : nearest(dated, shippedAt)) ?? dated[0];
  return meant ? goneOn(meant, dated).result : null;
}

type Dated = { result: Json; first: number; last: number };

function nearest(dated: readonly Dated[], shippedAt: number): Dated | undefined {
  const distance = ({ first }: Dated) => Math.abs(first - shippedAt);
  const found = dated.toSorted((a, b) => distance(a) - distance(b))[0];
  return found && distance(found) <= SLACK_MS ? found : undefined;
}

/**
 * A parcel that is handed in again on its way (redirected to a counter, and back) goes on in a second result under a unique id of its
 * own, which begins before the first one ends; a number that is used again begins months later. Of one life the result scanned last
 * is meant, and one that moved before a second label. `dated`: scanned last first.
 */
function goneOn(meant: Dated, dated: readonly Dated[]): Dated {
  const life = lifeOf([meant], dated);
  return life.find(({ result }) => hasMoved(result)) ?? life[0] ?? meant;
}

function lifeOf(known: readonly Dated[], dated: readonly Dated[]): readonly Dated[] {
  const touches = (a: Dated, b: Dated) => a.first <= b.last + DAY_MS && b.first <= a.last + DAY_MS;
  const all = dated.filter((one) => known.some((other) => touches(one, other)));
  return all.length > known.length ? lifeOf(all, dated) : all;
}

function hasMoved(result: Json): boolean {
  return list(result.scanEvents).some((event) => {
    const [code, derived] = [words(record(event).eventType), words(record(event).derivedStatusCode)];
    const { status } = meaningOf({ code, derived, exception: null, delay: null });
    return status !== null && status !== "pre_transit";
  });
}

/** HTTP 200 hides per-number errors. FedEx's own sample carries both an error and scans: scans win. */
export function hasOnlyError(result: Json): boolean {
  return words(record(result.error).code) !== null && list(result.scanEvents).length === 0;
}

/** First and last trace of a result, by scans and shipping day; to compare results only, so a doubtful zone does no harm. */
function span(result: Json): { first: number; last: number } {
  const times = list(result.scanEvents).map((event) => fedexTime(record(event).date, false));
  const shipped = timesOf(result).get("SHIP");
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const time of shipped ? [...times, shipped] : times) {
    const at = time === null ? null : (time.instant ?? instantOf(time.local, 0));
    if (at === null) continue;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return { first, last };
}

/** The number a result belongs to: the one that was asked for, else the one printed in the result. */
export function numberOf(complete: Json, results: readonly Json[]): string | null {
  return (
    trackingNumber(complete.trackingNumber) ?? trackingNumber(record(results[0]?.trackingNumberInfo).trackingNumber)
  );
}
