import { english } from "./messages-en.ts";
import type { ShipmentStatus } from "./status.ts";

/** Languages that messages exist in. A new one is a table like `messages-en.ts` and one line here. */
export const locales = ["en"] as const;
export type Locale = (typeof locales)[number];

/** A status or a reason, told to the two sides. `{carrier}` is replaced by the carrier's name. */
export type StatusText = {
  /** Short, on badges and in subjects: the customer's word and the seller's. */
  customer: string;
  seller: string;
  /** What happened; what happens next; what the customer can do (null: nothing is needed). */
  happened: string;
  next: string | null;
  act: string | null;
};

export type EmailWords = {
  headline: Record<"shipped" | "out_for_delivery" | "delivered" | "delayed", string>;
  subjectOrder: string;
  subjectParcel: string;
  arriving: string;
  nowExpected: string;
  expected: string;
  wasExpected: string;
  between: string;
  after: string;
  before: string;
  signedBy: string;
  steps: readonly [string, string, string, string, string];
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
};

/** Everything one language says. */
export type MessageTable = {
  statuses: Record<ShipmentStatus, StatusText>;
  /** What a reason changes, by "status/reason". A reason that is not listed leaves the status's own words. */
  reasons: Readonly<Record<string, Partial<StatusText>>>;
  email: EmailWords;
  /** "2026-11-26" → "Thursday, 26 November". */
  longDate: (date: string) => string;
};

const tables: Record<Locale, MessageTable> = { en: english };

/** The table of a language. */
export function messages(locale: Locale = "en"): MessageTable {
  return tables[locale];
}

function textOf(of: { status: ShipmentStatus; reason: string | null; locale?: Locale }): StatusText {
  const table = messages(of.locale);
  const own = table.statuses[of.status];
  const key = `${of.status}/${of.reason}`;
  return of.reason !== null && Object.hasOwn(table.reasons, key) ? { ...own, ...table.reasons[key] } : own;
}

/**
 * A status in a word or two, for the customer (default) or the seller.
 *
 * @example statusWords({ status: "on_hold", reason: "customs" }) // "With customs"
 */
export function statusWords(of: {
  status: ShipmentStatus;
  reason: string | null;
  audience?: "customer" | "seller";
  locale?: Locale;
}): string {
  return textOf(of)[of.audience ?? "customer"];
}

/**
 * A status in sentences, calm whatever it is: what happened, what happens next, what you can do.
 *
 * @example statusSentence({ status: "delivery_attempt_failed", reason: "not_home", carrier: "UPS" }).next
 * // "UPS will try again on the next working day."
 */
export function statusSentence(of: {
  status: ShipmentStatus;
  reason: string | null;
  carrier: string;
  locale?: Locale;
}): { happened: string; next: string | null; act: string | null } {
  const { happened, next, act } = textOf(of);
  const fill = (text: string) => text.replaceAll("{carrier}", () => of.carrier);
  return { happened: fill(happened), next: next && fill(next), act: act && fill(act) };
}

/** Names of carriers whose id is not simply their name; carriers that an aggregator moves have no adapter to ask. */
const carrierNames: Readonly<Record<string, string>> = {
  ups: "UPS",
  fedex: "FedEx",
  usps: "USPS",
  dhl: "DHL",
  dhl_express: "DHL Express",
  dpd: "DPD",
  gls: "GLS",
  tnt: "TNT",
  ontrac: "OnTrac",
  lasership: "LaserShip",
  royal_mail: "Royal Mail",
  royalmail: "Royal Mail",
  canada_post: "Canada Post",
  easypost: "EasyPost",
};

/** A carrier's name from our id: "fedex" → "FedEx", "new_zealand_post" → "New Zealand Post". */
export function carrierName(id: string): string {
  if (Object.hasOwn(carrierNames, id)) return carrierNames[id] ?? id;
  return id
    .split(/[_\s-]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(" ");
}
