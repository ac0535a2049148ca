import "./orders.css";
import { type JSX, onMount, Show, Suspense } from "solid-js";
import { onDemand } from "../parts/on-demand.tsx";
import { say } from "../parts/toast.tsx";
import { FilterBar } from "./filter/bar.tsx";
import { Chips } from "./filter/chips.tsx";
import { ViewTabs } from "./filter/view-tabs.tsx";
import { createOrderActs } from "./order-acts.ts";
import { FoundStatus, OrdersHead, StaleList } from "./orders-head.tsx";
import { createOrderCommands, createOrderKeys } from "./orders-keys.ts";
import { OrdersList } from "./orders-list.tsx";
import { createOrdersModel } from "./orders-model.ts";
import { SidePanel } from "./side-panel.tsx";

const ExportDialog = onDemand(async () => (await import("./export-dialog.tsx")).ExportDialog);
const BulkBar = onDemand(async () => (await import("./bulk/bulk-bar.tsx")).BulkBar, NoBulkBar);

function NoBulkBar(): JSX.Element {
  onMount(() =>
    say({ tone: "failed", text: "What can be done with many orders cannot be loaded: the server is away." }),
  );
  return null;
}

/** The home of the day: every order, live, without a row ever moving under the pointer. */
export function OrdersPage(): JSX.Element {
  onMount(() => {
    document.title = "Orders · Waybill";
  });
  const model = createOrdersModel();
  const { filters, counts, runs, views, opened, orders, selection, bulk } = model;
  const acts = createOrderActs(model);
  createOrderKeys(acts);
  createOrderCommands({ acts, filters, views, runs });
  return (
    <div class="orders-page" classList={{ "with-panel": opened() !== null }}>
      <OrdersHead model={model} onExport={acts.exportNow} />
      <ViewTabs filters={filters} counts={counts()} views={views} />
      <FilterBar
        filters={filters}
        counts={counts()}
        shops={runs.list()}
        ref={(field) => {
          model.handles.search = field;
        }}
      />
      <Chips filters={filters} shops={runs.list()} />
      <FoundStatus model={model} />
      <StaleList model={model} />
      <OrdersList model={model} acts={acts} />
      <Show when={selection.any() || bulk.state()}>
        <Suspense>
          <BulkBar
            selection={selection}
            bulk={bulk}
            total={model.total()}
            loadedCount={orders.ids().length}
            onLoaded={() => selection.add(orders.ids())}
            onAct={acts.onMarked}
            onExport={acts.exportNow}
            onClose={acts.unmark}
          />
        </Suspense>
      </Show>
      <Show when={acts.exporting()}>{(which) => <ExportDialog which={which()} onClose={acts.endExport} />}</Show>
      <Show when={opened()}>{(id) => <SidePanel id={id()} onClose={acts.closePanel} />}</Show>
    </div>
  );
}
