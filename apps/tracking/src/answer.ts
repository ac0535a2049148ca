import { calmPlace } from "@waybill/domain/email/place";
import { arrivedParcels } from "@waybill/domain/languages/messages";
import { withNames } from "@waybill/domain/languages/names";
import { fill, type PageLanguage, statusText } from "@waybill/domain/languages/page-words";
import { saidOfView } from "@waybill/domain/public/said";
import type { PublicScan, PublicShipment } from "@waybill/domain/public/view";
import type { ShipmentStatus } from "@waybill/domain/status";
import { dayIn, offsetAt, wallAt, type Zone } from "@waybill/domain/zones/offsets";
import { zoneWords } from "@waybill/domain/zones/words";
import { capital, clock, dayAfter } from "./when.ts";

type Answer = {
  /** The one answer, 40 px: when it comes, or how it stands. */
  headline: string;
  /** The window, the moment of delivery, the day that has passed. */
  below: string | null;
  /** What happened, where the headline does not say it; what happens next; what the reader can do. */
  happened: string | null;
  next: string | null;
  act: string | null;
};

type Moment = {
  /** UTC ms. */
  now: number;
  /** Minutes east of UTC by the reader's own clock; null: nobody knows it (no script). */
  reader: number | null;
};

/** A day named now is a new one. (The domain's own list comes with the validator, which is not for a bad line.) */
const troubled: ReadonlySet<ShipmentStatus> = new Set([
  "delivery_attempt_failed",
  "exception",
  "on_hold",
  "available_for_pickup",
]);
/** Nothing comes any more: an expected day would be a lie. */
const over: ReadonlySet<ShipmentStatus> = new Set(["delivered", "returned_to_sender", "lost", "cancelled", "unknown"]);

/** A dot stands at the end of a line, never at its beginning. */
const DOT = "\u00a0· ";

/** A day stays with its month on one line: "Thursday, 26\u00a0November", "jueves, 26\u00a0de\u00a0noviembre". */
const unbroken = (date: string) => date.replace(/\d.*$/u, (rest) => rest.replaceAll(" ", "\u00a0"));

/** A midnight is how carriers write a day without an hour; nobody is promised "by 00:00" or "by 23:59". */
const hour = (time: string | null) => (time && !/^(00:00|23:59)/.test(time) ? time : null);

/** "Lisbon time", unless the reader's clock shows the same. */
export function whoseClock(view: PublicShipment, language: PageLanguage, { now, reader }: Moment): string | null {
  if (reader === offsetAt(now, view)) return null;
  return zoneWords(language.table.zone, view.destinationCity && calmPlace(view.destinationCity));
}

function windowOf(view: PublicShipment, language: PageLanguage, moment: Moment): string | null {
  const { between, by, after } = language.words.answer;
  const [from, to] = [hour(view.eta?.from ?? null), hour(view.eta?.to ?? null)];
  if (!from && !to) return null;
  const text = fill(from && to ? between : to ? by : after, {
    from: from ? clock(from, language.locale) : "",
    to: to ? clock(to, language.locale) : "",
  });
  return [text, whoseClock(view, language, moment)].filter(Boolean).join(DOT);
}

/** When it arrives, while that day is not over at the destination. `late`: it was promised for another day. */
function arrival(
  view: PublicShipment,
  language: PageLanguage,
  moment: Moment,
): { headline: string; window: string | null } | { passed: string } | null {
  const { eta } = view;
  if (!eta || over.has(view.status)) return null;
  const { answer: words } = language.words;
  const { arrival } = language.table;
  const today = dayIn(moment.now, view);
  const date = unbroken(language.table.longDate(eta.date));
  if (eta.date < today) return { passed: fill(arrival.wasExpected, { date }) };
  const late = troubled.has(view.status) || saidOfView(view).late;
  const [onDay, onToday, onTomorrow] = late
    ? [arrival.nowExpected, words.nowExpectedToday, words.nowExpectedTomorrow]
    : [arrival.arriving, words.arrivingToday, words.arrivingTomorrow];
  const headline = eta.date === today ? onToday : eta.date === dayAfter(today, 1) ? onTomorrow : fill(onDay, { date });
  return { headline, window: windowOf(view, language, moment) };
}

/** The scan that gave the standing: the newest with the parcel's status. */
const decisiveScan = (view: PublicShipment): PublicScan | undefined =>
  view.scans.find((scan) => scan.status === view.status);

/** Some carriers tell the time in UTC only: it is said by the destination's clock, as the rest of the page is. */
export function placeClock(scan: PublicScan, zone: Zone): string {
  const { local, offset, instant, precision } = scan;
  if (offset !== 0 || instant === null || precision === "date") return local;
  return wallAt(instant, zone);
}

/**
 * The day a scan stands under: the destination's. By each place's own calendar "yesterday" could stand above "today", where a
 * parcel flies west around midnight.
 */
export function pageDay(scan: PublicScan, zone: Zone): string {
  const { instant, precision, local } = scan;
  return instant === null || precision === "date" ? local.slice(0, 10) : dayIn(instant, zone);
}

/** "Today at 11:30", by the clock of the place where it was handed over. */
function deliveredWhen(view: PublicShipment, language: PageLanguage, moment: Moment): string | null {
  const scan = decisiveScan(view);
  if (!scan) return null;
  const local = placeClock(scan, view);
  const { today, yesterday, dateTime } = language.words.answer;
  const now = dayIn(moment.now, view);
  const day = local.slice(0, 10);
  const date =
    day === now
      ? today
      : day === dayAfter(now, -1)
        ? yesterday
        : capital(unbroken(language.table.longDate(day)), language.locale);
  const isExact = local.length > 10 && scan.precision !== "date";
  if (!isExact) return date;
  const time = clock(local.slice(11, 16), language.locale);
  const text = fill(dateTime.replace(" {time}", "\u00a0{time}"), { date, time });
  // A reader without script is most likely where it was delivered.
  return [text, moment.reader === null ? null : whoseClock(view, language, moment)].filter(Boolean).join(DOT);
}

/**
 * The answer a customer came for, first; bad news has the same calm: what happened, what happens next, what you can do. Days
 * are those of the destination.
 *
 * @example answerOf(view, english, { now, reader: null }).headline // "Arriving Thursday, 26 November"
 */
export function answerOf(view: PublicShipment, language: PageLanguage, moment: Moment): Answer {
  if (view.replaced) {
    const { title, text, withdrawn, withdrawnText } = language.words.replaced;
    const isReplaced = view.replaced.token !== null;
    const happened = isReplaced ? text : withdrawnText;
    return { headline: isReplaced ? title : withdrawn, below: null, happened, next: null, act: null };
  }
  const said = saidOfView(view);
  const { headline } = said;
  const { customer, happened, next, act } = statusText(language, { ...said.sentence, carrier: view.carrierName });
  const coming = arrival(view, language, moment);
  const sentences = { happened, next, act };
  switch (headline.id) {
    case "some_arrived":
    case "all_arrived":
      return { ...delivered(view, language, moment), headline: arrivedParcels(language.table, headline) ?? customer };
    case "arriving":
    case "now_expected":
      if (coming && "passed" in coming) return { headline: customer, below: coming.passed, ...sentences };
      return { headline: coming?.headline ?? customer, below: coming?.window ?? null, ...sentences };
    case "out": {
      if (coming && "passed" in coming) return { headline: customer, below: coming.passed, ...sentences };
      const onVan = { happened, next: null, act };
      if (coming) return { headline: coming.headline, below: coming.window, ...onVan };
      const scan = decisiveScan(view);
      const today = scan && placeClock(scan, view).startsWith(dayIn(moment.now, view));
      if (today) return { headline: language.words.answer.arrivingToday, below: null, ...onVan };
      return { headline: customer, below: null, ...sentences };
    }
    case "status": {
      if (view.status === "delivered") return delivered(view, language, moment);
      if (coming && "passed" in coming) return { headline: customer, below: coming.passed, ...sentences };
      const below = coming && [coming.headline, coming.window].filter(Boolean).join(", ");
      return { headline: customer, below, ...sentences };
    }
  }
}

/** A delivery, with when it was, and what happened where a reason tells more than the headline. */
function delivered(view: PublicShipment, language: PageLanguage, moment: Moment): Answer {
  const { customer, happened, next, act } = statusText(language, { ...view, carrier: view.carrierName });
  const signed = view.signedBy && fill(language.words.answer.signedBy, { name: view.signedBy });
  const below = [deliveredWhen(view, language, moment), signed].filter(Boolean).join(DOT) || null;
  return { headline: customer, below, happened: view.reason || view.together ? happened : null, next, act };
}

/** "One of 2 parcels arrived", beside a headline that says something else; null where none has, or there is only one. */
export const arrivedWords = (view: PublicShipment, language: PageLanguage): string | null =>
  view.together && view.status !== "delivered" ? arrivedParcels(language.table, view.together) : null;

/**
 * The scan that tells where it is: the newest; once nothing comes any more the one that said so, whatever a carrier's late
 * message tells of the way there.
 */
export const lastScan = (view: PublicShipment): PublicScan | undefined =>
  (over.has(view.status) && view.status !== "unknown" && decisiveScan(view)) || view.scans[0];

/**
 * Where it is now, in one sentence with the city of the newest scan; null where none was and none will be.
 *
 * @example whereNow(view, english) // "Last scanned in Madrid"
 */
export function whereNow(view: PublicShipment, language: PageLanguage): string | null {
  const { where, noScan, noPlace } = language.words;
  const newest = lastScan(view);
  if (!newest && over.has(view.status) && view.status !== "unknown") return null;
  const { names } = language.table;
  if (!newest) return withNames(names, noScan, { carrier: view.carrierName });
  if (!newest.city) return withNames(names, noPlace, { carrier: view.carrierName });
  const known = view.status in where && newest.status === view.status ? (view.status as keyof typeof where) : "other";
  return withNames(names, where[known], { city: calmPlace(newest.city) });
}

/**
 * The way so far as names: city after city, then the destination. The middle of a long way is left out,
 * and the destination of a parcel that does not go there any more.
 *
 * @example routeOf(view) // [{ city: "Madrid", end: false }, { city: "Lisbon", end: true }]
 */
export function routeOf(view: PublicShipment): { city: string; end: boolean }[] {
  const cities = view.scans
    .filter((scan) => scan.city)
    .map((scan) => calmPlace(scan.city ?? ""))
    .reverse();
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
  const distinct = cities.filter((city, i) => !same(cities[i - 1], city));
  const goesOn = view.status !== "returned_to_sender" && view.status !== "cancelled" && view.status !== "lost";
  const end = goesOn && view.destinationCity && calmPlace(view.destinationCity);
  const passed = distinct.map((city) => ({ city, end: false }));
  const last = passed.at(-1);
  if (end && same(last?.city, end) && last) last.end = true;
  else if (end) passed.push({ city: end, end: true });
  return passed.length > 5 ? [...passed.slice(0, 2), { city: "…", end: false }, ...passed.slice(-2)] : passed;
}

/**
 * One scan as the timeline says it: in the page's language where its meaning is known; else how the parcel stands, the carrier's
 * own words beneath when they add something. A scan that moves nothing then speaks in the carrier's words alone.
 *
 * @example scanWords(scan, english, "UPS") // { main: "On its way", own: "Departed from Facility" }
 */
export function scanWords(
  scan: PublicScan,
  language: PageLanguage,
  carrier: string,
): { main: string; own: string | null } {
  const { status, reason, message, meaning } = scan;
  if (meaning) return { main: language.words.scans[meaning], own: null };
  if (status === null || status === "unknown") {
    return { main: message || withNames(language.table.names, language.words.wordless, { carrier }), own: null };
  }
  const main = statusText(language, { status, reason, carrier }).customer;
  const same = message.trim().replace(/\.$/, "").toLowerCase() === main.toLowerCase();
  return { main, own: same || !message ? null : message };
}

/** A scan that nobody has words for but its carrier: they are shown as theirs. */
export const isCarriersOwn = ({ status, meaning, message }: PublicScan): boolean =>
  !meaning && (status === null || status === "unknown") && message !== "";

/** Carriers write English, as far as their letters tell; of other words nobody knows the language. */
export const carrierLang = (words: string): string => (/^[\x20-\x7e]*$/.test(words) ? "en" : "");
