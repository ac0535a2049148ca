import { isRecord } from "../../kit/body.ts";
import { adapterError } from "../../ports/adapter.ts";
import type { ShopifyContext } from "./auth.ts";
import { graphql, type Json } from "./client.ts";
import { problemError } from "./errors.ts";
import { list, nodes } from "./map.ts";
import { FULFILMENT_ORDER_LINES, FULFILMENT_ORDERS, WHOLE } from "./queries.ts";

/** A fulfilment order, as far as shipping needs it. */
export type Open = {
  id: string;
  location: string;
  canShip: boolean;
  held: string[];
  lines: { id: string; lineItem: string; remaining: number }[];
};
export type Part = { order: Open; lines: { id: string; quantity: number }[] | null };

/** Shopify's cap on lines in one fulfillmentCreate. */
const MOST_LINES = 512;

export async function fulfilmentOrders(ctx: ShopifyContext, id: string): Promise<Open[]> {
  const open: Open[] = [];
  let after: unknown = null;
  for (;;) {
    const { data, problems } = await graphql(ctx, {
      document: FULFILMENT_ORDERS,
      variables: { id, first: WHOLE.fulfilmentOrders, after },
    });
    const connection = isRecord(data?.order) ? data.order.fulfillmentOrders : null;
    if (problems.length > 0 || !isRecord(connection)) throw problemError(problems);
    for (const node of nodes(connection, "fulfillmentOrders")) open.push(await readOpen(ctx, node));
    const info = connection.pageInfo as Json | undefined;
    if (info?.hasNextPage !== true || info.endCursor === after) return open;
    after = info.endCursor;
  }
}

async function readOpen(ctx: ShopifyContext, node: Json): Promise<Open> {
  const assigned = isRecord(node.assignedLocation) ? node.assignedLocation : {};
  const location = isRecord(assigned.location) ? String(assigned.location.id) : `name:${String(assigned.name)}`;
  const actions = list(node.supportedActions, "supportedActions").map((a) => a.action);
  const lines: Open["lines"] = [];
  let connection = node.lineItems as Json;
  for (;;) {
    for (const line of nodes(connection, "lineItems")) {
      const lineItem = isRecord(line.lineItem) ? String(line.lineItem.id) : "";
      lines.push({ id: String(line.id), lineItem, remaining: Number(line.remainingQuantity) || 0 });
    }
    const info = connection.pageInfo as Json | undefined;
    if (info?.hasNextPage !== true) break;
    const { data, problems } = await graphql(ctx, {
      document: FULFILMENT_ORDER_LINES,
      variables: { id: node.id, after: info.endCursor },
    });
    const next = isRecord(data?.node) ? data.node.lineItems : null;
    if (problems.length > 0 || !isRecord(next)) throw problemError(problems);
    connection = next;
  }
  return {
    id: String(node.id),
    location,
    canShip: actions.includes("CREATE_FULFILLMENT"),
    held: list(node.fulfillmentHolds, "fulfillmentHolds").map((hold) => String(hold.reason)),
    lines,
  };
}

/** All that remains, except at locations that already shipped under this number. */
export function remainder(open: Open[], shippedFrom: Set<string>): Part[] {
  return open
    .filter((o) => o.canShip && !shippedFrom.has(o.location) && o.lines.some((l) => l.remaining > 0))
    .map((order) => ({ order, lines: null }));
}

/** The wanted units, taken from the fulfilment orders that can ship them, or a refusal that says how many there are. */
export function allot(wanted: Map<string, number>, open: Open[]): Part[] {
  const parts = new Map<Open, { id: string; quantity: number }[]>();
  for (const [lineItem, quantity] of wanted) {
    let missing = quantity;
    for (const order of open) {
      if (!order.canShip) continue;
      for (const line of order.lines) {
        const take = line.lineItem === lineItem ? Math.min(missing, line.remaining) : 0;
        if (take <= 0) continue;
        parts.set(order, [...(parts.get(order) ?? []), { id: line.id, quantity: take }]);
        missing -= take;
      }
    }
    if (missing > 0) throw tooFew({ lineItem, wanted: quantity, left: quantity - missing, open });
  }
  return [...parts].map(([order, lines]) => ({ order, lines }));
}

/** One call takes fulfilment orders of one location only, and at most so many lines. */
export function byLocation(parts: Part[]): Part[][] {
  const groups = new Map<string, Part[][]>();
  for (const part of parts) {
    const groupsHere = groups.get(part.order.location) ?? [[]];
    groups.set(part.order.location, groupsHere);
    for (const piece of pieces(part)) {
      const group = groupsHere.at(-1) ?? [];
      if (count(group) + size(piece) > MOST_LINES && group.length > 0) groupsHere.push([piece]);
      else group.push(piece);
    }
  }
  return [...groups.values()].flat();
}

function pieces(part: Part): Part[] {
  if (size(part) <= MOST_LINES) return [part];
  const lines =
    part.lines ?? part.order.lines.filter((l) => l.remaining > 0).map((l) => ({ id: l.id, quantity: l.remaining }));
  const cut: Part[] = [];
  for (let from = 0; from < lines.length; from += MOST_LINES) {
    cut.push({ order: part.order, lines: lines.slice(from, from + MOST_LINES) });
  }
  return cut;
}

const size = (part: Part) => part.lines?.length ?? part.order.lines.filter((l) => l.remaining > 0).length;
const count = (group: Part[]) => group.reduce((sum, part) => sum + size(part), 0);

export function holds(open: Open[]): string {
  const reasons = [...new Set(open.filter((o) => !o.canShip).flatMap((o) => o.held))];
  const named = reasons.map((reason) => reason.toLowerCase().replaceAll("_", " ")).join(", ");
  return named ? ` Part of the order is on hold (${named}): release it in Shopify first.` : "";
}

function tooFew(about: { lineItem: string; wanted: number; left: number; open: Open[] }) {
  const item = /(\d+)$/.exec(about.lineItem)?.[1] ?? about.lineItem;
  return adapterError({
    kind: "rejected",
    message: `Shopify can ship ${about.left} of the ${about.wanted} units of line ${item}.${holds(about.open)}`,
  });
}
