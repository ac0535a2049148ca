// Written by gen.ts from the folders. Do not edit.
import carriers_easypost from "./carriers/easypost/carrier.ts";
import carriers_fedex from "./carriers/fedex/carrier.ts";
import carriers_ups from "./carriers/ups/carrier.ts";
import channels_shopify from "./channels/shopify/channel.ts";
import senders_resend from "./senders/resend/sender.ts";

export const carriers = {
  "easypost": carriers_easypost,
  "fedex": carriers_fedex,
  "ups": carriers_ups,
} as const;

export type CarrierId = keyof typeof carriers;

export const channels = {
  "shopify": channels_shopify,
} as const;

export type ChannelId = keyof typeof channels;

export const senders = {
  "resend": senders_resend,
} as const;

export type SenderId = keyof typeof senders;
