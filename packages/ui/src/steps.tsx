import type { CustomerStep } from "@waybill/domain/status";
import { For, type JSX } from "solid-js";
import { Icon } from "./icon.tsx";
import type { StatusGroup } from "./status-groups.ts";

const steps: readonly { step: CustomerStep; word: string }[] = [
  { step: "ordered", word: "Ordered" },
  { step: "shipped", word: "Shipped" },
  { step: "in_transit", word: "On its way" },
  { step: "out_for_delivery", word: "Out for delivery" },
  { step: "delivered", word: "Delivered" },
];

/**
 * The five steps a customer sees. A parcel with a problem stays at the step it had reached, in the problem's colour.
 *
 * @example <Steps step="in_transit" group="moving" />
 */
export function Steps(props: { step: CustomerStep; group: StatusGroup }): JSX.Element {
  const reached = () => steps.findIndex((s) => s.step === props.step);
  return (
    <ol class={`wb-steps wb-${props.group}`} aria-label="Progress of this parcel">
      <For each={steps}>
        {(item, index) => (
          <li
            classList={{ done: index() <= reached(), now: index() === reached() }}
            aria-current={index() === reached() ? "step" : undefined}
          >
            <span class="knob">{index() <= reached() ? <Icon name="delivered" /> : null}</span>
            {item.word}
            <span class="wb-sr">{index() <= reached() ? " (done)" : " (to come)"}</span>
          </li>
        )}
      </For>
    </ol>
  );
}
