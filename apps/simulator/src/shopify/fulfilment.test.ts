import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { graphql, post, quiet } from "../../test/helpers.ts";
import type { Simulator } from "../start.ts";
import type { Order } from "../world/types.ts";

// The operations of docs/platforms/shopify.md#fulfilment, validated against Shopify's own schema.
const FO = `query FO($id: ID!) { order(id: $id) { id updatedAt
  fulfillments(first: 50) { id status displayStatus trackingInfo(first: 10) { company number url } fulfillmentLineItems(first: 100) { nodes { id quantity lineItem { id } } } }
  fulfillmentOrders(first: 50) { pageInfo { hasNextPage endCursor } nodes { id status requestStatus updatedAt
    assignedLocation { name location { id } } supportedActions { action } fulfillmentHolds { id reason }
    lineItems(first: 100) { nodes { id totalQuantity remainingQuantity lineItem { id sku } } } } } } }`;
const CREATE = `mutation Ful($f: FulfillmentInput!, $message: String) {
  fulfillmentCreate(fulfillment: $f, message: $message) { fulfillment { id status trackingInfo { company number url } } userErrors { field message } } }`;
const TRACK = `mutation Trk($id: ID!, $t: FulfillmentTrackingInput!, $n: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $t, notifyCustomer: $n) { fulfillment { id status trackingInfo { number } } userErrors { field message } } }`;
const CANCEL =
  "mutation C($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { id status } userErrors { message } } }";

type FulfilmentOrder = {
  id: string;
  status: string;
  assignedLocation: { location: { id: string } };
  supportedActions: { action: string }[];
  lineItems: { nodes: { id: string; totalQuantity: number; remainingQuantity: number }[] };
};
type Read = {
  order: {
    fulfillments: { id: string; status: string; displayStatus: string }[];
    fulfillmentOrders: { nodes: FulfilmentOrder[] };
  };
};
type Payload = {
  fulfillment: {
    id: string;
    status: string;
    trackingInfo: { company: string | null; number: string; url: string | null }[];
  } | null;
  userErrors: { field: string[] | null; message: string }[];
};

describe("fulfilment by the seller", () => {
  let simulator: Simulator;
  let split: Order;
  const gid = (order: Order) => `gid://shopify/Order/${order.id}`;
  const open = async (order: Order) => {
    const answer = await graphql<Read>(simulator, FO, { id: gid(order) });
    if (answer.data === undefined) throw new Error(JSON.stringify(answer));
    return answer.data.order;
  };
  const create = async (f: object) =>
    (await graphql<{ fulfillmentCreate: Payload }>(simulator, CREATE, { f })).data?.fulfillmentCreate as Payload;

  beforeAll(async () => {
    simulator = await quiet({ outcomes: { clean: 1, retrySucceeds: 1 } });
    await post(simulator, "/_sim/orders", { count: 60 });
    split = simulator.world.orders.find((order) => order.fulfilmentOrders.length === 2) as Order;
  });
  afterAll(() => simulator.stop());

  test("an order kept in two places has a fulfilment order in each, and one call cannot ship both", async () => {
    const { fulfillmentOrders } = await open(split);
    expect(new Set(fulfillmentOrders.nodes.map((each) => each.assignedLocation.location.id)).size).toBe(2);
    const both = fulfillmentOrders.nodes.map((each) => ({ fulfillmentOrderId: each.id }));
    const refused = await create({ lineItemsByFulfillmentOrder: both });
    expect(refused.fulfillment).toBeNull();
    expect(refused.userErrors[0]?.message).toContain("same location");
  });

  test("ships one place with tracking: the link is added, the parcel starts, the order is partly fulfilled; the same call again fails", async () => {
    const [first] = (await open(split)).fulfillmentOrders.nodes;
    if (first === undefined) throw new Error("no fulfilment order");
    const input = {
      notifyCustomer: true,
      trackingInfo: { company: "UPS", number: "1Z999AA10123456784" },
      lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: first.id }],
    };
    const made = await create(input);
    expect(made.userErrors).toEqual([]);
    expect(made.fulfillment?.trackingInfo[0]).toEqual({
      company: "UPS",
      number: "1Z999AA10123456784",
      url: "https://www.ups.com/track?tracknum=1Z999AA10123456784",
    });
    expect(simulator.world.parcels.get("1Z999AA10123456784")?.scans[0]?.kind).toBe("label");
    const after = await open(split);
    expect(after.fulfillmentOrders.nodes.map((each) => each.status)).toEqual(["CLOSED", "OPEN"]);
    expect(after.fulfillmentOrders.nodes[0]?.supportedActions).toEqual([]);
    const status = await graphql<{ order: { displayFulfillmentStatus: string } }>(
      simulator,
      "query S($id: ID!) { order(id: $id) { displayFulfillmentStatus } }",
      { id: gid(split) },
    );
    expect(status.data?.order.displayFulfillmentStatus).toBe("PARTIALLY_FULFILLED");
    expect((await create(input)).userErrors.length).toBe(1);
  });

  test("refuses more than remains, an unknown line, and number together with numbers", async () => {
    const order = simulator.world.orders.find(
      (each) => each.fulfilments.length === 0 && each.cancelledAt === null,
    ) as Order;
    const [wanted] = (await open(order)).fulfillmentOrders.nodes;
    const line = wanted?.lineItems.nodes[0];
    const ship = (id: string | undefined, quantity: number, trackingInfo?: object) =>
      create({
        trackingInfo,
        lineItemsByFulfillmentOrder: [
          { fulfillmentOrderId: wanted?.id, fulfillmentOrderLineItems: [{ id, quantity }] },
        ],
      });
    expect((await ship(line?.id, (line?.remainingQuantity ?? 0) + 1)).userErrors[0]?.message).toContain("quantity");
    expect((await ship("gid://shopify/FulfillmentOrderLineItem/1", 1)).userErrors.length).toBe(1);
    expect((await ship(line?.id, 1, { number: "1", numbers: ["2"] })).userErrors[0]?.field).toEqual([
      "fulfillment",
      "trackingInfo",
    ]);
  });

  test("tracking can be changed; a cancelled fulfilment reopens its quantity under new ids", async () => {
    const fulfilment = (await open(split)).fulfillments[0];
    const before = (await open(split)).fulfillmentOrders.nodes;
    const changed = await graphql<{ fulfillmentTrackingInfoUpdate: Payload }>(simulator, TRACK, {
      id: fulfilment?.id,
      t: { company: "FedEx", number: "986578788855" },
    });
    expect(changed.data?.fulfillmentTrackingInfoUpdate.fulfillment?.trackingInfo[0]?.number).toBe("986578788855");
    expect(simulator.world.parcels.get("986578788855")?.carrier).toBe("fedex");
    const cancelled = await graphql<{ fulfillmentCancel: Payload }>(simulator, CANCEL, { id: fulfilment?.id });
    expect(cancelled.data?.fulfillmentCancel.fulfillment?.status).toBe("CANCELLED");
    const after = (await open(split)).fulfillmentOrders.nodes;
    expect(after.length).toBe(before.length + 1);
    const reopened = after.at(-1);
    expect(reopened?.status).toBe("OPEN");
    expect(before.map((each) => each.id)).not.toContain(reopened?.id ?? "");
    expect(reopened?.lineItems.nodes.reduce((sum, each) => sum + each.remainingQuantity, 0)).toBe(
      before[0]?.lineItems.nodes.reduce((sum, each) => sum + each.totalQuantity, 0) ?? -1,
    );
  });

  test("the shop, its locations, its stock and the app's scopes can be read", async () => {
    const answer = await graphql<{
      shop: { myshopifyDomain: string };
      locations: { nodes: object[] };
      inventoryItems: {
        nodes: { sku: string; inventoryLevels: { nodes: { quantities: { name: string; quantity: number }[] }[] } }[];
      };
      currentAppInstallation: { accessScopes: { handle: string }[] };
    }>(
      simulator,
      `{ shop { id name myshopifyDomain currencyCode plan { publicDisplayName } } locations(first: 100, includeInactive: false) { nodes { id name isActive fulfillsOnlineOrders } }
        currentAppInstallation { accessScopes { handle } }
        inventoryItems(first: 3) { pageInfo { hasNextPage endCursor } nodes { id sku tracked inventoryLevels(first: 50) { nodes { id updatedAt location { id name isActive }
          quantities(names: ["available","on_hand","committed","incoming","reserved"]) { name quantity updatedAt } } } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.shop.myshopifyDomain).toMatch(/^[a-z0-9-]+\.myshopify\.com$/);
    expect(answer.data?.locations.nodes.length).toBe(2);
    expect(answer.data?.currentAppInstallation.accessScopes.map((scope) => scope.handle)).toContain(
      "write_merchant_managed_fulfillment_orders",
    );
    const level = answer.data?.inventoryItems.nodes[0]?.inventoryLevels.nodes[0];
    const amount = (name: string) => level?.quantities.find((each) => each.name === name)?.quantity ?? Number.NaN;
    expect(amount("on_hand")).toBe(amount("available") + amount("committed"));
  });

  test("stock is set by compare-and-set under an idempotency key, and refused without one", async () => {
    const product = simulator.world.products[3];
    if (product === undefined) throw new Error("no product");
    const mutation = (directive: string) => `mutation SetQ($input: InventorySetQuantitiesInput!, $key: String!) {
      inventorySetQuantities(input: $input) ${directive} { inventoryAdjustmentGroup { changes { name delta quantityAfterChange } } userErrors { code field } } }`;
    const row = {
      inventoryItemId: `gid://shopify/InventoryItem/${product.inventoryItemId}`,
      locationId: `gid://shopify/Location/${product.warehouseId}`,
      quantity: 7,
      changeFromQuantity: product.available,
    };
    const set = (key: string, quantities: object[], directive = "@idempotent(key: $key)") =>
      graphql<{
        inventorySetQuantities: {
          inventoryAdjustmentGroup: { changes: { delta: number }[] } | null;
          userErrors: { code: string }[];
        };
      }>(simulator, mutation(directive), { key, input: { name: "available", reason: "correction", quantities } });
    const delta = 7 - product.available;
    expect((await set("k1", [row])).data?.inventorySetQuantities.inventoryAdjustmentGroup?.changes[0]?.delta).toBe(
      delta,
    );
    expect((await set("k1", [row])).data?.inventorySetQuantities.inventoryAdjustmentGroup?.changes[0]?.delta).toBe(
      delta,
    );
    expect((await set("k2", [row])).data?.inventorySetQuantities.userErrors[0]?.code).toBe(
      "CHANGE_FROM_QUANTITY_STALE",
    );
    expect((await set("k1", [{ ...row, quantity: 8 }])).data?.inventorySetQuantities.userErrors[0]?.code).toBe(
      "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
    );
    const without = await graphql(simulator, mutation("").replace(", $key: String!", ""), {
      input: { name: "available", reason: "correction", quantities: [row] },
    });
    expect(without.errors?.[0]?.message).toContain("@idempotent");
  });
});
