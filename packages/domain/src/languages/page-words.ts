import type { ProblemKind } from "../problem-report/kinds.ts";
import type { Trigger } from "../shipment/notify.ts";
import type { ShipmentStatus } from "../status.ts";
import { type StatusTable, type StatusText, statusSentence, statusWords } from "./messages.ts";
import type { ScanTable } from "./scans.ts";

/** One sentence by how many there are: CLDR categories, `other` always (`Intl.PluralRules` chooses). `{count}` is the number. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/**
 * Everything the public page says beside the words of statuses (`MessageTable`). `{…}` is replaced; the names that go in are
 * `{seller}`, `{carrier}`, `{city}`, `{place}`, `{number}`, `{name}`, `{address}`, `{date}`, `{from}`, `{to}`, `{time}`, `{count}`.
 */
type PageWords = {
  /** The language's name in itself, for the switch. */
  name: string;
  language: string;
  /** The answer, beside what the table of statuses says of a day. */
  answer: {
    arrivingToday: string;
    arrivingTomorrow: string;
    /** After it was late once: the new day. */
    nowExpectedToday: string;
    nowExpectedTomorrow: string;
    between: string;
    by: string;
    after: string;
    /** Whose clock that is: "Lisbon time", else "local time". */
    today: string;
    yesterday: string;
    /** "{date} at {time}": when it was delivered; `{date}` may be `today` or `yesterday`. */
    dateTime: string;
    signedBy: string;
  };
  next: string;
  act: string;
  /** Delivered, but not found. */
  missing: { title: string; text: string };
  /** Where it is now, in one sentence with the city of the last scan. */
  where: Record<
    "pre_transit" | "accepted" | "in_transit" | "out_for_delivery" | "available_for_pickup" | "delivered" | "other",
    string
  >;
  /** There is no scan, or none with a place. */
  noScan: string;
  noPlace: string;
  /** For screen readers, after a step's word. */
  stepDone: string;
  stepToCome: string;
  progress: string;
  order: string;
  trackingNumber: string;
  carrierPage: string;
  route: string;
  routeEnd: string;
  timeline: string;
  earlier: Plural;
  scans: ScanTable;
  /** A scan that came without any words. */
  wordless: string;
  items: string;
  /** For screen readers: how many of one item. */
  quantity: Plural;
  /** Its number has left the order: for another one, or for none. */
  replaced: { title: string; text: string; link: string; withdrawn: string; withdrawnText: string };
  others: string;
  /** Messages by e-mail; `{address}` is masked. */
  notify: {
    title: string;
    about: string;
    triggers: Record<Trigger, string>;
    muteParcel: string;
    muteOrder: string;
    note: string;
    save: string;
    saved: string;
  };
  help: { title: string; writeTo: string; helpPage: string; returns: string };
  report: {
    title: string;
    intro: string;
    kind: string;
    kinds: Record<ProblemKind, string>;
    message: string;
    hint: string;
    contact: string;
    contactHint: string;
    send: string;
    sending: string;
    /** After it was sent: that it arrived, and what happens next. */
    sent: string;
    sentNext: string;
    tooShort: string;
    tooLong: string;
    badContact: string;
    tooMany: string;
  };
  live: {
    live: string;
    connecting: string;
    offline: string;
    /** The network is there, the server does not answer. */
    lost: string;
    /** `{time}` is relative: "12 seconds ago". */
    lastNews: string;
    retry: string;
    /** Without script: how old the page is, and what to do. */
    asOf: string;
  };
  lookup: {
    title: string;
    intro: string;
    byOrder: string;
    orderNumber: string;
    email: string;
    or: string;
    byNumber: string;
    find: string;
    /** Nothing was filled in; only one half of order and e-mail. */
    empty: string;
    needEmail: string;
    needOrder: string;
    badEmail: string;
    /** The one answer for "no such" and "not yours". */
    none: string;
    noneHelp: string;
    tooMany: string;
    several: string;
    preparing: string;
    preparingText: string;
    cancelled: string;
    cancelledText: string;
    sent: string;
    sentText: string;
    arrived: string;
    arrivedText: string;
    again: string;
  };
  /** By tracking number alone: what anyone may see, and how to see the rest. */
  glance: { title: string; text: string; proof: string; hint: string; show: string; wrong: string; tooMany: string };
  /** A request that was not answered as asked: too many of them, a form from elsewhere, our own fault. */
  trouble: {
    tooMany: string;
    tooManyText: string;
    refused: string;
    refusedText: string;
    broken: string;
    brokenText: string;
  };
  /** The link leads nowhere: never was, has ended, was taken back. */
  dead: { title: string; text: string; find: string };
};

/** One language as the page needs it; only one is loaded in the browser. */
/** What only the server draws: forms, looking up, and what stands still. It does not come with the script. */
export type StillWords = Pick<
  PageWords,
  | "language"
  | "order"
  | "items"
  | "quantity"
  | "others"
  | "notify"
  | "help"
  | "report"
  | "lookup"
  | "glance"
  | "trouble"
  | "dead"
  | "name"
>;
/** What the part that moves says. */
export type LiveWords = Omit<PageWords, keyof StillWords>;

/** All of it, on the server. */
export type WholeLanguage = PageLanguage & { words: PageWords };

export type PageLanguage = {
  locale: string;
  table: StatusTable;
  words: LiveWords;
};

/**
 * Puts values into a sentence. What has no value stays as it is.
 *
 * @example fill("Order {number}", { number: "#1001" }) // "Order #1001"
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/**
 * The sentence for a number, with the number in it, grouped as the language does.
 *
 * @example counted(english.words.earlier, 1, "en") // "Show 1 earlier update"
 */
export function counted(plural: Plural, count: number, locale: string): string {
  const text = plural[new Intl.PluralRules(locale).select(count)] ?? plural.other;
  return fill(text, { count: new Intl.NumberFormat(locale).format(count) });
}

/**
 * A status in the page's language, with the carrier's name in its sentences.
 *
 * @example statusText(english, { status: "on_hold", reason: "customs", carrier: "UPS" }).customer // "With customs"
 */
export function statusText(
  language: PageLanguage,
  input: { status: ShipmentStatus; reason: string | null; carrier: string },
): Pick<StatusText, "customer" | "happened" | "next" | "act"> {
  return { customer: statusWords(language.table, input), ...statusSentence(language.table, input) };
}
