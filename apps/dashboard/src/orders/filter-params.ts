import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { query } from "../api/client.ts";
import { dayRange, type OrderFilter } from "../state/order-list.ts";

const text = (value: string | string[] | undefined) => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));
const list = (value: string | string[] | undefined) => text(value).split(",").filter(Boolean);

/** The quick views above the list: names for filters that sellers use all day. */
export const views = [
  { name: "All", status: "", sync: "" },
  { name: "To ship", status: "paid,processing,partially_shipped", sync: "" },
  { name: "On the way", status: "shipped,partially_delivered", sync: "" },
  { name: "On hold", status: "on_hold", sync: "" },
  { name: "Failed sync", status: "", sync: "failed" },
] as const;

/** The list's filter, read from and written to the address, so that a view can be bookmarked and shared. */
export function useFilter() {
  const [params, setParams] = useSearchParams();
  const filter = createMemo<OrderFilter>(() => ({
    q: text(params.q),
    channel: text(params.channel),
    status: list(params.status),
    sync: list(params.sync),
    from: text(params.from),
    to: text(params.to),
  }));
  const change = (part: Partial<Record<keyof OrderFilter, string>>, options?: { replace?: boolean }) => {
    const cleaned = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, value || null]));
    setParams(cleaned, { replace: options?.replace ?? false, scroll: false });
  };
  const clear = () => change({ q: "", channel: "", status: "", sync: "", from: "", to: "" });
  return { filter, change, clear };
}

export const isFiltered = (filter: OrderFilter) =>
  Boolean(filter.q || filter.channel || filter.status.length || filter.sync.length || filter.from || filter.to);

/** The filter as the API's query. */
export function listQuery(filter: OrderFilter, page: { cursor: string | null; limit: number }): string {
  const { from, to } = dayRange(filter);
  return query({
    q: filter.q,
    channel: filter.channel,
    status: filter.status.join(","),
    sync: filter.sync.join(","),
    from,
    to,
    cursor: page.cursor,
    limit: page.limit,
  });
}
