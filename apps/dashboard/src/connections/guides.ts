/**
 * What a platform's own pages ask of the seller. Only words: an adapter without an entry is connected just as well, with the
 * general ones.
 */
export type Guide = {
  /** Where the credentials are found, step by step. */
  steps: readonly string[];
  /** The rights the credentials must carry. */
  rights: readonly string[];
  /** Where its webhook address is pasted, when we cannot do it. */
  webhook?: string;
};

const guides: Record<string, Guide> = {
  shopify: {
    steps: [
      "Open the Shopify Dev Dashboard and create an app for your own shop.",
      "Give it the rights below, release the version, and install it in the shop.",
      "Under Settings, copy the client ID and the client secret.",
    ],
    rights: [
      "read_orders",
      "read_customers",
      "read_locations",
      "read_merchant_managed_fulfillment_orders",
      "write_merchant_managed_fulfillment_orders",
    ],
  },
  easypost: {
    steps: [
      "In EasyPost, open Account settings, then API keys, and copy the production key.",
      "Make up a long random webhook secret here; EasyPost will sign with it.",
    ],
    rights: ["Trackers", "Webhooks"],
  },
  ups: {
    steps: [
      "On developer.ups.com, add an app with the products Tracking and UPS Track Alert.",
      "Copy its client ID and client secret. The webhook credential is a long random text of your own.",
    ],
    rights: ["Tracking", "UPS Track Alert"],
  },
  fedex: {
    steps: [
      "On developer.fedex.com, create a project with the Track API and copy API key and secret key.",
      "Create a webhook project for Advanced Integrated Visibility; its security token goes here.",
    ],
    rights: ["Track API", "Advanced Integrated Visibility webhook"],
    webhook: "In the FedEx developer portal, open your webhook project and paste this address as its URL.",
  },
  resend: {
    steps: [
      "In Resend, verify the domain your mails come from.",
      "Under API keys, create one that may send. Under Webhooks, add the address below and copy its signing secret.",
    ],
    rights: ["Sending access"],
    webhook: "In Resend, open Webhooks, add this address with the events email.*, then copy its signing secret here.",
  },
};

export const guideOf = (adapter: string): Guide | null => guides[adapter] ?? null;
