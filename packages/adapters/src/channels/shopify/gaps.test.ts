import { describe, expect, test } from "bun:test";
import { channelOrderSchema, type OrderGap } from "@waybill/domain/order/order";
import { readProblems } from "./errors.ts";
import { failing, fakeFulfilment, fakeLine, fakeOrder, gid, usd } from "./fake-orders.ts";
import { pullOrders, readOrder } from "./pull.ts";
import { toPulled } from "./pulled.ts";
import { type Json, fakeNode as node, withShopify } from "./testing.ts";

// What an app without access to protected data is answered: docs/platforms/shopify.md#scopes.

function order(over: Json, errors?: unknown) {
  const pulled = toPulled(node(over), readProblems(errors), { depth: 1 });
  if (!pulled.ok) throw new Error(pulled.reason);
  expect(channelOrderSchema.safeParse(pulled.order).error?.issues ?? []).toEqual([]);
  return pulled.order;
}
/** The order without its gaps and without what the raw payload says. */
const rest = ({ gaps: _, raw: __, ...fields }: ReturnType<typeof order>): Json => fields;
const denied = (...path: (string | number)[]) => ({
  message: `Access denied for ${String(path.at(-1))} field.`,
  path,
  extensions: { code: "ACCESS_DENIED" },
});
const line = (over: Json) => ({ lines: [fakeLine(1, over)] });

/** Name, what is odd, the fields it costs (ours, by name), and what must be said of the first. */
const odd: [string, Json, string[], RegExp][] = [
  ["a bad amount", { totalPriceSet: usd("12,30") }, ["total"], /^The total cannot be read: "12,30" is not a decimal/],
  ["too many decimals", { totalPriceSet: usd("1.005") }, ["total"], /more decimals/],
  ["no total", { totalPriceSet: null }, ["total"], /missing/],
  [
    "a number for an amount",
    { totalTaxSet: { shopMoney: { amount: 1.5, currencyCode: "USD" } } },
    ["tax"],
    /no amount/,
  ],
  ["another currency inside", { totalTaxSet: usd("1.00", "EUR") }, ["tax"], /in EUR, the order in USD/],
  ["an impossible time", { updatedAt: "yesterday" }, ["updatedAt"], /"yesterday" is not a time/],
  ["a time without a zone", { processedAt: "2026-11-18T08:00:00" }, ["placedAt"], /is not a time/],
  ["no lines", { lineItems: null }, ["lines"], /missing/],
  [
    "a line that is null",
    { lineItems: { nodes: [null, fakeLine(10010)] } },
    ["lines"],
    /^A line of the order cannot be read/,
  ],
  [
    "a line without a price",
    line({ originalUnitPriceSet: null }),
    ["lines.unitPrice"],
    /unit price of a line .* missing/,
  ],
  ["a line with half a unit", line({ currentQuantity: 0.5 }), ["lines.quantity"], /0.5 is not a number of units/],
  ["units below nothing", line({ quantity: -1 }), ["lines.quantity"], /-1 is not a number/],
  ["a payment nobody knows", { displayFinancialStatus: "BARTERED" }, ["payment"], /"BARTERED" is a payment status/],
  [
    "a payment named like a method",
    { displayFinancialStatus: "constructor" },
    ["payment"],
    /"constructor" is a payment/,
  ],
  ["a status of tomorrow", { displayFulfillmentStatus: "TELEPORTED" }, ["onHold"], /"TELEPORTED" is a status/],
  ["an address that is a text", { shippingAddress: "London" }, ["shippingAddress"], /no address/],
  ["a note that is a number", { note: 5 }, ["note"], /no text/],
  ["no number", { name: null }, ["number"], /missing/],
  ["a fulfilment that is null", { fulfillments: [null] }, ["fulfilments"], /^A fulfilment cannot be read/],
  ["no fulfilments", { fulfillments: null }, ["fulfilments"], /missing/],
];
for (const [name, over, fields, words] of odd) {
  test(`${name}: costs that field, named in words, and nothing else`, () => {
    const found = order(over);
    expect(found.gaps?.map((gap) => [gap.field, gap.kind])).toEqual(fields.map((field) => [field, "unreadable"]));
    expect(found.gaps?.[0]?.words).toMatch(words);
    const [top = ""] = (fields[0] ?? "").split(".");
    const good = rest(order("lines" in over ? line({}) : {}));
    const others = (whole: Json) => {
      const { [top]: _, ...kept } = whole;
      return kept;
    };
    // An unreadable shipping address leaves the name that stands in it unknown, too: the billing address has none.
    expect(others(rest(found))).toEqual(others(good));
  });
}

test("a whole order has no gaps", () => {
  expect(order({}).gaps).toBeUndefined();
});

test("what stands for an odd field", () => {
  expect(order({ displayFinancialStatus: "BARTERED" }).payment).toBe("unknown");
  expect(order({ totalPriceSet: usd("12,30") }).total).toBeNull();
  expect(order({ name: null }).number).toBe("1001");
  // Cancelled and archived are facts, whenever it was.
  const updatedAt = Date.parse("2026-11-19T16:41:00Z");
  expect(order({ cancelledAt: "soon" })).toMatchObject({ cancelledAt: updatedAt, updatedAt });
  expect(order({ closedAt: "soon" }).archivedAt).toBe(updatedAt);
  // A version that cannot be read is not older than anything else that happened.
  const closedAt = "2026-11-25T10:00:00Z";
  expect(order({ updatedAt: "?", closedAt }).updatedAt).toBe(Date.parse(closedAt));
  // A line keeps its other numbers.
  const [mug] = order(line({ currentQuantity: "two", quantity: 2, unfulfilledQuantity: null })).lines;
  expect(mug).toMatchObject({ quantity: 2, unfulfilled: 2, cancelled: 0 });
});

test("an unknown currency costs the amounts, which mean nothing without it, and not the order", () => {
  for (const currencyCode of ["ZZZ", "XXX", "usd", 5]) {
    const strange = { currencyCode, totalPriceSet: usd("30.00", String(currencyCode)) };
    const found = order({ ...strange, ...line({}) });
    expect(found).toMatchObject({ currency: null, total: null, tax: null, customer: { email: "ada@example.com" } });
    expect(found.lines[0]).toMatchObject({ unitPrice: null, quantity: 2 });
    expect(found.gaps?.map((gap) => gap.field)).toEqual(["currency"]);
  }
  // The amounts say it as well.
  expect(order({ currencyCode: null })).toMatchObject({ currency: "USD", total: { minor: 3000, currency: "USD" } });
});

test("a broken fulfilment costs itself; the others and the parcels in them stay", () => {
  const good = fakeFulfilment(1, { numbers: ["1Z999AA10123456784"], lines: [{ line: 10010, quantity: 2 }] });
  const found = order({
    shipped: [
      good,
      { ...fakeFulfilment(2), id: null },
      { ...fakeFulfilment(3), createdAt: "?", trackingInfo: null },
      { ...fakeFulfilment(4), status: "MISLAID" },
    ],
  });
  expect(found.fulfilments.map((f) => f.externalId)).toEqual([1, 3, 4].map((id) => gid("Fulfillment", id)));
  expect(found.fulfilments[0]?.tracking[0]?.number).toBe("1Z999AA10123456784");
  expect(found.gaps?.map((gap) => gap.field)).toEqual([
    "fulfilments",
    "fulfilments.tracking",
    "fulfilments.createdAt",
    "fulfilments.cancelled",
  ]);
});

test("only an order that cannot be named, or was never, is set aside", () => {
  const reason = (over: Json) => {
    const pulled = toPulled(node(over), undefined, { depth: 0 });
    return pulled.ok ? null : [pulled.transient, pulled.reason];
  };
  expect(reason({ id: null })).toEqual([false, "Shopify sent an order that cannot be read: its id is missing."]);
  const never = { createdAt: null, processedAt: "?", updatedAt: null };
  expect(reason(never)).toEqual([false, "Shopify sent an order that cannot be read: it has no date that can be read."]);
  expect(reason({ createdAt: null, processedAt: null })).toBeNull();
});

describe("what the shop withholds", () => {
  const withheld: [string[], string, string][] = [
    [["email"], "customer.email", "The shop withholds the e-mail address."],
    [["phone"], "customer.phone", "The shop withholds the phone number."],
    [["customer"], "customer.name", "The shop withholds the customer's name."],
    [["customer", "displayName"], "customer.name", "The shop withholds the customer's name."],
    [["shippingAddress"], "shippingAddress", "The shop withholds the shipping address."],
    [["shippingAddress", "phone"], "shippingAddress", "The shop withholds the shipping address."],
    [["billingAddress"], "billingAddress", "The shop withholds the billing address."],
    [["note"], "note", "The shop withholds the note."],
    [["somethingNew"], "somethingNew", "The shop withholds the field somethingNew."],
  ];
  for (const [path, field, words] of withheld) {
    test(`${path.join(".")}: that field is missing, in words, and the order is there`, () => {
      const found = order({ [path[0] ?? ""]: null }, [denied("order", ...path)]);
      expect(found.gaps).toEqual([{ field, kind: "withheld", words }]);
      expect(found).toMatchObject({
        number: "#1001",
        payment: "paid",
        total: { minor: 3000 },
        lines: [{ quantity: 2 }],
      });
    });
  }

  test("a withheld payment status is unknown, and not unpaid", () => {
    const found = order({ displayFinancialStatus: null }, [denied("order", "displayFinancialStatus")]);
    expect(found.payment).toBe("unknown");
    expect(found.gaps?.map((gap) => [gap.field, gap.kind])).toEqual([["payment", "withheld"]]);
  });

  test("one entry a field, whether withheld in ten lines or odd besides", () => {
    const found = order(line({ originalUnitPriceSet: null }), [
      denied("order", "lineItems", "nodes", 0, "originalUnitPriceSet"),
      denied("order", "lineItems", "nodes", 1, "originalUnitPriceSet"),
    ]);
    const words = "The shop withholds the unit price of a line.";
    expect(found.gaps).toEqual([{ field: "lines.unitPrice", kind: "withheld", words }]);
  });

  const people = { customer: null, email: null, phone: null, shippingAddress: null, billingAddress: null };
  const everything = Object.fromEntries(
    Object.keys(people).map((field) => [
      field,
      failing(`This app is not approved to access the ${field} field.`, "ACCESS_DENIED"),
    ]),
  );
  const fieldsOf = (gaps: OrderGap[] | undefined) => gaps?.map((gap) => gap.field).sort();
  const allPeople = ["billingAddress", "customer.email", "customer.name", "customer.phone", "shippingAddress"];

  test(
    "every order of a shop that gives no personal data comes with its lines, total and status",
    withShopify(
      async ({ ctx }) => {
        const { orders } = await pullOrders(ctx, { updatedSince: null, cursor: null, limit: 50 });
        expect(orders.length).toBe(2);
        for (const pulled of [...orders, await readOrder(ctx, gid("Order", 7001))]) {
          if (!pulled?.ok) throw new Error(pulled?.reason);
          expect(fieldsOf(pulled.order.gaps)).toEqual(allPeople);
          expect(pulled.order).toMatchObject({ total: { minor: 3000 }, payment: "paid", customer: { email: null } });
        }
        // What did not fit on the page is read for such an order as well.
        expect(orders.map((o) => (o.ok ? o.order.lines.length : 0))).toEqual([1, 101]);
      },
      [
        fakeOrder(7001, everything),
        fakeOrder(7002, { ...everything, lines: Array.from({ length: 101 }, (_, i) => fakeLine(i)) }),
      ],
    ),
  );

  test(
    "said once for the whole page, it is true of every order on it",
    withShopify(async ({ ctx, fake }) => {
      const data = (root: Json) => () => ({ data: root, errors: [denied("orders", "nodes", "email")] });
      const pageInfo = { hasNextPage: false, endCursor: null };
      fake.next = [data({ orders: { nodes: [node({ email: null }), node({ email: null })], pageInfo } })];
      const page = await pullOrders(ctx, { updatedSince: null, cursor: null, limit: 50 });
      expect(page.orders.map((o) => o.ok && fieldsOf(o.order.gaps))).toEqual([["customer.email"], ["customer.email"]]);
      const pathless = { ...denied("customer"), path: undefined };
      fake.next = [() => ({ data: { order: node({ customer: null }) }, errors: [pathless] })];
      const read = await readOrder(ctx, gid("Order", 1001));
      expect(read?.ok && fieldsOf(read.order.gaps)).toEqual(["customer.name"]);
    }),
  );
});

test("what may pass by itself is waited for, because asking again brings the order whole", () => {
  const slow = { message: "Timeout", path: ["order", "customer"], extensions: { code: "TIMEOUT" } };
  const both = readProblems([slow, denied("order", "shippingAddress")]);
  const pulled = toPulled(node({ customer: null }), both, { depth: 1 });
  expect(pulled).toMatchObject({ ok: false, transient: true });
  expect(pulled.ok ? "" : pulled.reason).toContain("the customer");
  // An order that did not come at all, for a reason that lasts, is not waited for.
  expect(toPulled(null, both, { depth: 1, name: { id: gid("Order", 1) } })).toMatchObject({
    ok: false,
    externalId: gid("Order", 1),
    transient: false,
  });
});

test("a shop that is not active is no withheld field", () => {
  const closed = { message: "Shop is inactive", path: ["order", "customer"], extensions: { code: "SHOP_INACTIVE" } };
  expect(toPulled(node(), readProblems([closed]), { depth: 1 })).toMatchObject({ ok: false, transient: false });
});
