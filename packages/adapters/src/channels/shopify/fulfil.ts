import { isRecord } from "../../kit/body.ts";
import { adapterError } from "../../ports/adapter.ts";
import type { FulfilmentRequest, FulfilmentResult } from "../../ports/channel.ts";
import type { ShopifyContext } from "./auth.ts";
import { graphql } from "./client.ts";
import { trackingCompany } from "./companies.ts";
import { fulfilmentQuantities } from "./complete.ts";
import { problemError, refuseUserErrors } from "./errors.ts";
import {
  allot,
  byLocation,
  fulfilmentOrders,
  holds,
  type Open,
  type Part,
  remainder,
  withoutShipping,
} from "./open.ts";
import { orderGid } from "./pull.ts";
import { FULFIL, SHIPPED_SO_FAR } from "./queries.ts";
import { list } from "./values.ts";

/**
 * Tells Shopify what was shipped. fulfillmentCreate is not idempotent, so what already carries the tracking number is looked up
 * first and only the rest is sent: after a lost answer, or a failure between two locations, repeating ends in the same state.
 * Only goods travel: gift cards, digital goods and what is picked up stay out, and nothing goes that was not asked for.
 */
export async function fulfilOrder(ctx: ShopifyContext, request: FulfilmentRequest): Promise<FulfilmentResult> {
  const id = orderGid(request.orderExternalId);
  const done = await shippedWith(ctx, { id, request });
  const open = done.complete ? [] : await fulfilmentOrders(ctx, id);
  const { parts, leftOut } = done.complete ? NOTHING : await toSend(ctx, { request, done, open });
  if (parts.length === 0) {
    if (done.ids.length > 0)
      return { externalFulfilmentIds: done.ids, note: "Shopify already had this tracking number." };
    throw nothingToShip(open, leftOut);
  }
  const created: string[] = [];
  for (const group of byLocation(parts)) created.push(await create(ctx, { group, request }));
  const notes = [
    ...(created.length > 1 ? [`Sent as ${created.length} fulfilments, one per location.`] : []),
    ...(leftOut > 0 ? ["Lines that need no shipping were left out."] : []),
  ];
  return { externalFulfilmentIds: [...done.ids, ...created], note: notes.join(" ") || null };
}

/** `leftOut`: how many of the asked-for lines need no shipping. */
type ToSend = { parts: Part[]; leftOut: number };
const NOTHING: ToSend = { parts: [], leftOut: 0 };

async function toSend(
  ctx: ShopifyContext,
  about: { request: FulfilmentRequest; done: Done; open: Open[] },
): Promise<ToSend> {
  const { request, done, open } = about;
  if (!request.lines) return { parts: remainder(open, done.locations), leftOut: 0 };
  const wanted = [...done.missing].filter(([, quantity]) => quantity > 0);
  const without = await withoutShipping(
    ctx,
    wanted.map(([line]) => line),
    open,
  );
  const parts = allot(new Map(wanted.filter(([line]) => !without.has(line))), open);
  return { parts, leftOut: without.size };
}

type Done = {
  ids: string[];
  locations: Set<string>;
  /** What the request still lacks, by line item. */
  missing: Map<string, number>;
  complete: boolean;
};

async function shippedWith(ctx: ShopifyContext, about: { id: string; request: FulfilmentRequest }): Promise<Done> {
  const { id, request } = about;
  const { data, problems } = await graphql(ctx, { document: SHIPPED_SO_FAR, variables: { id } });
  if (problems.length > 0 || !data || !("order" in data)) throw problemError(problems);
  if (!isRecord(data.order)) {
    throw adapterError({
      kind: "not_found",
      message: "Shopify no longer has this order, so it cannot be told of the shipment.",
    });
  }
  const { isSameNumber = (number: string) => plain(number) === plain(request.tracking.number) } = request;
  const same = list(data.order.fulfillments, "fulfillments").filter(
    (f) =>
      f.status !== "CANCELLED" &&
      f.status !== "ERROR" &&
      f.status !== "FAILURE" &&
      list(f.trackingInfo, "trackingInfo").some((info) => numbersIn(String(info.number ?? "")).some(isSameNumber)),
  );
  const ids = same.map((f) => String(f.id));
  const locations = new Set(same.map((f) => (isRecord(f.location) ? String(f.location.id) : "")));
  const missing = new Map<string, number>();
  for (const line of request.lines ?? [])
    missing.set(line.externalLineId, (missing.get(line.externalLineId) ?? 0) + line.quantity);
  if (same.length > 0 && request.lines) {
    for (const fulfilment of ids) {
      for (const [line, quantity] of await fulfilmentQuantities(ctx, fulfilment)) {
        missing.set(line, Math.max(0, (missing.get(line) ?? 0) - quantity));
      }
    }
  }
  const complete =
    same.length > 0 && request.lines !== null && [...missing.values()].every((quantity) => quantity === 0);
  return { ids, locations, missing, complete };
}

async function create(ctx: ShopifyContext, about: { group: Part[]; request: FulfilmentRequest }): Promise<string> {
  const { group, request } = about;
  const { company, number, url } = request.tracking;
  const { data, problems } = await graphql(ctx, {
    document: FULFIL,
    variables: {
      fulfillment: {
        notifyCustomer: request.notifyCustomer,
        trackingInfo: { company: trackingCompany(company), number, ...(url === null ? {} : { url }) },
        lineItemsByFulfillmentOrder: group.map(({ order, lines }) => ({
          fulfillmentOrderId: order.id,
          fulfillmentOrderLineItems: lines,
        })),
      },
    },
  });
  const payload = data?.fulfillmentCreate;
  refuseUserErrors(payload, "take the shipment");
  const id = isRecord(payload) && isRecord(payload.fulfillment) ? payload.fulfillment.id : null;
  if (problems.length > 0 || typeof id !== "string") throw problemError(problems);
  return id;
}

/** The field takes any text, also several numbers. */
function numbersIn(text: string): string[] {
  return [text, ...text.split(/[,;/|\n]|\band\b/i)].filter((part) => part.trim() !== "");
}

function plain(number: string): string {
  return number.replace(/[\s-]/g, "").toUpperCase();
}

function nothingToShip(open: Open[], leftOut: number) {
  if (leftOut > 0) {
    return adapterError({
      kind: "rejected",
      message: `Shopify is told of goods only: what this parcel names needs no shipping (a gift card or digital goods).`,
    });
  }
  if (open.length === 0) {
    const why = "nothing is left to ship, or the app may not see this location's fulfilment orders";
    return adapterError({
      kind: "permission",
      message: `Shopify shows no fulfilment order for this order: ${why} (scopes read_ and write_merchant_managed_fulfillment_orders, or the assigned / third_party pair).`,
    });
  }
  const rest = open.some((order) => order.canShip && order.lines.some((line) => line.remaining > 0))
    ? " What remains is picked up or needs no shipping, and does not go with a parcel."
    : "";
  return adapterError({
    kind: "rejected",
    message: `Shopify has nothing left to ship on this order.${rest}${holds(open)}`,
  });
}
