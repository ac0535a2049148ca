import { A } from "@solidjs/router";
import { gapNext } from "@waybill/domain/said/order-page-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { channelName } from "../parts/platform-names.ts";

/** Where on the page each field is looked for; what stands nowhere is told at the end. */
const placed = [
  ["customer.name", "customer.email", "customer.phone", "shippingMethod", "note", "locale"],
  ["shippingAddress", "billingAddress"],
  [
    "total",
    "buyerTotal",
    "subtotal",
    "shipping",
    "tax",
    "discount",
    "refunded",
    "currency",
    "payment",
    "cashOnDelivery",
  ],
] as const;
const lineFields = /^lines(\.|$)/;
const gapPlaces = { customer: placed[0], address: placed[1], money: placed[2] } as const;

type Place = keyof typeof gapPlaces | "lines" | "elsewhere";

function isAt(place: Place, field: string): boolean {
  if (place === "lines") return lineFields.test(field);
  if (place !== "elsewhere") return gapPlaces[place].some((one) => one === field);
  return !lineFields.test(field) && !placed.flat().some((one) => one === field);
}

export const gapsAt = (page: OrderPage, place: Place) =>
  (page.detail?.gaps ?? []).filter((gap) => isAt(place, gap.field));

/** What of the order could not be had, beside where one looks for it: which field, what it costs, and what ends it. */
export function GapNotes(props: { page: OrderPage; at: Place; class?: string }): JSX.Element {
  const channel = () => channelName(props.page.order.channel);
  return (
    <Show when={gapsAt(props.page, props.at).length > 0}>
      <ul class={`gap-notes ${props.class ?? ""}`}>
        <For each={gapsAt(props.page, props.at)}>
          {(gap) => (
            <li data-gap={gap.field}>
              <span class="wb-badge wb-attention">
                <Icon name="attention" />
              </span>
              <span>
                {gap.words} <span class="text-ink-2">{gapNext(gap, channel())}</span>{" "}
                <Show when={gap.kind === "withheld"}>
                  <A class="link" href={`/channels/${props.page.order.connectionId}`}>
                    See the connection
                  </A>
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
