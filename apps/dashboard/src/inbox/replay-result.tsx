import type { AnyReplayed } from "@waybill/domain/inbox/answers";
import { Icon } from "@waybill/ui/icon";
import { orderLook, shipmentLook } from "@waybill/ui/status-groups";
import { For, type JSX, Show } from "solid-js";
import { inboxLook } from "./inbox-look.ts";

/** What reading again did: what changed of parcels and orders, in their own words. */
export function ReplayResult(props: { done: AnyReplayed; onClose: () => void }): JSX.Element {
  const same = () => props.done.hashBefore === props.done.hashAfter;
  const n = (value: number) => value.toLocaleString();
  const count = (value: number, one: string, more: string) => `${n(value)} ${value === 1 ? one : more}`;
  return (
    <div role="status">
      <p class="flex items-start gap-2 font-medium">
        <span class={`wb-badge ${same() ? "wb-delivered" : "wb-moving"} mt-[2px]`}>
          <Icon name={same() ? "delivered" : "moving"} />
        </span>
        {same()
          ? "The same state, byte for byte. Nothing changed."
          : `${n(props.done.changed)} ${props.done.changed === 1 ? "parcel" : "parcels"} changed.`}
      </p>
      <p class="mt-2 text-ink-2">
        {count(props.done.deliveries, "webhook was", "webhooks were")} read,{" "}
        {count(props.done.shipments, "parcel", "parcels")} rebuilt.
      </p>
      <Show when={(props.done.again ?? 0) > 0}>
        <p class="mt-2 text-ink-2">
          {count(props.done.again ?? 0, "of them", "of them")} went through the door again. How that ended:
        </p>
        <ul class="mt-1 text-ink-2">
          <For each={Object.entries(props.done.states ?? {})}>
            {([state, count]) => (
              <li>
                <span class="wb-num">{n(count)}</span> {inboxLook(state).word.toLowerCase()}
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Changes done={props.done} />
      <dl class="mt-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-sm text-ink-2">
        <dt>Before</dt>
        <dd class="wb-mono truncate">{props.done.hashBefore.slice(0, 16)}</dd>
        <dt>After</dt>
        <dd class="wb-mono truncate">{props.done.hashAfter.slice(0, 16)}</dd>
      </dl>
      <div class="mt-5 flex justify-end">
        <button type="button" class="btn btn-main" autofocus onClick={() => props.onClose()}>
          Done
        </button>
      </div>
    </div>
  );
}

/** Each parcel and order that is called otherwise now; nobody was mailed of it. */
function Changes(props: { done: AnyReplayed }): JSX.Element {
  const lines = () => [
    ...props.done.parcels.map((one) => ({
      name: one.number,
      was: shipmentLook(one.from.status, one.from.reason).word,
      is: shipmentLook(one.to.status, one.to.reason).word,
    })),
    ...props.done.orders.map((one) => ({
      name: `Order ${one.number}`,
      was: orderLook(one.from).word,
      is: orderLook(one.to).word,
    })),
  ];
  // The reason behind a status may change where its word does not.
  const visible = () => lines().filter((line) => line.was !== line.is);
  const more = () => props.done.restated + props.done.reordered - lines().length;
  return (
    <Show when={visible().length > 0}>
      <ul class="mt-3 max-h-60 space-y-1 overflow-y-auto">
        <For each={visible()}>
          {(line) => (
            <li>
              <span class="wb-mono">{line.name}</span> was {line.was.toLowerCase()}, is {line.is.toLowerCase()}
            </li>
          )}
        </For>
      </ul>
      <Show when={more() > 0}>
        <p class="mt-1 text-ink-2">and {more().toLocaleString()} more</p>
      </Show>
    </Show>
  );
}
