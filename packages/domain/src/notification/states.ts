import { moves } from "../moves.ts";

/** A notification. A receipt never takes it back (docs/platforms/resend.md#ranks); `pending` again is a person's wish or a pause. */
export const notificationMoves = moves({
  /** The embedded mailbox takes it in one step; `unknown`: the provider that may have sent it is gone. */
  pending: { to: ["sending", "sent", "parked", "suppressed", "unknown"] },
  sending: { to: ["sent", "pending", "parked", "unknown", "suppressed"] },
  sent: { to: ["delayed", "delivered", "failed", "bounced", "complained"] },
  delayed: { to: ["delivered", "failed", "bounced", "complained"] },
  delivered: { to: ["failed", "bounced", "complained"] },
  bounced: { to: ["complained"] },
  complained: { to: [] },
  failed: { to: ["bounced", "complained", "pending"] },
  /** It may have gone out: the provider's late answer, a receipt, or one more try under the same key says so. */
  unknown: { to: ["sending", "sent", "pending", "parked", "suppressed"] },
  parked: { to: ["pending", "suppressed"] },
  suppressed: { to: ["pending"] },
});
