import { A } from "@solidjs/router";
import { gapOutcome, gapsEnd } from "@waybill/domain/said/order-page-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { Icon } from "@waybill/ui/icon";
import { createMemo, For, type JSX, Show } from "solid-js";
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
  const gaps = createMemo(() => gapsAt(props.page, props.at));
  return (
    <Show when={gapsEnd(gaps(), channelName(props.page.order.channel))}>
      {(end) => (
        <div class={`gap-notes ${props.class ?? ""}`}>
          <span class="wb-badge wb-attention">
            <Icon name="attention" />
          </span>
          <div>
            <For each={gaps()}>
              {(gap) => (
                <p data-gap={gap.field}>
                  {gap.words} <span class="text-ink-2">{gapOutcome(gap.field)}</span>
                </p>
              )}
            </For>
            <p class="text-ink-2">
              {end()}{" "}
              <Show when={gaps().some((gap) => gap.kind === "withheld")}>
                <A class="link" href={`/channels/${props.page.order.connectionId}`}>
                  See the connection
                </A>
              </Show>
            </p>
          </div>
        </div>
      )}
    </Show>
  );
}
