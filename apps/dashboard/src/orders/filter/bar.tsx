import type { OrderListCounts } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { orderLook, syncLook } from "@waybill/ui/status-groups";
import { createEffect, createSignal, createUniqueId, type JSX, on, onCleanup, Show } from "solid-js";
import type { Shop } from "../../connections/runs.ts";
import { channelName } from "../../parts/platform-names.ts";
import { LONGEST_SEARCH, orderStatuses, syncStates } from "./address.ts";
import { Choices } from "./choices.tsx";
import { DateFilter } from "./date-filter.tsx";
import type { Filters } from "./params.ts";

const TYPING_MS = 200;

import { chips } from "./chips.tsx";
import { statusWord } from "./status-word.ts";

type Props = {
  filters: Filters;
  counts: OrderListCounts | null;
  shops: readonly Shop[];
  /** Takes the search field, for the `/` key. */
  ref: (field: HTMLInputElement) => void;
};

/** Search and the filters; on phones the filters are behind one button. */
export function FilterBar(props: Props): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  const set = () => chips(props).filter((chip) => chip.key !== "q").length;
  return (
    <search class="flex flex-wrap items-center gap-2 px-4 py-2.5 sm:px-5">
      <SearchField filters={props.filters} ref={props.ref} />
      <button
        type="button"
        class="btn md:hidden"
        aria-expanded={open()}
        aria-controls={id}
        onClick={() => setOpen(!open())}
      >
        Filters{set() > 0 ? ` · ${set()}` : ""} <Icon name={open() ? "close" : "down"} />
      </button>
      <div id={id} class="w-full flex-wrap gap-2 md:contents" classList={{ flex: open(), hidden: !open() }}>
        <FilterChoices filters={props.filters} counts={props.counts} shops={props.shops} />
      </div>
    </search>
  );
}

/** The search waits until the typing pauses. */
function SearchField(props: Pick<Props, "filters" | "ref">): JSX.Element {
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
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => props.filters.change({ q: value.trim() }, { replace: true }), TYPING_MS);
  };
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="relative min-w-[180px] flex-1 sm:max-w-[340px]">
      <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
        <Icon name="search" />
      </span>
      <input
        ref={props.ref}
        class="input search-field"
        type="search"
        aria-label="Search orders"
        aria-keyshortcuts="/"
        maxLength={LONGEST_SEARCH}
        placeholder="Order, customer, SKU, tracking number"
        value={typed()}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      />
    </div>
  );
}

/** Each filter of the list, where there is something to choose. */
function FilterChoices(props: Omit<Props, "ref">): JSX.Element {
  const chosen = () => props.filters.chosen();
  const channels = () => Object.keys(props.counts?.byChannel ?? {});
  return (
    <>
      <Choices
        label="Status"
        value={chosen().status}
        options={orderStatuses.map((value) => ({
          value,
          word: statusWord(value),
          group: orderLook(value).group,
          n: props.counts?.byStatus[value],
        }))}
        onPick={(status) => props.filters.change({ status })}
      />
      <Choices
        label="Sync"
        value={chosen().sync}
        options={syncStates.map((value) => ({
          value,
          word: syncLook(value).word,
          group: syncLook(value).group,
          n: props.counts?.bySync[value],
        }))}
        onPick={(sync) => props.filters.change({ sync })}
      />
      <DateFilter chosen={chosen()} change={props.filters.change} />
      <Show when={channels().length > 1 || chosen().channel}>
        <Choices
          label="Channel"
          value={chosen().channel}
          options={channels().map((value) => ({
            value,
            word: channelName(value),
            n: props.counts?.byChannel[value],
          }))}
          onPick={(channel) => props.filters.change({ channel })}
        />
      </Show>
      <Show when={props.shops.length > 1 || chosen().connection}>
        <Choices
          label="Shop"
          value={chosen().connection}
          options={props.shops.map(({ shop }) => ({ value: shop.id, word: shop.name }))}
          onPick={(connection) => props.filters.change({ connection })}
        />
      </Show>
    </>
  );
}
