// Written by gen.ts from the folders. Do not edit.
import carriers_easypost from "./carriers/easypost/carrier.ts";
import carriers_fedex from "./carriers/fedex/carrier.ts";
import carriers_ups from "./carriers/ups/carrier.ts";
import channels_shopify from "./channels/shopify/channel.ts";
import senders_resend from "./senders/resend/sender.ts";
import type { CarrierId, ChannelId, SenderId } from "./ids.gen.ts";

export const carriers = {
  "easypost": carriers_easypost,
  "fedex": carriers_fedex,
  "ups": carriers_ups,
} as const satisfies { [Id in CarrierId]: { id: Id } };

export const channels = {
  "shopify": channels_shopify,
} as const satisfies { [Id in ChannelId]: { id: Id } };

export const senders = {
  "resend": senders_resend,
} as const satisfies { [Id in SenderId]: { id: Id } };
