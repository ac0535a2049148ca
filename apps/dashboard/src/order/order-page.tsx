import { A, useParams } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { OrderBadge, SyncBadge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { createEffect, createMemo, createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { request } from "../api/client.ts";
import type { OrderPage as Page } from "../api/types.ts";
import { ChannelMark, channelName } from "../orders/channel-mark.tsx";
import { Failure, Loading } from "../parts/states.tsx";
import { createAction } from "../state/action.ts";
import { useLive } from "../state/live.tsx";
import { applyToPage, concerns } from "../state/order-page.ts";
import { useSession } from "../state/session.tsx";
import { calmly, createView, type ViewState } from "../state/view.ts";
import { AddShipment } from "./add-shipment.tsx";
import { Customer } from "./customer.tsx";
import { History } from "./history.tsx";
import { Lines } from "./lines.tsx";
import { Note } from "./note.tsx";
import { Notifications } from "./notifications.tsx";
import { ShipmentCard } from "./shipment-card.tsx";
import { StatusMenu } from "./status-menu.tsx";

/** One order: what was bought, where its parcels are, what the customer was told, and everything that happened. */
export function OrderPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <OneOrder id={id} />}
    </Show>
  );
}

function OneOrder(props: { id: string }): JSX.Element {
  const view = createView(() => request<Page>("GET", `/api/orders/${encodeURIComponent(props.id)}`));
  const again = calmly(() => void view.reload(), 500);
  useLive().onFrame((frame) => {
    const page = view.data();
    if (!page || !concerns(frame, page)) return;
    view.set((before) => applyToPage(before, frame));
    again();
  });
  return (
    <Switch>
      <Match when={view.data()}>{(page) => <Loaded page={page()} view={view} />}</Match>
      <Match when={view.error()}>
        {(error) => <Failure error={error()} what="this order" onRetry={() => void view.reload()} />}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the order" rows={8} />
      </Match>
    </Switch>
  );
}

function Loaded(props: { page: Page; view: ViewState<Page> }): JSX.Element {
  const session = useSession();
  const [adding, setAdding] = createSignal(false);
  const order = () => props.page.order;
  const retry = createAction(async () => {
    await request("POST", `/api/retry/${order().id}`);
    await props.view.reload();
  });
  createEffect(() => {
    document.title = `${order().number} · Waybill`;
  });
  // Cards are kept by id: an update must not build a timeline anew under the reader's eyes.
  const parcels = createMemo(() => props.page.shipments.map((s) => s.id));
  const parcel = (id: string) => props.page.shipments.find((s) => s.id === id);
  return (
    <div class="px-4 py-4 sm:px-5">
      <A href="/" class="inline-flex max-md:min-h-10 items-center gap-1 text-sm text-ink-2 hover:text-ink">
        <Icon name="left" /> Orders
      </A>
      <header class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 class="wb-mono h-page">{order().number}</h1>
        <OrderBadge order={order()} boxed />
        <SyncBadge state={order().syncState} reason={order().syncReason} />
        <div class="ml-auto flex flex-wrap gap-2">
          <Show when={props.page.adminUrl}>
            {(url) => (
              <a class="btn" href={url()} target="_blank" rel="noreferrer noopener">
                <Icon name="external" /> Open in {channelName(order().channel)}
              </a>
            )}
          </Show>
          <Show when={session.may("agent")}>
            <StatusMenu order={order()} onDone={() => void props.view.reload()} />
            <button type="button" class="btn btn-main" onClick={() => setAdding(true)}>
              <Icon name="plus" /> Add a shipment
            </button>
          </Show>
        </div>
      </header>
      <p class="mt-2 flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
        <ChannelMark channel={order().channel} />
        <span>
          placed <Time at={order().placedAt} />
        </span>
        <Show when={props.page.detail?.test}>
          <span>test order</span>
        </Show>
      </p>
      <Show when={order().syncState !== "success"}>
        <div
          class={`card mt-4 flex flex-wrap items-center gap-3 px-4 py-3 wb-${order().syncState === "failed" ? "failed" : "waiting"}`}
          role="status"
        >
          <span class="wb-badge">
            <Icon name={order().syncState === "failed" ? "failed" : "waiting"} />
          </span>
          <span class="min-w-0 flex-1">
            {order().syncState === "failed"
              ? `${channelName(order().channel)} and Waybill do not agree about this order.`
              : "This order is still being brought into step with its channel."}{" "}
            <span class="text-ink-2">{order().syncReason ?? ""}</span>
          </span>
          <Show when={session.may("agent")}>
            <button type="button" class="btn btn-small" disabled={retry.busy()} onClick={() => void retry.run()}>
              <Icon name="retry" /> {retry.busy() ? "Retrying…" : "Retry now"}
            </button>
          </Show>
        </div>
      </Show>

      <div class="mt-5 grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div class="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Lines page={props.page} />
          <Customer page={props.page} />
          <Note order={order()} note={props.page.note ?? null} onSaved={() => void props.view.reload()} />
          <Notifications items={props.page.notifications} onChanged={() => void props.view.reload()} />
        </div>
        <div class="grid grid-cols-[minmax(0,1fr)] gap-5">
          <For
            each={parcels()}
            fallback={
              <section class="card px-4 py-8 text-center text-ink-2">
                <p class="font-medium text-ink">Nothing was shipped yet</p>
                <p class="mt-1">
                  Shipments made in {channelName(order().channel)} appear by themselves. Or add a tracking number here
                  and it is told to {channelName(order().channel)}.
                </p>
              </section>
            }
          >
            {(id) => (
              <Show when={parcel(id)}>
                {(s) => (
                  <ShipmentCard shipment={s()} lines={props.page.lines} onChanged={() => void props.view.reload()} />
                )}
              </Show>
            )}
          </For>
        </div>
      </div>
      <History items={props.page.history} />
      <AddShipment
        open={adding()}
        order={order()}
        lines={props.page.lines}
        onClose={() => setAdding(false)}
        onDone={() => {
          setAdding(false);
          void props.view.reload();
        }}
      />
    </div>
  );
}
