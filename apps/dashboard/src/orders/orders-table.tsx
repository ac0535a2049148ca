import { Icon } from "@waybill/ui/icon";
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import type { Bulk } from "./bulk.ts";
import type { Orders } from "./live-list.ts";
import { OrderRow } from "./order-row.tsx";
import type { Selection } from "./selection.ts";
import { createVisibleRows } from "./visible-rows.ts";

/** The shell's header and the list's own. */
const STUCK_TOP = 82;
const STUCK_BOTTOM = 84;
/** This near to the end of what is loaded the next page is read. */
const AHEAD = 40;

const layouts = { wide: 44, mid: 44, card: 88 } as const;
const TIGHT = 1080;
type Layout = keyof typeof layouts;
const layoutOf = (width: number): Layout => (width >= 945 ? "wide" : width >= 590 ? "mid" : "card");

export type TableHandle = {
  /** Brings a row into view and gives its link the focus. */
  focus: (id: string) => void;
};

/** The rows: only what is on screen is drawn, however many there are. */
export function OrdersTable(props: {
  orders: Orders;
  selection: Selection;
  bulk: Bulk;
  active: string | null;
  opened: string | null;
  /** A shop's own name by its connection, where several belong to one channel. */
  shopName: (connectionId: string) => string | null;
  onActive: (id: string) => void;
  onOpen: (id: string, event: MouseEvent) => void;
  onPoint: (event: PointerEvent) => void;
  onLeave: () => void;
  onLetIn: () => void;
  handle: (handle: TableHandle) => void;
}): JSX.Element {
  let root!: HTMLDivElement;
  const [list, setList] = createSignal<HTMLUListElement>();
  const [layout, setLayout] = createSignal<Layout>(layoutOf(innerWidth - 190));
  onMount(() => {
    const measure = () => {
      setLayout(layoutOf(root.clientWidth));
      // Where it is narrow for all columns, a name's letters are worth more than the country beside it.
      root.toggleAttribute("data-tight", root.clientWidth < TIGHT);
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(root);
    onCleanup(() => sizes.disconnect());
  });
  const height = () => layouts[layout()];
  const ids = () => props.orders.ids();
  const seen = createVisibleRows({ list, count: () => ids().length, height });
  /** Ids on screen with their places; the row that has the focus stays, or the focus would be lost. */
  const places = createMemo(() => {
    const all = ids();
    const { first, last } = seen.range();
    const shown = new Map<string, number>();
    const active = props.active === null ? -1 : props.orders.indexOf(props.active);
    const add = (index: number) => {
      const id = all[index];
      if (id !== undefined) shown.set(id, index);
    };
    if (active !== -1 && active < first) add(active);
    for (let index = first; index < last; index++) add(index);
    if (active >= last) add(active);
    return shown;
  });
  const shownIds = createMemo(() => [...places().keys()]);
  createEffect(() => {
    if (props.orders.more() && seen.range().last > ids().length - AHEAD) void props.orders.readMore();
  });
  /** However long the list, it is one stop of the Tab key: the active row, else the first in sight. */
  const stop = createMemo(() => {
    const active = props.active;
    return active !== null && props.orders.indexOf(active) !== -1 ? active : (ids()[seen.top()] ?? null);
  });
  const focus = (id: string) => {
    const index = props.orders.indexOf(id);
    if (index === -1) return;
    seen.reveal(index, { top: STUCK_TOP, bottom: STUCK_BOTTOM });
    list()?.querySelector<HTMLElement>(`[data-order="${id}"] [data-row-link]`)?.focus({ preventScroll: true });
  };
  props.handle({ focus });
  // Another shape of the rows: what was being read stays in sight.
  createEffect(
    on(
      layout,
      () => {
        const index = props.active === null ? -1 : props.orders.indexOf(props.active);
        if (index !== -1) seen.reveal(index, { top: STUCK_TOP, bottom: STUCK_BOTTOM });
      },
      { defer: true },
    ),
  );
  return (
    <div ref={root} class="orders" data-layout={layout()} data-reading={props.orders.loading() ? "" : undefined}>
      <div class="sticky top-12 z-20 h-0 text-center sm:pr-6 sm:text-right" aria-live="polite">
        <Show when={props.orders.waiting() > 0}>
          <button
            type="button"
            class="btn btn-main btn-small mt-[3px] rounded-full shadow-float"
            onClick={() => props.onLetIn()}
            onPointerMove={(event) => props.onPoint(event)}
            onPointerLeave={() => props.onLeave()}
          >
            <Icon name="up" /> {props.orders.waiting().toLocaleString()} new
          </button>
        </Show>
      </div>
      <div class="orders-head orders-grid">
        <label class="c-check">
          <input
            type="checkbox"
            aria-label="Mark all shown orders"
            checked={props.selection.any()}
            ref={(box) =>
              createEffect(() => {
                box.indeterminate =
                  !props.selection.all() && props.selection.any() && props.selection.ids().size < ids().length;
              })
            }
            onChange={(event) => {
              if (event.currentTarget.checked) props.selection.add(ids());
              else props.selection.clear();
            }}
          />
        </label>
        <span>Order</span>
        <span class="c-channel">Channel</span>
        <span>Customer</span>
        <span class="c-items text-right">Items</span>
        <span class="text-right">Total</span>
        <span>Status</span>
        <span class="c-sync">Sync</span>
        <span class="c-placed text-right">Placed</span>
      </div>
      <ul
        ref={setList}
        class="orders-rows"
        style={{ height: `${ids().length * height()}px` }}
        aria-label="Orders"
        aria-busy={props.orders.loading()}
        onPointerMove={(event) => props.onPoint(event)}
        onPointerLeave={() => props.onLeave()}
        onFocusIn={(event) => {
          const id = event.target.closest("[data-order]")?.getAttribute("data-order");
          if (id && event.target.matches(":focus-visible")) props.onActive(id);
        }}
      >
        <For each={shownIds()}>
          {(id) => {
            const order = props.orders.watch(id);
            const index = () => places().get(id) ?? 0;
            return (
              <Show when={order()}>
                {(row) => (
                  <OrderRow
                    order={row()}
                    index={index()}
                    top={index() * height()}
                    active={props.active === id}
                    stop={stop() === id}
                    opened={props.opened === id}
                    marked={props.selection.has(id)}
                    fresh={props.orders.fresh().has(id)}
                    shop={props.shopName(row().connectionId)}
                    result={props.bulk.results().get(id) ?? null}
                    onMark={(reach) =>
                      reach
                        ? props.selection.reach(id, { ids: ids(), indexOf: props.orders.indexOf })
                        : props.selection.toggle(id)
                    }
                    onOpen={(event) => props.onOpen(id, event)}
                  />
                )}
              </Show>
            );
          }}
        </For>
      </ul>
    </div>
  );
}
