import { DAY_MS, instantOf } from "@waybill/domain/time";
import { type Json, list, record, trackingNumber, words } from "../../kit/body.ts";
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
 * own, which begins before the first one ends. A number that is used again begins months later. `dated`: scanned last first.
 */
function goneOn(meant: Dated, dated: readonly Dated[]): Dated {
  const next = dated.find(({ first, last }) => first <= meant.last + DAY_MS && last > meant.last);
  return next ? goneOn(next, dated) : meant;
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
