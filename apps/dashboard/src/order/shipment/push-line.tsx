import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { GroupIcon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";

/** Whether the channel knows of the parcel, live: being told, told, or refused and why. */
export function PushLine(props: {
  shipment: ShipmentView;
  channel: string;
  busy: boolean;
  onAgain: (() => void) | null;
}): JSX.Element {
  const state = () => props.shipment.pushState;
  const look = () =>
    state() === "failed" ? "failed" : state() === "success" ? ("delivered" as const) : ("waiting" as const);
  const mayRepeat = () =>
    props.onAgain !== null && (state() === "failed" || (state() === "pending" && props.shipment.pushReason !== null));
  const words = () => {
    const why = props.shipment.pushReason;
    if (state() === "success") return `${props.channel} knows of it${why ? `: ${why}` : ""}`;
    if (state() === "failed") return `${props.channel} said no: ${why ?? "no reason given"}`;
    return why ? `${props.channel} is told again soon: ${why}` : `${props.channel} is being told…`;
  };
  return (
    <div role="status">
      <Show when={state() !== "none"}>
        <p class="mt-3 flex flex-wrap items-center gap-2 text-sm" data-push={state()}>
          <span class={`wb-badge wb-${look()} !whitespace-normal`}>
            <GroupIcon group={look()} /> {words()}
          </span>
          <Show when={mayRepeat()}>
            <button type="button" class="btn btn-small" disabled={props.busy} onClick={() => props.onAgain?.()}>
              {props.busy ? "Telling it…" : "Tell it again"}
            </button>
          </Show>
        </p>
      </Show>
    </div>
  );
}
