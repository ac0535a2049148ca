import { drawNatures, extraLines, readableFrom } from "./natures.ts";
import { makeBuyer } from "./people.ts";
import { warehouses } from "./places.ts";
import type {
  Buyer,
  FulfilmentOrder,
  Nature,
  Order,
  OrderFault,
  OrderFaultKind,
  OrderLine,
  OrderTopic,
  Warehouse,
} from "./types.ts";
import { emit, nextId, stampNow, type World } from "./world.ts";

// How often each fault is met among the faulty orders; the sums decide, the last one is 1.
const faultShares: readonly (readonly [OrderFaultKind, number])[] = [
  ["order_denied", 0.24],
  ["customer_timeout", 0.52],
  ["internal_error", 0.62],
  ["address_denied", 0.68],
  ["customer_denied", 0.74],
  ["malformed_amount", 0.8],
  ["unknown_currency", 0.85],
  ["payment_pending", 0.97],
  ["missing_sku", 1],
];

function drawFault(world: World): OrderFault | null {
  if (world.decks.clean()) return null;
  const draw = world.decks.fault();
  const kind = faultShares.find(([, upTo]) => draw < upTo)?.[0] ?? "address_denied";
  return { kind, failingRetries: world.decks.retry() ? 0 : 1, read: false };
}

function pickBuyer(world: World): Buyer {
  const { people } = world.random;
  const known = world.buyers[people.int(0, Math.max(0, world.buyers.length - 1))];
  if (known !== undefined && people.chance(0.25)) return known;
  const buyer = makeBuyer({ random: people, id: nextId(world), home: world.shop.home });
  // A circle of regulars is enough; an endless list would only take memory.
  if (world.buyers.length < 500) world.buyers.push(buyer);
  return buyer;
}

function warehouseById(id: string): Warehouse {
  return warehouses.find((warehouse) => warehouse.id === id) ?? warehouses[0];
}

/** One fulfilment order per warehouse that keeps any of the lines. */
export function openFulfilmentOrders(
  world: World,
  order: Order,
  quantities: readonly { line: OrderLine; quantity: number }[],
): void {
  const groups = new Map<string, { line: OrderLine; quantity: number }[]>();
  for (const entry of quantities) {
    const key = entry.line.product.giftCard ? "no goods" : entry.line.product.warehouseId;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const at = stampNow(world);
  for (const [key, entries] of groups) {
    const made: FulfilmentOrder = {
      id: nextId(world),
      orderId: order.id,
      warehouse: warehouseById(key),
      status: "OPEN",
      method: key === "no goods" ? "NONE" : order.natures.has("pickup") ? "PICK_UP" : "SHIPPING",
      createdAt: at,
      updatedAt: at,
      lines: entries.map(({ line, quantity }) => ({ id: nextId(world), line, total: quantity, remaining: quantity })),
    };
    order.fulfilmentOrders.push(made);
  }
}

function makeLines(world: World, fault: OrderFault | null): OrderLine[] {
  const random = world.random.orders;
  const wanted = random.pick([1, 1, 1, 2, 2, 3, 4]);
  const products = new Set<OrderLine["product"]>();
  while (products.size < wanted) products.add(random.pick(world.products));
  return [...products].map((product, index) => {
    const quantity = random.pick([1, 1, 1, 2, 3]);
    product.available -= quantity;
    product.committed += quantity;
    product.updatedAt = stampNow(world);
    if (product.available < 20) product.available += 200;
    return {
      id: nextId(world),
      product,
      sku: fault?.kind === "missing_sku" && index === 0 ? null : product.sku,
      quantity,
      removed: 0,
      price: product.price,
      tax: Math.round(product.price * quantity * 0.08),
    };
  });
}

export function touchOrder(world: World, order: Order): void {
  order.updatedAt = Math.max(stampNow(world), order.updatedAt);
  world.ordersVersion += 1;
}

/** The shop puts away by itself what is paid and shipped. */
export function archiveWhenDone(order: Order): void {
  const isShipped = order.fulfilmentOrders.every((each) => each.status === "CLOSED" || each.status === "CANCELLED");
  if (order.closedAt === null && isShipped && order.financial !== "PENDING") order.closedAt = order.updatedAt;
}

/** Announces what happened to an order; `orders/updated` accompanies every topic but the first. */
export function announceOrder(world: World, order: Order, topics: readonly OrderTopic[]): void {
  for (const topic of topics) emit(world, { type: "order", topic, order });
}

/** A buyer orders something: the order is taken from stock and announced. What becomes of it: `shop-life.ts`. */
export function placeOrder(world: World, asked: readonly Nature[] = []): Order {
  const random = world.random.orders;
  const at = stampNow(world);
  const fault = drawFault(world);
  const buyer = pickBuyer(world);
  world.lastOrderNumber += 1;
  const natures = drawNatures(world, asked);
  const lines = [...makeLines(world, fault), ...extraLines(world, natures)];
  const subtotal = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const discount = random.chance(0.15) ? Math.round(subtotal * 0.1) : 0;
  const shipping = subtotal > 10_000 ? 0 : buyer.address.countryCode === "US" ? 790 : 2490;
  const tax = lines.reduce((sum, line) => sum + line.tax, 0);
  const order: Order = {
    id: nextId(world),
    number: world.lastOrderNumber,
    name: `#${world.lastOrderNumber}`,
    createdAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    currency: world.shop.currency,
    buyer,
    lines,
    shippingTitle: shippingTitle({ shipping, buyer, natures }),
    shipping,
    discount,
    tax,
    total: subtotal - discount + shipping + tax,
    note: random.chance(0.1)
      ? random.pick(["Please ring twice.", "It is a gift – no invoice, please.", "Leave with the neighbour"])
      : null,
    tags: random.chance(0.2) ? [random.pick(["vip", "gift", "wholesale"])] : [],
    financial: fault?.kind === "payment_pending" || natures.has("cash_on_delivery") ? "PENDING" : "PAID",
    refunded: 0,
    edited: false,
    natures,
    readableAt: readableFrom(world, natures),
    fulfilments: [],
    fulfilmentOrders: [],
    fault,
  };
  openFulfilmentOrders(
    world,
    order,
    lines.map((line) => ({ line, quantity: line.quantity })),
  );
  world.orders.push(order);
  world.orderById.set(order.id, order);
  world.ordersVersion += 1;
  announceOrder(world, order, order.financial === "PAID" ? ["orders/create", "orders/paid"] : ["orders/create"]);
  return order;
}

function shippingTitle(input: { shipping: number; buyer: Buyer; natures: ReadonlySet<Nature> }): string {
  if (input.natures.has("pickup")) return "Pickup in store";
  if (input.shipping === 0) return "Free shipping";
  return input.buyer.address.countryCode === "US" ? "Standard" : "International";
}

/** The payment that was awaited arrives. */
export function payOrder(world: World, order: Order): void {
  if (order.financial !== "PENDING" || order.cancelledAt !== null) return;
  order.financial = "PAID";
  if (order.fault?.kind === "payment_pending") order.fault = null;
  touchOrder(world, order);
  archiveWhenDone(order);
  announceOrder(world, order, ["orders/paid", "orders/updated"]);
}

/** Cancels what has not been shipped; answers false when the order cannot be cancelled any more. */
export function cancelOrder(world: World, input: { order: Order; reason: string; restock: boolean }): boolean {
  const { order } = input;
  if (order.cancelledAt !== null || order.fulfilments.some((each) => each.status === "SUCCESS")) return false;
  order.cancelledAt = stampNow(world);
  order.closedAt = order.cancelledAt;
  order.cancelReason = input.reason;
  order.financial = order.financial === "PENDING" ? "VOIDED" : "REFUNDED";
  for (const wanted of order.fulfilmentOrders) {
    for (const entry of wanted.lines) {
      entry.line.product.committed -= entry.remaining;
      if (input.restock) entry.line.product.available += entry.remaining;
      entry.remaining = 0;
    }
    wanted.status = "CANCELLED";
    wanted.updatedAt = order.cancelledAt;
  }
  touchOrder(world, order);
  announceOrder(world, order, ["orders/cancelled", "orders/updated"]);
  return true;
}
