import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import type { Database } from "@waybill/db/database";
import type { Frame } from "@waybill/domain/frame";

/** Publishes what the log has committed. Both runtimes implement it; `contract` tests hold them to the same promise. */
export type Hub = {
  /** Frames of one organisation, in seq order; delivered to its sellers' sockets, merged per tick. */
  publish: (topic: HubTopic, frames: readonly Frame[]) => void;
  /** Open sockets now. */
  sockets: () => number;
  close: () => Promise<void>;
};
/** `org:<orgId>` for sellers, `track:<shipmentId>` for the public page. */
export type HubTopic = `org:${string}` | `track:${string}`;

export type Registry = {
  carriers: Readonly<Record<string, CarrierDefinition>>;
  channels: Readonly<Record<string, ChannelDefinition>>;
  senders: Readonly<Record<string, MailProviderDefinition>>;
};

export type Log = {
  debug: (message: string, fields?: Record<string, unknown>) => void;
  info: (message: string, fields?: Record<string, unknown>) => void;
  warn: (message: string, fields?: Record<string, unknown>) => void;
  error: (message: string, fields?: Record<string, unknown>) => void;
};

/** Counters and gauges the engine keeps for /metrics; labels are few and bounded. */
export type Meter = {
  count: (name: string, labels: Record<string, string>, by?: number) => void;
  observe: (name: string, labels: Record<string, string>, value: number) => void;
};

/** The configuration of docs/architecture.md#configuration, parsed once. */
export type Config = {
  port: number;
  host: string;
  publicUrl: string;
  databaseUrl: string;
  databaseAuthToken: string | null;
  appSecret: string;
  demo: boolean;
  simulatorUrl: string | null;
  corsOrigins: readonly string[];
  mailFrom: string;
  /** A mail provider that the environment names, for organisations without their own. */
  mailProvider: { adapter: string; settings: Readonly<Record<string, string>> } | null;
  allowPrivateNetworks: boolean;
  logLevel: "debug" | "info" | "warn" | "error";
  production: boolean;
};

/** Composed once by `compose.ts`; every verb takes it first. Time and fetch always come from here. */
export type Ctx = {
  db: Database;
  hub: Hub;
  adapters: Registry;
  /** Guarded: refuses private addresses unless `ALLOW_PRIVATE_NETWORKS=1`. */
  fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** UTC ms. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Seeds jitter; in [0, 1). */
  random: () => number;
  /** Work after the answer: a set awaited at shutdown on Bun, `waitUntil` on Workers. */
  defer: (work: Promise<unknown>) => void;
  log: Log;
  meter: Meter;
  config: Config;
};
