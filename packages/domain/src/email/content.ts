import { type EmailWords, statusSentence, statusWords } from "../languages/messages.ts";
import { messages } from "../languages/messages-all.ts";
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

const reached: Record<ShipmentStatus, number> = {
  unknown: 1,
  pre_transit: 1,
  accepted: 1,
  cancelled: 1,
  in_transit: 2,
  delayed: 2,
  on_hold: 2,
  exception: 2,
  returned_to_sender: 2,
  lost: 2,
  out_for_delivery: 3,
  available_for_pickup: 3,
  delivery_attempt_failed: 3,
  delivered: 4,
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

function headlineOf(payload: EmailPayload): string {
  const { trigger, status, reason, eta, locale } = payload;
  const { email, longDate } = messages(locale);
  if (trigger === "problem" || status === "available_for_pickup")
    return statusWords(messages(locale), { status, reason });
  if (trigger === "shipped" && eta) return fill(email.arriving, { date: longDate(eta.date) });
  if (trigger === "delayed" && eta) return fill(email.nowExpected, { date: longDate(eta.date) });
  if (trigger === "delivered") return statusWords(messages(locale), { status: "delivered", reason });
  return email.headline[trigger];
}

function detailOf(payload: EmailPayload): string[] {
  const { trigger, eta, locale, previousDate, status } = payload;
  const { email, longDate } = messages(locale);
  const lines: string[] = [];
  const sentence = (text: string) => fill(email.sentence, { text: capital(text) });
  const said = trigger === "shipped" || trigger === "delayed";
  const window = windowText(payload);
  if (said && window) lines.push(sentence(window));
  if (eta && status === "out_for_delivery") {
    const date = longDate(eta.date);
    lines.push(sentence(window ? fill(email.expectedWindow, { date, window }) : fill(email.expected, { date })));
  }
  if (trigger === "delayed" && previousDate) lines.push(fill(email.wasExpected, { date: longDate(previousDate) }));
  const signer = clean(payload.parcel.signedBy ?? "", 80);
  if (status === "delivered" && signer) lines.push(sentence(fill(email.signedBy, { name: signer })));
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

/** Chooses the words of a mail. */
export function emailContent(payload: EmailPayload): EmailContent {
  const { locale, trigger, reason } = payload;
  const table = messages(locale);
  const { email } = table;
  // A promise that slipped is told as a delay even while the parcel moves.
  const status: ShipmentStatus = trigger === "delayed" ? "delayed" : payload.status;
  const carrier = clean(payload.parcel.carrier, 60);
  const sentence = statusSentence(messages(locale), { status, reason, carrier });
  const plain = headlineOf(payload);
  const headline = ownWords(payload, "headline") ?? plain;
  const seller = clean(payload.seller.name ?? "", 80) || email.unknownSeller;
  const number = clean(payload.parcel.number, 60);
  const order = payload.order && clean(payload.order.number, 60);
  const calm = trigger === "problem" || trigger === "delayed" || status === "available_for_pickup";
  const step = reached[payload.status];
  // A seller's headline may be a sentence; the subject stays short unless they wrote one as well.
  const waybills = fill(order ? email.subjectOrder : email.subjectParcel, { headline: plain, number: order || number });
  const subject = ownWords(payload, "subject") ?? waybills;
  const happened = calm || !sentence.next ? sentence.happened : `${sentence.happened} ${sentence.next}`;
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
    detail: detailOf(payload),
    whereWhen: whereWhen(payload),
    help: [
      ...(calm && sentence.next ? [{ label: email.next, text: sentence.next }] : []),
      ...(sentence.act ? [{ label: email.act, text: sentence.act }] : []),
    ],
    progress: { steps: email.steps, reached: step, label: fill(email.progress, { step: email.steps[step] ?? "" }) },
    track: { label: email.track, url: safeUrl(payload.parcel.trackUrl) },
    parcel: { carrier, number, order: order ? { label: email.order, number: order } : null },
    items: {
      label: email.items,
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
