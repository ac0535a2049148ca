import { isTransient } from "../adapter.ts";
import type { ShopifyContext } from "./shopify.auth.ts";
import { graphql, isObject, type Json } from "./shopify.client.ts";
import { type Problem, problemError } from "./shopify.errors.ts";
import { FULFILMENT_LINES, INLINE, ORDER_FULFILMENTS, ORDER_LINES } from "./shopify.queries.ts";

/**
 * Reads what did not fit on the page into the order itself: lines past the hundredth, fulfilments, tracking numbers and
 * fulfilment lines past the inline sizes. Answers the problem when it could not (this order then waits, the page does not);
 * throws only what concerns the whole connection, such as a refused token.
 */
export async function completeOrder(ctx: ShopifyContext, order: Json): Promise<Problem | null> {
  if (!isIncomplete(order)) return null;
  try {
    const lineItems = order.lineItems as Json;
    await readOn(lineItems, (after) =>
      connectionOf(ctx, { document: ORDER_LINES, variables: { id: order.id, after }, path: ["order", "lineItems"] }),
    );
    if (needsFulfilments(order)) {
      const inline = new Map((order.fulfillments as Json[]).map((f) => [f.id, f]));
      const all = await fulfilmentsOf(ctx, order);
      order.fulfillments = all.map((f) => ({
        ...f,
        fulfillmentLineItems: inline.get(f.id)?.fulfillmentLineItems ?? UNREAD(),
      }));
    }
    for (const fulfilment of order.fulfillments as Json[]) {
      await readOn(fulfilment.fulfillmentLineItems as Json, (after) =>
        connectionOf(ctx, {
          document: FULFILMENT_LINES,
          variables: { id: fulfilment.id, after },
          path: ["node", "fulfillmentLineItems"],
        }),
      );
    }
    return null;
  } catch (error) {
    if (!isTransient(error)) throw error;
    const message = error instanceof Error ? error.message : "it could not be read to its end";
    return { code: null, message, path: [], kind: "unavailable", transient: true };
  }
}

const UNREAD = (): Json => ({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });

function isIncomplete(order: Json): boolean {
  // A broken shape is for the mapping to refuse, in words.
  if (!isObject(order.lineItems) || !Array.isArray(order.fulfillments)) return false;
  return (
    hasMore(order.lineItems) ||
    needsFulfilments(order) ||
    order.fulfillments.some((f: Json | null) => hasMore(f?.fulfillmentLineItems))
  );
}

function needsFulfilments(order: Json): boolean {
  const fulfilments = order.fulfillments as (Json | null)[];
  const full = (f: Json | null) => Array.isArray(f?.trackingInfo) && f.trackingInfo.length >= INLINE.tracking;
  return fulfilments.length >= INLINE.fulfilments || fulfilments.some(full);
}

function hasMore(connection: unknown): boolean {
  return isObject(connection) && isObject(connection.pageInfo) && connection.pageInfo.hasNextPage === true;
}

async function readOn(connection: Json, next: (after: unknown) => Promise<Json>): Promise<void> {
  while (hasMore(connection)) {
    const before = connection.pageInfo as Json;
    const page = await next(before.endCursor);
    const nodes = Array.isArray(page.nodes) ? page.nodes : [];
    connection.nodes = [...((connection.nodes as unknown[] | undefined) ?? []), ...nodes];
    connection.pageInfo = page.pageInfo;
    // A page that leads back to itself would be read for ever.
    if (hasMore(page) && (page.pageInfo as Json).endCursor === before.endCursor) throw problemError([]);
  }
}

async function fulfilmentsOf(ctx: ShopifyContext, order: Json): Promise<Json[]> {
  const { data, problems } = await graphql(ctx, { document: ORDER_FULFILMENTS, variables: { id: order.id } });
  const found = isObject(data?.order) ? data.order.fulfillments : null;
  if (problems.length > 0 || !Array.isArray(found)) throw problemError(problems);
  return found as Json[];
}

async function connectionOf(
  ctx: ShopifyContext,
  call: { document: string; variables: Json; path: [string, string] },
): Promise<Json> {
  const { data, problems } = await graphql(ctx, call);
  const [root, field] = call.path;
  const owner = data?.[root];
  const connection = isObject(owner) ? owner[field] : null;
  if (problems.length > 0 || !isObject(connection)) throw problemError(problems);
  return connection;
}
