import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { createOrderPlaces } from "./order-places.ts";
import { OrderRow } from "./order-row.tsx";
import type { OrderActs } from "./orders-keys.ts";
import type { OrdersModel } from "./orders-model.ts";

const layouts = { wide: 44, mid: 44, card: 88 } as const;
const TIGHT = 1080;
type Layout = keyof typeof layouts;
const layoutOf = (width: number): Layout => (width >= 945 ? "wide" : width >= 590 ? "mid" : "card");

/** How the rows are laid out in the room there is. */
function createLayout(root: () => HTMLElement) {
  const [layout, setLayout] = createSignal<Layout>(layoutOf(innerWidth - 190));
  onMount(() => {
    const measure = () => {
      setLayout(layoutOf(root().clientWidth));
      // Where it is narrow for all columns, a name's letters are worth more than the country beside it.
      root().toggleAttribute("data-tight", root().clientWidth < TIGHT);
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(root());
    onCleanup(() => sizes.disconnect());
  });
  return layout;
}

/** The rows: only what is on screen is drawn, however many there are. */
export function OrdersTable(props: { model: OrdersModel; acts: OrderActs }): JSX.Element {
  const { orders, setActive, hand, handles } = props.model;
  let root!: HTMLDivElement;
  const [list, setList] = createSignal<HTMLUListElement>();
  const layout = createLayout(() => root);
  const height = () => layouts[layout()];
  const places = createOrderPlaces({ model: props.model, list, height, layout });
  handles.table = { focus: places.focus };
  return (
    <div ref={root} class="orders" data-layout={layout()} data-reading={orders.loading() ? "" : undefined}>
      <Arrivals model={props.model} />
      <TableHead model={props.model} />
      <ul
        ref={setList}
        class="orders-rows"
        style={{ height: `${orders.ids().length * height()}px` }}
        aria-label="Orders"
        aria-busy={orders.loading()}
        onPointerMove={(event) => hand.point(event)}
        onPointerLeave={() => hand.leave()}
        onFocusIn={(event) => {
          const id = event.target.closest("[data-order]")?.getAttribute("data-order");
          if (id && event.target.matches(":focus-visible")) setActive(id);
        }}
      >
        <For each={places.shownIds()}>
          {(id) => {
            const order = orders.watch(id);
            return (
              <Show when={order()}>
                {(row) => (
                  <OrderRow
                    order={row()}
                    model={props.model}
                    index={places.indexOf(id)}
                    top={places.indexOf(id) * height()}
                    stop={places.stop() === id}
                    onOpen={props.acts.open}
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

/** New orders that wait until the list may move, behind one button. */
function Arrivals(props: { model: OrdersModel }): JSX.Element {
  const { orders, hand, setActive } = props.model;
  const letIn = () => {
    setActive(null);
    orders.letIn();
    scrollTo({ top: 0, behavior: "instant" });
  };
  return (
    <div class="sticky top-12 z-20 h-0 text-center sm:pr-6 sm:text-right" aria-live="polite">
      <Show when={orders.waiting() > 0}>
        <button
          type="button"
          class="btn btn-main btn-small mt-[3px] rounded-full shadow-float"
          onClick={letIn}
          onPointerMove={(event) => hand.point(event)}
          onPointerLeave={() => hand.leave()}
        >
          <Icon name="up" /> {orders.waiting().toLocaleString()} new
        </button>
      </Show>
    </div>
  );
}

/** The columns' names, and the box that marks all that is shown. */
function TableHead(props: { model: OrdersModel }): JSX.Element {
  const { selection, orders } = props.model;
  return (
    <div class="orders-head orders-grid">
      <label class="c-check">
        <input
          type="checkbox"
          aria-label="Mark all shown orders"
          checked={selection.any()}
          ref={(box) =>
            createEffect(() => {
              box.indeterminate = !selection.all() && selection.any() && selection.ids().size < orders.ids().length;
            })
          }
          onChange={(event) => {
            if (event.currentTarget.checked) selection.add(orders.ids());
            else selection.clear();
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
  );
}
