import type { Locale } from "../languages/messages.ts";
import type { PublicShipment } from "./view.ts";

/** The field a form's mistake is in, and which mistake: the page has the words. */
export type ReportMistake = "tooShort" | "tooLong" | "badContact" | "tooMany";
export type LookupMistake = "empty" | "needEmail" | "needOrder" | "badEmail" | "none" | "tooMany";

/** What the forms of a parcel's page did, told once after the redirect or beside the form. */
export type ParcelNotice =
  | { kind: "reported" }
  | { kind: "saved" }
  | { kind: "report_refused"; why: ReportMistake; typed: { kind: string; message: string; contact: string } };

export type LookupTyped = { order: string; email: string; number: string };
export type FoundLink = {
  token: string;
  number: string;
  carrierName: string;
  status: PublicShipment["status"];
  reason: string | null;
};

/** One of the public pages, as data: the server renders it, and the browser takes it over from the same data. */
export type TrackPage =
  | { kind: "parcel"; token: string; view: PublicShipment; notice: ParcelNotice | null }
  | { kind: "dead" }
  /** By tracking number alone: a view without anything personal, and the question that leads to the whole one. */
  | { kind: "glance"; number: string; view: PublicShipment; mistake: "wrong" | "tooMany" | null }
  /** Instead of the answer that was asked for. */
  | { kind: "trouble"; why: "tooMany" | "refused" | "broken" }
  | { kind: "lookup"; typed: LookupTyped; mistake: LookupMistake | null }
  | { kind: "several"; orderNumber: string | null; links: FoundLink[] }
  /** `sent`: it has left, or has arrived, without a number that could be followed. */
  | { kind: "preparing"; orderNumber: string; seller: string; cancelled: boolean; sent?: SentUntracked | null };

export type SentUntracked = "sent" | "arrived";

export type TrackPageInput = {
  page: TrackPage;
  locale: Locale;
  /** True: the reader chose the language by `?lang=`, so links keep it. */
  chosen: boolean;
  /** UTC ms; the first view in the browser is drawn at the same moment, so that it is the same. */
  now: number;
};

export type RenderedPage = {
  html: string;
  status: number;
  /** Of the one inline style element, for the content security policy: "sha256-…". */
  styleHash: string;
};

/** Renders a whole document; the built bundle of the tracking app is one. */
export type RenderTrack = (input: TrackPageInput) => RenderedPage;
