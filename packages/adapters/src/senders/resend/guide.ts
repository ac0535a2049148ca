import type { Guide } from "../../ports/platform.ts";
import type { CheckWords } from "../../ports/webhook.ts";

export const resendGuide: Guide = {
  steps: [
    "In Resend, verify the domain your mails come from.",
    "Under API keys, create one that may send. Under Webhooks, add the address below and copy its signing secret.",
  ],
  rights: ["Sending access"],
  webhook:
    "In Resend, open Webhooks, add this address with the events email.* and suppression.*, then copy its signing secret here.",
};

export const svixCheck: CheckWords = {
  sentence: "The provider signed id, time and bytes with the webhook secret, and the signature matched.",
  scheme: "HMAC-SHA256 of id, time and raw body (Svix)",
  header: "svix-signature",
  time: "Accepted within 5 minutes of the signed time.",
};
