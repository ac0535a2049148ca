import { Icon } from "@waybill/ui/icon";
import { type JSX, Match, onMount, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { ShipmentCard } from "../order/shipment/shipment-card.tsx";
import "../order/order.css";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { Failure, Loading } from "../parts/states.tsx";

/** A parcel without an order of its own, with its timeline, beside the list. */
export function ShipmentPanel(props: { id: string; onClose: () => void }): JSX.Element {
  let panel!: HTMLElement;
  const view = createView(() => api.get("/api/shipments/:id", { param: { id: props.id } }));
  const again = calmly(() => void view.reload(), 500);
  useLive().onFrame((frame) => {
    if (frameData(frame, "shipment.created", "shipment.updated")?.shipment.id === props.id) again();
  });
  onMount(() => panel.focus());
  return (
    <aside ref={panel} class="parcel-panel" aria-label="The open parcel" tabindex="-1">
      <div class="mb-2 flex items-center">
        <h2 class="h-part">Parcel</h2>
        <button
          type="button"
          class="btn btn-bare btn-small ml-auto"
          aria-label="Close the parcel"
          title="Close (Esc)"
          onClick={() => props.onClose()}
        >
          <Icon name="close" />
        </button>
      </div>
      <Switch>
        <Match when={view.data()}>
          {(parcel) => (
            <ShipmentCard
              shipment={parcel()}
              parcels={[parcel()]}
              channel={null}
              lines={[]}
              onChanged={() => void view.reload()}
            />
          )}
        </Match>
        <Match when={view.error()}>
          {(error) => <Failure error={error()} what="this parcel" onRetry={() => void view.reload()} />}
        </Match>
        <Match when={view.loading()}>
          <Loading what="the parcel" rows={6} />
        </Match>
      </Switch>
    </aside>
  );
}
