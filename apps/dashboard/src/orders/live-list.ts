import type { ListedOrder, OrderSummary } from "@waybill/domain/order/answers";
import type { Page } from "@waybill/domain/page";
import { type Accessor, batch, createEffect, createSignal, on, onCleanup, type Setter, untrack } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { orderQuery } from "./filter/params.ts";
import { makeOrderList, type OrderFilter } from "./list-model.ts";

export const PAGE = 100;
/** At the top of the list this many rows are kept; what was scrolled through below is read again when it is scrolled to. */
const KEPT = 1000;
/** Arrivals are let in this often at most, ms: a list that moves every frame cannot be read. */
const LET_IN_MS = 1000;
/** A page in the background gets no animation frames; its rows are drawn this often, ms. */
const HIDDEN_MS = 250;

/** The keyset of the list (see the API's `cursor`): a list in placing order goes on after any of its rows. */
const after = (order: OrderSummary) => `${order.placedAt}~${order.id}`;

/**
 * The live order list: pages read over HTTP, kept by frames. Rows are plain summaries; only a row on screen is watched, so a
 * frame costs one look-up and the redraw of what is seen. While `held` no row moves and arrivals wait to be let in.
 *
 * @example const orders = createOrders(filter, () => pointing()); const row = orders.watch("ord_…");
 */
export function createOrders(filter: Accessor<OrderFilter>, held: Accessor<boolean>) {
  const live = useLive();
  const list = makeOrderList();
  const [shape, setShape] = createSignal(0);
  const [waiting, setWaiting] = createSignal(0);
  const [loading, setLoading] = createSignal(true);
  const [loaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<unknown>(null);
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  const watched = new Map<string, Setter<ListedOrder>>();
  const dirty = new Set<string>();
  let next: string | null = null;
  let latest = 0;
  let reading = false;
  let letInAt = 0;

  const reshape = () => setShape((n) => n + 1);
  const draw = () =>
    batch(() => {
      for (const id of dirty) {
        const row = list.get(id);
        if (row) watched.get(id)?.(row);
      }
      dirty.clear();
      setWaiting(list.waiting());
    });

  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drawSoon = () => {
    if (timer !== undefined) return;
    const run = () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      timer = undefined;
      if (!held()) letInSoon();
      draw();
    };
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, HIDDEN_MS);
  };

  const letIn = () => {
    letInAt = performance.now();
    if (list.overflowed()) return void load();
    if (!list.unsettled() && list.ids().length <= KEPT) return;
    batch(() => {
      setFresh(new Set(list.settle()));
      const last = list.trim(KEPT) ? list.get(list.ids().at(-1) ?? "") : undefined;
      if (last) next = after(last);
      reshape();
      draw();
    });
  };
  let letInTimer: ReturnType<typeof setTimeout> | undefined;
  const letInSoon = () => {
    if (letInTimer !== undefined || (!list.unsettled() && list.ids().length <= KEPT)) return;
    const wait = Math.max(0, letInAt + LET_IN_MS - performance.now());
    letInTimer = setTimeout(() => {
      letInTimer = undefined;
      if (!untrack(held)) letIn();
    }, wait);
  };
  onCleanup(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearTimeout(letInTimer);
  });

  const readPage = (cursor: string | null) =>
    api.get("/api/orders", { query: { ...orderQuery(filter()), cursor, limit: PAGE } });
  const take = (page: Page<ListedOrder>, isFirst: boolean) => {
    const asked = untrack(filter);
    list.page({ items: page.items, more: page.next !== null, fresh: isFirst, sorted: asked.q === "" });
    next = page.next;
    for (const item of page.items) dirty.add(item.id);
    batch(() => {
      if (isFirst) setFresh(new Set<string>());
      reshape();
      draw();
      setError(null);
      setLoaded(true);
    });
  };
  const read = async () => {
    const mine = ++latest;
    setLoading(true);
    try {
      const page = await readPage(null);
      if (mine === latest) take(page, true);
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
    const cursor = next;
    if (cursor === null || reading || loading()) return;
    reading = true;
    const mine = latest;
    try {
      const page = await readPage(cursor);
      // The list may have been cut shorter meanwhile: then this page is not the one that comes next.
      if (mine === latest && next === cursor) take(page, false);
    } catch (problem) {
      if (mine === latest) setError(() => problem);
    } finally {
      reading = false;
    }
  };

  live.onLoad(read);
  live.onBack(() => error() !== null && void load());
  live.onFrame((event) => {
    const told = frameData(event, "order.created", "order.updated", "order.noted")?.order;
    if (told) {
      const effect = list.apply(told, untrack(filter));
      if (effect === "row") dirty.add(told.id);
      if (effect) drawSoon();
      return;
    }
    const shipment = frameData(event, "shipment.created", "shipment.updated")?.shipment;
    const id = shipment && list.expect(shipment);
    if (id) {
      dirty.add(id);
      drawSoon();
    }
  });
  createEffect(
    on(
      filter,
      () => {
        list.ask();
        setWaiting(0);
        void load();
      },
      { defer: true },
    ),
  );
  createEffect(on(held, (is) => is || letInSoon(), { defer: true }));

  /** One row for as long as the component that draws it lives. */
  const watch = (id: string): Accessor<ListedOrder | undefined> => {
    const [row, setRow] = createSignal(list.get(id) as ListedOrder, { equals: false });
    watched.set(id, setRow);
    onCleanup(() => {
      if (watched.get(id) === setRow) watched.delete(id);
    });
    return row;
  };

  return {
    /** Ids in order. Read again after every change of the list's shape. */
    ids: () => {
      shape();
      return list.ids();
    },
    more: () => {
      shape();
      return list.more();
    },
    get: list.get,
    indexOf: list.indexOf,
    watch,
    waiting,
    letIn,
    readMore: more,
    loading,
    loaded,
    error,
    fresh,
    reload: load,
  };
}
export type Orders = ReturnType<typeof createOrders>;
