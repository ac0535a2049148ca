import { orderBuckets } from "@waybill/domain/order/buckets";
import type { Zone } from "@waybill/domain/zones/offsets";
import type { QueryOf } from "../../api/api.ts";
import type { OrderFilter } from "../list/list-model.ts";
import { dayRange, presetDays, presets } from "./days.ts";

/** Everything that narrows the list, as it stands in the address. */
export const filterKeys = [
  "q",
  "channel",
  "connection",
  "bucket",
  "status",
  "sync",
  "attention",
  "date",
  "from",
  "to",
] as const;
type FilterKey = (typeof filterKeys)[number];
export type Chosen = Record<FilterKey, string>;

/** What the list can be narrowed to, in the order in which a person goes through them. */
export const orderStatuses: readonly string[] = [
  ...["pending", "paid", "processing", "partially_shipped", "shipped", "partially_delivered"],
  ...["delivered", "completed", "on_hold", "cancelled", "refunded", "archived", "deleted"],
];
export const syncStates: readonly string[] = ["success", "failed", "pending"];
/** The longest search that the API takes. */
export const LONGEST_SEARCH = 200;

const isDay = (day: string) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
const among = (value: string, known: readonly string[]) =>
  value
    .split(",")
    .filter((one) => known.includes(one))
    .join(",");

/**
 * The address as far as it means something: what was mistyped, or comes from an older link, narrows nothing instead of
 * breaking the list.
 *
 * @example sensible({ ...none, status: "paid,nope", from: "yesterday" }) // → status "paid", no from
 */
export function sensible(raw: Chosen): Chosen {
  return {
    ...raw,
    q: raw.q.slice(0, LONGEST_SEARCH),
    bucket: orderBuckets.some((one) => one === raw.bucket) ? raw.bucket : "",
    status: among(raw.status, orderStatuses),
    sync: among(raw.sync, syncStates),
    attention: raw.attention === "1" ? "1" : "",
    date: presets.some((one) => one.id === raw.date) ? raw.date : "",
    from: isDay(raw.from) ? raw.from : "",
    to: isDay(raw.to) ? raw.to : "",
  };
}

export const listed = (value: string) => value.split(",").filter(Boolean);

/** What an address means: words become lists, and days instants of the organisation's zone. `today` is its "YYYY-MM-DD". */
export function filterOf(chosen: Chosen, input: { today: string; zone: Zone }): OrderFilter {
  const { q, channel, connection, bucket, status, sync, attention, date, from, to } = chosen;
  const days = (date && presetDays(date, input.today)) || { from, to };
  return {
    q: q.trim(),
    channel: listed(channel),
    connection: listed(connection),
    bucket: orderBuckets.find((one) => one === bucket) ?? null,
    status: listed(status),
    sync: listed(sync),
    attention: attention === "1",
    ...dayRange(days, input.zone),
  };
}

/** The filter as the API's query. */
export function orderQuery(filter: OrderFilter): QueryOf<"/api/orders/total"> {
  return { ...filter, attention: filter.attention ? "1" : null };
}
