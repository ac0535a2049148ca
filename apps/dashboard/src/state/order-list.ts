import type { OrderSummary } from "@waybill/domain/views";

/** What the list is asked to show; all of it lives in the address. */
export type OrderFilter = {
  q: string;
  channel: string;
  status: readonly string[];
  sync: readonly string[];
  /** "YYYY-MM-DD" in the reader's zone, inclusive. */
  from: string;
  to: string;
};

/** Midnight where the reader sits; `plus` days later (a day is not always 24 hours). */
function startOf(day: string, plus = 0): number {
  const at = new Date(`${day}T00:00:00`);
  at.setDate(at.getDate() + plus);
  return at.getTime();
}

/** The filter's days as instants: from the first moment of one (inclusive) to the end of the other (exclusive). */
export function dayRange(filter: Pick<OrderFilter, "from" | "to">): { from: number | null; to: number | null } {
  const from = filter.from ? startOf(filter.from) : null;
  const to = filter.to ? startOf(filter.to, 1) : null;
  return { from: Number.isNaN(from) ? null : from, to: Number.isNaN(to) ? null : to };
}

/** Whether an order that changed belongs in the list. A search can only be answered by the server: null. */
export function matches(order: OrderSummary, filter: OrderFilter): boolean | null {
  if (filter.channel && order.channel !== filter.channel) return false;
  if (filter.status.length > 0 && !filter.status.includes(order.status)) return false;
  if (filter.sync.length > 0 && !filter.sync.includes(order.syncState)) return false;
  const { from, to } = dayRange(filter);
  if (from !== null && order.placedAt < from) return false;
  if (to !== null && order.placedAt >= to) return false;
  return filter.q ? null : true;
}

/** The newer of two tellings of one order: a frame that is older than the row does not overwrite it. */
export function newer(a: OrderSummary, b: OrderSummary): OrderSummary {
  return b.changedAt >= a.changedAt ? b : a;
}

/** Newest first, as the server sorts: by placing, then by id. */
export function byPlacing(a: OrderSummary, b: OrderSummary): number {
  return b.placedAt - a.placedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** The list and what waits beside it while rows must not move. */
export type OrderRows = {
  rows: OrderSummary[];
  /** New orders that belong in the list but are not yet shown. */
  arrived: OrderSummary[];
  /** Ids of shown rows that no longer match the filter. */
  leaving: ReadonlySet<string>;
  /** True while older orders exist on the server beyond the last row. */
  more: boolean;
};

export const noRows: OrderRows = { rows: [], arrived: [], leaving: new Set(), more: false };

/**
 * One changed order folded into the list without moving a row: known rows change in place, new ones wait in `arrived`.
 * Applying the same or an older telling changes nothing, so frames and snapshots may cross each other.
 *
 * @example const next = applyOrder(list, frame.data.order, filter);
 */
export function applyOrder(list: OrderRows, order: OrderSummary, filter: OrderFilter): OrderRows {
  const fits = matches(order, filter);
  const at = list.rows.findIndex((row) => row.id === order.id);
  const known = list.rows[at];
  if (known) {
    if (order.changedAt < known.changedAt) return list;
    const rows = list.rows.with(at, order);
    const leaving = new Set(list.leaving);
    if (fits === false) leaving.add(order.id);
    else leaving.delete(order.id);
    return { ...list, rows, leaving };
  }
  const waiting = list.arrived.find((row) => row.id === order.id);
  if (waiting && order.changedAt < waiting.changedAt) return list;
  const others = waiting ? list.arrived.filter((row) => row.id !== order.id) : list.arrived;
  // A search decides on the server; an order below the last row comes with its page.
  const last = list.rows.at(-1);
  const below = list.more && last !== undefined && byPlacing(order, last) > 0;
  if (fits !== true || below) return waiting ? { ...list, arrived: others } : list;
  return { ...list, arrived: [...others, order] };
}

/** Lets what waited take its place: arrivals in, rows that no longer match out. */
export function settle(list: OrderRows): OrderRows {
  if (list.arrived.length === 0 && list.leaving.size === 0) return list;
  const staying = list.rows.filter((row) => !list.leaving.has(row.id));
  // A search has the server's own order; only arrivals need a place.
  const rows = list.arrived.length > 0 ? [...staying, ...list.arrived].sort(byPlacing) : staying;
  return { ...list, rows, arrived: [], leaving: new Set() };
}

/**
 * A page from the server folded in. `fresh` replaces the list (first page); otherwise it is appended. What frames said in
 * the meantime wins when it is newer.
 */
export function applyPage(
  list: OrderRows,
  page: { items: readonly OrderSummary[]; more: boolean; fresh: boolean },
): OrderRows {
  const before = new Map([...list.rows, ...list.arrived].map((row) => [row.id, row]));
  const items = page.items.map((item) => {
    const known = before.get(item.id);
    return known ? newer(item, known) : item;
  });
  if (!page.fresh) {
    const shown = new Set(list.rows.map((row) => row.id));
    return { ...list, rows: [...list.rows, ...items.filter((item) => !shown.has(item.id))], more: page.more };
  }
  const ids = new Set(items.map((item) => item.id));
  // Frames may be ahead of the page: an order that arrived while it was on its way still waits.
  const newest = Math.max(0, ...items.map((item) => item.changedAt));
  const arrived = list.arrived.filter((order) => !ids.has(order.id) && order.changedAt > newest);
  return { rows: items, arrived, leaving: new Set(), more: page.more };
}
