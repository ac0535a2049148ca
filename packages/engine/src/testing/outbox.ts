import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import type { Database } from "@waybill/db/database";
import type { Cause, Frame } from "@waybill/domain/frame";
import type { NotificationIntent, Trigger } from "@waybill/domain/shipment/notify";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";
import { system } from "../core/scope.ts";
import { outboxStatements } from "../notifications/compose.ts";
import { loadMailContext } from "../notifications/mail-context.ts";
import { type OutboxRow, outboxRow } from "../notifications/rows.ts";
import { startWorkers } from "../tick.ts";
import { ORG, testScope } from "./scope.ts";

/** A world for the outbox's tests: a real database, a clock held by hand, frames that are kept. */
export type World = {
  ctx: Ctx;
  scope: Scope;
  frames: Frame[];
  clock: { now: number };
  random: { value: number };
  deferred: Promise<unknown>[];
};

export const START = Date.parse("2026-11-20T12:00:00Z");

const quiet = () => {};

export function makeWorld(of: {
  db: Database;
  senders?: Record<string, MailProviderDefinition>;
  resendApiKey?: string;
  fetch?: Ctx["fetch"];
}): World {
  const clock = { now: START };
  const random = { value: 0.5 };
  const frames: Frame[] = [];
  const deferred: Promise<unknown>[] = [];
  const ctx: Ctx = {
    db: of.db,
    hub: { publish: (_topic, published) => void frames.push(...published), sockets: () => 0, close: async () => {} },
    adapters: { carriers: {}, channels: {}, senders: of.senders ?? {} },
    fetch: of.fetch ?? ((input, init) => fetch(input, init)),
    now: () => clock.now,
    sleep: async () => {},
    random: () => random.value,
    defer: (work) => void deferred.push(work),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    meter: { count: quiet, observe: quiet },
    config: {
      port: 0,
      host: "127.0.0.1",
      publicUrl: "https://shop.example",
      databaseUrl: "",
      databaseAuthToken: null,
      appSecret: "a secret of the tests, long enough",
      demo: false,
      simulatorUrl: null,
      corsOrigins: [],
      mailFrom: "Waybill <mail@shop.example>",
      mailProvider: of.resendApiKey ? { adapter: "resend", settings: { apiKey: of.resendApiKey } } : null,
      allowPrivateNetworks: true,
      logLevel: "error",
      production: false,
    },
  };
  startWorkers(ctx, {});
  return { ctx, scope: testScope(ctx), frames, clock, random, deferred };
}

/** Writes one notification the way a change of a parcel does. */
export async function put(
  world: Pick<World, "ctx">,
  input: {
    shipment?: string;
    trigger?: Trigger;
    episode?: string;
    recipient?: string;
    orgId?: string;
    cause?: Cause;
    /** The customer's language as the channel tells it. */
    customerLocale?: string;
  } = {},
): Promise<void> {
  const {
    shipment = "shp_1",
    trigger = "shipped",
    episode = "once",
    recipient = "ana@example.com",
    orgId = ORG,
  } = input;
  const cause = input.cause ?? system("test");
  const intent: NotificationIntent = {
    key: [trigger, shipment, recipient, "email", episode].join("|"),
    trigger,
    episode,
    medium: "email",
    recipient,
    shipmentId: shipment,
    orderId: "ord_1",
    status:
      trigger === "problem" ? "exception" : trigger === "shipped" || trigger === "delayed" ? "in_transit" : trigger,
    reason: null,
    eta: null,
    previousDate: null,
    scan: null,
  };
  const statements = outboxStatements(testScope(world.ctx, orgId), {
    intents: [intent],
    shipment: {
      id: shipment,
      carrier: "ups",
      number: "1Z999AA10123456784",
      trackToken: "tok1",
      proof: null,
      lines: [],
    },
    order: { id: "ord_1", number: "#1001" },
    parcelFacts: { step: null, together: null, address: [] },
    lines: [{ externalId: "1", title: "Enamel mug", variant: "blue", quantity: 2 }],
    mailContext: await loadMailContext(testScope(world.ctx, orgId), {
      order: { id: "ord_1", customerName: "Ana Silva", detail: { locale: input.customerLocale ?? null } },
    }),
    cause,
    now: world.ctx.now(),
  });
  await append(testScope(world.ctx, orgId), { cause, statements, events: [] });
}

export async function rows(ctx: Ctx): Promise<OutboxRow[]> {
  return (await ctx.db.query("SELECT * FROM outbox ORDER BY lane, seq")).map(outboxRow);
}

/** What the fake provider is asked, and what it answers. */
type SentRequest = { key: string; body: string; to: string; subject: string };
export type FakeResend = {
  url: string;
  /** Every request that arrived, in order. */
  asked: SentRequest[];
  /** Mails that really went out: one a key, as Resend promises for 24 hours. */
  mails: Map<string, SentRequest>;
  /** Set to answer the next requests otherwise; `null` lets the provider work. */
  answer: (request: SentRequest) => Response | null | Promise<Response | null>;
  stop: () => Promise<void>;
};

/**
 * A provider on a real socket that speaks Resend's wire: `POST /emails` with an Idempotency-Key (same key and body: the first
 * answer again; same key, other body: 409). Source: docs/platforms/resend.md#sending.
 */
export function startFakeResend(): FakeResend {
  const ids = new Map<string, { id: string; body: string }>();
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const body = await request.text();
      const mail = JSON.parse(body) as { to: string[]; subject: string };
      const key = request.headers.get("idempotency-key") ?? "";
      const asked = { key, body, to: mail.to[0] ?? "", subject: mail.subject };
      fake.asked.push(asked);
      const other = await fake.answer(asked);
      if (other) return other;
      const known = ids.get(key);
      if (known && known.body !== body) {
        const error = { statusCode: 409, name: "invalid_idempotent_request", message: "Same key, another body." };
        return Response.json(error, { status: 409 });
      }
      const id = known?.id ?? `mail-${ids.size + 1}`;
      ids.set(key, { id, body });
      if (!known) fake.mails.set(key, asked);
      return Response.json({ id });
    },
  });
  const fake: FakeResend = {
    url: `http://127.0.0.1:${server.port}`,
    asked: [],
    mails: new Map(),
    answer: () => null,
    stop: () => server.stop(true),
  };
  return fake;
}
