import type { ListedOrder, OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { byPlacing, matches, type OrderFilter } from "./list-model.ts";
import { addPage, emptyList, indexOf, type ListState, letIn, rowAt, trim } from "./list-state.ts";

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
  /** Folds a change in without moving a row. "row": a shown row changed; "waiting": what waits changed; null: nothing. */
  apply: (order: OrderSummary, filter: OrderFilter) => "row" | "waiting" | null;
  /** A parcel's own change: when it is expected. Answers the order's id when its row changed. */
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
  const list: ListState = emptyList();
  return {
    ids: () => list.ids,
    get: (id) => list.rows.get(id) ?? list.arrived.get(id),
    indexOf: (id) => indexOf(list, id),
    waiting: () => list.arrived.size + list.lost,
    overflowed: () => list.lost > 0,
    unsettled: () => list.arrived.size > 0 || list.leaving.size > 0,
    more: () => list.more,
    apply: (order, filter) => apply(list, order, filter),
    expect: (shipment) => expect(list, shipment),
    settle: () => letIn(list),
    trim: (n) => trim(list, n),
    ask: () => {
      list.arrived = new Map();
      list.leaving = new Set();
      list.lost = 0;
    },
    page: (input) => addPage(list, input),
  };
}

function apply(list: ListState, order: OrderSummary, filter: OrderFilter): "row" | "waiting" | null {
  const fits = matches(order, filter);
  const known = list.rows.get(order.id);
  if (known) return changeRow(list, { known, order, fits });
  const waiting = list.arrived.get(order.id);
  if (waiting && order.changedAt < waiting.changedAt) return null;
  // A search decides on the server; an order below the last row comes with its page.
  const last = rowAt(list, list.ids.length - 1);
  const below = list.more && last !== undefined && byPlacing(order, last) > 0;
  if (fits !== true || below) return list.arrived.delete(order.id) ? "waiting" : null;
  if (!waiting && list.arrived.size >= MOST_WAITING) list.lost += 1;
  else list.arrived.set(order.id, { ...order, expected: waiting?.expected ?? null, missing: waiting?.missing });
  return "waiting";
}

function changeRow(list: ListState, input: { known: ListedOrder; order: OrderSummary; fits: boolean | null }) {
  const { known, order, fits } = input;
  if (order.changedAt < known.changedAt) return null;
  list.rows.set(order.id, { ...order, expected: known.expected, missing: known.missing });
  if (fits === false) list.leaving.add(order.id);
  else list.leaving.delete(order.id);
  return "row" as const;
}

function expect(list: ListState, shipment: ShipmentSummary): string | null {
  const id = shipment.orderId ?? "";
  const row = list.rows.get(id);
  if (!row || !shipment.eta || shipment.deliveredAt !== null) return null;
  const { date, from, to } = shipment.eta;
  if (row.expected && row.expected.date < date) return null;
  list.rows.set(id, { ...row, expected: { date, from, to, dueAt: shipment.dueAt, clock: row.expected?.clock } });
  return id;
}
