import type { OrderPage as Page } from "@waybill/domain/screens/answers";
import { createEffect, createSignal, type JSX, Match, onCleanup, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView, type ViewState } from "../live/view.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { createAction } from "../parts/action.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { Customer } from "./customer.tsx";
import { History } from "./history.tsx";
import { Lines } from "./lines.tsx";
import { Note } from "./note.tsx";
import { Notifications } from "./notifications.tsx";
import { applyToPage, concerns } from "./one-order.ts";
import { OrderBanners, OrderFacts } from "./order-facts.tsx";
import { OrderHead, SyncStrip } from "./order-head.tsx";
import { Parcels } from "./parcels.tsx";
import { PlatformData } from "./platform-data.tsx";
import { createReports, Reports } from "./problem-reports.tsx";
import { AddShipment } from "./shipment/add-shipment.tsx";
import "./order.css";
import { createOrderKeys } from "./order-keys.ts";

type Props = {
  id: string;
  /** Beside a list, in one narrow column; the list keeps the page's title. */
  panel?: boolean;
  onClose?: () => void;
};

/** One order: what was bought, where its parcels are, what the customer was told, and everything that happened. */
export function OrderView(props: Props): JSX.Element {
  return (
    <Show when={props.id} keyed>
      {(id) => <OneOrder id={id} panel={props.panel} onClose={props.onClose} />}
    </Show>
  );
}

function OneOrder(props: Props): JSX.Element {
  const view = createView((): Promise<Page> => api.get("/api/orders/:id", { param: { id: props.id } }));
  const again = calmly(() => void view.reload(), 500);
  useLive().onFrame((frame) => {
    const page = view.data();
    if (!page || !concerns(frame, page)) return;
    view.set((before) => applyToPage(before, frame));
    again();
  });
  createShortcuts([
    {
      keys: ["Escape"],
      words: "Close the panel",
      group: "Order",
      when: () => props.onClose !== undefined,
      run: () => props.onClose?.(),
    },
  ]);
  return (
    <Switch>
      <Match when={view.data()}>
        {(page) => <Loaded page={page()} view={view} panel={props.panel === true} onClose={props.onClose} />}
      </Match>
      <Match when={view.error()}>
        {(error) => (
          <>
            <Failure error={error()} what="this order" onRetry={() => void view.reload()} />
            <Show when={props.onClose}>
              {(close) => (
                <div class="text-center">
                  <button type="button" class="btn btn-bare" onClick={() => close()()}>
                    Close
                  </button>
                </div>
              )}
            </Show>
          </>
        )}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the order" rows={8} />
      </Match>
    </Switch>
  );
}

function Loaded(props: { page: Page; view: ViewState<Page>; panel: boolean; onClose?: () => void }): JSX.Element {
  const [adding, setAdding] = createSignal(false);
  const order = () => props.page.order;
  const reload = () => void props.view.reload();
  const reports = createReports(order().id);
  let root!: HTMLDivElement;
  const retry = createAction(async () => {
    await api.post("/api/retry/:orderId", { param: { orderId: order().id } });
    await props.view.reload();
  });
  const before = document.title;
  createEffect(() => {
    if (!props.panel) document.title = `${order().number} · Waybill`;
  });
  onCleanup(() => {
    if (!props.panel) document.title = before;
  });
  createOrderKeys({
    order,
    onAdd: () => setAdding(true),
    onNote: () => root.querySelector<HTMLTextAreaElement>("[data-note]")?.focus(),
    onRetry: () => void retry.run(),
  });
  return (
    <div ref={root} class="order-view" classList={{ "is-panel": props.panel }}>
      <OrderHead
        page={props.page}
        panel={props.panel}
        onAdd={() => setAdding(true)}
        onChanged={reload}
        onClose={props.onClose}
      />
      <Reports reports={reports} several={props.page.shipments.length > 1} page={props.page} />
      <OrderBanners page={props.page} />
      <SyncStrip order={order()} busy={retry.busy()} onRetry={() => void retry.run()} />
      <OrderFacts page={props.page} />
      <div class="order-columns">
        <Parcels page={props.page} onChanged={reload} />
        <div class="order-facts">
          <Lines page={props.page} />
          <Customer page={props.page} />
          <Note order={order()} note={props.page.note ?? null} onSaved={reload} />
          <Notifications items={props.page.notifications} onChanged={reload} />
          <PlatformData page={props.page} />
        </div>
      </div>
      <History items={props.page.history} />
      <AddShipment
        open={adding()}
        page={props.page}
        onClose={() => setAdding(false)}
        onDone={() => {
          setAdding(false);
          reload();
        }}
      />
    </div>
  );
}
