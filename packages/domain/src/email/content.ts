import {
  arrivedParcels,
  type EmailWords,
  type MessageTable,
  sharedGoods,
  statusSentence,
  statusWords,
  whichParcel,
} from "../languages/messages.ts";
import { messages } from "../languages/messages-all.ts";
import { type ParcelSaid, saidOfParcel, stepOrder } from "../said/parcel.ts";
import type { Together } from "../said/together.ts";
import { mailAddress } from "../shipment/notify.ts";
import type { Eta } from "../shipment/scan.ts";
import type { ShipmentStatus } from "../status.ts";
import { zoneWords } from "../zones/words.ts";
import type { EmailContent, Link, Tone } from "./content-types.ts";
import { clean, fill, ownWords } from "./own-words.ts";
import type { EmailPayload } from "./payload.ts";
import { calmPlace } from "./place.ts";

const tones: Record<ShipmentStatus, Tone> = {
  pre_transit: "moving",
  accepted: "moving",
  in_transit: "moving",
  out_for_delivery: "out",
  available_for_pickup: "out",
  delivered: "delivered",
  delivery_attempt_failed: "attention",
  exception: "attention",
  delayed: "attention",
  on_hold: "attention",
  returned_to_sender: "returned",
  cancelled: "failed",
  lost: "failed",
  unknown: "moving",
};

function safeUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/** The hours of an expected day, and whose they are: nobody knows where a mail is read. */
function windowText({ eta, destination, locale }: EmailPayload): string | null {
  const { email, zone } = messages(locale);
  const hours = hoursText(eta, email);
  const city = destination?.city ? calmPlace(clean(destination.city, 60)) : null;
  return hours && destination ? `${hours} (${zoneWords(zone, city)})` : hours;
}

function hoursText(eta: Eta | null, words: EmailWords): string | null {
  if (eta?.from && eta.to) return fill(words.between, { from: eta.from, to: eta.to });
  if (eta?.from) return fill(words.after, { from: eta.from });
  return eta?.to ? fill(words.before, { to: eta.to }) : null;
}

/** The facts that the page and the seller's screens tell too; a row of an older version knows the status alone. */
function saidOfMail(payload: EmailPayload): ParcelSaid {
  const { status, reason, step, eta, previousDate, together, trigger } = payload;
  // A promise that slipped is told as a delay even while the parcel moves, also where the day before is not known.
  const promised = previousDate ?? (trigger === "delayed" && eta ? "" : null);
  const said = saidOfParcel({ status, reason, scans: [], eta, promised, together });
  return step && !(said.goesBack && reason === "returned") ? { ...said, step, reached: stepOrder.indexOf(step) } : said;
}

function headlineOf(said: ParcelSaid, table: MessageTable): string {
  const { headline, sentence } = said;
  const { arrival, longDate } = table;
  switch (headline.id) {
    case "arriving":
      return fill(arrival.arriving, { date: longDate(headline.date) });
    case "now_expected":
      return fill(arrival.nowExpected, { date: longDate(headline.date) });
    case "some_arrived":
    case "all_arrived":
      return arrivedParcels(table, headline) ?? statusWords(table, sentence);
    default:
      return statusWords(table, sentence);
  }
}

function detailOf(payload: EmailPayload, said: ParcelSaid): string[] {
  const { trigger, eta, locale, previousDate, status } = payload;
  const table = messages(locale);
  const { email, longDate, arrival } = table;
  const lines: string[] = [];
  const sentence = (text: string) => fill(email.sentence, { text: capital(text) });
  const named = trigger === "shipped" || trigger === "delayed";
  const window = windowText(payload);
  if (named && window) lines.push(sentence(window));
  if (eta && status === "out_for_delivery") {
    const date = longDate(eta.date);
    lines.push(sentence(window ? fill(email.expectedWindow, { date, window }) : fill(email.expected, { date })));
  }
  if (trigger === "delayed" && previousDate) lines.push(fill(arrival.wasExpected, { date: longDate(previousDate) }));
  const signer = clean(payload.parcel.signedBy ?? "", 80);
  if (status === "delivered" && signer) lines.push(sentence(fill(email.signedBy, { name: signer })));
  const arrived = said.together && status !== "delivered" && arrivedParcels(table, said.together);
  if (arrived) lines.push(sentence(arrived));
  return lines;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function whereWhen(payload: EmailPayload): string | null {
  const { scan, locale } = payload;
  if (!scan) return null;
  const day = messages(locale).longDate(scan.local);
  const time = scan.precision === "date" ? "" : `, ${[scan.local.slice(11, 16), scan.zone].filter(Boolean).join(" ")}`;
  return [scan.place ? calmPlace(clean(scan.place, 80)) : null, `${day}${time}`].filter(Boolean).join(" · ");
}

/** The words of the five steps; one that goes back ends at its sender. */
const stepsOf = ({ goesBack }: ParcelSaid, { steps, stepReturned }: MessageTable): string[] =>
  stepOrder.map((step) => (step === "delivered" && goesBack ? stepReturned : steps[step]));

/** A seller's headline may be a sentence; the subject stays short unless they wrote one as well. */
function subjectOf(input: {
  plain: string;
  order: string | null;
  number: string;
  together: Together | null;
  table: MessageTable;
}): string {
  const { plain, order, number, together, table } = input;
  const { subjectOrder, subjectParcel, subjectOneOf } = table.email;
  const headline = plain;
  // What has arrived is counted in the headline; else two parcels of one order would be two mails with one subject.
  const isCounted = together !== null && arrivedParcels(table, together) === plain;
  if (order && together && !isCounted) {
    return fill(subjectOneOf, { headline, number: order, nth: String(together.nth), of: String(together.of) });
  }
  return fill(order ? subjectOrder : subjectParcel, { headline, number: order || number });
}

/** Chooses the words of a mail. */
export function emailContent(payload: EmailPayload): EmailContent {
  const { locale, trigger, together } = payload;
  const table = messages(locale);
  const { email } = table;
  const said = saidOfMail(payload);
  const { status } = said.sentence;
  const carrier = clean(payload.parcel.carrier, 60);
  const words = statusSentence(table, { ...said.sentence, carrier });
  const plain = headlineOf(said, table);
  const headline = ownWords(payload, "headline") ?? plain;
  const seller = clean(payload.seller.name ?? "", 80) || email.unknownSeller;
  const number = clean(payload.parcel.number, 60);
  const order = payload.order && clean(payload.order.number, 60);
  const calm = trigger === "problem" || trigger === "delayed" || status === "available_for_pickup";
  const steps = stepsOf(said, table);
  const subject = ownWords(payload, "subject") ?? subjectOf({ plain, order, number, together, table });
  const happened = calm || !words.next ? words.happened : `${words.happened} ${words.next}`;
  return {
    locale,
    labelled: email.labelled,
    tone: tones[status],
    seller: {
      name: seller,
      logoUrl: payload.seller.logoUrl ? safeUrl(payload.seller.logoUrl) : null,
      accent: payload.seller.accent,
    },
    subject: payload.test ? fill(email.test, { subject }) : subject,
    headline,
    lead: ownWords(payload, "intro") ?? happened,
    detail: detailOf(payload, said),
    whereWhen: whereWhen(payload),
    help: [
      ...(calm && words.next ? [{ label: email.next, text: words.next }] : []),
      ...(words.act ? [{ label: email.act, text: words.act }] : []),
    ],
    address: {
      label: table.address,
      lines: said.showsAddress ? payload.address.map((line) => clean(line)).filter(Boolean) : [],
    },
    progress: { steps, reached: said.reached, label: fill(email.progress, { step: steps[said.reached] ?? "" }) },
    track: { label: email.track, url: safeUrl(payload.parcel.trackUrl) },
    parcel: {
      carrier,
      number,
      which: together && whichParcel(table, together),
      order: order ? { label: email.order, number: order } : null,
    },
    items: {
      label: sharedGoods(table, payload.itemsIn) ?? email.items,
      lines: payload.items.map((item) => ({
        title: clean(item.title),
        variant: item.variant ? clean(item.variant, 100) : null,
        quantity: item.quantity,
      })),
    },
    contact: { label: email.contact, links: contactLinks(payload, seller) },
    footer: {
      why: fill(email.why, { seller }),
      sentBy: fill(email.answer, { seller: capital(seller) }),
      small: clean(payload.seller.footer ?? "", 300) || null,
      links: linked([
        [email.preferences, safeUrl(payload.links.preferences)],
        [email.unsubscribe, safeUrl(payload.links.unsubscribe)],
      ]),
    },
  };
}

const linked = (pairs: readonly (readonly [string, string | null])[]): Link[] =>
  pairs.flatMap(([label, url]) => (url ? [{ label, url }] : []));

function contactLinks({ seller, locale }: EmailPayload, name: string): Link[] {
  const { email } = messages(locale);
  const address = mailAddress(seller.supportEmail);
  return linked([
    [fill(email.writeTo, { seller: name }), address && `mailto:${address}`],
    [email.helpPage, seller.supportUrl ? safeUrl(seller.supportUrl) : null],
    [email.returns, seller.returnsUrl ? safeUrl(seller.returnsUrl) : null],
  ]);
}
