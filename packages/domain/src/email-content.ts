import type { EmailPayload } from "./email.ts";
import { type EmailWords, messages, statusSentence, statusWords } from "./messages.ts";
import type { Eta } from "./scan.ts";
import type { ShipmentStatus } from "./status.ts";

/** How a mail looks at a glance; colour, icon and word always come together (LOOK, Colour). */
export type Tone = "moving" | "out" | "delivered" | "attention" | "failed" | "returned";

/** The words of a mail in reading order, before they become HTML or text. */
export type EmailContent = {
  locale: string;
  tone: Tone;
  seller: string;
  subject: string;
  /** The answer. */
  headline: string;
  /** What happened, and when to expect what. */
  lead: string;
  detail: string[];
  /** "Lisbon, PT · Thursday, 20 November, 09:14": as the carrier told it. */
  whereWhen: string | null;
  /** What happens next, what you can do: for news that needs it. */
  help: { label: string; text: string }[];
  progress: { steps: readonly string[]; reached: number; label: string };
  track: { label: string; url: string | null };
  parcel: { carrier: string; number: string; order: { label: string; number: string } | null };
  items: { label: string; lines: { title: string; variant: string | null; quantity: number }[] };
  footer: { why: string; sentBy: string; links: { label: string; url: string }[] };
};

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

/** One line of plain text: control characters and direction overrides would let a name rewrite what stands around it. */
function clean(text: string, longest = 200): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .trim();
  const points = [...line];
  return points.length > longest ? `${points.slice(0, longest - 1).join("")}…` : line;
}

function safeUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

// A function as replacement: "$&" in a customer's words must stay what it is.
const fill = (template: string, values: Record<string, string>) =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

function windowText(eta: Eta | null, words: EmailWords): string {
  if (eta?.from && eta.to) return ` ${fill(words.between, { from: eta.from, to: eta.to })}`;
  if (eta?.from) return ` ${fill(words.after, { from: eta.from })}`;
  return eta?.to ? ` ${fill(words.before, { to: eta.to })}` : "";
}

function headlineOf(payload: EmailPayload): string {
  const { trigger, status, reason, eta, locale } = payload;
  const { email, longDate } = messages(locale);
  if (trigger === "problem" || status === "available_for_pickup") return statusWords({ status, reason, locale });
  if (trigger === "shipped" && eta) return fill(email.arriving, { date: longDate(eta.date) });
  if (trigger === "delayed" && eta) return fill(email.nowExpected, { date: longDate(eta.date) });
  if (trigger === "delivered") return statusWords({ status: "delivered", reason, locale });
  return email.headline[trigger];
}

function detailOf(payload: EmailPayload): string[] {
  const { trigger, eta, locale, previousDate, status } = payload;
  const { email, longDate } = messages(locale);
  const lines: string[] = [];
  const said = trigger === "shipped" || trigger === "delayed";
  if (eta && said && windowText(eta, email)) lines.push(capital(`${windowText(eta, email).trim()}.`));
  if (eta && status === "out_for_delivery") {
    lines.push(`${fill(email.expected, { date: longDate(eta.date) })}${windowText(eta, email)}.`);
  }
  if (trigger === "delayed" && previousDate) lines.push(fill(email.wasExpected, { date: longDate(previousDate) }));
  const signer = clean(payload.parcel.signedBy ?? "", 80);
  if (status === "delivered" && signer) lines.push(`${fill(email.signedBy, { name: signer })}.`);
  return lines;
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function whereWhen(payload: EmailPayload): string | null {
  const { scan, locale } = payload;
  if (!scan) return null;
  const day = messages(locale).longDate(scan.local);
  const time = scan.precision === "date" ? "" : `, ${scan.local.slice(11, 16)}`;
  return [scan.place ? clean(scan.place, 80) : null, `${day}${time}`].filter(Boolean).join(" · ");
}

/** Chooses the words of a mail. */
export function emailContent(payload: EmailPayload): EmailContent {
  const { locale, trigger, reason } = payload;
  const { email } = messages(locale);
  // A promise that slipped is told as a delay even while the parcel moves.
  const status: ShipmentStatus = trigger === "delayed" ? "delayed" : payload.status;
  const carrier = clean(payload.parcel.carrier, 60);
  const sentence = statusSentence({ status, reason, carrier, locale });
  const headline = headlineOf(payload);
  const seller = clean(payload.seller.name ?? "", 80) || email.unknownSeller;
  const number = clean(payload.parcel.number, 60);
  const order = payload.order && clean(payload.order.number, 60);
  const calm = trigger === "problem" || trigger === "delayed" || status === "available_for_pickup";
  const step = reached[payload.status];
  const links = [
    { label: email.preferences, url: safeUrl(payload.links.preferences) },
    { label: email.unsubscribe, url: safeUrl(payload.links.unsubscribe) },
  ];
  return {
    locale,
    tone: tones[status],
    seller,
    subject: fill(order ? email.subjectOrder : email.subjectParcel, { headline, number: order || number }),
    headline,
    lead: calm || !sentence.next ? sentence.happened : `${sentence.happened} ${sentence.next}`,
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
    footer: {
      why: fill(email.why, { seller }),
      sentBy: fill(email.answer, { seller: capital(seller) }),
      links: links.flatMap(({ label, url }) => (url ? [{ label, url }] : [])),
    },
  };
}
