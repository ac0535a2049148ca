import { type Accessor, batch, createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import { frameData } from "../../live/frame-data.ts";
import { useLive } from "../../live/live.tsx";
import type { OrderFilter } from "./list-model.ts";
import { makeOrderList, type OrderList } from "./order-list.ts";
import { createOrderPages } from "./order-pages.ts";
import { createRowDraws } from "./row-draws.ts";

/** At the top of the list this many rows are kept; what was scrolled through below is read again when it is scrolled to. */
const KEPT = 1000;
/** Arrivals are let in this often at most: a list that moves every frame cannot be read. */
const LET_IN_MS = 1000;

/**
 * The live order list: pages read over HTTP, kept by frames. Rows are plain summaries; only a row on screen is watched, so a
 * frame costs one look-up and the redraw of what is seen. While `held` no row moves and arrivals wait to be let in.
 *
 * @example const orders = createOrders(filter, () => pointing()); const row = orders.watch("ord_…");
 */
export function createOrders(filter: Accessor<OrderFilter>, held: Accessor<boolean>) {
  const list = makeOrderList();
  const [shape, setShape] = createSignal(0);
  const [waiting, setWaiting] = createSignal(0);
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  const draws = createRowDraws({
    rowOf: list.get,
    before: () => held() || letInSoon(),
    after: () => setWaiting(list.waiting()),
  });
  /** Another order of the rows, or other rows. */
  const reshape = () => {
    setShape((n) => n + 1);
    draws.draw();
  };
  const pages = createOrderPages({
    list,
    filter,
    onPage: (items, isFirst) => {
      for (const item of items) draws.changed(item.id);
      if (isFirst) setFresh(new Set<string>());
      reshape();
    },
  });
  const isDue = () => list.unsettled() || list.ids().length > KEPT;
  const letIn = () => {
    letInSoon.done();
    if (list.overflowed()) return void pages.load();
    if (!isDue()) return;
    batch(() => {
      setFresh(new Set(list.settle()));
      const last = list.trim(KEPT) ? list.get(list.ids().at(-1) ?? "") : undefined;
      if (last) pages.goOnAfter(last);
      reshape();
    });
  };
  const letInSoon = createLetInSoon({ isDue, held, letIn });
  followFrames({ list, filter, draws });
  createEffect(
    on(
      filter,
      () => {
        list.ask();
        setWaiting(0);
        void pages.load();
      },
      { defer: true },
    ),
  );
  createEffect(on(held, (is) => is || letInSoon(), { defer: true }));

  const shaped = <T>(read: () => T) => {
    shape();
    return read();
  };
  return {
    /** Ids in order. Read again after every change of the list's shape. */
    ids: () => shaped(list.ids),
    more: () => shaped(list.more),
    ...{ get: list.get, indexOf: list.indexOf, watch: draws.watch, waiting, letIn, fresh },
    ...{ readMore: pages.more, loading: pages.loading, loaded: pages.loaded, error: pages.error, reload: pages.load },
  };
}

/** Lets arrivals in by itself while nobody reads, not more often than every `LET_IN_MS`. */
function createLetInSoon(input: { isDue: () => boolean; held: Accessor<boolean>; letIn: () => void }) {
  let doneAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const soon = () => {
    if (timer !== undefined || !input.isDue()) return;
    const wait = Math.max(0, doneAt + LET_IN_MS - performance.now());
    timer = setTimeout(() => {
      timer = undefined;
      if (!untrack(input.held)) input.letIn();
    }, wait);
  };
  const done = () => {
    doneAt = performance.now();
  };
  return Object.assign(soon, { done });
}

/** Orders and expected days that frames bring, into the list and, where a row is on screen, into it. */
function followFrames(input: {
  list: OrderList;
  filter: Accessor<OrderFilter>;
  draws: { changed: (id: string) => void; drawSoon: () => void };
}): void {
  const { list, draws } = input;
  useLive().onFrame((event) => {
    const order = frameData(event, "order.created", "order.updated", "order.noted")?.order;
    if (order) {
      const effect = list.apply(order, untrack(input.filter));
      if (effect === "row") draws.changed(order.id);
      if (effect) draws.drawSoon();
      return;
    }
    const shipment = frameData(event, "shipment.created", "shipment.updated")?.shipment;
    const id = shipment && list.expect(shipment);
    if (id) {
      draws.changed(id);
      draws.drawSoon();
    }
  });
}
