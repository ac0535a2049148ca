import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { CarrierFilter } from "./carrier-filter.tsx";
import { countWords, tabs } from "./listing.ts";
import type { ShipmentsModel } from "./shipments-model.ts";

const TYPING_MS = 250;

/** The states as tabs, each with how many parcels it holds. */
export function StateTabs(props: { model: ShipmentsModel }): JSX.Element {
  const { filter, counts, change, emptySearch } = props.model;
  return (
    <nav class="tabs px-4 sm:px-5" aria-label="Shipments by state">
      <For each={tabs}>
        {(one) => (
          <button
            type="button"
            class="tab"
            classList={{ "wb-attention": one.state === "attention" }}
            aria-pressed={filter().q === "" && filter().state === one.state}
            onClick={() => {
              emptySearch();
              change({ state: one.state, why: null, q: null, open: null });
            }}
          >
            {one.word}
            <span class="wb-mono parcel-count">{countWords(counts()?.[one.state])}</span>
          </button>
        )}
      </For>
    </nav>
  );
}

/** The search, which waits until the typing pauses, and the carriers. */
export function ShipmentSearch(props: { model: ShipmentsModel }): JSX.Element {
  const { filter, group, list, change, handles } = props.model;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const type = (text: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: text.trim() || null }, true), TYPING_MS);
  };
  return (
    <search class="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 sm:px-5">
      <div class="relative min-w-[180px] flex-1 sm:max-w-[340px]">
        <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
          <Icon name="search" />
        </span>
        <input
          ref={(field) => {
            handles.search = field;
          }}
          class="input !pl-8"
          type="search"
          placeholder="Tracking number"
          aria-label="Find a tracking number"
          aria-keyshortcuts="/"
          value={filter().q}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </div>
      <Show when={group()}>
        {(only) => (
          <button
            type="button"
            class="btn btn-small"
            aria-label={`Only: ${only().word}. Show all that need attention`}
            onClick={() => change({ why: null })}
          >
            {only().word} <Icon name="close" />
          </button>
        )}
      </Show>
      <CarrierFilter
        carrier={filter().carrier}
        connection={filter().connection}
        seen={list.rows().map((row) => row.carrier)}
        onChange={(next) => change(next, true)}
      />
    </search>
  );
}
