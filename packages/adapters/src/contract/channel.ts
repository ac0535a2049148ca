import { describe, expect, test } from "bun:test";
import { channelOrderSchema } from "@waybill/domain/order/order";
import type { z } from "zod";
import { secretNames } from "../kit/settings.ts";
import {
  type AdapterContext,
  isAdapterError,
  isTransient,
  type SettingsSchema,
  type StoredToken,
} from "../ports/adapter.ts";
import type { ChannelDefinition, OrderPage, PulledOrder } from "../ports/channel.ts";
import type { ChannelContract, FakeChannel } from "./channel-data.ts";
import { settingsRules, webhookRules } from "./channel-webhooks.ts";
import { type Fault, withServer } from "./server.ts";

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
