import { A } from "@solidjs/router";
import type { InboxDetail, InboxEffect } from "@waybill/domain/inbox/answers";
import { GroupIcon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { orderLook, type StatusLook, shipmentLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { createMemo, For, type JSX, Show } from "solid-js";
import { tell } from "../overview/activity-words.ts";
import { inboxLook, isTest } from "./inbox-look.ts";

function lookOf(effect: InboxEffect): StatusLook | null {
  if (effect.status === null) return null;
  if (effect.kind === "order") return orderLook(effect.status);
  if (effect.kind === "shipment") return shipmentLook(effect.status);
  return null;
}
const nouns = { order: "Order", shipment: "Parcel", notification: "Mail", unknown: "" } as const;
function hrefOf(effect: InboxEffect): string | null {
  if (effect.kind === "notification") return `/notifications/${effect.id}`;
  return effect.orderId ? `/orders/${effect.orderId}` : null;
}

/** Why nothing changed, in words; for a parcel that is not there yet, what will happen. */
function nothing(delivery: InboxDetail): string {
  if (isTest(delivery))
    return "A test: it is about nothing that exists, so nothing changed. That is what it should do.";
  if (delivery.state === "unmatched")
    return delivery.note ?? "No parcel has this number yet. It is kept, and applied when one is added.";
  if (delivery.state === "duplicate") return "A copy of a delivery that was processed before.";
  return delivery.note ?? `Nothing: ${inboxLook(delivery.state).word.toLowerCase()}.`;
}

/** What came of a delivery: what it changed, by name, and what it caused, in the order in which it happened. */
export function EffectList(props: { delivery: InboxDetail }): JSX.Element {
  const events = createMemo(() =>
    props.delivery.events.flatMap((event) => {
      const line = tell(event);
      return line ? [{ ...line, at: event.at, seq: event.seq }] : [];
    }),
  );
  const more = () => props.delivery.effects.length - props.delivery.changed.length;
  return (
    <section class="inbox-effect min-w-0" aria-label="Effect">
      <h3 class="h-part mb-2">What it changed</h3>
      <Show when={props.delivery.changed.length > 0} fallback={<p class="text-ink-2">{nothing(props.delivery)}</p>}>
        <ul class="divide-y divide-line border-y border-line">
          <For each={props.delivery.changed}>
            {(effect) => (
              <li class="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-2">
                <Show
                  when={hrefOf(effect)}
                  fallback={<span class="wb-mono text-ink-2">{effect.name ?? effect.id}</span>}
                >
                  {(href) => (
                    <A class="link" href={href()}>
                      {nouns[effect.kind]} <span class="wb-mono">{effect.name ?? effect.id}</span>
                    </A>
                  )}
                </Show>
                <Show when={lookOf(effect)}>
                  {(look) => (
                    <span class="ml-auto text-sm">
                      <Badge look={look()} />
                    </span>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={more() > 0}>
          <p class="mt-1 text-sm text-ink-2">and {more().toLocaleString()} more</p>
        </Show>
        <Show when={props.delivery.note}>{(note) => <p class="mt-2 text-sm text-ink-2">{note()}</p>}</Show>
      </Show>
      <Show when={events().length > 0}>
        <h3 class="h-part mt-6 mb-2">What happened because of it</h3>
        <ol class="inbox-events text-sm">
          <For each={events()}>
            {(event) => (
              <li>
                <span class={`wb-badge wb-${event.group} mr-1`}>
                  <GroupIcon group={event.group} />
                </span>
                <Show when={event.href} fallback={<span class="font-medium">{event.what}</span>}>
                  {(href) => (
                    <A class="font-medium underline decoration-line-strong underline-offset-2" href={href()}>
                      {event.what}
                    </A>
                  )}
                </Show>{" "}
                {event.says}
                <span class="block text-xs text-ink-3">
                  <Time at={event.at} />
                </span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
