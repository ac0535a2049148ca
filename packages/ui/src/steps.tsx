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
 * The five steps a customer sees. A parcel with a problem stays at the step it had reached, in the problem's colour; one that
 * goes back ends at its sender instead of at the door.
 *
 * @example <Steps step="in_transit" group="moving" reason={null} />
 */
export function Steps(props: { step: CustomerStep; group: StatusGroup; reason: string | null }): JSX.Element {
  const goesBack = () => props.group === "returned";
  const isBack = () => goesBack() && props.reason === "returned";
  const reached = () => (isBack() ? steps.length - 1 : steps.findIndex((s) => s.step === props.step));
  const shown = () =>
    goesBack() ? steps.map((s) => (s.step === "delivered" ? { step: s.step, word: "Returned" } : s)) : steps;
  return (
    <ol class={`wb-steps wb-${props.group}`} aria-label="Progress of this parcel">
      <For each={shown()}>
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
