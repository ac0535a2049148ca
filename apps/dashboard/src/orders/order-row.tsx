import { A } from "@solidjs/router";
import type { ListedOrder } from "@waybill/domain/order/answers";
import { useClock } from "@waybill/ui/clock";
import { glowing, glowOnce } from "@waybill/ui/glow";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import { MoneyText } from "@waybill/ui/money";
import { Tip } from "@waybill/ui/status";
import { isUnread, syncLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { createMemo, type JSX, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { ChannelMark } from "../parts/channel-mark.tsx";
import { useSession } from "../shell/session.tsx";
import type { RowResult } from "./bulk.ts";
import { dayIn } from "./filter/days.ts";
import { useZone } from "./filter/zone.ts";
import { rowSummary } from "./row-summary.ts";

type Props = {
  order: ListedOrder;
  /** Its place in the list, from 0, and how far down it stands, px. */
  index: number;
  top: number;
  active: boolean;
  /** The one row that the Tab key stops at; from it the next press leads on, past all the others. */
  stop: boolean;
  opened: boolean;
  marked: boolean;
  fresh: boolean;
  result: RowResult | null;
  /** The shop's own name, where several belong to one channel. */
  shop: string | null;
  onMark: (reach: boolean) => void;
  onOpen: (event: MouseEvent) => void;
};

/** One order in the list: changes in place and glows where it changed; the one thing that matters most stands in it. */
export function OrderRow(props: Props): JSX.Element {
  let row!: HTMLLIElement;
  onMount(() => props.fresh && glowOnce(row));
  const order = () => props.order;
  return (
    <li
      ref={row}
      class="order-item"
      classList={{ active: props.active, opened: props.opened, marked: props.marked }}
      style={{ transform: `translateY(${props.top}px)` }}
      data-order={order().id}
      aria-posinset={props.index + 1}
      aria-setsize={-1}
    >
      <label class="c-check above">
        <input
          type="checkbox"
          tabindex={props.stop ? 0 : -1}
          checked={props.marked}
          aria-label={`Mark ${order().number}`}
          onClick={(event) => {
            const box = event.currentTarget;
            props.onMark(event.shiftKey);
            // The browser has toggled the box already; what it shows is what is marked.
            queueMicrotask(() => {
              box.checked = props.marked;
            });
          }}
        />
      </label>
      <span class="c-number truncate">
        <A
          class="open wb-mono font-semibold"
          tabindex={props.stop ? 0 : -1}
          data-row-link
          href={`/orders/${order().id}`}
          aria-current={props.opened ? "true" : undefined}
          onClick={(event) => props.onOpen(event)}
        >
          {order().number}
        </A>
      </span>
      <span class="c-channel truncate">
        <ChannelMark channel={order().channel} name={props.shop ?? undefined} />
      </span>
      <span class="c-customer">
        <span class="truncate">
          {order().customerName ?? order().customerEmail ?? (
            <span class="text-ink-2">{isUnread(order()) ? "Not read yet" : "No name given"}</span>
          )}
        </span>
        <Show when={order().country}>
          {(country) => <span class="c-country ml-2 shrink-0 text-xs text-ink-2">{country()}</span>}
        </Show>
      </span>
      <span class="c-items wb-num text-right text-ink-2">
        {isUnread(order()) ? "–" : order().units}
        <span class="item-word"> {order().units === 1 ? "item" : "items"}</span>
      </span>
      <span class="c-total truncate text-right" ref={glowing(() => order().totalMinor)}>
        <MoneyText minor={order().totalMinor} currency={order().currency} />
      </span>
      <StoryCell order={order()} result={props.result} stop={props.stop} />
      <span class="c-sync above" ref={glowing(() => order().syncState)}>
        <SyncMark order={order()} stop={props.stop} />
      </span>
      <span class="c-placed wb-num text-right text-sm text-ink-2">
        <Time at={order().placedAt} />
      </span>
    </li>
  );
}

/** Only the icon, for a narrow column: a failure is the row's story already, a pending one tells its reason on hover and focus. */
function SyncMark(props: { order: ListedOrder; stop: boolean }): JSX.Element {
  const look = () => syncLook(props.order.syncState);
  const settled = () => props.order.syncState === "success";
  return (
    <Show when={props.order.syncState !== "failed"}>
      <Tip stop={props.stop ? 0 : -1} text={settled() ? null : `${look().word}. ${props.order.syncReason ?? ""}`}>
        <span class={`wb-badge wb-${look().group}`} title={settled() ? look().word : undefined}>
          <GroupIcon group={look().group} />
          <span class="wb-sr">{look().word}</span>
        </span>
      </Tip>
    </Show>
  );
}

function StoryCell(props: { order: ListedOrder; result: RowResult | null; stop: boolean }): JSX.Element {
  const session = useSession();
  const zone = useZone();
  const clock = useClock();
  const today = createMemo(() => dayIn(zone(), clock()));
  // A parcel becomes late by itself, but not to the second: the story is told anew each minute at most.
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const story = createMemo(() => rowSummary(props.order, { now: minute(), today: today() }));
  const retry = createAction(() => api.post("/api/retry/:orderId", { param: { orderId: props.order.id } }));
  return (
    <span class="c-state" ref={glowing(() => `${story().word} ${story().detail}`)}>
      <Show
        when={props.result}
        fallback={
          <>
            <span
              class={`wb-badge wb-${story().group} shrink-0`}
              data-status={story().group}
              data-sync={props.order.syncState}
            >
              <GroupIcon group={story().group} />
              <span>{story().word}</span>
            </span>
            <Show when={story().detail}>
              {(detail) => (
                <span class="min-w-0 truncate text-sm text-ink-2" title={detail()}>
                  {detail()}
                </span>
              )}
            </Show>
          </>
        }
      >
        {(result) => (
          <span
            class={`wb-badge min-w-0 ${result().ok ? "wb-delivered" : "wb-failed"}`}
            title={result().reason ?? undefined}
          >
            <Icon name={result().ok ? "delivered" : "failed"} />
            <span class="truncate">{result().ok ? "Done" : (result().reason ?? "Failed")}</span>
          </span>
        )}
      </Show>
      <Show when={story().failed && session.may("agent")}>
        <button
          type="button"
          class="btn btn-small above row-retry"
          tabindex={props.stop ? 0 : -1}
          disabled={retry.busy()}
          aria-label={`Retry the sync of ${props.order.number}`}
          onClick={() => void retry.run()}
        >
          {retry.busy() ? "Retrying…" : "Retry"}
        </button>
      </Show>
    </span>
  );
}
