import type { Guide } from "../../ports/platform.ts";
import type { CheckWords } from "../../ports/webhook.ts";

export const fedexGuide: Guide = {
  steps: [
    "On developer.fedex.com, create a project with the Track API and copy API key and secret key.",
    "Create a webhook project for Advanced Integrated Visibility; its security token goes here.",
  ],
  rights: ["Track API", "Advanced Integrated Visibility webhook"],
  webhook: "In the FedEx developer portal, open your webhook project and paste this address as its URL.",
};

export const fedexCheck: CheckWords = {
  sentence: "FedEx signed these exact bytes with the security token, and the signature matched.",
  scheme: "HMAC-SHA256 of the raw body",
  header: "fdx-signature",
  time: "The scheme signs no time; a copy is known by its bytes.",
};
