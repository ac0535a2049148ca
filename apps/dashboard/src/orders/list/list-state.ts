import type { ListedOrder, OrderSummary } from "@waybill/domain/order/answers";
import { byPlacing } from "./list-model.ts";

/** What is shown in its order, and beside it what waits to come in or to go. Changed in place: a list may be long. */
export type ListState = {
  ids: string[];
  rows: Map<string, ListedOrder>;
  arrived: Map<string, ListedOrder>;
  leaving: Set<string>;
  /** Arrivals past those that are kept. */
  lost: number;
  /** The server has rows below the last. */
  more: boolean;
  /** In the order of placing; a search has the server's own order. */
  sorted: boolean;
};

export const emptyList = (): ListState => ({
  ids: [],
  rows: new Map(),
  arrived: new Map(),
  leaving: new Set(),
  lost: 0,
  more: false,
  sorted: true,
});

export const rowAt = (list: ListState, i: number): ListedOrder | undefined => list.rows.get(list.ids[i] ?? "");

/** The first place whose row does not come before `order`. */
function placeOf(list: ListState, order: OrderSummary): number {
  let [low, high] = [0, list.ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rowAt(list, middle);
    if (row && byPlacing(row, order) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Found by halving where the list is sorted; -1 when it is not shown. */
export function indexOf(list: ListState, id: string): number {
  const row = list.rows.get(id);
  if (!row) return -1;
  const at = list.sorted ? placeOf(list, row) : list.ids.indexOf(id);
  return list.ids[at] === id ? at : list.ids.indexOf(id);
}

/** Arrivals in, rows that no longer match out; answers the ids that came in. */
export function letIn(list: ListState): string[] {
  if (list.leaving.size > 0) {
    list.ids = list.ids.filter((id) => !list.leaving.has(id));
    for (const id of list.leaving) list.rows.delete(id);
    list.leaving = new Set();
  }
  const news = [...list.arrived.values()].sort(byPlacing);
  list.arrived = new Map();
  const first = rowAt(list, 0);
  const above = news.filter((order) => !first || byPlacing(order, first) < 0);
  for (const order of news) list.rows.set(order.id, order);
  if (above.length > 0) list.ids = [...above.map((order) => order.id), ...list.ids];
  for (const order of news.slice(above.length)) list.ids.splice(placeOf(list, order), 0, order.id);
  return news.map((order) => order.id);
}

/** Keeps the first `n` rows of a sorted list; false when nothing was cut. */
export function trim(list: ListState, n: number): boolean {
  if (!list.sorted || list.ids.length <= n) return false;
  for (const id of list.ids.slice(n)) {
    list.rows.delete(id);
    list.leaving.delete(id);
  }
  list.ids = list.ids.slice(0, n);
  list.more = true;
  return true;
}

type ListPage = { items: readonly ListedOrder[]; more: boolean; fresh: boolean; sorted: boolean };

/** A page from the server: a fresh one replaces the list, another comes after it. What frames said meanwhile wins if newer. */
export function addPage(list: ListState, page: ListPage): void {
  const items = page.items.map((item) => {
    const known = list.rows.get(item.id) ?? list.arrived.get(item.id);
    return known && known.changedAt > item.changedAt
      ? { ...known, expected: item.expected, missing: item.missing }
      : item;
  });
  list.more = page.more;
  if (page.fresh) beginAnew(list, page);
  const append = items.filter((item) => !list.rows.has(item.id));
  for (const item of append) {
    list.rows.set(item.id, item);
    list.arrived.delete(item.id);
  }
  list.ids = [...list.ids, ...append.map((item) => item.id)];
}

/** Frames may be ahead of the page: an order that arrived while it was on its way still waits. */
function beginAnew(list: ListState, page: ListPage): void {
  const newest = Math.max(0, ...page.items.map((item) => item.changedAt));
  const held = new Set(page.items.map((item) => item.id));
  list.arrived = new Map([...list.arrived].filter(([id, order]) => !held.has(id) && order.changedAt > newest));
  list.ids = [];
  list.rows = new Map();
  list.leaving = new Set();
  list.lost = 0;
  list.sorted = page.sorted;
}
