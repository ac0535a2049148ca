// Written by gen.ts from the folders. Do not edit.
export type CarrierId = "easypost" | "fedex" | "ups";
export type ChannelId = "shopify";
export type SenderId = "resend";
