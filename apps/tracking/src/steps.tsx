import type { PageWords } from "@waybill/domain/languages/page-words";
import type { PublicShipment } from "@waybill/domain/public/view";
import type { CustomerStep } from "@waybill/domain/status";
import { Icon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { For, type JSX, Show } from "solid-js";

const order: readonly CustomerStep[] = ["ordered", "shipped", "in_transit", "out_for_delivery", "delivered"];

/** The five steps. A parcel in trouble stays at the step it had reached; one that went back ends at its sender. */
export function Steps(props: { view: PublicShipment; group: StatusGroup; words: PageWords }): JSX.Element {
  const isBack = () => props.group === "returned";
  const reached = () =>
    isBack() && props.view.reason === "returned" ? order.length - 1 : order.indexOf(props.view.step);
  const word = (step: CustomerStep) =>
    step === "delivered" && isBack() ? props.words.stepReturned : props.words.steps[step];
  return (
    <ol class={`steps s-${props.group}`} aria-label={props.words.progress}>
      <For each={order}>
        {(step, index) => (
          <li
            classList={{ done: index() <= reached(), now: index() === reached() }}
            aria-current={index() === reached() ? "step" : undefined}
          >
            <span class="knob">
              <Show when={index() <= reached()}>
                <Icon name="delivered" />
              </Show>
            </span>
            {word(step)}
            <span class="sr"> ({index() <= reached() ? props.words.stepDone : props.words.stepToCome})</span>
          </li>
        )}
      </For>
    </ol>
  );
}
