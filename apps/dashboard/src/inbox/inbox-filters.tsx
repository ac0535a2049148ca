import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import { inboxLook, kindWords, states } from "./inbox-look.ts";
import type { InboxFilters } from "./inbox-params.ts";
import { spans } from "./inbox-query.ts";

const TYPING_MS = 250;

/** Search and filters above the list. */
export function InboxFiltersBar(props: {
  filters: InboxFilters;
  connections: readonly { id: string; name: string }[];
  ref: (field: HTMLInputElement) => void;
}): JSX.Element {
  return (
    <search class="grid gap-2 px-4 pb-3" aria-label="Filter the webhooks">
      <SearchField filters={props.filters} ref={props.ref} />
      <div class="grid grid-cols-2 gap-2">
        <Select
          filters={props.filters}
          label="State"
          name="state"
          options={[
            { value: "", word: "Any state" },
            ...states.map((value) => ({ value, word: inboxLook(value).word })),
          ]}
        />
        <Select
          filters={props.filters}
          label="Received"
          name="when"
          options={[{ value: "", word: "Any time" }, ...spans, { value: "days", word: "Between days…" }]}
        />
        <Select
          filters={props.filters}
          label="Kind"
          name="kind"
          options={[
            { value: "", word: "Every kind" },
            ...Object.entries(kindWords).map(([value, word]) => ({ value, word })),
          ]}
        />
        <Select
          filters={props.filters}
          label="Connection"
          name="connection"
          options={[
            { value: "", word: "Every connection" },
            ...props.connections.map(({ id, name }) => ({ value: id, word: name })),
          ]}
        />
        <Days filters={props.filters} />
      </div>
      <Show when={props.filters.isFiltered()}>
        <button type="button" class="btn btn-small btn-bare justify-self-start" onClick={() => props.filters.clear()}>
          <Icon name="close" /> Clear the filters
        </button>
      </Show>
    </search>
  );
}

/** The search waits until the typing pauses. */
function SearchField(props: { filters: InboxFilters; ref: (field: HTMLInputElement) => void }): JSX.Element {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const chosen = () => props.filters.chosen();
  const [typed, setTyped] = createSignal(chosen().q);
  createEffect(
    on(
      () => chosen().q,
      (q) => q !== typed().trim() && setTyped(q),
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => props.filters.change({ q: value.trim() }, { replace: true }), TYPING_MS);
  };
  return (
    <div class="relative">
      <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
        <Icon name="search" />
      </span>
      <input
        ref={props.ref}
        class="input !pl-8"
        type="search"
        aria-label="Find by tracking number, order or delivery id"
        aria-keyshortcuts="/"
        placeholder="Tracking number, order, delivery id"
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

type SelectKey = "connection" | "kind" | "state" | "when";

function Select(props: {
  filters: InboxFilters;
  label: string;
  name: SelectKey;
  options: readonly { value: string; word: string }[];
}): JSX.Element {
  const value = () => props.filters.chosen()[props.name];
  return (
    <select
      class="input inbox-select"
      classList={{ chosen: value() !== "" }}
      aria-label={props.label}
      onChange={(event) => props.filters.change({ [props.name]: event.currentTarget.value })}
    >
      <For each={props.options}>
        {(option) => (
          <option value={option.value} selected={value() === option.value}>
            {option.word}
          </option>
        )}
      </For>
    </select>
  );
}

/** Two days of one's own, when that is what is asked for. */
function Days(props: { filters: InboxFilters }): JSX.Element {
  const chosen = () => props.filters.chosen();
  return (
    <Show when={chosen().when === "days"}>
      <For each={["from", "to"] as const}>
        {(key) => (
          <label class="text-xs text-ink-2">
            {key === "from" ? "From" : "To, included"}
            <input
              class="input wb-mono"
              type="date"
              value={chosen()[key]}
              onChange={(event) => props.filters.change({ [key]: event.currentTarget.value })}
            />
          </label>
        )}
      </For>
    </Show>
  );
}
