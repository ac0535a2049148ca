import type { ListedOrder, OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { attentionParcels } from "./attention.ts";

/** What the list is asked to show; all of it lives in the address. */
export type OrderFilter = {
  q: string;
  channel: readonly string[];
  /** Ids of channel connections. */
  connection: readonly string[];
  status: readonly string[];
  sync: readonly string[];
  attention: boolean;
  /** Placed from (inclusive) and before, UTC ms. */
  from: number | null;
  to: number | null;
};

const among = (values: readonly string[], value: string) => values.length === 0 || values.includes(value);

/** The server's own rule: sync failed, held, or a parcel in trouble that nobody has settled. */
export function wantsAttention(order: OrderSummary): boolean {
  if (order.syncState === "failed" || order.status === "on_hold") return true;
  const settled = order.status === "completed" || order.status === "cancelled" || order.status === "refunded";
  return !settled && order.parcelStatus !== null && attentionParcels.has(order.parcelStatus);
}

/** Whether an order that changed belongs in the list. A search can only be answered by the server: null. */
export function matches(order: OrderSummary, filter: OrderFilter): boolean | null {
  if (!among(filter.channel, order.channel) || !among(filter.connection, order.connectionId)) return false;
  if (!among(filter.status, order.status) || !among(filter.sync, order.syncState)) return false;
  if (filter.attention && !wantsAttention(order)) return false;
  if (filter.from !== null && order.placedAt < filter.from) return false;
  if (filter.to !== null && order.placedAt >= filter.to) return false;
  return filter.q ? null : true;
}

/** Newest first, as the server sorts: by placing, then by id. */
export function byPlacing(a: OrderSummary, b: OrderSummary): number {
  return b.placedAt - a.placedAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** More arrivals than these are counted, not kept: letting them in reads the first page again. */
export const MOST_WAITING = 500;

/**
 * The list and what waits beside it while rows must not move: plain summaries, changed in place. A frame costs one look-up,
 * however long the list is; the rows themselves are drawn only where they are seen.
 */
export type OrderList = {
  ids: () => readonly string[];
  get: (id: string) => ListedOrder | undefined;
  /** Where a row stands, -1 when it is not shown; found by halving where the list is sorted. */
  indexOf: (id: string) => number;
  /** New orders that belong in the list and are not yet shown. */
  waiting: () => number;
  /** More came than are kept. */
  overflowed: () => boolean;
  unsettled: () => boolean;
  more: () => boolean;
  /** Folds a telling in without moving a row. "row": a shown row changed; "waiting": what waits changed; null: nothing. */
  apply: (order: OrderSummary, filter: OrderFilter) => "row" | "waiting" | null;
  /** A parcel's own telling: when it is expected. Answers the order's id when its row changed. */
  expect: (shipment: ShipmentSummary) => string | null;
  /** Lets what waited take its place: arrivals in, rows that no longer match out. Answers the ids that came in. */
  settle: () => string[];
  /** Keeps the first `n` rows of a sorted list and forgets the rest, to be read again when it is scrolled to. */
  trim: (n: number) => boolean;
  /** Another question: what waited for the old one is nobody's any more. */
  ask: () => void;
  /** A page from the server. `fresh` replaces the list; otherwise it is appended. What frames said meanwhile wins if newer. */
  page: (input: { items: readonly ListedOrder[]; more: boolean; fresh: boolean; sorted: boolean }) => void;
};

/** @example const list = makeOrderList(); list.page({ items, more: true, fresh: true, sorted: true }); */
export function makeOrderList(): OrderList {
  let ids: string[] = [];
  let rows = new Map<string, ListedOrder>();
  let arrived = new Map<string, ListedOrder>();
  let leaving = new Set<string>();
  let lost = 0;
  let more = false;
  let sorted = true;

  const rowAt = (i: number) => rows.get(ids[i] ?? "");
  /** The first place whose row does not come before `order`. */
  const placeOf = (order: OrderSummary) => {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rowAt(middle);
      if (row && byPlacing(row, order) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const indexOf = (id: string) => {
    const row = rows.get(id);
    if (!row) return -1;
    const at = sorted ? placeOf(row) : ids.indexOf(id);
    return ids[at] === id ? at : ids.indexOf(id);
  };

  const changeRow = (known: ListedOrder, order: OrderSummary, fits: boolean | null) => {
    if (order.changedAt < known.changedAt) return null;
    rows.set(order.id, { ...order, expected: known.expected });
    if (fits === false) leaving.add(order.id);
    else leaving.delete(order.id);
    return "row" as const;
  };
  const apply = (order: OrderSummary, filter: OrderFilter) => {
    const fits = matches(order, filter);
    const known = rows.get(order.id);
    if (known) return changeRow(known, order, fits);
    const waiting = arrived.get(order.id);
    if (waiting && order.changedAt < waiting.changedAt) return null;
    // A search decides on the server; an order below the last row comes with its page.
    const last = rowAt(ids.length - 1);
    const below = more && last !== undefined && byPlacing(order, last) > 0;
    if (fits !== true || below) return arrived.delete(order.id) ? ("waiting" as const) : null;
    if (!waiting && arrived.size >= MOST_WAITING) lost += 1;
    else arrived.set(order.id, { ...order, expected: waiting?.expected ?? null });
    return "waiting" as const;
  };
  const expect = (shipment: ShipmentSummary) => {
    const id = shipment.orderId ?? "";
    const row = rows.get(id);
    if (!row || !shipment.eta || shipment.deliveredAt !== null) return null;
    const { date, from, to } = shipment.eta;
    if (row.expected && row.expected.date < date) return null;
    rows.set(id, { ...row, expected: { date, from, to, dueAt: shipment.dueAt } });
    return id;
  };

  const settle = () => {
    if (leaving.size > 0) {
      ids = ids.filter((id) => !leaving.has(id));
      for (const id of leaving) rows.delete(id);
      leaving = new Set();
    }
    const news = [...arrived.values()].sort(byPlacing);
    arrived = new Map();
    const first = rowAt(0);
    const above = news.filter((order) => !first || byPlacing(order, first) < 0);
    for (const order of news) rows.set(order.id, order);
    if (above.length > 0) ids = [...above.map((order) => order.id), ...ids];
    for (const order of news.slice(above.length)) ids.splice(placeOf(order), 0, order.id);
    return news.map((order) => order.id);
  };
  const trim = (n: number) => {
    if (!sorted || ids.length <= n) return false;
    for (const id of ids.slice(n)) {
      rows.delete(id);
      leaving.delete(id);
    }
    ids = ids.slice(0, n);
    more = true;
    return true;
  };
  const ask = () => {
    arrived = new Map();
    leaving = new Set();
    lost = 0;
  };
  const page = (input: { items: readonly ListedOrder[]; more: boolean; fresh: boolean; sorted: boolean }) => {
    const items = input.items.map((item) => {
      const known = rows.get(item.id) ?? arrived.get(item.id);
      return known && known.changedAt > item.changedAt ? { ...known, expected: item.expected } : item;
    });
    more = input.more;
    if (input.fresh) {
      // Frames may be ahead of the page: an order that arrived while it was on its way still waits.
      const newest = Math.max(0, ...input.items.map((item) => item.changedAt));
      const held = new Set(items.map((item) => item.id));
      arrived = new Map([...arrived].filter(([id, order]) => !held.has(id) && order.changedAt > newest));
      ids = [];
      rows = new Map();
      leaving = new Set();
      lost = 0;
      sorted = input.sorted;
    }
    const append = items.filter((item) => !rows.has(item.id));
    for (const item of append) {
      rows.set(item.id, item);
      arrived.delete(item.id);
    }
    ids = [...ids, ...append.map((item) => item.id)];
  };

  return {
    ids: () => ids,
    get: (id) => rows.get(id) ?? arrived.get(id),
    indexOf,
    waiting: () => arrived.size + lost,
    overflowed: () => lost > 0,
    unsettled: () => arrived.size > 0 || leaving.size > 0,
    more: () => more,
    apply,
    expect,
    settle,
    trim,
    ask,
    page,
  };
}
