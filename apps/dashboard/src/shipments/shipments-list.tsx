import { type JSX, Match, Show, Switch } from "solid-js";
import { ById } from "../parts/by-id.tsx";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { hrefOf } from "./listing.ts";
import { ShipmentRow } from "./shipment-row.tsx";
import type { ShipmentsModel } from "./shipments-model.ts";

/** The rows, or why there are none. */
export function ShipmentsList(props: { model: ShipmentsModel }): JSX.Element {
  const { list, filter, filtered, tab } = props.model;
  return (
    <Switch>
      <Match when={!list.loaded() && list.error()}>
        {(error) => <Failure error={error()} what="the shipments" onRetry={list.reload} />}
      </Match>
      <Match when={!list.loaded()}>
        <Loading what="the shipments" rows={10} />
      </Match>
      <Match when={list.rows().length === 0 && filtered()}>
        <NoneFits model={props.model} />
      </Match>
      <Match when={list.rows().length === 0}>
        <Empty icon={filter().state === "attention" ? "delivered" : "box"} title={tab()?.empty ?? ""}>
          <p>{tab()?.next}</p>
        </Empty>
      </Match>
      <Match when={true}>
        <Rows model={props.model} />
        <Show when={list.next()}>
          <div class="flex justify-center py-4">
            <button type="button" class="btn" disabled={list.reading()} onClick={() => void list.more()}>
              {list.reading() ? "Loading…" : "Show more"}
            </button>
          </div>
        </Show>
      </Match>
    </Switch>
  );
}

function NoneFits(props: { model: ShipmentsModel }): JSX.Element {
  const { filter, change, emptySearch } = props.model;
  const clear = () => {
    emptySearch();
    change({ why: null, carrier: null, connection: null, q: null });
  };
  return (
    <Empty icon="search" title="No parcel fits">
      <p>{filter().q ? `No tracking number begins with “${filter().q}”.` : "None of this carrier in this state."}</p>
      <button type="button" class="btn mt-4" onClick={clear}>
        Clear the filters
      </button>
    </Empty>
  );
}

function Rows(props: { model: ShipmentsModel }): JSX.Element {
  const { hand, active, setActive, filter, tab, list, opened, open, openHref, handles } = props.model;
  return (
    <>
      <div class="parcel-head" aria-hidden="true">
        <span>Parcel</span>
        <span>State</span>
        <span>Expected</span>
        <span>Last seen</span>
        <span />
      </div>
      <ol
        ref={(element) => {
          handles.rows = element;
        }}
        class="parcel-rows"
        aria-label={filter().q ? "Parcels found" : tab()?.word}
        onPointerMove={hand.point}
        onPointerLeave={hand.leave}
      >
        <ById rows={list.rows()}>
          {(parcel) => (
            <ShipmentRow
              parcel={parcel()}
              active={active() === parcel().id}
              opened={opened() === parcel().id}
              openHref={openHref(parcel())}
              onActive={() => setActive(parcel().id)}
              onOpen={(event) => {
                const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
                if (!plain || hrefOf(parcel())) return;
                event.preventDefault();
                open(parcel());
              }}
            />
          )}
        </ById>
      </ol>
    </>
  );
}
