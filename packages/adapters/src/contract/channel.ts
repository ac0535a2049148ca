import { describe, expect, test } from "bun:test";
import { channelOrderSchema } from "@waybill/domain/order";
import fc from "fast-check";
import type { z } from "zod";
import { type AdapterContext, isAdapterError, isTransient, type SettingsSchema, type StoredToken } from "../adapter.ts";
import type { ChannelDefinition, ChannelHint, FulfilmentRequest, OrderPage, PulledOrder } from "../channel.ts";
import { secretNames, settingsFields } from "../settings.ts";
import { utf8 } from "../signature.ts";
import { type Fault, type FakePlatform as Platform, withServer } from "./server.ts";

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
  signatureHeaders: string[];
  /** For schemes that sign a time: how old is too old, ms. */
  staleAfter?: number;
  webhooks: { name: string; headers: Record<string, string>; body: string | Uint8Array; hints: ChannelHint[] }[];
  platform: (clock: { now: () => number }) => FakeChannel;
};

const NOW = Date.parse("2026-11-20T12:00:00Z");

/**
 * The promises of every sales channel. A newcomer writes data (samples with the hints they stand for, a small fake of the
 * platform) and no assertions.
 *
 * @example channelContract({ definition: shopify, settings: { shop: "…" }, webhooks: [ … ], platform: fakeShopify });
 */
export function channelContract<Schema extends SettingsSchema>(data: ChannelContract<Schema>): void {
  const { definition } = data;
  const parsed = (over: Record<string, string> = {}): z.infer<Schema> =>
    definition.settings.parse({ ...data.settings, ...over });

  describe(`channel contract: ${definition.id}`, () => {
    settingsRules(data);
    webhookRules(data, parsed);

    type World = { ctx: AdapterContext<z.infer<Schema>>; fake: FakeChannel; fail: (fault: Fault | null) => void };
    const world = (run: (world: World) => Promise<void>) => async () => {
      const clock = { at: NOW, now: () => clock.at };
      const fake = data.platform(clock);
      await withServer(fake, async ({ url, fetch, fail }) => {
        let token: StoredToken | null = null;
        const ctx: AdapterContext<z.infer<Schema>> = {
          settings: parsed({ baseUrl: url }),
          fetch,
          now: clock.now,
          sleep: (ms) => {
            clock.at += ms;
            return Promise.resolve();
          },
          tokens: {
            get: () => token,
            refresh: async (get) => {
              token = await get(token);
              return token;
            },
          },
        };
        await run({ ctx, fake, fail });
      });
    };

    const pullAll = async (
      ctx: World["ctx"],
      from: { since: number | null; cursor?: string | null; limit: number },
    ) => {
      const pages: OrderPage[] = [];
      let cursor = from.cursor ?? null;
      do {
        const page = await definition.pull(ctx, { updatedSince: from.since, cursor, limit: from.limit });
        pages.push(page);
        cursor = page.next;
        if (pages.length > 500) throw new Error("The pages never end.");
      } while (cursor !== null);
      return pages;
    };
    const idOf = (order: PulledOrder) => (order.ok ? order.order.externalId : order.externalId);
    const idsOf = (pages: OrderPage[]) => pages.flatMap((page) => page.orders.map(idOf));

    test(
      "pages lead to the end, oldest change first, whatever their size",
      world(async ({ ctx, fake }) => {
        for (const limit of [1, 2, fake.orders.length, 50]) {
          const pages = await pullAll(ctx, { since: null, limit });
          expect(idsOf(pages)).toEqual(fake.orders);
          expect(pages.every((page) => page.orders.length <= limit)).toBe(true);
          const newest = pages.map((page) => page.newestUpdate ?? 0);
          expect(newest).toEqual([...newest].sort((a, b) => a - b));
        }
      }),
    );

    test(
      "only what changed since is pulled, the bound included",
      world(async ({ ctx, fake }) => {
        const pages = await pullAll(ctx, { since: fake.changed.since, limit: 2 });
        expect(idsOf(pages)).toEqual(fake.changed.orders);
      }),
    );

    test(
      "a good order is complete, valid and keeps its raw payload",
      world(async ({ ctx, fake }) => {
        const orders = (await pullAll(ctx, { since: null, limit: 50 })).flatMap((page) => page.orders);
        const good = orders.flatMap((order) => (order.ok ? [order.order] : []));
        expect(good.length).toBe(fake.orders.length - fake.poison.length);
        for (const order of good) {
          expect(channelOrderSchema.safeParse(order).error?.issues ?? []).toEqual([]);
          expect(order.raw).toBeTruthy();
          expect(JSON.parse(JSON.stringify(order))).toEqual(order);
        }
      }),
    );

    test(
      "a poison order is set aside with words and its page goes on",
      world(async ({ ctx, fake }) => {
        const orders = (await pullAll(ctx, { since: null, limit: 50 })).flatMap((page) => page.orders);
        const bad = orders.flatMap((order) => (order.ok ? [] : [order]));
        expect(bad.map(({ externalId, transient }) => ({ externalId, transient }))).toEqual(fake.poison);
        for (const { reason } of bad) expectWords(reason, data.settings, definition);
      }),
    );

    test(
      "a pull killed between two pages goes on from the kept cursor in another process",
      world(async ({ ctx, fake }) => {
        const first = await definition.pull(ctx, { updatedSince: null, cursor: null, limit: 2 });
        const rest = await pullAll({ ...ctx }, { since: null, cursor: first.next, limit: 3 });
        expect(idsOf([first, ...rest])).toEqual(fake.orders);
      }),
    );

    test(
      "a senseless cursor is refused in words",
      world(async ({ ctx }) => {
        const refused = definition.pull(ctx, { updatedSince: null, cursor: "\u0000not a cursor", limit: 2 });
        expect((await failureOf(refused)).kind).toBe("malformed");
      }),
    );

    test(
      "read answers what pull answered; an order that is gone is null",
      world(async ({ ctx, fake }) => {
        const pulled = (await pullAll(ctx, { since: null, limit: 50 })).flatMap((page) => page.orders);
        const good = pulled.find((order) => order.ok);
        if (!good) throw new Error("The fake needs one good order.");
        expect(await definition.read(ctx, idOf(good))).toEqual(good);
        expect(await definition.read(ctx, fake.orders[0]?.replace(/\d+$/, "999999999") ?? "none")).toBeNull();
      }),
    );

    test(
      "a shipment that is sent twice is one shipment",
      world(async ({ ctx, fake }) => {
        const before = fake.shipments();
        const once = await definition.fulfil(ctx, fake.shipment);
        const after = fake.shipments();
        expect(after).toBeGreaterThan(before);
        expect(once.externalFulfilmentIds.length).toBe(after - before);
        const twice = await definition.fulfil(ctx, fake.shipment);
        expect([...twice.externalFulfilmentIds].sort()).toEqual([...once.externalFulfilmentIds].sort());
        expect(fake.shipments()).toBe(after);
        // What was pushed comes back with the next read, so that a parcel is never known twice.
        const order = await definition.read(ctx, fake.shipment.orderExternalId);
        const numbers = order?.ok ? order.order.fulfilments.flatMap((f) => f.tracking.map((t) => t.number)) : [];
        expect(numbers).toContain(fake.shipment.tracking.number);
      }),
    );

    test(
      "subscribing twice leaves one subscription a topic",
      world(async ({ ctx, fake }) => {
        const hook = "https://waybill.example/webhooks/channels/con_1";
        const topics = await definition.subscribe(ctx, hook);
        expect(topics.length).toBeGreaterThan(0);
        const after = fake.subscriptions();
        expect(await definition.subscribe(ctx, hook)).toEqual(topics);
        expect(fake.subscriptions()).toEqual(after);
        expect(
          after
            .filter((s) => s.url === hook)
            .map((s) => s.topic)
            .sort(),
        ).toEqual([...topics].sort());
      }),
    );

    test(
      "test answers what the shop is called",
      world(async ({ ctx }) => {
        expect((await definition.test(ctx)).label.trim()).not.toBe("");
      }),
    );

    test(
      "one 401 renews the sign-in and the pull goes on",
      world(async ({ ctx, fake, fail }) => {
        fail({ status: 401, times: 1 });
        expect(idsOf(await pullAll(ctx, { since: null, limit: 50 }))).toEqual(fake.orders);
      }),
    );

    const failures: { name: string; fault: Fault; kind: string; retryAfterMs?: number }[] = [
      { name: "401 for good", fault: { status: 401 }, kind: "auth" },
      { name: "403", fault: { status: 403 }, kind: "permission" },
      {
        name: "429 with Retry-After",
        fault: { status: 429, headers: { "retry-after": "60" } },
        kind: "rate_limited",
        retryAfterMs: 60_000,
      },
      { name: "500", fault: { status: 500 }, kind: "unavailable" },
      { name: "503 with a page of HTML", fault: { status: 503, body: "<html>" }, kind: "unavailable" },
      { name: "a time-out", fault: "hang", kind: "unavailable" },
      { name: "nobody listening", fault: "refuse", kind: "unavailable" },
      { name: "200 with HTML", fault: { status: 200, body: "<html>busy</html>" }, kind: "malformed" },
      { name: "200 with null", fault: { status: 200, body: "null" }, kind: "malformed" },
      { name: "200 with an empty object", fault: { status: 200, body: "{}" }, kind: "malformed" },
      { name: "200 with a list", fault: { status: 200, body: "[1]" }, kind: "malformed" },
    ];
    for (const { name, fault, kind, retryAfterMs } of failures) {
      test(
        `${name}: every verb says so in words`,
        world(async ({ ctx, fake, fail }) => {
          fail(fault);
          const verbs = [
            () => definition.pull(ctx, { updatedSince: null, cursor: null, limit: 5 }),
            () => definition.read(ctx, fake.orders[0] ?? ""),
            () => definition.fulfil(ctx, fake.shipment),
            () => definition.subscribe(ctx, "https://waybill.example/webhooks/channels/con_1"),
            () => definition.test(ctx),
          ];
          for (const verb of verbs) {
            const error = await failureOf(verb());
            expect(error.kind as string).toBe(kind);
            expect(isTransient(error)).toBe(kind === "unavailable" || kind === "rate_limited");
            if (retryAfterMs) expect(error.retryAfterMs).toBeGreaterThan(retryAfterMs - 15_000);
            expectWords(error.message, data.settings, definition);
          }
        }),
      );
    }
  });
}

function settingsRules<Schema extends SettingsSchema>({ definition, settings }: ChannelContract<Schema>): void {
  test("settings: a form can be drawn, secrets are marked, the address has a default", () => {
    const fields = settingsFields(definition.settings);
    expect(fields.find((f) => f.name === "baseUrl")).toMatchObject({ kind: "url", required: false, advanced: true });
    expect(fields.every((f) => f.label !== f.name && f.label !== "")).toBe(true);
    expect(secretNames(definition.settings).length).toBeGreaterThan(0);
    expect(definition.settings.safeParse(settings).success).toBe(true);
    expect(definition.settings.safeParse({}).success).toBe(false);
    expect(definition.settings.safeParse({ ...settings, baseUrl: "javascript:alert(1)" }).success).toBe(false);
  });
  test("it says what it is", () => {
    expect(definition.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(definition.name && definition.about).toBeTruthy();
    expect(URL.canParse(definition.docs)).toBe(true);
  });
}

function webhookRules<Schema extends SettingsSchema>(
  data: ChannelContract<Schema>,
  parsed: (over?: Record<string, string>) => z.infer<Schema>,
): void {
  const { definition, webhookSecret } = data;
  const url = "https://waybill.example/webhooks/channels/con_1";
  const bytes = (body: string | Uint8Array) => (typeof body === "string" ? utf8(body) : body);
  const signed = (sample: ChannelContract<Schema>["webhooks"][number]) => {
    const body = bytes(sample.body);
    return { url, body, headers: { ...sample.headers, ...definition.webhook.sign(body, parsed(), NOW) } };
  };

  for (const sample of data.webhooks) {
    const webhook = signed(sample);
    const refused = (over: Partial<typeof webhook>, settings = parsed(), now = NOW) => {
      const verdict = definition.webhook.verify({ ...webhook, ...over }, settings, now);
      if (verdict.ok) throw new Error("It was accepted.");
      expect(verdict.reason).not.toContain(data.settings[webhookSecret] ?? "?");
    };
    test(`webhook ${sample.name}: accepted when signed, refused otherwise`, () => {
      expect(definition.webhook.verify(webhook, parsed(), NOW)).toMatchObject({ ok: true });
      for (const name of data.signatureHeaders) {
        refused({ headers: Object.fromEntries(Object.entries(webhook.headers).filter(([key]) => key !== name)) });
        refused({ headers: { ...webhook.headers, [name]: "" } });
      }
      refused({}, { ...parsed(), [webhookSecret]: "" });
      refused({}, parsed({ [webhookSecret]: `${data.settings[webhookSecret]}x` }));
      const changed = webhook.body.slice();
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      refused({ body: changed });
      refused({ body: new Uint8Array() });
      if (data.staleAfter !== undefined) {
        refused({}, parsed(), NOW + data.staleAfter + 1_000);
        refused({}, parsed(), NOW - data.staleAfter - 1_000);
      }
    });
    test(`webhook ${sample.name}: means what it should, each time`, () => {
      expect(definition.parse(webhook)).toEqual(sample.hints);
      expect(definition.parse(webhook)).toEqual(sample.hints);
      expect(definition.webhook.dedupeKey(webhook)).toBe(definition.webhook.dedupeKey({ ...webhook }));
    });
  }

  test("garbage is not understood, and nothing worse", () => {
    const sane = (headers: Record<string, string>, body: Uint8Array) => {
      try {
        expect(Array.isArray(definition.parse({ url, headers, body }))).toBe(true);
      } catch (error) {
        if (!isAdapterError(error)) throw error;
        expect(error.kind).toBe("malformed");
      }
      definition.webhook.verify({ url, headers, body }, parsed(), NOW);
      definition.webhook.dedupeKey({ url, headers, body });
    };
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const bodies = [
      "",
      " ",
      "null",
      "true",
      "0",
      '""',
      "[]",
      "{}",
      '{"id":null}',
      '{"id":{}}',
      '{"id":-1}',
      '{"id":1e400}',
    ]
      .concat([
        deep,
        `{"id":${deep}}`,
        `{"id":1,"x":${deep}}`,
        '{"id":"\\ud800"}',
        "\ufeff{}",
        '{"__proto__":{"id":1}}',
        '{"id":99999999999999999999,"a":[{"id":1}]}',
      ])
      .map(utf8);
    const headerSets = [{}, ...data.webhooks.map((sample) => sample.headers)];
    for (const headers of headerSets) for (const body of bodies) sane(headers, body);
    const header = fc.constantFrom(...headerSets);
    fc.assert(fc.property(header, fc.uint8Array({ maxLength: 200 }), (headers, body) => sane(headers, body)));
    fc.assert(fc.property(header, fc.json(), (headers, body) => sane(headers, utf8(body))));
    const names = [...new Set(headerSets.flatMap((headers) => Object.keys(headers)))];
    fc.assert(
      fc.property(fc.constantFrom("x", ...names), fc.string(), fc.json(), (name, value, body) =>
        sane({ [name]: value }, utf8(body)),
      ),
    );
  });

  test("its own sample is accepted and speaks of the order it was made for", () => {
    const [hint] = data.webhooks.flatMap((sample) => sample.hints).filter((h) => h.kind === "order_changed");
    if (hint?.kind !== "order_changed") throw new Error("One webhook of the data must be an order_changed.");
    const sample = definition.sample(hint.externalId, NOW);
    const webhook = signed({ name: "sample", ...sample, hints: [] });
    expect(definition.webhook.verify(webhook, parsed(), NOW)).toMatchObject({ ok: true });
    expect(definition.webhook.dedupeKey(webhook)).toBeTruthy();
    expect(definition.parse(webhook)).toMatchObject([{ kind: "order_changed", externalId: hint.externalId }]);
  });
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => new Error("It did not fail."),
    (reason: unknown) => reason,
  );
  if (!isAdapterError(error)) throw error;
  return error;
}

/** Words for a seller: a sentence that names the platform and no secret, and is no program text. */
function expectWords(words: string, settings: Record<string, string>, definition: ChannelDefinition): void {
  expect(words).toMatch(/^[A-Z].*[.!?…]/s);
  expect(words).toContain(definition.name);
  expect(words.length).toBeLessThan(800);
  expect(words).not.toMatch(/undefined|\[object|TypeError|NaN/);
  for (const name of secretNames(definition.settings)) if (settings[name]) expect(words).not.toContain(settings[name]);
}
