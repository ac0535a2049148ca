import { isKeptHere, mailWords } from "@waybill/domain/said/mail-words";
import type { StatusGroup, StatusLook } from "@waybill/ui/status-groups";

const groups: Readonly<Record<string, StatusGroup>> = {
  pending: "waiting",
  sending: "moving",
  sent: "moving",
  delayed: "attention",
  delivered: "delivered",
  bounced: "failed",
  complained: "failed",
  failed: "failed",
  unknown: "unknown",
  parked: "attention",
  suppressed: "returned",
};

/** A mail's states in the order of its life. */
export const mailStates: readonly string[] = Object.keys(groups);

/** How a mail looks, and honest about one that nobody carried away: it stayed in Waybill's own mailbox. */
export const mailLook = (mail: { state: string; sender: string | null }): StatusLook => ({
  group: isKeptHere(mail) ? "waiting" : (groups[mail.state] ?? "unknown"),
  word: mailWords(mail).badge,
});

/** A state alone, as a filter names it. */
export const mailStateLook = (state: string): StatusLook => mailLook({ state, sender: null });
