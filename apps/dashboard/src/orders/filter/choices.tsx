import { GroupIcon, Icon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { For, type JSX, Show } from "solid-js";
import { Popover } from "../../parts/popover.tsx";
import { listed } from "./address.ts";

type Choice = { value: string; word: string; group?: StatusGroup; n?: number | null; mark?: JSX.Element };

/** A filter of several values at once: a button that says how many are chosen, and the list of them. */
export function Choices(props: {
  label: string;
  /** Values with commas, as in the address. */
  value: string;
  options: readonly Choice[];
  onPick: (value: string) => void;
}): JSX.Element {
  const chosen = () => listed(props.value);
  // By value: the numbers beside the words move with every order, and the focus must not be lost each time.
  const values = () => props.options.map((option) => option.value);
  const toggle = (value: string) => {
    const now = chosen();
    props.onPick((now.includes(value) ? now.filter((one) => one !== value) : [...now, value]).join(","));
  };
  return (
    <Popover
      label={`Filter by ${props.label.toLowerCase()}`}
      class="btn filter-button"
      button={
        <>
          {props.label}
          <Show when={chosen().length > 0}>
            <span class="wb-mono filter-count">
              {chosen().length}
              <span class="wb-sr"> chosen</span>
            </span>
          </Show>
          <Icon name="down" />
        </>
      }
    >
      {() => (
        <>
          <ul class="py-1">
            <For each={values()}>
              {(value) => (
                <Option
                  option={props.options.find((one) => one.value === value)}
                  checked={chosen().includes(value)}
                  onToggle={() => toggle(value)}
                />
              )}
            </For>
          </ul>
          <Show when={chosen().length > 0}>
            <div class="border-t border-line p-1.5">
              <button type="button" class="btn btn-bare btn-small w-full" onClick={() => props.onPick("")}>
                Any {props.label.toLowerCase()}
              </button>
            </div>
          </Show>
        </>
      )}
    </Popover>
  );
}

function Option(props: { option: Choice | undefined; checked: boolean; onToggle: () => void }): JSX.Element {
  return (
    <li>
      <label class="pick">
        <input type="checkbox" checked={props.checked} onChange={() => props.onToggle()} />
        <Show when={props.option?.group}>
          {(group) => (
            <span class={`wb-badge wb-${group()}`}>
              <GroupIcon group={group()} />
            </span>
          )}
        </Show>
        {props.option?.mark}
        <span class="min-w-0 flex-1 truncate">{props.option?.word}</span>
        <Show when={props.option?.n}>
          {(n) => <span class="wb-mono text-xs text-ink-2">{n().toLocaleString()}</span>}
        </Show>
      </label>
    </li>
  );
}
