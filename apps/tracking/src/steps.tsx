import type { StatusTable } from "@waybill/domain/languages/messages";
import type { LiveWords } from "@waybill/domain/languages/page-words";
import { saidOfView } from "@waybill/domain/public/said";
import type { PublicShipment } from "@waybill/domain/public/view";
import { stepOrder } from "@waybill/domain/said/parcel";
import type { CustomerStep } from "@waybill/domain/status";
import { Icon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { createMemo, For, type JSX, Show } from "solid-js";

type Props = { view: PublicShipment; group: StatusGroup; words: LiveWords; table: StatusTable };

/** The five steps. A parcel in trouble stays at the step it had reached; one that went back ends at its sender. */
export function Steps(props: Props): JSX.Element {
  const said = createMemo(() => saidOfView(props.view));
  const word = (step: CustomerStep) =>
    step === "delivered" && said().goesBack ? props.table.stepReturned : props.table.steps[step];
  return (
    <ol class={`steps s-${props.group}`} aria-label={props.words.progress}>
      <For each={stepOrder}>
        {(step, index) => (
          <li
            classList={{ done: index() <= said().reached, now: index() === said().reached }}
            aria-current={index() === said().reached ? "step" : undefined}
          >
            <span class="knob">
              <Show when={index() <= said().reached}>
                <Icon name="delivered" />
              </Show>
            </span>
            {word(step)}
            <span class="sr"> ({index() <= said().reached ? props.words.stepDone : props.words.stepToCome})</span>
          </li>
        )}
      </For>
    </ol>
  );
}
