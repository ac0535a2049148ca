import type { OrderPage as Page } from "@waybill/domain/screens/answers";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { createMemo, For, type JSX, Show } from "solid-js";
import { channelName } from "../parts/platform-names.ts";
import { ShipmentCard } from "./shipment/shipment-card.tsx";

/** How goods reached their buyer where no carrier tells. */
const arrivals = { ready_for_pickup: "Ready for pick-up", picked_up: "Picked up", delivered: "Delivered" } as const;

/** What is expected of an order without a parcel: not that one comes where nothing needs it. */
function noneWords({ order, detail, lines }: Page): { what: string; next: string } {
  const channel = channelName(order.channel);
  if ((detail?.trackingTexts ?? []).length > 0 && order.toShip === 0) {
    return { what: "No parcel to follow", next: "The goods go another way, in the shop’s own words above." };
  }
  if (lines.length > 0 && lines.every((line) => !line.requiresShipping)) {
    return { what: "Nothing to ship", next: "Nothing on this order needs shipping." };
  }
  const arrival = detail?.fulfilments.findLast((f) => !f.cancelled && f.arrival)?.arrival;
  if (arrival) return { what: arrivals[arrival.kind], next: `By ${channel}’s own word; there is no parcel to follow.` };
  if (detail && order.toShip === 0 && order.shipped > 0) {
    return { what: "No parcel to follow", next: `${channel} says that it was shipped, and names no tracking number.` };
  }
  if (detail && order.toShip === 0) {
    return { what: "Nothing to ship", next: "Nothing of this order is expected to be shipped." };
  }
  return {
    what: "Nothing was shipped yet",
    next: `Shipments made in ${channel} appear by themselves. Or add a tracking number here and ${channel} is told.`,
  };
}

/** The order's parcels as cards, or how the first one comes; what has left the order stands last. */
export function Parcels(props: { page: Page; onChanged: () => void }): JSX.Element {
  const order = () => props.page.order;
  // Cards are kept by id: an update must not build a timeline anew under the reader's eyes.
  const parcels = createMemo(() => {
    const { shipments } = props.page;
    return [...shipments.filter((s) => s.leftAt === null), ...shipments.filter((s) => s.leftAt !== null)].map(
      (s) => s.id,
    );
  });
  const parcel = (id: string) => props.page.shipments.find((s) => s.id === id) as ShipmentView | undefined;
  return (
    <div class="order-parcels">
      <Show when={(props.page.detail?.trackingTexts ?? []).length > 0}>
        <ul class="shop-wrote" data-shop-wrote>
          <For each={props.page.detail?.trackingTexts}>
            {(text) => (
              <li>
                The shop wrote: <span class="wb-mono">“{text}”</span>{" "}
                <span class="text-ink-2">This is no tracking number, so nothing is followed.</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <For
        each={parcels()}
        fallback={
          <section class="card px-4 py-8 text-center text-ink-2">
            <p class="font-medium text-ink">{noneWords(props.page).what}</p>
            <p class="mt-1">{noneWords(props.page).next}</p>
          </section>
        }
      >
        {(id) => (
          <Show when={parcel(id)}>
            {(s) => (
              <ShipmentCard
                shipment={s()}
                parcels={props.page.shipments}
                channel={channelName(order().channel)}
                lines={props.page.lines}
                onChanged={props.onChanged}
              />
            )}
          </Show>
        )}
      </For>
    </div>
  );
}
