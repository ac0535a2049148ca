// Written by gen.ts from the folders. Do not edit.
import carriers_easypost from "./carriers/easypost.ts";
import carriers_fedex from "./carriers/fedex.ts";
import carriers_ups from "./carriers/ups.ts";
import channels_shopify from "./channels/shopify.ts";
import senders_resend from "./senders/resend.ts";

export const carriers = {
  "easypost": carriers_easypost,
  "fedex": carriers_fedex,
  "ups": carriers_ups,
} as const;

export const channels = {
  "shopify": channels_shopify,
} as const;

export const senders = {
  "resend": senders_resend,
} as const;
