import type { Guide } from "../../ports/platform.ts";
import type { CheckWords } from "../../ports/webhook.ts";

export const upsGuide: Guide = {
  steps: [
    "On developer.ups.com, add an app with the products Tracking and UPS Track Alert.",
    "Copy its client ID and client secret. The webhook credential is a long random text of your own.",
  ],
  rights: ["Tracking", "UPS Track Alert"],
};

export const upsCheck: CheckWords = {
  sentence: "UPS sent the credential that only it and this connection know. It signs no bytes.",
  scheme: "Shared credential, compared in constant time",
  header: "credential",
  time: "The scheme signs no time; a copy is known by its bytes.",
};
