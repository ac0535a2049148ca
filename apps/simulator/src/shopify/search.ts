import { fulfilmentState } from "../world/fulfilment.ts";
import type { Order } from "../world/types.ts";

type Test = (order: Order) => boolean;

const termPattern = /(-?)([a-z_]+):(>=|<=|>|<|)?(?:'([^']*)'|"([^"]*)"|(\S+))/g;

function compare(operator: string, left: number | bigint, right: number | bigint): boolean {
  if (operator === ">") return left > right;
  if (operator === ">=") return left >= right;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return left === right;
}

function digitsOf(value: string): bigint | undefined {
  const match = /(\d+)$/.exec(value);
  return match?.[1] === undefined ? undefined : BigInt(match[1]);
}

function statusTest(value: string): Test | undefined {
  switch (value) {
    case "open":
      return (order) => order.closedAt === null && order.cancelledAt === null;
    case "closed":
      return (order) => order.closedAt !== null;
    case "cancelled":
      return (order) => order.cancelledAt !== null;
    case "not_closed":
      return (order) => order.closedAt === null;
    case "any":
      return () => true;
    default:
      return undefined;
  }
}

function termTest(field: string, operator: string, value: string): Test | undefined {
  const seconds = (at: number) => Math.floor(at / 1000);
  if (field === "updated_at" || field === "created_at" || field === "processed_at") {
    const at = Date.parse(value);
    if (Number.isNaN(at)) return undefined;
    const read = field === "updated_at" ? (order: Order) => order.updatedAt : (order: Order) => order.createdAt;
    return (order) => compare(operator, seconds(read(order)), seconds(at));
  }
  if (field === "id") {
    const id = digitsOf(value);
    return id === undefined ? undefined : (order) => compare(operator, BigInt(order.id), id);
  }
  if (field === "name") return (order) => order.name === value || order.name === `#${value}`;
  if (field === "test") return (order) => String(order.natures.has("test")) === value;
  if (field === "email") return (order) => order.buyer.email === value;
  if (field === "tag") return (order) => order.tags.includes(value);
  if (field === "sku") return (order) => order.lines.some((line) => line.sku === value);
  if (field === "status") return statusTest(value);
  if (field === "financial_status") return (order) => order.financial.toLowerCase() === value.toLowerCase();
  if (field === "fulfillment_status") {
    const wanted: Record<string, string> = {
      unshipped: "UNFULFILLED",
      unfulfilled: "UNFULFILLED",
      partial: "PARTIALLY_FULFILLED",
      shipped: "FULFILLED",
      fulfilled: "FULFILLED",
    };
    return (order) => fulfilmentState(order) === wanted[value.toLowerCase()];
  }
  return undefined;
}

/**
 * Shopify's search syntax, as far as orders need it: `field:value`, quotes, comparisons, a leading minus, AND between
 * terms. A term that is not understood is ignored, as the real search does (it only adds a warning).
 */
export function orderFilter(query: string | null | undefined): Test | null {
  if (query === null || query === undefined || query.trim() === "") return null;
  const tests: Test[] = [];
  for (const match of query.matchAll(termPattern)) {
    const test = termTest(match[2] as string, match[3] ?? "", match[4] ?? match[5] ?? match[6] ?? "");
    if (test === undefined) continue;
    tests.push(match[1] === "-" ? (order) => !test(order) : test);
  }
  if (tests.length === 0) return null;
  return (order) => tests.every((test) => test(order));
}

/** The lower bound of `updated_at` in a query, UTC ms; lets a page be found without reading older orders. */
export function updatedSince(query: string | null | undefined): number | null {
  const match = /(?:^|\s|\()updated_at:>=?(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(query ?? "");
  const at = Date.parse(match?.[1] ?? match?.[2] ?? match?.[3] ?? "");
  return Number.isNaN(at) ? null : at;
}
