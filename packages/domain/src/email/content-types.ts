/** How a mail looks at a glance; colour, icon and word always come together (docs/architecture.md#look). */
export type Tone = "moving" | "out" | "delivered" | "attention" | "failed" | "returned";

/** The words of a mail in reading order, before they become HTML or text. */
export type EmailContent = {
  locale: string;
  /** "{label}: {text}" as the language sets its colon. */
  labelled: string;
  tone: Tone;
  /** Whose mail it is: a name, and a picture of it where there is one; `accent` is "#rrggbb" or Waybill's own. */
  seller: { name: string; logoUrl: string | null; accent: string | null };
  subject: string;
  /** The answer. */
  headline: string;
  /** What happened, and when to expect what; a seller's own words may have several lines. */
  lead: string;
  detail: string[];
  /** "Lisbon, PT · Thursday, 20 November, 09:14": as the carrier told it. */
  whereWhen: string | null;
  /** What happens next, what you can do: for news that needs it. */
  help: { label: string; text: string }[];
  /** The address that is asked about; empty lines: none is. */
  address: { label: string; lines: string[] };
  progress: { steps: readonly string[]; reached: number; label: string };
  track: { label: string; url: string | null };
  /** `which`: "Parcel 1 of 2", where there are others. */
  parcel: { carrier: string; number: string; which: string | null; order: { label: string; number: string } | null };
  items: { label: string; lines: { title: string; variant: string | null; quantity: number }[] };
  /** How to reach the seller; no links: they gave none. */
  contact: { label: string; links: Link[] };
  footer: { why: string; sentBy: string; small: string | null; links: Link[] };
};

export type Link = { label: string; url: string };
