import { englishSteps } from "@waybill/domain/languages/en/parcels";
import { type ParcelSaid, stepOrder } from "@waybill/domain/said/parcel";
import type { CustomerStep } from "@waybill/domain/status";
import { For, type JSX } from "solid-js";
import { Icon } from "./icon.tsx";
import type { StatusGroup } from "./status-groups.ts";

/**
 * The five steps a customer sees. A parcel with a problem stays at the step it had reached, in the problem's colour; one that
 * goes back ends at its sender instead of at the door.
 *
 * @example <Steps said={saidOfParcel(parcel)} group="moving" />
 */
export function Steps(props: { said: Pick<ParcelSaid, "reached" | "goesBack">; group: StatusGroup }): JSX.Element {
  const reached = () => props.said.reached;
  const word = (step: CustomerStep) => (step === "delivered" && props.said.goesBack ? "Returned" : englishSteps[step]);
  return (
    <ol class={`wb-steps wb-${props.group}`} aria-label="Progress of this parcel">
      <For each={stepOrder}>
        {(step, index) => (
          <li
            classList={{ done: index() <= reached(), now: index() === reached() }}
            aria-current={index() === reached() ? "step" : undefined}
          >
            <span class="knob">{index() <= reached() ? <Icon name="delivered" /> : null}</span>
            {word(step)}
            <span class="wb-sr">{index() <= reached() ? " (done)" : " (to come)"}</span>
          </li>
        )}
      </For>
    </ol>
  );
}
