import type { Guide } from "../../ports/platform.ts";
import type { CheckWords } from "../../ports/webhook.ts";

export const easypostGuide: Guide = {
  steps: [
    "In EasyPost, open Account settings, then API keys, and copy the production key.",
    "Make up a long random webhook secret here; EasyPost will sign with it.",
  ],
  rights: ["Trackers", "Webhooks"],
};

export const easypostCheck: CheckWords = {
  sentence: "EasyPost signed these exact bytes with the webhook secret, and the signature matched.",
  scheme: "HMAC-SHA256 of the raw body, hex",
  header: "x-hmac-signature",
  time: "The scheme signs no time; a copy is known by its id.",
};
