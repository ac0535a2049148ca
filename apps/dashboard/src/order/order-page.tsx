import { A, useParams } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";
import { OrderView } from "./order-view.tsx";

/** One order on a page of its own. */
export function OrderPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <div class="px-4 pt-4 sm:px-5">
      <A href="/" class="inline-flex items-center gap-1 text-sm text-ink-2 hover:text-ink max-md:min-h-10">
        <Icon name="left" /> Orders
      </A>
      <Show when={params.id} keyed>
        {(id) => <OrderView id={id} />}
      </Show>
    </div>
  );
}
