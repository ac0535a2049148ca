import { type JSX, Match, Show, Switch } from "solid-js";
import { Failure } from "../parts/states.tsx";
import type { OrderActs } from "./orders-keys.ts";
import type { OrdersModel } from "./orders-model.ts";
import { Ghosts, NoOrders } from "./orders-states.tsx";
import { OrdersTable } from "./orders-table.tsx";

/** The table, or why there is none: it loads, it failed, or no order is there to be shown. */
export function OrdersList(props: { model: OrdersModel; acts: OrderActs }): JSX.Element {
  const { orders, filters } = props.model;
  return (
    <Switch>
      <Match when={!orders.loaded() && orders.error()}>
        {(error) => <Failure error={error()} what="the orders" onRetry={() => void orders.reload()} />}
      </Match>
      <Match when={!orders.loaded()}>
        <Ghosts />
      </Match>
      <Match when={orders.ids().length === 0 && orders.waiting() === 0}>
        <NoOrders filtered={filters.isFiltered()} onClear={filters.clear} />
      </Match>
      <Match when={true}>
        <OrdersTable model={props.model} acts={props.acts} />
        <ListFoot model={props.model} />
      </Match>
    </Switch>
  );
}

/** How much of the list is loaded, and the keys. */
function ListFoot(props: { model: OrdersModel }): JSX.Element {
  const { orders, totalWords } = props.model;
  return (
    <div class="flex flex-wrap gap-x-4 gap-y-1 px-5 pt-3 pb-20 text-sm text-ink-2">
      <span class="wb-num">
        {orders.ids().length.toLocaleString()}
        <Show when={totalWords()}>{(words) => <> of {words()}</>}</Show>
        <Show when={!orders.more()}> · that is all</Show>
      </span>
      <span class="ml-auto hidden gap-1 md:inline-flex">
        <kbd class="kbd">j</kbd>/<kbd class="kbd">k</kbd> move · <kbd class="kbd">x</kbd> mark ·{" "}
        <kbd class="kbd">Enter</kbd> open · <kbd class="kbd">?</kbd> keys
      </span>
    </div>
  );
}
