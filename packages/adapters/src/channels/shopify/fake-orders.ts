import { GraphQLError } from "graphql";

// Orders, fulfilments and lines of the fake Shopify, in GraphQL's shape: fields that take arguments are functions.

export type Json = Record<string, unknown>;
export type Args = { first?: number; after?: string | null };

export const FAKE = { clientId: "fake-client", clientSecret: "fake-hush-secret", shop: "fake.myshopify.com" } as const;

export const gid = (kind: string, id: number | string) => `gid://shopify/${kind}/${id}`;
export const usd = (amount: string, currencyCode = "USD") => ({
  shopMoney: { amount, currencyCode },
  presentmentMoney: { amount, currencyCode },
});

/** A field that fails as GraphQL does: null where it may be, with an entry in `errors`. */
export const failing = (message: string, code: string) => () => {
  throw new GraphQLError(message, { extensions: { code } });
};

export function connection(all: Json[], args: Args): Json {
  const first = args.first ?? 0;
  // The cursor is a place in the list; real ones are opaque too.
  const from = args.after ? Number(atob(args.after)) : 0;
  if (Number.isNaN(from)) throw new GraphQLError("Invalid cursor for current pagination sort.");
  const nodes = all.slice(from, from + first);
  const end = from + nodes.length;
  return { nodes, pageInfo: { hasNextPage: end < all.length, endCursor: nodes.length ? btoa(String(end)) : null } };
}

export function fakeLine(id: number, over: Json = {}): Json {
  return {
    __typename: "LineItem",
    id: gid("LineItem", id),
    sku: `SKU-${id}`,
    title: "Enamel mug",
    variantTitle: null,
    quantity: 2,
    currentQuantity: 2,
    unfulfilledQuantity: 2,
    requiresShipping: true,
    isGiftCard: false,
    originalUnitPriceSet: usd("12.50"),
    ...over,
  };
}

export function fakeFulfilment(
  id: number,
  about: { numbers?: string[]; lines?: { line: number; quantity: number }[] } = {},
): Json {
  const { numbers = [], lines = [] } = about;
  return {
    __typename: "Fulfillment",
    id: gid("Fulfillment", id),
    status: "SUCCESS",
    displayStatus: "FULFILLED",
    createdAt: "2026-11-19T09:00:00Z",
    deliveredAt: null,
    location: { __typename: "Location", id: gid("Location", 1) },
    trackingInfo: ({ first }: Args) => numbers.map((number) => ({ company: "UPS", number, url: null })).slice(0, first),
    fulfillmentLineItems: (args: Args) =>
      connection(
        lines.map(({ line, quantity }) => ({
          quantity,
          lineItem: { id: gid("LineItem", line) },
        })),
        args,
      ),
  };
}

export type FakeOrder = Json & { lines: Json[]; shipped: Json[]; open: FakeOpen[] };
type FakeOpen = {
  id: number;
  location: number;
  canShip: boolean;
  hold?: string;
  /** DeliveryMethodType; SHIPPING when left out. */
  method?: string;
  lines: { id: number; line: number; remaining: number; digital?: boolean; giftCard?: boolean }[];
};

export function fakeOrder(id: number, over: Partial<FakeOrder> = {}): FakeOrder {
  const order: FakeOrder = {
    __typename: "Order",
    id: gid("Order", id),
    name: `#${id}`,
    createdAt: "2026-11-18T08:00:00Z",
    // Against the order of the changes: a walk by anything but UPDATED_AT is seen.
    processedAt: new Date(Date.parse("2026-11-18T08:00:00Z") - id * 1000).toISOString(),
    updatedAt: `${new Date(Date.parse("2026-11-19T00:00:00Z") + id * 60_000).toISOString().slice(0, 19)}Z`,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    currencyCode: "USD",
    note: null,
    customerLocale: "pt-PT",
    email: "ada@example.com",
    phone: null,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    paymentGatewayNames: ["shopify_payments"],
    totalPriceSet: usd("30.00"),
    subtotalPriceSet: usd("25.0"),
    totalShippingPriceSet: usd("5.00"),
    totalTaxSet: usd("0.00"),
    totalDiscountsSet: usd("0.00"),
    totalRefundedSet: usd("0.00"),
    customer: { displayName: "Ada Lovelace" },
    shippingAddress: {
      name: "Ada Lovelace",
      company: null,
      address1: "12 St James's Square",
      address2: null,
      city: "London",
      province: "England",
      provinceCode: "ENG",
      zip: "SW1Y 4JH",
      countryCodeV2: "GB",
      phone: null,
    },
    billingAddress: null,
    shippingLine: { title: "Standard" },
    lineItems: (args: Args) => connection(order.lines, args),
    fulfillments: ({ first }: Args) => order.shipped.slice(0, first),
    fulfillmentOrders: (args: Args) => connection(order.open.map(openNode), args),
    lines: [fakeLine(id * 10)],
    shipped: [],
    open: [],
    ...over,
  };
  return order;
}

export function openNode(open: FakeOpen): Json {
  const lines = open.lines.map((l) => ({
    id: gid("FulfillmentOrderLineItem", l.id),
    remainingQuantity: l.remaining,
    requiresShipping: l.digital !== true,
    lineItem: { id: gid("LineItem", l.line), isGiftCard: l.giftCard === true },
  }));
  return {
    __typename: "FulfillmentOrder",
    id: gid("FulfillmentOrder", open.id),
    assignedLocation: { name: `Location ${open.location}`, location: { id: gid("Location", open.location) } },
    deliveryMethod: { methodType: open.method ?? "SHIPPING" },
    supportedActions: open.canShip ? [{ action: "CREATE_FULFILLMENT" }] : [{ action: "RELEASE_HOLD" }],
    fulfillmentHolds: open.hold ? [{ id: gid("FulfillmentHold", open.id), reason: open.hold }] : [],
    lineItems: (args: Args) => connection(lines, args),
  };
}

/** Seven orders: one is refused as a whole, one lacks a field for good, one cannot be read just now; the last leaves from two places. */
export function defaultWorld(): FakeOrder[] {
  return [
    fakeOrder(1000, { lineItems: failing("Access denied for lineItems field.", "ACCESS_DENIED") }),
    fakeOrder(1001),
    fakeOrder(1002, { displayFinancialStatus: "PENDING", displayFulfillmentStatus: "ON_HOLD" }),
    fakeOrder(1003, {
      shippingAddress: failing("This app is not approved to access the MailingAddress object.", "ACCESS_DENIED"),
    }),
    fakeOrder(1004, { customer: failing("Timeout while resolving customer", "INTERNAL_SERVER_ERROR") }),
    fakeOrder(1006, {
      shipped: [fakeFulfilment(61, { numbers: ["9400111899223197428490"], lines: [{ line: 10060, quantity: 2 }] })],
    }),
    fakeOrder(1007, {
      lines: [fakeLine(10070), fakeLine(10071)],
      open: [
        { id: 71, location: 1, canShip: true, lines: [{ id: 711, line: 10070, remaining: 2 }] },
        { id: 72, location: 2, canShip: true, lines: [{ id: 721, line: 10071, remaining: 2 }] },
      ],
    }),
  ];
}
