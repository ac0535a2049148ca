import { A } from "@solidjs/router";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { orderMarks } from "@waybill/domain/said/order-words";
import type { OrderPage as Page } from "@waybill/domain/screens/answers";
import { Icon } from "@waybill/ui/icon";
import { OrderBadge, SyncBadge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { ChannelMark } from "../parts/channel-mark.tsx";
import { Copy } from "../parts/copy.tsx";
import { channelName } from "../parts/platform-names.ts";
import { useSession } from "../session/session.tsx";
import { StatusMenu } from "./status-menu.tsx";

type Props = {
  page: Page;
  panel: boolean;
  onAdd: () => void;
  onChanged: () => void;
  onClose?: () => void;
};

/** Which order it is, how it stands, and what can be done with it. */
export function OrderHead(props: Props): JSX.Element {
  const session = useSession();
  const order = () => props.page.order;
  return (
    <header class="mt-1">
      <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Dynamic component={props.panel ? "h2" : "h1"} class="h-page">
          <Copy text={order().number} label="the order’s number" />
        </Dynamic>
        <OrderBadge order={order()} boxed />
        <For each={orderMarks(order()).filter(({ id }) => id !== "cash_on_delivery")}>
          {(mark) => (
            <span class="wb-mark" data-mark={mark.id} title={mark.help}>
              {mark.word}
            </span>
          )}
        </For>
        <SyncBadge state={order().syncState} reason={order().syncReason} />
        <Show when={props.panel}>
          <span class="ml-auto flex gap-1">
            <A class="btn btn-bare btn-small" href={`/orders/${order().id}`}>
              Open as a page
            </A>
            <button
              type="button"
              class="btn btn-bare btn-small"
              aria-label="Close the order"
              title="Close (Esc)"
              onClick={() => props.onClose?.()}
            >
              <Icon name="close" />
            </button>
          </span>
        </Show>
        <p
          class="flex w-full flex-wrap items-center gap-x-3 text-sm text-ink-2"
          classList={{ "lg:order-1": !props.panel }}
        >
          <ChannelMark channel={order().channel} />
          <span>
            Placed <Time at={order().placedAt} />
          </span>
          <Show when={!session.may("agent")}>
            <span>You may look; changing it takes the agent’s role.</span>
          </Show>
        </p>
        <HeadActions {...props} />
      </div>
    </header>
  );
}

function HeadActions(props: Props): JSX.Element {
  const session = useSession();
  const order = () => props.page.order;
  // The main thing to do, while there is something left to ship.
  const mayShip = () => order().toShip > 0 || props.page.detail === null;
  return (
    <div class="flex flex-wrap gap-2" classList={{ "max-lg:w-full lg:ml-auto": !props.panel, "w-full": props.panel }}>
      <Show when={session.may("agent")}>
        <button
          type="button"
          class="btn"
          classList={{ "btn-main": mayShip() }}
          aria-keyshortcuts="s"
          onClick={() => props.onAdd()}
        >
          <Icon name="plus" /> Add a shipment
        </button>
        <StatusMenu order={order()} onDone={props.onChanged} />
      </Show>
      <Show when={props.page.adminUrl}>
        {(url) => (
          <a class="btn" href={url()} target="_blank" rel="noreferrer noopener">
            <Icon name="external" /> Open in {channelName(order().channel)}
          </a>
        )}
      </Show>
    </div>
  );
}

/** Said only when order and channel do not agree: why, and the one button that helps. */
export function SyncStrip(props: { order: OrderSummary; busy: boolean; onRetry: () => void }): JSX.Element {
  const session = useSession();
  const failed = () => props.order.syncState === "failed";
  return (
    <div role="status">
      <Show when={props.order.syncState !== "success"}>
        <div class={`notice ${failed() ? "wb-failed" : "wb-waiting"}`}>
          <span class="wb-badge">
            <Icon name={failed() ? "failed" : "waiting"} />
          </span>
          <span class="min-w-0 flex-1">
            {failed()
              ? `${channelName(props.order.channel)} and Waybill do not agree about this order.`
              : "This order is still being brought into step with its channel."}{" "}
            <span class="text-ink-2">{props.order.syncReason ?? ""}</span>
          </span>
          <Show when={session.may("agent")}>
            <button type="button" class="btn btn-small" disabled={props.busy} onClick={() => props.onRetry()}>
              <Icon name="retry" /> {props.busy ? "Retrying…" : "Retry now"}
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}
