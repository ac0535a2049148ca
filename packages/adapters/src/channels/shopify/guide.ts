import type { Guide } from "../../ports/platform.ts";
import type { CheckWords } from "../../ports/webhook.ts";
import { SHOPIFY_SCOPES } from "./queries.ts";

export const shopifyGuide: Guide = {
  steps: [
    "Open the Shopify Dev Dashboard and create an app for your own shop.",
    "Give it the rights below, release the version, and install it in the shop.",
    "Under Settings, copy the client ID and the client secret.",
  ],
  rights: SHOPIFY_SCOPES,
};

export const shopifyCheck: CheckWords = {
  sentence: "Shopify signed these exact bytes with the app's client secret, and the signature matched.",
  scheme: "HMAC-SHA256 of the raw body, base64",
  header: "x-shopify-hmac-sha256",
  time: "The scheme signs no time; a copy is known by its id.",
};
