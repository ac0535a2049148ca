import { A } from "@solidjs/router";
import type { ListedOrder } from "@waybill/domain/order/answers";
import { noMailWords, unknownTotalWords } from "@waybill/domain/said/order-words";
import { isUnread } from "@waybill/domain/said/seller-words";
import { glowing, glowOnce } from "@waybill/ui/glow";
import { GroupIcon } from "@waybill/ui/icon";
import { BuyerMoney, MoneyText } from "@waybill/ui/money";
import { Tip } from "@waybill/ui/status";
import { syncLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { type JSX, onMount, Show } from "solid-js";
import { ChannelMark } from "../parts/channel-mark.tsx";
import { StateCell } from "./order-state-cell.tsx";
import type { OrdersModel } from "./orders-model.ts";

type Props = {
  order: ListedOrder;
  model: OrdersModel;
  /** Its place in the list, from 0, and how far down it stands, px. */
  index: number;
  top: number;
  /** The one row that the Tab key stops at; from it the next press leads on, past all the others. */
  stop: boolean;
  onOpen: (id: string) => void;
};

/** One order in the list: changes in place and glows where it changed; the one thing that matters most stands in it. */
export function OrderRow(props: Props): JSX.Element {
  const { active, opened, selection, orders, bulk, shopName } = props.model;
  let row!: HTMLLIElement;
  const order = () => props.order;
  const isOpened = () => opened() === order().id;
  onMount(() => orders.fresh().has(order().id) && glowOnce(row));
  return (
    <li
      ref={row}
      class="order-item"
      classList={{ active: active() === order().id, opened: isOpened(), marked: selection.has(order().id) }}
      style={{ transform: `translateY(${props.top}px)` }}
      data-order={order().id}
      aria-posinset={props.index + 1}
      aria-setsize={-1}
    >
      <MarkBox {...props} />
      <NumberCell {...props} isOpened={isOpened()} />
      <span class="c-channel truncate">
        <ChannelMark channel={order().channel} name={shopName(order().connectionId) ?? undefined} />
      </span>
      <CustomerCell order={order()} />
      <span class="c-items wb-num text-right text-ink-2">
        {isUnread(order()) ? "–" : order().units}
        <span class="item-word"> {order().units === 1 ? "item" : "items"}</span>
      </span>
      <span class="c-total text-right" ref={glowing(() => order().totalMinor)}>
        <TotalCell order={order()} />
      </span>
      <StateCell order={order()} result={bulk.results().get(order().id) ?? null} stop={props.stop} />
      <span class="c-sync above" ref={glowing(() => order().syncState)}>
        <SyncMark order={order()} stop={props.stop} />
      </span>
      <span class="c-placed wb-num text-right text-sm text-ink-2">
        <Time at={order().placedAt} />
      </span>
    </li>
  );
}

/** What it is worth in the shop's money, and below it what the buyer paid where that is other money; why, where nobody knows. */
function TotalCell(props: { order: ListedOrder }): JSX.Element {
  const unknown = () => (props.order.totalMinor === null ? unknownTotalWords(props.order) : null);
  return (
    <>
      <span class="block truncate" title={unknown() ?? undefined}>
        <MoneyText minor={props.order.totalMinor} currency={props.order.currency} />
        <Show when={unknown()}>{(words) => <span class="wb-sr"> {words()}</span>}</Show>
      </span>
      <Show when={props.order.buyerCurrency}>
        {(currency) => (
          <span class="c-buyer block truncate text-xs text-ink-2" title="What the buyer saw and paid">
            <span class="wb-sr">The buyer paid </span>
            <BuyerMoney minor={props.order.buyerTotalMinor} currency={currency()} />
          </span>
        )}
      </Show>
    </>
  );
}

function MarkBox(props: Props): JSX.Element {
  const { selection, orders } = props.model;
  const isMarked = () => selection.has(props.order.id);
  return (
    <label class="c-check above">
      <input
        type="checkbox"
        tabindex={props.stop ? 0 : -1}
        checked={isMarked()}
        aria-label={`Mark ${props.order.number}`}
        onClick={(event) => {
          const box = event.currentTarget;
          if (event.shiftKey) selection.reach(props.order.id, { ids: orders.ids(), indexOf: orders.indexOf });
          else selection.toggle(props.order.id);
          // The browser has toggled the box already; what it shows is what is marked.
          queueMicrotask(() => {
            box.checked = isMarked();
          });
        }}
      />
    </label>
  );
}

/** Until an order is read it is known by the channel's long id, of which the end tells it from its neighbours. */
const shortNumber = (number: string) => (number.length > 12 ? `…${number.slice(-6)}` : number);

/** A plain press opens it beside the list where there is room; a press with a key held is the browser's. */
function NumberCell(props: Props & { isOpened: boolean }): JSX.Element {
  const { wide } = props.model;
  return (
    <span class="c-number truncate">
      <A
        class="open wb-mono font-semibold"
        tabindex={props.stop ? 0 : -1}
        data-row-link
        href={`/orders/${props.order.id}`}
        title={props.order.number}
        aria-current={props.isOpened ? "true" : undefined}
        onClick={(event) => {
          const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
          if (!plain || !wide()) return;
          event.preventDefault();
          props.onOpen(props.order.id);
        }}
      >
        {shortNumber(props.order.number)}
      </A>
    </span>
  );
}

function CustomerCell(props: { order: ListedOrder }): JSX.Element {
  return (
    <span class="c-customer">
      <span class="truncate">
        {props.order.customerName ?? props.order.customerEmail ?? (
          <span class="text-ink-2">{isUnread(props.order) ? "Customer not known yet" : "No name given"}</span>
        )}
      </span>
      <Show when={!isUnread(props.order) && noMailWords(props.order)}>
        {(words) => (
          <span
            class="c-no-mail truncate text-xs text-attention"
            data-no-mail
            title="Nobody can be mailed about this order"
          >
            {words()}
          </span>
        )}
      </Show>
      <Show when={props.order.country}>
        {(country) => <span class="c-country ml-2 shrink-0 text-xs text-ink-2">{country()}</span>}
      </Show>
    </span>
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
