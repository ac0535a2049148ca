import type { SettingsSchema } from "../ports/adapter.ts";
import type { ChannelDefinition, ChannelHint, FulfilmentRequest } from "../ports/channel.ts";
import type { HandshakeSample } from "./platform.ts";
import type { FakePlatform as Platform } from "./server.ts";

/** The channel's world as a newcomer writes it: a small stateful server and what is true of it. */
export type FakeChannel = Platform & {
  /** External ids that a full pull gives, oldest change first, the broken one included. At least five. */
  orders: string[];
  /** Orders among them that the platform answers brokenly, and whether that may pass by itself. */
  poison: { externalId: string; transient: boolean }[];
  /** An instant and the ids changed since then. */
  changed: { since: number; orders: string[] };
  /** A shipment that the platform will take. */
  shipment: FulfilmentRequest;
  /** How many fulfilments the platform holds for that order. */
  shipments: () => number;
  subscriptions: () => { topic: string; url: string }[];
};

export type ChannelContract<Schema extends SettingsSchema> = {
  definition: ChannelDefinition<Schema>;
  /** What the seller types, without baseUrl. */
  settings: Record<string, string>;
  /** The setting that webhooks are signed with. */
  webhookSecret: string;
  /** For a platform with a handshake: its challenges. */
  handshakes?: readonly HandshakeSample[];
  signatureHeaders: string[];
  /** For schemes that sign a time: how old is too old, ms. */
  staleAfter?: number;
  webhooks: { name: string; headers: Record<string, string>; body: string | Uint8Array; hints: ChannelHint[] }[];
  platform: (clock: { now: () => number }) => FakeChannel;
};
