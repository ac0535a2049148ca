import { isRecord } from "../../kit/body.ts";
import { isAdapterError, isTransient } from "../../ports/adapter.ts";
import type { ShopifyContext } from "./auth.ts";
import { graphql, type Json } from "./client.ts";
import { problemError } from "./errors.ts";
import { FULFILMENT_LINES, INLINE, ORDER_FULFILMENTS, ORDER_LINES, WHOLE } from "./queries.ts";

/**
 * Reads what did not fit on the page into the order itself: lines past the hundredth, fulfilments, tracking numbers and
 * fulfilment lines past the inline sizes. Answers why when it could not: this order is then set aside, and its page goes on.
 * Throws only what concerns the whole connection, a refused sign-in.
 */
export async function completeOrder(
  ctx: ShopifyContext,
  order: Json,
): Promise<{ reason: string; transient: boolean } | null> {
  if (!isIncomplete(order)) return null;
  try {
    await readOn(order.lineItems, (after) =>
      connectionOf(ctx, {
        document: ORDER_LINES,
        variables: { id: order.id, first: WHOLE.lines, after },
        path: ["order", "lineItems"],
      }),
    );
    if (needsFulfilments(order)) {
      const inline = new Map(fulfilmentsIn(order).map((f) => [f.id, f]));
      const all = await fulfilmentsOf(ctx, order);
      order.fulfillments = all.map((f) => ({
        ...f,
        fulfillmentLineItems: inline.get(f.id)?.fulfillmentLineItems ?? UNREAD(),
      }));
    }
    for (const { id, fulfillmentLineItems } of fulfilmentsIn(order)) {
      if (isRecord(fulfillmentLineItems)) await readLines(ctx, { id, connection: fulfillmentLineItems });
    }
    return null;
  } catch (error) {
    if (!isAdapterError(error) || error.kind === "auth") throw error;
    return { reason: `Shopify did not give the whole order. ${error.message}`, transient: isTransient(error) };
  }
}

/** All line items of one fulfilment with their quantities, by line item id. */
export async function fulfilmentQuantities(ctx: ShopifyContext, id: string): Promise<Map<string, number>> {
  const connection = UNREAD();
  await readLines(ctx, { id, connection });
  const quantities = new Map<string, number>();
  for (const { lineItem, quantity } of connection.nodes as Json[]) {
    const item = isRecord(lineItem) ? String(lineItem.id) : "";
    quantities.set(item, (quantities.get(item) ?? 0) + (typeof quantity === "number" ? quantity : 0));
  }
  return quantities;
}

function readLines(ctx: ShopifyContext, about: { id: unknown; connection: Json }): Promise<void> {
  return readOn(about.connection, (after) =>
    connectionOf(ctx, {
      document: FULFILMENT_LINES,
      variables: { id: about.id, after },
      path: ["node", "fulfillmentLineItems"],
    }),
  );
}

/** A connection of which nothing has been read. */
const UNREAD = (): Json => ({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });

function isIncomplete(order: Json): boolean {
  return (
    hasMore(order.lineItems) ||
    needsFulfilments(order) ||
    fulfilmentsIn(order).some((f) => hasMore(f.fulfillmentLineItems))
  );
}

function needsFulfilments(order: Json): boolean {
  const fulfilments = fulfilmentsIn(order);
  const full = (f: Json) => Array.isArray(f.trackingInfo) && f.trackingInfo.length >= INLINE.tracking;
  return fulfilments.length >= INLINE.fulfilments || fulfilments.some(full);
}

/** Those that can be read; a broken shape is for the mapping to name. */
function fulfilmentsIn(order: Json): Json[] {
  return Array.isArray(order.fulfillments) ? order.fulfillments.filter(isRecord) : [];
}

function hasMore(connection: unknown): boolean {
  return isRecord(connection) && isRecord(connection.pageInfo) && connection.pageInfo.hasNextPage === true;
}

async function readOn(connection: unknown, next: (after: unknown) => Promise<Json>): Promise<void> {
  while (isRecord(connection) && hasMore(connection)) {
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
  const found = isRecord(data?.order) ? data.order.fulfillments : null;
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
  const connection = isRecord(owner) ? owner[field] : null;
  if (problems.length > 0 || !isRecord(connection)) throw problemError(problems);
  return connection;
}
