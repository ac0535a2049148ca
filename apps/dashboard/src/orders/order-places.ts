import type { Accessor } from "solid-js";
import { createEffect, createMemo, on } from "solid-js";
import type { OrdersModel } from "./orders-model.ts";
import { createVisibleRows } from "./visible-rows.ts";

/** The shell's header and the list's own. */
const STUCK_TOP = 82;
const STUCK_BOTTOM = 84;
/** This near to the end of what is loaded the next page is read. */
const AHEAD = 40;

/** Which orders are drawn and where: those in sight and the active one; the next page is read when the end comes near. */
export function createOrderPlaces(input: {
  model: OrdersModel;
  list: Accessor<HTMLElement | undefined>;
  /** Of a row, px; another one means another shape of the rows. */
  height: Accessor<number>;
  layout: Accessor<string>;
}) {
  const { orders, active } = input.model;
  const ids = () => orders.ids();
  const seen = createVisibleRows({ list: input.list, count: () => ids().length, height: input.height });
  /** Ids on screen with their places; the row that has the focus stays, or the focus would be lost. */
  const places = createMemo(() => {
    const all = ids();
    const { first, last } = seen.range();
    const shown = new Map<string, number>();
    const id = active();
    const at = id === null ? -1 : orders.indexOf(id);
    const add = (index: number) => {
      const id = all[index];
      if (id !== undefined) shown.set(id, index);
    };
    if (at !== -1 && at < first) add(at);
    for (let index = first; index < last; index++) add(index);
    if (at >= last) add(at);
    return shown;
  });
  const shownIds = createMemo(() => [...places().keys()]);
  createEffect(() => {
    if (orders.more() && seen.range().last > ids().length - AHEAD) void orders.readMore();
  });
  /** However long the list, it is one stop of the Tab key: the active row, else the first in sight. */
  const stop = createMemo(() => {
    const id = active();
    return id !== null && orders.indexOf(id) !== -1 ? id : (ids()[seen.top()] ?? null);
  });
  const reveal = (index: number) => seen.reveal(index, { top: STUCK_TOP, bottom: STUCK_BOTTOM });
  const focus = (id: string) => {
    const index = orders.indexOf(id);
    if (index === -1) return;
    reveal(index);
    input.list()?.querySelector<HTMLElement>(`[data-order="${id}"] [data-row-link]`)?.focus({ preventScroll: true });
  };
  // Another shape of the rows: what was being read stays in sight.
  createEffect(
    on(
      input.layout,
      () => {
        const id = active();
        const index = id === null ? -1 : orders.indexOf(id);
        if (index !== -1) reveal(index);
      },
      { defer: true },
    ),
  );
  return { shownIds, indexOf: (id: string) => places().get(id) ?? 0, stop, focus };
}
