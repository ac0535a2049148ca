import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { type AttentionGroupId, attentionGroups, hrefOfGroup } from "../shipments/attention-groups.ts";

/** One thing that wants a person: a sentence and one button. `act`: done here; else the button is a link. */
type Problem = {
  id: string;
  /** How many it is about: as many as the list that it leads to holds. Null: it leads to no list. */
  n: number | null;
  tone: "failed" | "attention";
  text: string;
  button: string;
  href: string;
  act?: "retry-failed";
};

const FAR = 10_000;
/** Parcels are counted up to this many of each kind. */
const MOST_PARCELS = 1000;
const many = (n: number, one: string, more: string, far = FAR) =>
  n === 1 ? `1 ${one}` : `${n >= far ? `More than ${(far - 1).toLocaleString()}` : n.toLocaleString()} ${more}`;

/** What each group of parcels says; `n` is how many they are, in words. */
const parcelLines: Record<AttentionGroupId, { one: string; more: string; button: string }> = {
  reported: {
    one: "customer says that something is wrong.",
    more: "customers say that something is wrong.",
    button: "Read",
  },
  trouble: { one: "parcel has a problem on the way.", more: "parcels have a problem on the way.", button: "See them" },
  late: { one: "parcel is later than promised.", more: "parcels are later than promised.", button: "See them" },
  still: { one: "parcel does not move.", more: "parcels do not move.", button: "See them" },
  push: {
    one: "parcel could not be told to its channel.",
    more: "parcels could not be told to their channels.",
    button: "See them",
  },
};

/**
 * What is wrong right now, the worst first; empty when nothing is. `may`: whether the reader may act, else every button leads to
 * where it shows.
 *
 * @example problemsOf(summary, { agent: true })[0]?.text // "3 orders did not sync."
 */
export function problemsOf(summary: DashboardSummary, may: { agent: boolean }): Problem[] {
  const found: Problem[] = [];
  const add = (n: number, problem: Omit<Problem, "n">) => n > 0 && found.push({ ...problem, n });
  for (const c of summary.connections) {
    // Disconnected by its seller is no problem; disconnected by the platform is.
    const lost = c.health === "disconnected" && c.enabled;
    if (!lost && !(c.health === "failing" && c.enabled)) continue;
    const href = `/${c.kind}s/${c.id}`;
    const why = c.healthReason ?? (lost ? "it was disconnected." : "it does not answer.");
    const button = lost ? "Reconnect" : "See why";
    found.push({ id: c.id, n: null, tone: "failed", text: `${c.name}: ${why}`, button, href });
  }
  const failed = summary.orders.buckets.sync_failed;
  add(failed, {
    id: "sync",
    tone: "failed",
    text: `${many(failed, "order", "orders")} did not sync with ${failed === 1 ? "its" : "their"} channel.`,
    button: may.agent ? "Retry all" : "See them",
    href: "/?sync=failed",
    act: may.agent ? "retry-failed" : undefined,
  });
  for (const { id, kinds } of attentionGroups) {
    const n = kinds.reduce((sum, kind) => sum + summary.shipments.why[kind], 0);
    const { one, more, button } = parcelLines[id];
    add(n, { id, tone: "attention", text: many(n, one, more, MOST_PARCELS), button, href: hrefOfGroup(id) });
  }
  const { parked } = summary.notifications;
  add(parked, {
    id: "mails",
    tone: "attention",
    text: `${many(parked, "mail", "mails")} could not be sent for sure.`,
    button: "See them",
    href: "/notifications?tab=parked",
  });
  const { notUnderstood, unmatched, failed: broken } = summary.inbox;
  add(broken, {
    id: "inbox-failed",
    tone: "failed",
    text: `${many(broken, "webhook", "webhooks")} could not be processed.`,
    button: "See why",
    href: "/inbox?state=failed",
  });
  add(notUnderstood, {
    id: "inbox-strange",
    tone: "attention",
    text: `${many(notUnderstood, "webhook was", "webhooks were")} not understood. Nothing is lost.`,
    button: "See them",
    href: "/inbox?state=not_understood",
  });
  add(unmatched, {
    id: "inbox-unmatched",
    tone: "attention",
    text: `${many(unmatched, "webhook is", "webhooks are")} about parcels that Waybill does not know yet.`,
    button: "See them",
    href: "/inbox?state=unmatched",
  });
  return found;
}
