import { A } from "@solidjs/router";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { Icon } from "@waybill/ui/icon";
import { type JSX, Match, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { carrierName } from "../parts/platform-names.ts";
import { say } from "../parts/toast.tsx";
import { hrefOf } from "./listing.ts";
import type { Help } from "./row-words.ts";

type Props = { parcel: ListedShipment; help: Help; stop: 0 | -1 };

/** The one thing that helps this parcel; where nothing is wrong, asking its carrier now. */
export function ShipmentAction(props: Props): JSX.Element {
  const parcel = () => props.parcel;
  const ask = createAction(async () => {
    const before = parcel().scanCount;
    const after = await api.post("/api/shipments/:id/poll", { param: { id: parcel().id } });
    const news = after.scanCount - before;
    const text = news > 0 ? `${news} new ${news === 1 ? "scan" : "scans"}` : "nothing new";
    say({ tone: "delivered", text: `${parcel().number}: ${text}.` });
  });
  const tell = createAction(() => api.post("/api/shipments/:id/push", { param: { id: parcel().id } }));
  return (
    <Switch
      fallback={
        <button
          type="button"
          class="btn btn-small btn-bare p-ask"
          tabindex={props.stop}
          disabled={ask.busy()}
          aria-label={`${ask.busy() ? "Asking…" : "Refresh"} ${parcel().number}: ask ${carrierName(parcel().carrier)} now`}
          onClick={() => void ask.run()}
        >
          <Icon name="sync" /> {ask.busy() ? "Asking…" : "Refresh"}
        </button>
      }
    >
      <Match when={props.help === "push"}>
        <button
          type="button"
          class="btn btn-small"
          tabindex={props.stop}
          disabled={tell.busy()}
          onClick={() => void tell.run()}
        >
          <Icon name="retry" /> {tell.busy() ? "Telling…" : "Tell it again"}
        </button>
      </Match>
      <Match when={props.help === "poll"}>
        <button
          type="button"
          class="btn btn-small"
          tabindex={props.stop}
          disabled={ask.busy()}
          onClick={() => void ask.run()}
        >
          <Icon name="sync" /> {ask.busy() ? "Asking…" : `Ask ${carrierName(parcel().carrier)}`}
        </button>
      </Match>
      <Match when={props.help === "order" && hrefOf(parcel())}>
        {(href) => (
          <A class="btn btn-small" tabindex={props.stop} href={href()}>
            Open the order
          </A>
        )}
      </Match>
    </Switch>
  );
}
