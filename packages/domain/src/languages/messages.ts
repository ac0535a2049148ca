import { statusKey } from "../said/status-key.ts";
import type { Together } from "../said/together.ts";
import type { CustomerStep, ShipmentStatus } from "../status.ts";
import type { ZoneWords } from "../zones/words.ts";
import { type Names, withNames } from "./names.ts";

// No table is imported here: the public page loads the one language that it shows, the server has all in `messages-all.ts`.

/**
 * Languages that customers are written to in. A new one is one folder (messages, mail, page, still, scans), a line
 * here and one each in `messages-all`, `page-words-all` and `page-words-load`.
 */
export const locales = ["en", "de", "fr", "es", "pt", "hi"] as const;
export type Locale = (typeof locales)[number];

/** A status or a reason, told to the customer. `{carrier}` is replaced by the carrier's name. */
export type StatusText = {
  /** Short, on badges and in subjects. */
  customer: string;
  /** What happened; what happens next; what the customer can do (null: nothing is needed). */
  happened: string;
  next: string | null;
  act: string | null;
};

export type EmailWords = {
  subjectOrder: string;
  subjectParcel: string;
  /** Of an order in several parcels: which one it is about. */
  subjectOneOf: string;
  expected: string;
  /** The same with the hours in it: `{window}` is one of the next three. */
  expectedWindow: string;
  between: string;
  after: string;
  before: string;
  signedBy: string;
  /** Ends a sentence that is put together from parts: "{text}.", in Hindi with its own full stop. */
  sentence: string;
  /** A label before what it names, in plain text: "{label}: {text}". */
  labelled: string;
  progress: string;
  track: string;
  items: string;
  parcel: string;
  order: string;
  next: string;
  act: string;
  why: string;
  unknownSeller: string;
  answer: string;
  preferences: string;
  unsubscribe: string;
  /** Heading over the seller's own addresses, and the three of them. `{seller}` is the seller's name. */
  contact: string;
  writeTo: string;
  helpPage: string;
  returns: string;
  /** Before the subject of a mail that a seller sent to themselves: "Test: {subject}". */
  test: string;
};

/** The page where a recipient chooses what to be told. `{seller}` and `{number}` are names as the mail shows them. */
export type NotifyWords = {
  title: string;
  /** "{seller} writes to {address} about your parcels." */
  about: string;
  saved: string;
  when: string;
  triggers: Record<"shipped" | "out_for_delivery" | "delivered" | "problem" | "delayed", string>;
  quiet: string;
  /** "Nothing more about parcel {number}", "Nothing more about order {number}", "No mail at all from {seller}". */
  muteParcel: string;
  muteOrder: string;
  nothing: string;
  save: string;
  /** The link is no good: what it may be, and what to do. */
  broken: string;
  brokenHelp: string;
  /** After the one click of "unsubscribe". */
  done: string;
  doneHelp: string;
  undo: string;
};

/** Where a parcel is, in one language: all that the public page needs of it, and what mails say in the same words. */
export type StatusTable = {
  names: Names;
  steps: Record<CustomerStep, string>;
  /** The last step of a parcel that goes back. */
  stepReturned: string;
  /** A `{date}` is a long date of the same language. */
  arrival: { arriving: string; nowExpected: string; wasExpected: string };
  /** An order in several parcels: `{nth}`, `{of}`, and how many have `{arrived}`. */
  parcels: {
    which: string;
    /** Heading over goods that `{of}` parcels bring together. */
    shared: string;
    some: { one: string; other: string };
    all: { two: string; other: string };
  };
  /** Heading over the address, where it is what is asked about. */
  address: string;
  statuses: Record<ShipmentStatus, StatusText>;
  /** What a reason changes, by "status/reason". A reason that is not listed leaves the status's own words. */
  reasons: Readonly<Record<string, Partial<StatusText>>>;
  /** "2026-11-26" → "Thursday, 26 November". */
  longDate: (date: string) => string;
  /** Whose time it is: "Lisbon time", "local time". */
  zone: ZoneWords;
};

/** What only mails and the page where a recipient chooses them say. */
export type MailTable = { email: EmailWords; notify: NotifyWords };

/** Everything one language says. */
export type MessageTable = StatusTable & MailTable;

/** Long headers are for nobody's good: what a browser sends is far below. */
const LONGEST_HEADER = 1_000;
const RANGE = /^([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)(?:\s*;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

function rangesOf(text: string): { tag: string; weight: number }[] {
  return text.split(",").flatMap((part) => {
    const [, tag, weight] = RANGE.exec(part.trim()) ?? [];
    return tag === undefined ? [] : [{ tag, weight: Number(weight ?? 1) }];
  });
}

/**
 * The language nearest to what a reader asked for: an `Accept-Language` header, or one tag ("pt-BR", "de_AT"). Tags lose their
 * ends until one fits (RFC 4647, 3.4), heavier ones first (RFC 9110, 12.5.4), those with q=0 never. Null when none fits, or when
 * any would do ("*"): the caller knows better.
 *
 * @example localeOf("fr-CH, fr;q=0.9, en;q=0.8") // "fr"
 */
export function localeOf(text: string | null | undefined): Locale | null {
  const ranges = rangesOf((text ?? "").slice(0, LONGEST_HEADER).toLowerCase().replaceAll("_", "-"));
  const refused = new Set(ranges.filter(({ weight }) => weight === 0).map(({ tag }) => tag));
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    // Ours are bare languages, so cutting a tag down to fit ends at its first part.
    const language = tag.split("-", 1)[0];
    const found = locales.find((locale) => locale === language);
    if (found && !refused.has(found)) return found;
  }
  return null;
}

/** `localeOf` with an answer in any case. */
export function nearestLocale(tag: string | null | undefined, fallback: Locale): Locale {
  return localeOf(tag) ?? fallback;
}

function textOf(table: StatusTable, input: { status: ShipmentStatus; reason: string | null }): StatusText {
  const own = table.statuses[input.status];
  const key = statusKey(input);
  return input.reason !== null && Object.hasOwn(table.reasons, key) ? { ...own, ...table.reasons[key] } : own;
}

/**
 * A status in a word or two for the customer, in the table's language.
 *
 * @example statusWords(english, { status: "on_hold", reason: "customs" }) // "With customs"
 */
export function statusWords(table: StatusTable, input: { status: ShipmentStatus; reason: string | null }): string {
  return textOf(table, input).customer;
}

/**
 * A status in sentences, calm whatever it is: what happened, what happens next, what you can do.
 *
 * @example statusSentence(english, { status: "delivery_attempt_failed", reason: "not_home", carrier: "UPS" }).next
 * // "UPS will try again on the next working day."
 */
export function statusSentence(
  table: StatusTable,
  input: { status: ShipmentStatus; reason: string | null; carrier: string },
): { happened: string; next: string | null; act: string | null } {
  const { happened, next, act } = textOf(table, input);
  const fill = (text: string) => withNames(table.names, text, { carrier: input.carrier });
  return { happened: fill(happened), next: next && fill(next), act: act && fill(act) };
}

const filled = (text: string, values: Readonly<Record<string, number>>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/**
 * Which parcel of how many it is.
 *
 * @example whichParcel(english, { nth: 1, of: 2, arrived: 0 }) // "Parcel 1 of 2"
 */
export const whichParcel = (table: Pick<StatusTable, "parcels">, together: Together): string =>
  filled(table.parcels.which, { ...together });

/** Heading over what is in a parcel, where several bring it together; null: it alone does. */
export const sharedGoods = (table: Pick<StatusTable, "parcels">, itemsIn: number | undefined): string | null =>
  itemsIn && itemsIn > 1 ? filled(table.parcels.shared, { of: itemsIn }) : null;

/**
 * How many parcels of an order have arrived; null while none has.
 *
 * @example arrivedParcels(english, { nth: 1, of: 2, arrived: 1 }) // "One of 2 parcels arrived"
 */
export function arrivedParcels(
  table: Pick<StatusTable, "parcels">,
  together: Pick<Together, "of" | "arrived">,
): string | null {
  const { some, all } = table.parcels;
  if (together.arrived === 0) return null;
  if (together.arrived < together.of) return filled(together.arrived === 1 ? some.one : some.other, { ...together });
  return filled(together.of === 2 ? all.two : all.other, { ...together });
}
