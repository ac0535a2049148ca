import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import { carriers, channels, senders } from "@waybill/adapters/registry.gen";
import type { Database, Row } from "@waybill/db/database";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import type { Frame } from "@waybill/domain/frame";
import { newId } from "@waybill/domain/ids";
import type { ChannelOrder } from "@waybill/domain/order/order";
import { HOUR_MS } from "@waybill/domain/time";
import { definitionOf, openConnection, sealContext, sealer } from "../connections/open.ts";
import type { Settings } from "../connections/rows.ts";
import type { Ctx, Registry } from "../core/context.ts";
import type { By, Scope } from "../core/scope.ts";
import { inboxIdle, type Received, receive } from "../inbox/receive.ts";
import { addShipment } from "../shipments/add.ts";
import { mergeOne } from "../sync/merge-page.ts";
import { startWorkers } from "../tick.ts";
import { ORG, testScope } from "./scope.ts";

/** A world for the engine's tests: a real database, the real adapters, a clock held by hand, frames that are kept by topic. */
export type EngineWorld = {
  ctx: Ctx;
  /** Sam's, in the tests' organisation. */
  scope: Scope;
  scopeOf: (orgId: string, by?: By) => Scope;
  clock: { now: number };
  frames: Map<string, Frame[]>;
  logged: { message: string; fields?: Record<string, unknown> }[];
  /** Waits until everything received is processed and all deferred work has ended. */
  settle: () => Promise<void>;
};

export const NOW = Date.parse("2026-11-20T12:00:00Z");
export const realAdapters = { carriers, channels, senders } as unknown as Registry;

export function makeEngineWorld(input: {
  db: Database;
  adapters?: Registry;
  fetch?: Ctx["fetch"];
  now?: () => number;
  sleep?: Ctx["sleep"];
  publicUrl?: string;
}): EngineWorld {
  const clock = { now: NOW };
  const frames: EngineWorld["frames"] = new Map();
  const logged: EngineWorld["logged"] = [];
  const deferred = new Set<Promise<unknown>>();
  const keep = (message: string, fields?: Record<string, unknown>) => void logged.push({ message, fields });
  const quiet = () => {};
  const ctx: Ctx = {
    db: input.db,
    hub: {
      publish: (topic, published) => void frames.set(topic, [...(frames.get(topic) ?? []), ...published]),
      sockets: () => 0,
      close: async () => {},
    },
    adapters: input.adapters ?? realAdapters,
    fetch: input.fetch ?? (() => Promise.reject(new Error("No network in this test."))),
    now: input.now ?? (() => clock.now),
    sleep: input.sleep ?? (async () => {}),
    random: () => 0.5,
    defer: (work) => {
      deferred.add(work);
      void work.finally(() => deferred.delete(work)).catch(quiet);
    },
    log: { debug: quiet, info: quiet, warn: keep, error: keep },
    meter: { count: quiet, observe: quiet },
    config: {
      port: 0,
      host: "127.0.0.1",
      publicUrl: input.publicUrl ?? "https://shop.example",
      databaseUrl: "",
      databaseAuthToken: null,
      appSecret: "a secret of the tests, long enough",
      demo: false,
      simulatorUrl: null,
      corsOrigins: [],
      mailFrom: "Waybill <mail@shop.example>",
      mailProvider: null,
      allowPrivateNetworks: true,
      logLevel: "error",
      production: false,
    },
  };
  startWorkers(ctx, {});
  const settle = async () => {
    do {
      await inboxIdle(ctx);
      await Promise.allSettled([...deferred]);
    } while (deferred.size > 0);
  };
  const scopeOf = (orgId: string, by?: By) => testScope(ctx, orgId, by);
  return { ctx, scope: scopeOf(ORG), scopeOf, clock, frames, logged, settle };
}

/** The same database until `crash`; from then on nothing that was not yet on disk gets there, and nobody is answered. */
export function crashable(db: Database): { db: Database; crash: () => void } {
  let crashed = false;
  const never = () => new Promise<never>(() => {});
  return {
    db: {
      ...db,
      query: (sql, args) => (crashed ? never() : db.query(sql, args)),
      commit: (statements) => (crashed ? never() : db.commit(statements)),
    },
    crash: () => {
      crashed = true;
    },
  };
}

export type TestConnection = { id: string; adapter: string; kind: ConnectionKind; settings: Settings };

/** What each carrier's webhooks are verified with here. */
const SETTINGS: Record<string, Settings> = {
  easypost: { apiKey: "ez-key", webhookSecret: "ez-sécret" },
  ups: { clientId: "ups-id", clientSecret: "ups-secret", credential: "ups-credential" },
  fedex: { clientId: "fx-id", clientSecret: "fx-secret", securityToken: "fx-token" },
  shopify: { shop: "kraft.myshopify.com", clientId: "shop-id", clientSecret: "shop-secret" },
};

/** A connection straight into the database: its platform need not answer. Older than every parcel, so its mails go out. */
export async function putConnection(
  { ctx }: Pick<EngineWorld, "ctx">,
  input: { adapter: string; kind?: ConnectionKind; orgId?: string; settings?: Settings; id?: string },
): Promise<TestConnection> {
  const { adapter, kind = "carrier", orgId = ORG } = input;
  const definition = definitionOf(ctx, kind, adapter);
  if (!definition) throw new Error(`no adapter ${adapter}`);
  const settings = definition.settings.parse({ ...SETTINGS[adapter], ...input.settings }) as Settings;
  const created = ctx.now() - 400 * 24 * HOUR_MS;
  const id = input.id ?? newId("con", created);
  const sealed = await (await sealer(ctx)).seal(JSON.stringify(settings), sealContext(orgId, id));
  await ctx.db.commit([
    {
      sql: `INSERT INTO connections (id, org_id, kind, adapter, name, settings, sealed_settings, enabled, health, failures, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, '{}', ?, 1, 'ok', 0, ?, ?)`,
      args: [id, orgId, kind, adapter, adapter, sealed, created, created],
    },
  ]);
  return { id, adapter, kind, settings };
}

/** A body signed as its platform signs it. */
export function signed(ctx: Ctx, to: TestConnection, body: string | Uint8Array): RawWebhook {
  const definition = definitionOf(ctx, to.kind, to.adapter) as CarrierDefinition;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { headers: definition.webhook.sign(bytes, to.settings, ctx.now()), body: bytes, url: "https://shop.example/" };
}

/** Posts a signed body the way the route does. */
export function deliver(
  { ctx }: Pick<EngineWorld, "ctx">,
  to: TestConnection,
  body: string | Uint8Array,
): Promise<Received> {
  return receive(ctx, { kind: to.kind, connectionId: to.id, webhook: signed(ctx, to, body) });
}

const nobody = { name: null, company: null, line1: null, line2: null, city: null, region: null, postalCode: null };

export function channelOrder(input: Partial<ChannelOrder> & { externalId: string }): ChannelOrder {
  const money = (minor: number) => ({ minor, currency: "USD" });
  return {
    number: `#${input.externalId}`,
    placedAt: NOW - 2 * 24 * HOUR_MS,
    updatedAt: NOW - HOUR_MS,
    currency: "USD",
    total: money(4_200),
    subtotal: null,
    shipping: null,
    tax: null,
    discount: null,
    refunded: null,
    payment: "paid",
    onHold: false,
    cancelledAt: null,
    cancelReason: null,
    customer: { name: "Ana Marlow", email: "ana@example.com", phone: null },
    shippingAddress: { ...nobody, city: "Denver", country: "US", phone: null },
    billingAddress: null,
    shippingMethod: null,
    note: null,
    test: false,
    lines: [line("1", 1)],
    fulfilments: [],
    raw: { id: input.externalId },
    ...input,
  };
}

export const line = (externalId: string, quantity: number): ChannelOrder["lines"][number] => ({
  externalId,
  sku: `MUG-${externalId}`,
  title: `Enamel mug ${externalId}`,
  variant: null,
  quantity,
  unfulfilled: quantity,
  cancelled: 0,
  refunded: 0,
  unitPrice: { minor: 2_100, currency: "USD" },
  requiresShipping: true,
});

/** Merges an order the way a sync does; answers its id. */
export async function putOrder(
  { ctx }: Pick<EngineWorld, "ctx">,
  channel: TestConnection,
  order: Partial<ChannelOrder> & { externalId: string },
): Promise<string> {
  const connection = await openConnection(ctx, channel.id);
  if (!connection) throw new Error("no such connection");
  const cause = { kind: "system" as const, id: null, text: "test" };
  const merged = await mergeOne(testScope(ctx, connection.row.orgId), {
    connection,
    cause,
    runId: null,
    pulled: { ok: true, order: channelOrder(order) },
  });
  return merged.orderId;
}

/** A parcel of an order, handed in by the seller. */
export async function putShipment(
  { ctx }: Pick<EngineWorld, "ctx">,
  input: {
    orderId: string;
    number: string;
    carrier: string;
    lines?: { externalLineId: string; quantity: number }[];
    orgId?: string;
  },
): Promise<string> {
  const { orgId, ...shipped } = input;
  const { shipment } = await addShipment(testScope(ctx, orgId), shipped);
  return shipment.id;
}

/** Everything about an organisation's parcels and orders that deliveries decide, without ids, times of arrival and versions. */
export async function foldedState(ctx: Ctx, orgId = ORG): Promise<Row[]> {
  const parts = await Promise.all([
    ctx.db.query(
      `SELECT number, carrier, order_id IS NULL AS alone, status, reason, status_at, delivered_at, post_delivery, eta, proof, scan_count,
        last_message, last_place, handle, unique_id FROM shipments WHERE org_id = ? ORDER BY number, carrier, not_before`,
      [orgId],
    ),
    ctx.db.query(
      `SELECT s.number, s.not_before, e.key, e.code, e.status, e.reason, e.message, e.local, e.offset_minutes, e.instant, e.precision, e.city,
        e.region, e.postal_code, e.country, e.ordinal FROM tracking_events e JOIN shipments s ON s.id = e.shipment_id
        WHERE e.org_id = ? ORDER BY s.number, s.not_before, e.key`,
      [orgId],
    ),
    ctx.db.query(
      "SELECT external_id, status, units, shipped, delivered, parcel_status FROM orders WHERE org_id = ? ORDER BY external_id",
      [orgId],
    ),
  ]);
  return parts.flat();
}

/** The log's promises: seq 1…n of each organisation, version 1…n of each stream. Answers the first breach in words, or null. */
export async function logBreach(ctx: Pick<Ctx, "db">): Promise<string | null> {
  const [seqs, versions] = await Promise.all([
    ctx.db.query("SELECT org_id AS k, MIN(seq) AS lo, MAX(seq) AS hi, COUNT(*) AS n FROM events GROUP BY org_id"),
    ctx.db.query(
      "SELECT stream AS k, MIN(version) AS lo, MAX(version) AS hi, COUNT(*) AS n FROM events GROUP BY stream",
    ),
  ]);
  const broken = [...seqs, ...versions].find((r) => Number(r.lo) !== 1 || Number(r.hi) !== Number(r.n));
  return broken ? `${broken.k} runs from ${broken.lo} to ${broken.hi} with ${broken.n} events` : null;
}
