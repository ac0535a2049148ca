import { A } from "@solidjs/router";
import type { OrderSummary } from "@waybill/domain/views";
import { glowing, glowOnce } from "@waybill/ui/glow";
import { MoneyText } from "@waybill/ui/money";
import { Badge, SyncBadge } from "@waybill/ui/status";
import { isUnread, leadingLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { type JSX, onMount, Show } from "solid-js";
import { request } from "../api/client.ts";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";
import { ChannelMark } from "./channel-mark.tsx";

/** One order in the list: changes in place and glows where it changed; its failure and the retry stand in the row. */
export function OrderRow(props: { order: OrderSummary; active: boolean; fresh: boolean }): JSX.Element {
  let row!: HTMLLIElement;
  onMount(() => props.fresh && glowOnce(row));
  const units = () => props.order.units;
  return (
    <li ref={row} class="order-line orders-row" classList={{ active: props.active }} data-order={props.order.id}>
      <span class="c-number">
        <A class="open wb-mono font-semibold" href={`/orders/${props.order.id}`}>
          {props.order.number}
        </A>
      </span>
      <span class="wide">
        <ChannelMark channel={props.order.channel} />
      </span>
      <span class="c-customer truncate">
        {props.order.customerName ?? props.order.customerEmail ?? (
          <span class="text-ink-3">{isUnread(props.order) ? "–" : "No name given"}</span>
        )}
        <Show when={props.order.country}>{(country) => <span class="ml-2 text-xs text-ink-3">{country()}</span>}</Show>
      </span>
      <span class="wide wb-num text-right text-ink-2">
        {isUnread(props.order) ? "–" : units()}
        <span class="wb-sr"> {units() === 1 ? "item" : "items"}</span>
      </span>
      <span class="c-total text-right" ref={glowing(() => props.order.totalMinor)}>
        <MoneyText minor={props.order.totalMinor} currency={props.order.currency} />
      </span>
      <span class="c-status rounded" ref={glowing(() => `${props.order.status} ${props.order.parcelStatus}`)}>
        <Badge look={leadingLook(props.order)} />
      </span>
      <span
        class="c-sync rounded"
        classList={{ fine: props.order.syncState === "success" }}
        ref={glowing(() => props.order.syncState)}
      >
        <SyncCell order={props.order} />
      </span>
      <span class="wide wb-num text-right text-sm text-ink-2">
        <Time at={props.order.placedAt} />
      </span>
    </li>
  );
}

function SyncCell(props: { order: OrderSummary }): JSX.Element {
  const session = useSession();
  const retry = createAction(() => request("POST", `/api/retry/${props.order.id}`));
  const unsettled = () => props.order.syncState !== "success";
  return (
    <span class="flex min-w-0 items-center gap-2">
      <span class="above shrink-0">
        <SyncBadge state={props.order.syncState} reason={props.order.syncReason} quiet />
      </span>
      <Show when={unsettled()}>
        <span class="min-w-0 flex-1 truncate text-sm text-ink-2" title={props.order.syncReason ?? undefined}>
          {props.order.syncReason ?? ""}
        </span>
        <Show when={session.may("agent")}>
          <button
            type="button"
            class="btn btn-small above shrink-0"
            disabled={retry.busy()}
            aria-label={`Retry the sync of ${props.order.number}`}
            onClick={() => void retry.run()}
          >
            {retry.busy() ? "Retrying…" : "Retry"}
          </button>
        </Show>
      </Show>
    </span>
  );
}
