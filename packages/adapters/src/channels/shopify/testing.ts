import { type Fault, withServer } from "../../contract/server.ts";
import type { StoredToken } from "../../ports/adapter.ts";
import type { ShopifyContext } from "./auth.ts";
import shopify from "./channel.ts";
import { type FakeShopify, fakeShopify } from "./fake.ts";
import { FAKE, type FakeOrder, fakeFulfilment, fakeLine, fakeOrder, gid } from "./fake-orders.ts";

export type Json = Record<string, unknown>;
export type FakeWorld = {
  ctx: ShopifyContext;
  fake: FakeShopify;
  fail: (fault: Fault | null) => void;
  /** Every wait the adapter asked for, ms. */
  sleeps: number[];
  clock: { at: number };
  token: { stored: StoredToken | null };
};

/** Runs against a fake Shopify over local HTTP, with a clock that only sleeping moves. */
export function withShopify(run: (world: FakeWorld) => Promise<void>, orders?: FakeOrder[]): () => Promise<void> {
  return async () => {
    const clock = { at: Date.parse("2026-11-20T12:00:00Z") };
    const now = () => clock.at;
    const fake = fakeShopify({ now }, orders);
    await withServer(fake, async ({ url, fetch, fail }) => {
      const sleeps: number[] = [];
      const token: FakeWorld["token"] = { stored: null };
      let flight: Promise<StoredToken> | null = null;
      const ctx: ShopifyContext = {
        settings: { ...FAKE, accessToken: "", baseUrl: url },
        fetch,
        now,
        sleep: (ms) => {
          sleeps.push(ms);
          clock.at += ms;
          return Promise.resolve();
        },
        tokens: {
          get: () => token.stored,
          // Single-flight, as the contract of AdapterContext has it.
          refresh: (get) => {
            flight ??= get(token.stored)
              .then((fresh) => {
                token.stored = fresh;
                return fresh;
              })
              .finally(() => {
                flight = null;
              });
            return flight;
          },
        },
      };
      await run({ ctx, fake, fail, sleeps, clock, token });
    });
  };
}

/** An order node as JSON has it: the fake's fields that take arguments are answered. */
export function fakeNode(over: Json = {}): Json {
  const { lines, shipped, open, lineItems, fulfillments, fulfillmentOrders, ...order } = fakeOrder(1001, over as never);
  const answer = (value: unknown) => (typeof value === "function" ? (value({ first: 250 }) as unknown) : value);
  const flat = (fulfilment: Json) => Object.fromEntries(Object.entries(fulfilment).map(([k, v]) => [k, answer(v)]));
  return JSON.parse(
    JSON.stringify({ ...order, lineItems: { nodes: lines }, fulfillments: shipped.map(flat), ...over }),
  ) as Json;
}

/** More lines, fulfilments, tracking numbers and fulfilment lines than any page brings along. */
export function largeOrder(id: number): FakeOrder {
  const lines = Array.from({ length: 630 }, (_, i) => fakeLine(id * 1000 + i));
  const numbers = Array.from({ length: 12 }, (_, i) => `9400${id}${i}`);
  const inside = lines.slice(0, 260).map((_, i) => ({ line: id * 1000 + i, quantity: 1 }));
  const shipped = Array.from({ length: 14 }, (_, i) =>
    fakeFulfilment(id * 100 + i, {
      numbers: i === 3 ? numbers : [`1Z${i}`],
      lines: i === 13 ? inside : inside.slice(0, 1),
    }),
  );
  const open = [
    {
      id: id * 10,
      location: 1,
      canShip: true,
      lines: lines.map((_, i) => ({ id: id * 10_000 + i, line: id * 1000 + i, remaining: 1 })),
    },
  ];
  return fakeOrder(id, { lines, shipped, open });
}

/** A mug to be sent, and a gift card that Shopify has handed out by itself: no fulfilment order shows the card any more. */
export function mugAndCard(id: number): FakeOrder {
  const card = fakeLine(id * 10 + 1, { requiresShipping: false, isGiftCard: true, unfulfilledQuantity: 0 });
  const open = [{ id, location: 1, canShip: true, lines: [{ id, line: id * 10, remaining: 2 }] }];
  return fakeOrder(id, { lines: [fakeLine(id * 10), card], open });
}

/** Every kind of request the adapter makes, with the variables it really sends. */
export async function recordedCalls(): Promise<FakeShopify["calls"]> {
  const calls: FakeShopify["calls"] = [];
  const tracking = { company: "UPS", number: "1ZNEW", url: "https://waybill.example/track/x" };
  const keep = ({ fake }: FakeWorld) => calls.push(...fake.calls);
  await withShopify(
    async (world) => {
      const { ctx, fake } = world;
      await shopify.pull(ctx, { updatedSince: 0, cursor: null, limit: 50 });
      const id = gid("Order", 2001);
      await shopify.fulfil(ctx, {
        orderExternalId: id,
        tracking,
        notifyCustomer: false,
        lines: [{ externalLineId: gid("LineItem", 2001600), quantity: 1 }],
      });
      fake.world.push(mugAndCard(2003));
      const giftCard = { externalLineId: gid("LineItem", 20031), quantity: 1 };
      const mug = { externalLineId: gid("LineItem", 20030), quantity: 1 };
      const both = { orderExternalId: gid("Order", 2003), lines: [mug, giftCard] };
      await shopify.fulfil(ctx, { ...both, tracking, notifyCustomer: false });
      await shopify.subscribe(ctx, "https://old.example/webhooks/channels/con_1");
      await shopify.subscribe(ctx, "https://new.example/webhooks/channels/con_1");
      await shopify.test(ctx);
      fake.world.push(fakeOrder(2002, { totalPriceSet: null }));
      await shopify.pull(ctx, { updatedSince: null, cursor: null, limit: 50 });
      await shopify.read(ctx, id);
      keep(world);
    },
    [largeOrder(2001)],
  )();
  return calls;
}
