import { z } from "zod";
import { asciiLower } from "../casing.ts";
import type { ShipmentStatus } from "../status.ts";
import { DAY_MS, instantOf } from "../time.ts";
import { wallOf } from "../zones/clock.ts";
import type { Eta, Scan } from "./scan.ts";

export const triggers = ["shipped", "out_for_delivery", "delivered", "problem", "delayed"] as const;
export type Trigger = (typeof triggers)[number];

/** What an organisation lets its customers be told. All on unless it said otherwise. */
export const notificationPolicySchema = z.object({
  triggers: z.object({
    shipped: z.boolean().default(true),
    out_for_delivery: z.boolean().default(true),
    delivered: z.boolean().default(true),
    problem: z.boolean().default(true),
    delayed: z.boolean().default(true),
  }),
});
export type NotificationPolicy = z.infer<typeof notificationPolicySchema>;
export const defaultPolicy: NotificationPolicy = {
  triggers: { shipped: true, out_for_delivery: true, delivered: true, problem: true, delayed: true },
};

/** The state before a change: as much as the rules need of it. */
type ShipmentFactsBefore = { status: ShipmentStatus; eta: Eta | null };
/** The state after it: a `Timeline` and the ETA. */
export type ShipmentFactsLike = ShipmentFactsBefore & {
  reason: string | null;
  statusKey: string | null;
  statusAt: number | null;
  scans: readonly Scan[];
};

/** "Tell this person that", once for each `key`. */
export type NotificationIntent = {
  /** trigger | shipment | recipient | medium | episode: the outbox's unique key. */
  key: string;
  trigger: Trigger;
  episode: string;
  medium: "email";
  recipient: string;
  shipmentId: string;
  orderId: string | null;
  status: ShipmentStatus;
  reason: string | null;
  eta: Eta | null;
  /** "delayed": the day that was promised before, when there was one. */
  previousDate: string | null;
  /** The scan that is the news, as the carrier told it. */
  scan: {
    local: string;
    offset: number | null;
    precision: "second" | "minute" | "date";
    place: string | null;
  } | null;
};

/**
 * Older news is history: connecting a shop or a carrier brings weeks of scans at once, and nobody wants to be mailed about
 * last week. Three days is a long weekend on which a carrier's webhooks were down and its polls caught up.
 */
export const OLD_NEWS_MS = 3 * DAY_MS;
/** A wall clock without an offset, read as UTC, is at most this far from the truth. */
const ZONE_SLACK_MS = 14 * 3_600_000;

const problems: ReadonlySet<ShipmentStatus> = new Set([
  "delivery_attempt_failed",
  "exception",
  "on_hold",
  "returned_to_sender",
  "lost",
]);
/** Worse than whatever went before, and said once in a parcel's life. */
const finalProblems: ReadonlySet<ShipmentStatus> = new Set(["returned_to_sender", "lost"]);
const moving: ReadonlySet<ShipmentStatus> = new Set(["accepted", "in_transit"]);
const notYetMoving: ReadonlySet<ShipmentStatus> = new Set(["pre_transit", "unknown"]);
/** Within the customer's reach: on the van, or waiting at the counter. Both are told under "out for delivery". */
const atHand: ReadonlySet<ShipmentStatus> = new Set(["out_for_delivery", "available_for_pickup"]);
const stillComing: ReadonlySet<ShipmentStatus> = new Set([
  "pre_transit",
  "accepted",
  "in_transit",
  "out_for_delivery",
  "delayed",
]);

type News = { trigger: Trigger; episode: string; at: number; previousDate: string | null };
type Change = {
  before: ShipmentFactsBefore | null;
  after: ShipmentFactsLike;
  scan: Scan | null;
  shippedAt: number;
  now: number;
};

function receivedAt({ after, scan, now }: Change): number {
  if (!scan) return after.statusAt ?? now;
  // A date alone means some time on that day: its end, so that today's news is not three days old by midnight.
  const end = scan.time.precision === "date" ? DAY_MS : 0;
  if (scan.time.instant !== null) return scan.time.instant + end;
  return (instantOf(scan.time.local, 0) ?? now) + end + ZONE_SLACK_MS;
}

/** One change is one message at most; the first rule that speaks is the most important. */
const rules: readonly ((change: Change) => News | null)[] = [
  function delivered(change) {
    const { before, after } = change;
    if (after.status !== "delivered" || before?.status === "delivered") return null;
    // After a return or a correction it is delivered once more: another delivery, named by its own scan.
    const first = after.scans.find((s) => s.status === "delivered");
    const episode = !first || first.key === after.statusKey ? "once" : `again:${after.statusKey}`;
    return { trigger: "delivered", episode, at: receivedAt(change), previousDate: null };
  },
  function problem(change) {
    const { before, after } = change;
    if (!problems.has(after.status)) return null;
    const final = finalProblems.has(after.status);
    // A second problem is news only after a recovery; another scan of the same trouble is not. The scan that caused it names
    // the episode, so whatever comes twice, late or again can only name the same one.
    if (before && problems.has(before.status) && !(final && before.status !== after.status)) return null;
    const episode = final ? after.status : (after.statusKey ?? after.status);
    return { trigger: "problem", episode, at: receivedAt(change), previousDate: null };
  },
  function outForDelivery(change) {
    const { before, after, scan } = change;
    if (!atHand.has(after.status) || before?.status === after.status) return null;
    // "Loaded" and "out" are two scans of one morning, and a second try comes on another day: once a day.
    const episode = `${after.status}:${scan?.time.local.slice(0, 10) ?? "once"}`;
    return { trigger: "out_for_delivery", episode, at: receivedAt(change), previousDate: null };
  },
  function delayed(change) {
    const { before, after, scan } = change;
    const late = slippedEta(change);
    if (late && after.eta) {
      return { trigger: "delayed", episode: dayOf(after.eta.asOf), at: after.eta.asOf, previousDate: late };
    }
    if (after.status !== "delayed" || before?.status === "delayed" || (before && problems.has(before.status)))
      return null;
    const at = receivedAt(change);
    return { trigger: "delayed", episode: scan?.time.local.slice(0, 10) ?? dayOf(at), at, previousDate: null };
  },
  function shipped(change) {
    const { before, after, shippedAt } = change;
    if (before && !notYetMoving.has(before.status)) return null;
    const news = { trigger: "shipped", episode: "once", previousDate: null } as const;
    // The seller handed it in: told at once, and not again when the carrier confirms it.
    if (before === null && notYetMoving.has(after.status)) return { ...news, at: shippedAt };
    return moving.has(after.status) ? { ...news, at: receivedAt(change) } : null;
  },
];

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The day promised before, when the carrier has since named a later one; a late-arriving older promise is none. */
function slippedEta({ before, after }: Change): string | null {
  if (!before?.eta || !after.eta || !stillComing.has(after.status)) return null;
  return after.eta.asOf > before.eta.asOf && after.eta.date > before.eta.date ? before.eta.date : null;
}

/** An address as it is kept and compared; null when no mail can go there. */
export function mailAddress(text: string | null | undefined): string | null {
  const address = asciiLower((text ?? "").trim());
  return address.length <= 254 && /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+\.[^\s@<>",;:\\()[\]]+$/.test(address)
    ? address
    : null;
}

/**
 * Whom to tell what about a change of a parcel. Pure: the same change always gives the same keys, so duplicates, replays and
 * late scans cannot make a second message. `before` null: the parcel was just made. Times are UTC ms.
 *
 * @example notificationsFor({ before, after: { ...foldTimeline(scans, { notBefore: 0 }), eta }, shipment, order, policy: defaultPolicy, now })
 * // [{ trigger: "delivered", key: "delivered|shp_…|ana@example.com|email|once", … }]
 */
export function notificationsFor(input: {
  before: ShipmentFactsBefore | null;
  after: ShipmentFactsLike;
  shipment: { id: string; shippedAt: number };
  order: { id: string; customerEmail: string | null } | null;
  policy: NotificationPolicy;
  /** Since when the channel is ours to speak for, UTC ms: what happened before, it has told its customers itself. */
  since?: number;
  now: number;
}): NotificationIntent[] {
  const { before, after, shipment, order, policy, since = 0, now } = input;
  const recipient = mailAddress(order?.customerEmail);
  if (!recipient) return [];
  const scan = after.scans.find((s) => s.key === after.statusKey) ?? null;
  const change: Change = { before, after, scan, shippedAt: shipment.shippedAt, now };
  for (const rule of rules) {
    const news = rule(change);
    if (!news) continue;
    if (now - news.at > OLD_NEWS_MS || news.at < since || !policy.triggers[news.trigger]) return [];
    const { trigger, episode, previousDate } = news;
    return [
      {
        key: [trigger, shipment.id, recipient, "email", episode].join("|"),
        trigger,
        episode,
        medium: "email",
        recipient,
        shipmentId: shipment.id,
        orderId: order?.id ?? null,
        status: after.status,
        reason: after.reason,
        eta: after.eta,
        previousDate,
        scan: scan && {
          ...wallOf(scan.time, scan.place),
          precision: scan.time.precision,
          place: placeOf(scan),
        },
      },
    ];
  }
  return [];
}

const placeOf = (scan: Scan) => [scan.place?.city, scan.place?.country].filter(Boolean).join(", ") || null;
