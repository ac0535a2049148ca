import { isRecord } from "../../kit/body.ts";
import { adapterError } from "../../ports/adapter.ts";
import type { ShopifyContext } from "./auth.ts";
import { graphql, type Json } from "./client.ts";
import { problemError } from "./errors.ts";
import { needsShipping } from "./map-line.ts";
import { FULFILMENT_ORDER_LINES, FULFILMENT_ORDERS, LINES_BY_ID, WHOLE } from "./queries.ts";
import { list, nodes } from "./values.ts";

/** A fulfilment order, as far as shipping needs it. `byParcel`: not picked up, sold over the counter or without any goods. */
export type Open = {
  id: string;
  location: string;
  canShip: boolean;
  byParcel: boolean;
  held: string[];
  lines: { id: string; lineItem: string; remaining: number; needsShipping: boolean }[];
};
export type Part = { order: Open; lines: { id: string; quantity: number }[] };

/** DeliveryMethodType; SHIPPING, LOCAL and PICKUP_POINT are carried to the buyer, and so is what nothing is said of. */
const WITHOUT_PARCEL = new Set<unknown>(["NONE", "RETAIL", "PICK_UP"]);

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
      const item = isRecord(line.lineItem) ? line.lineItem : {};
      lines.push({
        id: String(line.id),
        lineItem: String(item.id ?? ""),
        remaining: Number(line.remainingQuantity) || 0,
        needsShipping: needsShipping({ requiresShipping: line.requiresShipping, isGiftCard: item.isGiftCard }),
      });
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
    byParcel: !WITHOUT_PARCEL.has(isRecord(node.deliveryMethod) ? node.deliveryMethod.methodType : null),
    held: list(node.fulfillmentHolds, "fulfillmentHolds").map((hold) => String(hold.reason)),
    lines,
  };
}

/**
 * All that remains and travels in a parcel, except at locations that already shipped under this number. Each line is named: a
 * fulfilment order sent without lines would take its gift cards along, and what is added to it in the meantime.
 */
export function remainder(open: Open[], shippedFrom: Set<string>): Part[] {
  return open
    .filter((order) => order.canShip && order.byParcel && !shippedFrom.has(order.location))
    .map((order) => ({
      order,
      lines: order.lines
        .filter((line) => line.remaining > 0 && line.needsShipping)
        .map((line) => ({ id: line.id, quantity: line.remaining })),
    }))
    .filter((part) => part.lines.length > 0);
}

/** The wanted units, taken from the fulfilment orders that can ship them, or a refusal that says how many there are. */
export function allot(wanted: Map<string, number>, open: Open[]): Part[] {
  const parts = new Map<Open, { id: string; quantity: number }[]>();
  // What was meant to be picked up goes with a parcel only where the seller named it and nothing else will do.
  const usable = [...open.filter((o) => o.canShip && o.byParcel), ...open.filter((o) => o.canShip && !o.byParcel)];
  for (const [lineItem, quantity] of wanted) {
    let missing = quantity;
    for (const order of usable) {
      for (const line of order.lines) {
        const take = line.lineItem === lineItem && line.needsShipping ? Math.min(missing, line.remaining) : 0;
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
      if (count(group) + piece.lines.length > MOST_LINES && group.length > 0) groupsHere.push([piece]);
      else group.push(piece);
    }
  }
  return [...groups.values()].flat();
}

function pieces({ order, lines }: Part): Part[] {
  const cut: Part[] = [];
  for (let from = 0; from < lines.length; from += MOST_LINES) {
    cut.push({ order, lines: lines.slice(from, from + MOST_LINES) });
  }
  return cut;
}

const count = (group: Part[]) => group.reduce((sum, part) => sum + part.lines.length, 0);

/** Of the wanted lines, those that need no shipping; Shopify is asked about the ones that no fulfilment order shows. */
export async function withoutShipping(ctx: ShopifyContext, wanted: string[], open: Open[]): Promise<Set<string>> {
  const without = new Set<string>();
  const unseen: string[] = [];
  for (const id of wanted) {
    const seen = open.flatMap((order) => order.lines.filter((line) => line.lineItem === id));
    if (seen.length === 0) unseen.push(id);
    else if (seen.every((line) => !line.needsShipping)) without.add(id);
  }
  for (let from = 0; from < unseen.length; from += WHOLE.lines) {
    const ids = unseen.slice(from, from + WHOLE.lines);
    const { data, problems } = await graphql(ctx, { document: LINES_BY_ID, variables: { ids } });
    if (problems.length > 0 || !Array.isArray(data?.nodes)) throw problemError(problems);
    for (const line of data.nodes) if (isRecord(line) && !needsShipping(line)) without.add(String(line.id));
  }
  return without;
}

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
