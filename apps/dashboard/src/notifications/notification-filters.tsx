import { mailAttentionStates } from "@waybill/domain/email/attention";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import { createShortcuts } from "../palette/shortcuts.ts";
import { mailStateLook } from "../parts/mail-look.ts";
import { states, triggers, triggerWord } from "./words.ts";

const TYPING_MS = 250;
type Values = { q?: string; state?: string; trigger?: string; orderId?: string };

/** Search by address or order, state, and what it was about; all of it lives in the address. */
export function NotificationFilters(props: {
  values: Values;
  parked: boolean;
  filtered: boolean;
  onChange: (part: Record<string, string | null>) => void;
  onClear: () => void;
}): JSX.Element {
  let field!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [typed, setTyped] = createSignal(props.values.q ?? "");
  createEffect(
    on(
      () => props.values.q ?? "",
      (q) => q !== typed().trim() && setTyped(q),
      { defer: true },
    ),
  );
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => props.onChange({ q: value.trim() || null }), TYPING_MS);
  };
  onCleanup(() => clearTimeout(timer));
  createShortcuts([{ keys: ["/"], words: "Search", group: "List", run: () => field.select() }]);
  const offered = () => (props.parked ? mailAttentionStates : states);
  return (
    <search class="ntf-filters">
      <div class="relative">
        <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
          <Icon name="search" />
        </span>
        <input
          ref={field}
          class="input pl-8"
          type="search"
          aria-label="Search by address or order number"
          aria-keyshortcuts="/"
          placeholder="Address or order number"
          value={typed()}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </div>
      <div class="mt-2 grid grid-cols-2 gap-2">
        <select
          class="input"
          aria-label="State"
          value={props.values.state ?? ""}
          onChange={(event) => props.onChange({ state: event.currentTarget.value || null })}
        >
          <option value="">Any state</option>
          <For each={offered()}>
            {(state) => (
              <option value={state} selected={props.values.state === state}>
                {mailStateLook(state).word}
              </option>
            )}
          </For>
        </select>
        <select
          class="input"
          aria-label="About"
          value={props.values.trigger ?? ""}
          onChange={(event) => props.onChange({ trigger: event.currentTarget.value || null })}
        >
          <option value="">Any reason</option>
          <For each={triggers}>
            {(trigger) => (
              <option value={trigger} selected={props.values.trigger === trigger}>
                {triggerWord(trigger)}
              </option>
            )}
          </For>
        </select>
      </div>
      <Show when={props.filtered}>
        <p class="mt-2 flex items-center justify-between text-sm text-ink-2">
          <span>{props.values.orderId ? "Of one order" : "Filtered"}</span>
          <button type="button" class="btn btn-bare btn-small" onClick={() => props.onClear()}>
            <Icon name="close" /> Clear
          </button>
        </p>
      </Show>
    </search>
  );
}
