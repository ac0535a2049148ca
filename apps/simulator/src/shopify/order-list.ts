import type { Order } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { orderView } from "./order-view.ts";
import { meetFault } from "./outcomes.ts";
import {
  badRequest,
  type Connection,
  connection,
  decodeCursor,
  encodeCursor,
  type PageArgs,
  pageSize,
} from "./paging.ts";
import { orderFilter, updatedSince } from "./search.ts";

export type OrdersArgs = PageArgs & { query?: string | null; sortKey?: string | null };

type Sorted = { version: number; orders: Order[] };
const sortedByUpdate = new WeakMap<World, Sorted>();

const seconds = (at: number) => Math.floor(at / 1000);
const sortValue = (order: Order, key: string) => {
  if (key === "UPDATED_AT") return seconds(order.updatedAt);
  if (key === "TOTAL_PRICE" || key === "CURRENT_TOTAL_PRICE") return order.total;
  return key === "CREATED_AT" || key === "PROCESSED_AT" ? seconds(order.createdAt) : order.number;
};

function compare(left: readonly [number, number], right: readonly [number, number]): number {
  return left[0] - right[0] || left[1] - right[1];
}

function sortedOrders(world: World, key: string): Order[] {
  if (key !== "UPDATED_AT" && key !== "TOTAL_PRICE" && key !== "CURRENT_TOTAL_PRICE") return world.orders;
  const byKey = (left: Order, right: Order) =>
    compare([sortValue(left, key), left.number], [sortValue(right, key), right.number]);
  if (key !== "UPDATED_AT") return [...world.orders].sort(byKey);
  const known = sortedByUpdate.get(world);
  if (known !== undefined && known.version === world.ordersVersion) return known.orders;
  const orders = [...world.orders].sort(
    (left, right) => seconds(left.updatedAt) - seconds(right.updatedAt) || left.number - right.number,
  );
  sortedByUpdate.set(world, { version: world.ordersVersion, orders });
  return orders;
}

/** Index of the first order that does not come before `bound`. */
function lowerBound(orders: readonly Order[], key: string, bound: readonly [number, number]): number {
  let low = 0;
  let high = orders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = orders[middle] as Order;
    if (compare([sortValue(order, key), order.number], bound) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cursorBound(cursor: string | null | undefined): readonly [number, number] | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const value = decodeCursor(cursor);
  if (!Array.isArray(value) || typeof value[0] !== "number" || typeof value[1] !== "number") {
    throw badRequest("Invalid cursor for current pagination sort");
  }
  return [value[0], value[1]];
}

/** `orders(…)`: filtered, sorted, paged by key, so that a page stays right while orders change in between. */
export function listOrders(world: World, args: OrdersArgs): Connection<object> {
  const key = args.sortKey ?? "PROCESSED_AT";
  const { size, backwards } = pageSize(args);
  const filter = orderFilter(args.query);
  const sorted = sortedOrders(world, key);
  const since = key === "UPDATED_AT" ? updatedSince(args.query) : null;
  let low = since === null ? 0 : lowerBound(sorted, key, [seconds(since), -1]);
  let high = sorted.length;
  const [afterBound, beforeBound] = [cursorBound(args.after), cursorBound(args.before)];
  const [lowCursor, highCursor] = args.reverse === true ? [beforeBound, afterBound] : [afterBound, beforeBound];
  if (lowCursor !== undefined) low = Math.max(low, lowerBound(sorted, key, [lowCursor[0], lowCursor[1] + 1]));
  if (highCursor !== undefined) high = Math.min(high, lowerBound(sorted, key, highCursor));

  const descending = (args.reverse === true) !== backwards;
  const picked: Order[] = [];
  let more = false;
  for (let step = 0; step < high - low; step += 1) {
    const order = sorted[descending ? high - 1 - step : low + step] as Order;
    if (filter !== null && !filter(order)) continue;
    if (picked.length === size) {
      more = true;
      break;
    }
    picked.push(order);
  }
  if (backwards) picked.reverse();
  return connection({
    nodes: picked.map((order) => orderView({ world, order, fault: meetFault(world, order, "list") })),
    cursorOf: (_, index) => {
      const order = picked[index] as Order;
      return encodeCursor([sortValue(order, key), order.number]);
    },
    hasNextPage: backwards ? beforeBound !== undefined : more,
    hasPreviousPage: backwards ? more : afterBound !== undefined,
  });
}
