import type { DashboardSummary } from "@waybill/domain/screens/answers";

/** One thing that wants a person: a sentence and one button. `act`: done here; else the button is a link. */
export type Problem = {
  id: string;
  tone: "failed" | "attention";
  text: string;
  button: string;
  href: string;
  act?: "retry-failed";
};

const FAR = 10_000;
const many = (n: number, one: string, more: string) =>
  n === 1 ? `1 ${one}` : `${n >= FAR ? `More than ${(FAR - 1).toLocaleString()}` : n.toLocaleString()} ${more}`;

/**
 * What is wrong right now, the worst first; empty when nothing is. `may`: whether the reader may act, else every button leads to
 * where it shows.
 *
 * @example problemsOf(summary, { agent: true })[0]?.text // "3 orders did not sync."
 */
export function problemsOf(summary: DashboardSummary, may: { agent: boolean }): Problem[] {
  const found: Problem[] = [];
  const add = (n: number, problem: Problem) => n > 0 && found.push(problem);
  for (const c of summary.connections) {
    // Disconnected by its seller is no problem; disconnected by the platform is.
    const lost = c.health === "disconnected" && c.enabled;
    if (!lost && !(c.health === "failing" && c.enabled)) continue;
    const href = `/${c.kind}s/${c.id}`;
    const why = c.healthReason ?? (lost ? "it was disconnected." : "it does not answer.");
    found.push({ id: c.id, tone: "failed", text: `${c.name}: ${why}`, button: lost ? "Reconnect" : "See why", href });
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
  const { open } = summary.reports;
  add(open, {
    id: "reports",
    tone: "attention",
    text: `${many(open, "customer says", "customers say")} that something is wrong.`,
    button: "Read",
    href: "/shipments?state=attention",
  });
  const { attention, late } = summary.shipments;
  add(attention, {
    id: "parcels",
    tone: "attention",
    text: `${many(attention, "parcel has", "parcels have")} a problem on the way.`,
    button: "See them",
    href: "/shipments?state=attention",
  });
  add(late, {
    id: "late",
    tone: "attention",
    text: `${many(late, "parcel is", "parcels are")} later than promised.`,
    button: "See them",
    href: "/shipments?state=attention",
  });
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
