import { type JSX, onMount, Show } from "solid-js";
import { ShipmentPanel } from "./shipment-panel.tsx";
import "./shipments.css";
import { ShipmentSearch, StateTabs } from "./shipments-filter.tsx";
import { createShipmentKeys } from "./shipments-keys.ts";
import { ShipmentsList } from "./shipments-list.tsx";
import { createShipmentsModel } from "./shipments-model.ts";

/** Every parcel by state, what wants a person first, with the reason in words and the one action that helps. */
export function ShipmentsPage(): JSX.Element {
  onMount(() => {
    document.title = "Shipments · Waybill";
  });
  const model = createShipmentsModel();
  createShipmentKeys(model);
  const { list, held, opened } = model;
  return (
    <div class="shipments-page" classList={{ "with-panel": opened() !== undefined }}>
      <div class="flex flex-wrap items-center gap-3 px-4 pt-4 pb-3 sm:px-5">
        <h1 class="h-page leading-8">Shipments</h1>
      </div>
      <StateTabs model={model} />
      <ShipmentSearch model={model} />
      <div role="status" class="sr-only">
        {list.loaded() ? `${list.rows().length} parcels shown` : ""}
      </div>
      <Show when={held() && list.waiting() > 0}>
        <button type="button" class="parcel-pill btn btn-small" onClick={list.letIn}>
          {list.waiting()} changed elsewhere · show
        </button>
      </Show>
      <ShipmentsList model={model} />
      <Show when={opened()} keyed>
        {(id) => <ShipmentPanel id={id} onClose={model.close} />}
      </Show>
    </div>
  );
}
