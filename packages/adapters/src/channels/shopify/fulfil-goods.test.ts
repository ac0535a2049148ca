import { expect, test } from "bun:test";
import { trackingIdentity } from "../../numbers/identity.ts";
import { isAdapterError } from "../../ports/adapter.ts";
import type { FulfilmentRequest } from "../../ports/channel.ts";
import { type FakeOrder, fakeFulfilment, fakeLine, fakeOrder, gid } from "./fake-orders.ts";
import { fulfilOrder } from "./fulfil.ts";
import { type Json, mugAndCard, withShopify } from "./testing.ts";

// Only goods travel. "If the fulfillment order line items are left blank then all the fulfillment order line items … will be
// fulfilled" (FulfillmentInput, 2026-10), so every line is named; methodType: DeliveryMethodType of the same schema.

const request = (over: Partial<FulfilmentRequest> = {}): FulfilmentRequest => ({
  orderExternalId: gid("Order", 1),
  tracking: { company: "ups", number: "1Z999AA10123456784", url: null },
  lines: null,
  notifyCustomer: false,
  ...over,
});
const line = (id: number, quantity: number) => ({ externalLineId: gid("LineItem", id), quantity });
const digits = (id: unknown) => Number(/(\d+)$/.exec(String(id))?.[1]);
/** What was sent, as fulfilment order and lines with their units. */
const sent = (calls: { query: string; variables: Json }[]) =>
  calls
    .filter((call) => call.query.includes("fulfillmentCreate"))
    .flatMap((c) => (c.variables.fulfillment as { lineItemsByFulfillmentOrder: Json[] }).lineItemsByFulfillmentOrder)
    .map(({ fulfillmentOrderId, fulfillmentOrderLineItems }) => [
      digits(fulfillmentOrderId),
      ((fulfillmentOrderLineItems ?? []) as Json[]).map((l) => [digits(l.id), l.quantity]),
    ]);
const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isAdapterError(error)) throw error;
  return error;
};

/** A mug and a gift card: as Shopify splits them into two fulfilment orders, or (`together`) in one. */
const both = (together: boolean): FakeOrder[] => {
  const mug = { id: 110, line: 11, remaining: 2 };
  const card = { id: 120, line: 12, remaining: 1, digital: true, giftCard: true };
  const open = together
    ? [{ id: 100, location: 1, canShip: true, lines: [mug, card] }]
    : [
        { id: 100, location: 1, canShip: true, lines: [mug] },
        { id: 200, location: 1, canShip: true, method: "NONE", lines: [card] },
      ];
  return [fakeOrder(1, { lines: [fakeLine(11), fakeLine(12, { isGiftCard: true, requiresShipping: false })], open })];
};

for (const together of [false, true]) {
  const where = together ? "one fulfilment order" : "two fulfilment orders";
  const other = { company: "ups", number: "1Z5R89390357567127", url: null };

  test(
    `a mug and a gift card in ${where}: the parcel takes the mug`,
    withShopify(async ({ ctx, fake }) => {
      await fulfilOrder(ctx, request());
      expect(sent(fake.calls)).toEqual([[100, [[110, 2]]]]);
      const again = await fulfilOrder(ctx, request());
      expect([again.externalFulfilmentIds.length, sent(fake.calls).length]).toEqual([1, 1]);
      const error = await refusal(fulfilOrder(ctx, request({ tracking: other })));
      expect(error.kind).toBe("rejected");
      expect(error.message).toBe(
        "Shopify has nothing left to ship on this order. What remains is picked up or needs no shipping, and does not go with a parcel.",
      );
    }, both(together)),
  );

  test(
    `a mug and a gift card in ${where}, both named: the card is left out, and that is said`,
    withShopify(async ({ ctx, fake }) => {
      const lines = [line(12, 1), line(11, 1)];
      const result = await fulfilOrder(ctx, request({ lines }));
      expect(result.note).toBe("Lines that need no shipping were left out.");
      expect(sent(fake.calls)).toEqual([[100, [[110, 1]]]]);
      expect((await fulfilOrder(ctx, request({ lines }))).note).toContain("already had");
      const error = await refusal(fulfilOrder(ctx, request({ lines: [line(12, 1)], tracking: other })));
      expect(error.message).toContain("needs no shipping (a gift card or digital goods)");
      expect(sent(fake.calls).length).toBe(1);
    }, both(together)),
  );
}

test(
  "a gift card that Shopify has handed out already is asked about and left out",
  withShopify(
    async ({ ctx, fake }) => {
      const order = { orderExternalId: gid("Order", 2003), lines: [line(20030, 2), line(20031, 1)] };
      expect((await fulfilOrder(ctx, request(order))).note).toBe("Lines that need no shipping were left out.");
      expect(sent(fake.calls)).toEqual([[2003, [[2003, 2]]]]);
    },
    [mugAndCard(2003)],
  ),
);

test(
  "a line that needs shipping and is nowhere left is still refused, card or no card",
  withShopify(
    async ({ ctx, fake }) => {
      const order = { orderExternalId: gid("Order", 2003), lines: [line(20030, 3), line(20031, 1)] };
      const error = await refusal(fulfilOrder(ctx, request(order)));
      expect(error.message).toContain("Shopify can ship 2 of the 3 units of line 20030");
      expect(sent(fake.calls)).toEqual([]);
    },
    [mugAndCard(2003)],
  ),
);

const methods = (): FakeOrder[] => [
  fakeOrder(1, {
    lines: [1, 2, 3, 4, 5, 6].map((id) => fakeLine(id)),
    open: ["SHIPPING", "LOCAL", "PICKUP_POINT", "PICK_UP", "RETAIL", "NONE"].map((method, i) => ({
      id: i + 1,
      location: 1,
      canShip: true,
      method,
      lines: [{ id: (i + 1) * 10, line: i + 1, remaining: 2 }],
    })),
  }),
];

test(
  "all that remains is what is carried to the buyer: shipped, delivered locally, brought to a pickup point",
  withShopify(async ({ ctx, fake }) => {
    await fulfilOrder(ctx, request());
    expect(sent(fake.calls).map(([order]) => order)).toEqual([1, 2, 3]);
  }, methods()),
);

test(
  "what was to be picked up goes with a parcel only when it is named",
  withShopify(async ({ ctx, fake }) => {
    await fulfilOrder(ctx, request({ lines: [line(4, 1)] }));
    expect(sent(fake.calls)).toEqual([[4, [[40, 1]]]]);
  }, methods()),
);

test(
  "a line in a parcel and at the counter is taken from the parcel's fulfilment order first",
  withShopify(
    async ({ ctx, fake }) => {
      await fulfilOrder(ctx, request({ lines: [line(1, 3)] }));
      expect(sent(fake.calls)).toEqual([
        [2, [[20, 2]]],
        [1, [[10, 1]]],
      ]);
    },
    [
      fakeOrder(1, {
        open: [
          { id: 1, location: 1, canShip: true, method: "PICK_UP", lines: [{ id: 10, line: 1, remaining: 2 }] },
          { id: 2, location: 1, canShip: true, lines: [{ id: 20, line: 1, remaining: 2 }] },
        ],
      }),
    ],
  ),
);

test(
  "an empty list of lines asks for nothing, and nothing is sent",
  withShopify(async ({ ctx, fake }) => {
    expect((await refusal(fulfilOrder(ctx, request({ lines: [] })))).kind).toBe("rejected");
    expect(sent(fake.calls)).toEqual([]);
  }, both(false)),
);

test(
  "a number that the shop has under its label's spelling, or beside another in one field, is not shipped a second time",
  withShopify(
    async ({ ctx, fake }) => {
      for (const number of ["9261290283641500004181", "1Z5R89390357567127", "1Z12345E0205271688"]) {
        const isSameNumber = (text: string) => trackingIdentity(text) === number;
        const tracking = { company: "usps", number, url: null };
        const result = await fulfilOrder(ctx, request({ tracking, isSameNumber }));
        expect(result.note).toContain("already had this tracking number");
      }
      expect(sent(fake.calls)).toEqual([]);
    },
    [
      fakeOrder(1, {
        shipped: [
          fakeFulfilment(1, { numbers: ["420773169261290283641500004181"], lines: [{ line: 1, quantity: 1 }] }),
          fakeFulfilment(2, { numbers: ["1Z5R89390357567127, 1Z12345E0205271688"], lines: [{ line: 1, quantity: 1 }] }),
        ],
      }),
    ],
  ),
);
