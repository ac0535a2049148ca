import { expect, test } from "bun:test";
import { hasShared, shared } from "../../contract/world.ts";
import { isAdapterError } from "../../ports/adapter.ts";
import type { FulfilmentRequest } from "../../ports/channel.ts";
import { COMPANY_NAMES, trackingCompany } from "./companies.ts";
import { type FakeOrder, fakeLine, fakeOrder, gid } from "./fake-orders.ts";
import { fulfilOrder } from "./fulfil.ts";
import { type Json, withShopify } from "./testing.ts";

const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isAdapterError(error) ? error : Promise.reject(error as Error)),
  );
/** Three lines: two at location 1 (one fulfilment order each), one split over both locations. */
const twoPlaces = (): FakeOrder[] => [
  fakeOrder(1, {
    lines: [fakeLine(11), fakeLine(12), fakeLine(13)],
    open: [
      { id: 100, location: 1, canShip: true, lines: [{ id: 1001, line: 11, remaining: 2 }] },
      {
        id: 200,
        location: 2,
        canShip: true,
        lines: [
          { id: 2001, line: 12, remaining: 1 },
          { id: 2002, line: 13, remaining: 2 },
        ],
      },
      { id: 300, location: 1, canShip: true, lines: [{ id: 3001, line: 12, remaining: 1 }] },
    ],
  }),
];
const request = (over: Partial<FulfilmentRequest> = {}): FulfilmentRequest => ({
  orderExternalId: gid("Order", 1),
  tracking: { company: "fedex", number: "9863 5788 8550", url: "https://waybill.example/track/t" },
  lines: null,
  notifyCustomer: true,
  ...over,
});
const line = (id: number, quantity: number) => ({ externalLineId: gid("LineItem", id), quantity });
type Created = { notifyCustomer: boolean; trackingInfo: Json; lineItemsByFulfillmentOrder: Json[] };
const created = (calls: { query: string; variables: Json }[]) =>
  calls.filter((c) => c.query.includes("fulfillmentCreate")).map((c) => c.variables.fulfillment as Created);

test(
  "all that remains goes out in one fulfilment a location, with the name that Shopify knows and our link",
  withShopify(async ({ ctx, fake }) => {
    const result = await fulfilOrder(ctx, request());
    expect(result.externalFulfilmentIds.length).toBe(2);
    const calls = created(fake.calls);
    expect(calls.map((c) => c.lineItemsByFulfillmentOrder.map((l) => l.fulfillmentOrderId))).toEqual([
      [gid("FulfillmentOrder", 100), gid("FulfillmentOrder", 300)],
      [gid("FulfillmentOrder", 200)],
    ]);
    expect(calls[0]).toMatchObject({
      notifyCustomer: true,
      trackingInfo: { company: "FedEx", number: "9863 5788 8550", url: "https://waybill.example/track/t" },
    });
    expect(fake.world[0]?.open.flatMap((o) => o.lines.map((l) => l.remaining))).toEqual([0, 0, 0, 0]);
  }, twoPlaces()),
);

test(
  "named lines are taken from wherever they lie, and no unit more",
  withShopify(async ({ ctx, fake }) => {
    await fulfilOrder(ctx, request({ lines: [line(12, 2), line(11, 1)] }));
    expect(fake.world[0]?.open.flatMap((o) => o.lines.map((l) => l.remaining))).toEqual([1, 0, 2, 0]);
  }, twoPlaces()),
);

for (const lines of [null, [line(12, 2), line(11, 1)]]) {
  test(
    `cut off between two locations (${lines ? "named lines" : "all that remains"}), the repeat ships the rest once`,
    withShopify(async ({ ctx, fake }) => {
      fake.failCreate = { at: 1 };
      expect(await thrown(fulfilOrder(ctx, request({ lines })))).toMatchObject({ kind: "unavailable" });
      expect(fake.world[0]?.shipped.length).toBe(1);
      fake.failCreate = null;
      const again = await fulfilOrder(ctx, request({ lines }));
      expect(again.externalFulfilmentIds.length).toBe(2);
      const left = fake.world[0]?.open.flatMap((o) => o.lines.map((l) => l.remaining));
      expect(left).toEqual(lines ? [1, 0, 2, 0] : [0, 0, 0, 0]);
      const third = await fulfilOrder(ctx, request({ lines }));
      expect(third.note).toContain("already had this tracking number");
      expect(created(fake.calls).length).toBe(3);
    }, twoPlaces()),
  );
}

test(
  "the number counts as known however it is spaced; a second parcel is its own shipment",
  withShopify(async ({ ctx, fake }) => {
    await fulfilOrder(ctx, request({ lines: [line(13, 1)] }));
    const spaced = { company: "FedEx", number: "986357888550", url: null };
    await fulfilOrder(ctx, request({ lines: [line(13, 1)], tracking: spaced }));
    expect(fake.world[0]?.shipped.length).toBe(1);
    await fulfilOrder(ctx, request({ lines: [line(13, 1)], tracking: { ...spaced, number: "111111111111" } }));
    expect(fake.world[0]?.shipped.length).toBe(2);
    expect(created(fake.calls)[1]?.trackingInfo).toEqual({ company: "FedEx", number: "111111111111" });
  }, twoPlaces()),
);

test(
  "what was added to the order after it was shipped does not travel under the old number",
  withShopify(async ({ ctx, fake }) => {
    await fulfilOrder(ctx, request());
    fake.world[0]?.open.push({ id: 400, location: 1, canShip: true, lines: [{ id: 4001, line: 14, remaining: 1 }] });
    expect((await fulfilOrder(ctx, request())).note).toContain("already had");
    expect(fake.world[0]?.shipped.length).toBe(2);
  }, twoPlaces()),
);

const refusals: [string, FakeOrder[], Partial<FulfilmentRequest>, string, RegExp][] = [
  ["more than is left", twoPlaces(), { lines: [line(12, 3)] }, "rejected", /can ship 2 of the 3 units of line 12/],
  [
    "a wanted line that is on hold",
    [
      fakeOrder(1, {
        open: [
          { id: 1, location: 1, canShip: false, hold: "OTHER", lines: [{ id: 1, line: 10, remaining: 1 }] },
          { id: 2, location: 1, canShip: true, lines: [{ id: 2, line: 11, remaining: 1 }] },
        ],
      }),
    ],
    { lines: [line(10, 1)] },
    "rejected",
    /can ship 0 of the 1 units of line 10\. Part of the order is on hold \(other\)/,
  ],
  ["no fulfilment order in sight", [fakeOrder(1)], {}, "permission", /write_merchant_managed_fulfillment_orders/],
  ["an order that is gone", [fakeOrder(2)], {}, "not_found", /no longer has this order/],
  [
    "on hold",
    [
      fakeOrder(1, {
        open: [
          {
            id: 1,
            location: 1,
            canShip: false,
            hold: "HIGH_RISK_OF_FRAUD",
            lines: [{ id: 1, line: 10, remaining: 1 }],
          },
        ],
      }),
    ],
    {},
    "rejected",
    /on hold \(high risk of fraud\): release it/,
  ],
];
for (const [name, world, over, kind, words] of refusals) {
  test(
    `${name}: refused in words, nothing sent`,
    withShopify(async ({ ctx, fake }) => {
      const error = await thrown(fulfilOrder(ctx, request(over)));
      expect(error?.kind as string).toBe(kind);
      expect(error?.message).toMatch(words);
      expect(created(fake.calls).length).toBe(0);
    }, world),
  );
}

test(
  "what Shopify itself refuses is passed on in its words",
  withShopify(async ({ ctx, fake }) => {
    const errors = [{ field: ["fulfillment", "trackingInfo", "url"], message: "Tracking url is invalid" }];
    fake.next = [
      () => null,
      () => null,
      () => ({ data: { fulfillmentCreate: { fulfillment: null, userErrors: errors } } }),
    ];
    const error = await thrown(fulfilOrder(ctx, request()));
    expect(error).toMatchObject({ kind: "rejected" });
    expect(error?.message).toBe("Shopify did not take the shipment: Tracking url is invalid (url).");
  }, twoPlaces()),
);

test(
  "no call carries more than 512 lines",
  withShopify(
    async ({ ctx, fake }) => {
      await fulfilOrder(ctx, request());
      const sizes = created(fake.calls).map((c) =>
        c.lineItemsByFulfillmentOrder.map((l) => (l.fulfillmentOrderLineItems as Json[] | undefined)?.length),
      );
      // Each line by name: a fulfilment order without lines would go as a whole, with what is added to it meanwhile.
      expect(sizes).toEqual([[512], [88, 1]]);
      expect(fake.world[0]?.open.every((o) => o.lines.every((l) => l.remaining === 0))).toBe(true);
    },
    [
      fakeOrder(1, {
        open: [
          {
            id: 1,
            location: 1,
            canShip: true,
            lines: Array.from({ length: 600 }, (_, i) => ({ id: i, line: i, remaining: 1 })),
          },
          { id: 2, location: 1, canShip: true, lines: [{ id: 999, line: 999, remaining: 1 }] },
        ],
      }),
    ],
  ),
);

test.skipIf(!hasShared)("every company name is one of Shopify's, letter for letter (needs originals)", () => {
  const rows = shared("specs/shopify/tracking_companies.tsv").trim().split("\n").slice(1);
  const known = new Set(rows.map((row) => row.split("\t")[0]));
  const ours = [
    "ups",
    "UPS",
    "fedex",
    "usps",
    "dhl",
    "dhl-express",
    "dhl_ecommerce",
    "royal-mail",
    "delhivery",
    "evri",
    "canada post",
    "singpost",
    "dhl-de",
  ];
  for (const name of ours) expect(known).toContain(trackingCompany(name));
  for (const name of COMPANY_NAMES) expect([name, known.has(name)]).toEqual([name, true]);
  expect(trackingCompany("Ada's Bikes")).toBe("Ada's Bikes");
  expect(trackingCompany("constructor")).toBe("constructor");
});
