import type { OrderSummary } from "@waybill/domain/views";
import { type Accessor, createEffect, createSignal, on, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { request } from "../api/client.ts";
import type { Page } from "../api/types.ts";
import { listQuery } from "../orders/filter-params.ts";
import { frameData } from "./frame-data.ts";
import { useLive } from "./live.tsx";
import { applyOrder, applyPage, noRows, type OrderFilter, type OrderRows, settle } from "./order-list.ts";

const PAGE = 50;
/**
 * Past this many rows, with the reader at the top, the list is read again instead of growing: every row costs its share of
 * each repaint, and what is below is a scroll away.
 */
const MOST_ROWS = 150;
/** However many changes come in a second, the list is drawn this often at most, and lets arrivals in this often; ms. */
const DRAW_MS = 200;
const LET_IN_MS = 1000;

/**
 * The live order list: a page read over HTTP, kept by frames. While `held` (someone points at a row) no row moves: changes
 * happen in place, and arrivals wait to be let in.
 *
 * @example const orders = createOrders(filter, () => hovering());
 */
export function createOrders(filter: Accessor<OrderFilter>, held: Accessor<boolean>) {
  const live = useLive();
  const [store, setStore] = createStore<{ rows: OrderSummary[] }>({ rows: [] });
  const [waiting, setWaiting] = createSignal(0);
  const [next, setNext] = createSignal<string | null>(null);
  const [loading, setLoading] = createSignal(true);
  const [loaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  let list: OrderRows = noRows;
  let latest = 0;
  let busy = false;

  let drawn = noRows.rows;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawnAt = 0;
  let letInAt = 0;

  const draw = () => {
    drawnAt = performance.now();
    if (list.rows !== drawn) {
      drawn = list.rows;
      setStore("rows", reconcile(drawn, { key: "id", merge: false }));
    }
    setWaiting(list.arrived.length);
  };
  const show = (after: OrderRows) => {
    list = after;
    draw();
  };
  const letIn = () => {
    letInAt = performance.now();
    if (list.arrived.length === 0 && list.leaving.size === 0) return;
    setFresh(new Set(list.arrived.map((order) => order.id)));
    if (list.rows.length + list.arrived.length <= MOST_ROWS) show(settle(list));
    else if (!loading()) void load();
  };
  /** Draws soon, at once when the last time is long ago; what may move then takes its place. */
  const drawSoon = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        const wants = !held() && (list.arrived.length > 0 || list.leaving.size > 0);
        if (wants && performance.now() - letInAt >= LET_IN_MS) letIn();
        else if (wants) drawSoon();
        draw();
      },
      Math.max(0, drawnAt + DRAW_MS - performance.now()),
    );
  };
  onCleanup(() => clearTimeout(timer));

  const read = async () => {
    const mine = ++latest;
    setLoading(true);
    try {
      const path = `/api/orders${listQuery(filter(), { cursor: null, limit: PAGE })}`;
      const page = await request<Page<OrderSummary>>("GET", path);
      if (mine !== latest) return;
      show(applyPage(list, { items: page.items, more: page.next !== null, fresh: true }));
      setNext(page.next);
      setError(null);
      setLoaded(true);
    } catch (problem) {
      if (mine !== latest) return;
      setError(() => problem);
      throw problem;
    } finally {
      if (mine === latest) setLoading(false);
    }
  };
  const load = () => read().catch(() => undefined);
  const more = async () => {
    const cursor = next();
    if (cursor === null || busy || loading()) return;
    busy = true;
    const mine = latest;
    try {
      const path = `/api/orders${listQuery(filter(), { cursor, limit: PAGE })}`;
      const page = await request<Page<OrderSummary>>("GET", path);
      if (mine !== latest) return;
      show(applyPage(list, { items: page.items, more: page.next !== null, fresh: false }));
      setNext(page.next);
    } catch (problem) {
      if (mine === latest) setError(() => problem);
    } finally {
      busy = false;
    }
  };

  live.onLoad(read);
  live.onFrame((frame) => {
    const data = frameData(frame, "order.created", "order.updated", "order.noted");
    if (!data) return;
    list = applyOrder(list, data.order, filter());
    drawSoon();
  });
  createEffect(
    on(
      filter,
      () => {
        // Another question: what waited for the old one is nobody's any more.
        list = { ...list, arrived: [], leaving: new Set() };
        setWaiting(0);
        void load();
      },
      { defer: true },
    ),
  );
  createEffect(on(held, (is) => is || letIn(), { defer: true }));

  return { rows: () => store.rows, waiting, letIn, more, next, loading, loaded, error, fresh, reload: load };
}
