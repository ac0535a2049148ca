/** What a mail came to: its state, told apart where nobody carried it away. */
type Carried = { state: string; sender: string | null };

type MailWords = {
  /** On a badge. */
  badge: string;
  /** In a history, before the subject. */
  line: string;
  /** After "to ana@example.com". */
  story: string;
};

/** Kept in Waybill's own mailbox: no provider is connected, so it went to nobody. */
const kept: MailWords = { badge: "Kept here", line: "Mail kept here, not sent", story: "was kept, not sent" };

const words: Readonly<Record<string, MailWords>> = {
  pending: { badge: "Waiting", line: "Mail is waiting", story: "is waiting" },
  sending: { badge: "Sending", line: "Mail is being sent", story: "is being sent" },
  sent: { badge: "Sent", line: "Mail sent", story: "was sent" },
  delayed: { badge: "Held up", line: "Mail held up", story: "is held up" },
  delivered: { badge: "Delivered", line: "Mail arrived", story: "arrived" },
  bounced: { badge: "Bounced", line: "Mail bounced", story: "bounced" },
  complained: { badge: "Marked as spam", line: "Mail marked as spam", story: "was marked as spam" },
  failed: { badge: "Failed", line: "Mail failed", story: "failed" },
  unknown: { badge: "May have been sent", line: "Mail may have been sent", story: "may have been sent" },
  parked: { badge: "Given up", line: "Mail given up", story: "was given up" },
  suppressed: { badge: "Held back", line: "Mail held back", story: "was held back" },
};

export const isKeptHere = ({ state, sender }: Carried): boolean => state === "sent" && sender === "mailbox";

/**
 * What is said of a mail, the same in a history, in a list and on its own page.
 *
 * @example mailWords({ state: "sent", sender: "mailbox" }).badge // "Kept here"
 */
export function mailWords(mail: Carried): MailWords {
  if (isKeptHere(mail)) return kept;
  const known = Object.hasOwn(words, mail.state) ? words[mail.state] : undefined;
  return known ?? { badge: "Unknown", line: "Mail", story: "is in a state that this version does not know" };
}
