import { isRecord } from "../../kit/body.ts";
import { adapterError } from "../../ports/adapter.ts";
import type { OrderPage, PulledOrder } from "../../ports/channel.ts";
import type { ShopifyContext } from "./auth.ts";
import { budgetNow, graphql, type Json } from "./client.ts";
import { completeOrder } from "./complete.ts";
import { type Problem, problemError } from "./errors.ts";
import { costsAField } from "./gaps.ts";
import { hindrance, setAside, toPulled, updatedAtOf } from "./pulled.ts";
import { ORDER_BY_ID, ORDERS_BY_ID, ORDERS_PAGE, ORDERS_PAGE_IDS } from "./queries.ts";
import { list } from "./values.ts";

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 250;
/** Shopify's cursors end at 25,000 objects; before that the walk starts anew from the newest change it has seen. */
const RESTART_AFTER_MS = 24_000;

/**
 * Where a walk stands: the bound it began from, Shopify's cursor within it, how many orders that cursor has passed, and the
 * newest change seen.
 */
type Cursor = { since: number | null; after: string | null; seen: number; newest: number | null };

/** A page of orders, oldest change first; see ChannelDefinition.pull. */
export async function pullOrders(
  ctx: ShopifyContext,
  input: { updatedSince: number | null; cursor: string | null; limit: number },
): Promise<OrderPage> {
  let at: Cursor = input.cursor
    ? readCursor(input.cursor)
    : { since: input.updatedSince, after: null, seen: 0, newest: null };
  const first = Math.min(Math.max(1, Math.trunc(input.limit) || DEFAULT_PAGE), LARGEST_PAGE);
  for (;;) {
    const page = await readPage(ctx, { first, after: at.after, query: searchFor(at.since) });
    if ("orders" in page) return finish(ctx, at, page);
    const [problem] = page.problems;
    // A cursor that Shopify no longer takes: nothing is lost by reading on from the newest change it had led to.
    if (at.after && /cursor/i.test(problem?.message ?? "")) at = restarted(at);
    else throw problemError(page.problems);
  }
}

type Page = { orders: PulledOrder[]; nodes: unknown[]; hasNextPage: boolean; endCursor: string | null };
type Variables = { first: number; after: string | null; query: string | null };

async function readPage(ctx: ShopifyContext, variables: Variables): Promise<Page | { problems: Problem[] }> {
  const { data, problems } = await graphql(ctx, { document: ORDERS_PAGE, variables });
  const faults = byIndex(problems, "orders");
  if (!isRecord(data?.orders)) return faults.size > 0 ? readApart(ctx, variables) : { problems };
  const common = fieldProblems(problems, ["orders", "nodes", 0]);
  // A problem that belongs to no order and to no field of orders is one of the whole page.
  if (problems.length > common.length && faults.size === 0) return { problems };
  const nodes = nodesOf(data.orders);
  const orders: PulledOrder[] = [];
  for (const [index, node] of nodes.entries()) {
    const found = [...(faults.get(index) ?? []), ...common];
    orders.push(await whole(ctx, node, { problems: found, depth: 3 }));
  }
  return { orders, nodes, ...pageInfo(data.orders) };
}

/** One broken order emptied the page: reads the names, then the orders by name, where each may be null alone. */
async function readApart(ctx: ShopifyContext, variables: Variables): Promise<Page | { problems: Problem[] }> {
  const names = await graphql(ctx, { document: ORDERS_PAGE_IDS, variables });
  if (!isRecord(names.data?.orders) || names.problems.length > 0) return { problems: names.problems };
  const named = list(nodesOf(names.data.orders), "orders");
  const ids = named.map((node) => String(node.id));
  const { data, problems } = await graphql(ctx, { document: ORDERS_BY_ID, variables: { ids } });
  const faults = byIndex(problems, null);
  if (!Array.isArray(data?.nodes)) return { problems };
  const common = fieldProblems(problems, ["nodes", 0]);
  const orders: PulledOrder[] = [];
  for (const [index, node] of (data.nodes as unknown[]).entries()) {
    const found = [...(faults.get(index) ?? []), ...common];
    // Null and no problem: deleted between the two calls.
    if (node === null && !faults.has(index)) continue;
    orders.push(await whole(ctx, node, { problems: found, depth: 2, name: named[index] }));
  }
  return { orders, nodes: named, ...pageInfo(names.data.orders) };
}

/** Re-reads one order; null when Shopify no longer has it. */
export async function readOrder(ctx: ShopifyContext, externalId: string): Promise<PulledOrder | null> {
  const id = orderGid(externalId);
  const { data, problems } = await graphql(ctx, { document: ORDER_BY_ID, variables: { id } });
  const own = problems.filter((p) => p.path[0] === "order");
  if (isRecord(data?.order)) own.push(...fieldProblems(problems, ["order"]));
  if (own.length < problems.length) throw problemError(problems);
  if (problems.length > 0) return whole(ctx, data?.order, { problems: own, depth: 1, name: { id } });
  if (!data || !("order" in data)) throw problemError([]);
  return data.order === null ? null : whole(ctx, data.order, { problems: [], depth: 1 });
}

/** Orders are known by their global id; the bare number of an admin URL or a webhook is accepted too. */
export function orderGid(externalId: string): string {
  return /^\d+$/.test(externalId) ? `gid://shopify/Order/${externalId}` : externalId;
}

type About = { problems: Problem[]; depth: number; name?: Json | undefined };

/**
 * Pages within the page are read to their end first; if that fails, this order waits and its page does not. `name`: what is known
 * of an order that did not come.
 */
async function whole(ctx: ShopifyContext, node: unknown, about: About): Promise<PulledOrder> {
  if (isRecord(node) && !hindrance(node, about.problems, about)) {
    const lacking = await completeOrder(ctx, node);
    if (lacking) return setAside(node, lacking);
  }
  return toPulled(node, about.problems, about);
}

function finish(ctx: ShopifyContext, at: Cursor, page: Page): OrderPage {
  const { orders, nodes, hasNextPage, endCursor } = page;
  const newestUpdate = nodes.reduce<number | null>((newest, node) => {
    const updated = updatedAtOf(node);
    return updated !== null && (newest === null || updated > newest) ? updated : newest;
  }, null);
  const answer = { orders, newestUpdate, budget: budgetNow(ctx) };
  if (!hasNextPage) return { ...answer, next: null };
  if (!endCursor || endCursor === at.after) {
    throw adapterError({ kind: "malformed", message: "Shopify says there are more orders but not where." });
  }
  const newest = Math.max(at.newest ?? 0, newestUpdate ?? 0) || null;
  const on: Cursor = { ...at, after: endCursor, seen: at.seen + nodes.length, newest };
  const next = on.seen >= RESTART_AFTER_MS && (newest ?? 0) > (at.since ?? 0) ? restarted(on) : on;
  return { ...answer, next: JSON.stringify(next) };
}

function restarted(at: Cursor): Cursor {
  return { ...at, since: at.newest ?? at.since, after: null, seen: 0 };
}

/** Quoted, as Shopify's search syntax wants a time; cut to the second, because updated_at has no finer one. */
function searchFor(since: number | null): string | null {
  return since === null ? null : `updated_at:>='${new Date(since).toISOString().slice(0, 19)}Z'`;
}

function readCursor(cursor: string): Cursor {
  try {
    const { since, after, seen, newest } = JSON.parse(cursor) as Record<string, unknown>;
    const ms = (value: unknown) => (typeof value === "number" && Number.isSafeInteger(value) ? value : null);
    if (typeof seen !== "number" || !(after === null || typeof after === "string")) throw new RangeError("shape");
    return { since: ms(since), after, seen, newest: ms(newest) };
  } catch (cause) {
    throw adapterError({
      kind: "malformed",
      message: "The place where this sync stopped is not readable. Start it anew.",
      cause,
    });
  }
}

/** Problems by the order they belong to: `["orders","nodes",7,…]` or, read by id, `["nodes",7,…]`. */
function byIndex(problems: readonly Problem[], root: string | null): Map<number, Problem[]> {
  const map = new Map<number, Problem[]>();
  for (const problem of problems) {
    const path = root === null ? problem.path : problem.path[0] === root ? problem.path.slice(1) : [];
    const index = path[0] === "nodes" ? path[1] : undefined;
    if (typeof index === "number") map.set(index, [...(map.get(index) ?? []), problem]);
  }
  return map;
}

/** Problems of a field of every order there is: they name it, but no single order. Their paths are led to any order. */
function fieldProblems(problems: readonly Problem[], lead: Problem["path"]): Problem[] {
  return problems.flatMap((p) => {
    const isLed = p.path[0] === lead[0];
    if (p.kind !== "permission" || p.path.some((step) => typeof step === "number") || (isLed && lead.length === 1))
      return [];
    const named = { ...p, path: [...lead, ...(isLed ? p.path.slice(1) : p.path)] };
    return costsAField(named, lead.length) ? [named] : [];
  });
}

function nodesOf(connection: Json): unknown[] {
  if (Array.isArray(connection.nodes)) return connection.nodes;
  throw adapterError({ kind: "malformed", message: "Shopify answered a page of orders without orders." });
}

function pageInfo(connection: Json): { hasNextPage: boolean; endCursor: string | null } {
  const info = isRecord(connection.pageInfo) ? connection.pageInfo : {};
  return {
    hasNextPage: info.hasNextPage === true,
    endCursor: typeof info.endCursor === "string" ? info.endCursor : null,
  };
}
