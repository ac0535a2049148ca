import { mailAttentionStates } from "@waybill/domain/email/attention";
import type { Cause } from "@waybill/domain/frame";
import { isKeptHere } from "@waybill/domain/said/mail-words";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { mailStates } from "../parts/mail-look.ts";

/** The states in the order of a mail's life, for the filter. */
export const states = mailStates;
/** States that ask for a person. */
export const needsYou = mailAttentionStates.join(",");

/** What a state means for the seller and the customer, and what to do. */
const meanings: Record<string, string> = {
  pending: "It goes out with the next pass, in the order of its parcel's messages.",
  sending: "It is with the provider at this moment.",
  sent: "It was handed over. A receipt says when it has arrived.",
  delayed: "The customer's mail server asked the provider to come back later. The provider keeps trying.",
  delivered: "The customer's mail server took it.",
  bounced: "The customer's mail server refused it for good. No more mail goes to this address until you lift that.",
  complained: "The customer marked it as spam. No more mail goes to this address until you lift that.",
  failed: "The provider could not deliver it.",
  unknown:
    "The customer may have it, or not: no answer came back. Waybill does not send it again by itself, because it could arrive twice.",
  parked: "It was not sent, and Waybill stopped trying. Put right what the reason says, then send it again.",
  suppressed: "It was kept back, because the customer asked for that or the address gets no mail.",
};
export function meaning(item: { state: string; sender: string | null }): string {
  if (isKeptHere(item)) {
    return "It is kept here: no mail provider is connected, so the customer did not get it.";
  }
  return meanings[item.state] ?? "This version does not know this state.";
}

/** What sending again would do, where a person should know it before. */
export const retryWarning = (state: string): string | null =>
  state === "unknown" ? "If it did arrive, the customer gets it a second time." : null;

const triggerWords: Record<Trigger, { word: string; when: string }> = {
  shipped: { word: "Shipped", when: "When a parcel is on its way" },
  out_for_delivery: { word: "Out for delivery", when: "On the day, or waiting to be collected" },
  delivered: { word: "Delivered", when: "When it has arrived" },
  problem: { word: "Problem", when: "Missed, held, damaged, going back" },
  delayed: { word: "Delayed", when: "When the promised day slips" },
};
export const triggers = Object.keys(triggerWords) as Trigger[];
export const triggerWord = (trigger: string) => triggerWords[trigger as Trigger]?.word ?? trigger;
export const triggerWhen = (trigger: Trigger) => triggerWords[trigger].when;

/** A language's own name in English: "de" → "German". */
export function languageWord(language: string): string {
  return new Intl.DisplayNames("en", { type: "language" }).of(language) ?? language;
}

/** Where a cause is shown: a webhook stands in the inbox. */
export function causePath(cause: Cause): string | null {
  const row = /^inb_(\d+)$/.exec(cause.id ?? "")?.[1];
  return row ? `/inbox/${row}` : null;
}

/** A cause as it opens a line: "webhook evt_1 from UPS" → "Webhook evt_1 from UPS". */
export const causeText = (cause: Cause) => cause.text.slice(0, 1).toUpperCase() + cause.text.slice(1);
