import { Icon } from "@waybill/ui/icon";
import { orderLook, syncLook } from "@waybill/ui/status-groups";
import { createEffect, createSignal, createUniqueId, For, type JSX, on, onCleanup, onMount, Show } from "solid-js";
import type { OrderCounts } from "../api/types.ts";
import type { OrderFilter } from "../state/order-list.ts";
import { channelName } from "./channel-mark.tsx";
import { isFiltered, views } from "./filter-params.ts";

const orderStatuses = [
  ...["pending", "paid", "processing", "partially_shipped", "shipped", "partially_delivered"],
  ...["delivered", "completed", "on_hold", "cancelled", "refunded"],
];
const TYPING_MS = 220;
/** An order that was never read whole is stored as pending: the choice says that it holds both. */
const statusWord = (status: string) => (status === "pending" ? "Unpaid or not read" : orderLook(status).word);
type Change = (part: Partial<Record<keyof OrderFilter, string>>, options?: { replace?: boolean }) => void;

const sum = (of: Record<string, number> | undefined, keys: string) =>
  keys.split(",").reduce((total, key) => total + (of?.[key] ?? 0), 0);

/** How many orders a quick view holds; null while the counts are not read. */
function countOf(view: (typeof views)[number], counts: OrderCounts | null): number | null {
  if (!counts) return null;
  if (view.sync) return sum(counts.bySync, view.sync);
  return view.status ? sum(counts.byStatus, view.status) : counts.total;
}

export function ViewTabs(props: { filter: OrderFilter; counts: OrderCounts | null; change: Change }): JSX.Element {
  const isView = (view: (typeof views)[number]) =>
    props.filter.status.join(",") === view.status && props.filter.sync.join(",") === view.sync;
  return (
    <nav class="flex gap-1 overflow-x-auto px-4 sm:px-5" aria-label="Views">
      <For each={views}>
        {(view) => (
          <button
            type="button"
            class="shrink-0 rounded px-2.5 py-1 max-sm:min-h-10 text-ink-2 hover:bg-hover hover:text-ink aria-pressed:bg-hover aria-pressed:font-semibold aria-pressed:text-ink"
            aria-pressed={isView(view)}
            onClick={() => props.change({ status: view.status, sync: view.sync })}
          >
            {view.name}
            <Show when={countOf(view, props.counts)}>
              {(n) => <span class="wb-mono ml-1.5 text-xs text-ink-3">{n().toLocaleString()}</span>}
            </Show>
          </button>
        )}
      </For>
    </nav>
  );
}

/** Search and the four filters; the search waits until the typing pauses. */
export function FilterBar(props: {
  filter: OrderFilter;
  counts: OrderCounts | null;
  change: Change;
  onClear: () => void;
}): JSX.Element {
  let search!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [typed, setTyped] = createSignal(props.filter.q);
  createEffect(
    on(
      () => props.filter.q,
      (q) => q !== typed().trim() && setTyped(q),
      { defer: true },
    ),
  );
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer);
    timer = setTimeout(() => props.change({ q: value.trim() }, { replace: true }), TYPING_MS);
  };
  onMount(() => {
    const slash = (event: KeyboardEvent) => {
      const inField = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || inField || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      search.focus();
      search.select();
    };
    addEventListener("keydown", slash);
    onCleanup(() => removeEventListener("keydown", slash));
  });
  onCleanup(() => clearTimeout(timer));
  const channels = () => Object.keys(props.counts?.byChannel ?? {});
  const [open, setOpen] = createSignal(false);
  const filters = createUniqueId();
  const set = () => {
    const { channel, status, sync, from, to } = props.filter;
    return [channel, status.length, sync.length, from || to].filter(Boolean).length;
  };
  return (
    <search class="flex flex-wrap items-center gap-2 px-4 py-2.5 sm:px-5">
      <div class="relative min-w-[200px] flex-1 sm:max-w-[360px]">
        <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
          <Icon name="search" />
        </span>
        <input
          ref={search}
          class="input pl-8"
          type="search"
          aria-label="Search orders"
          aria-keyshortcuts="/"
          placeholder="Order, customer, SKU, tracking number   /"
          value={typed()}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
      </div>
      <button
        type="button"
        class="btn lg:hidden"
        aria-expanded={open()}
        aria-controls={filters}
        onClick={() => setOpen(!open())}
      >
        Filters{set() > 0 ? ` · ${set()}` : ""} <Icon name={open() ? "close" : "down"} />
      </button>
      <div
        id={filters}
        class="w-full grid-cols-2 gap-2 sm:grid-cols-4 lg:contents"
        classList={{ grid: open(), hidden: !open() }}
      >
        <Show when={channels().length > 1 || props.filter.channel}>
          <Pick
            label="Channel"
            value={props.filter.channel}
            options={channels().map((id) => [id, channelName(id)])}
            onPick={(channel) => props.change({ channel })}
          />
        </Show>
        <Pick
          label="Status"
          value={props.filter.status.join(",")}
          options={orderStatuses.map((status) => [status, statusWord(status)])}
          onPick={(status) => props.change({ status })}
        />
        <Pick
          label="Sync"
          value={props.filter.sync.join(",")}
          options={["success", "failed", "pending"].map((state) => [state, syncLook(state).word])}
          onPick={(sync) => props.change({ sync })}
        />
        <DayField label="From" value={props.filter.from} onPick={(from) => props.change({ from })} />
        <DayField label="To" value={props.filter.to} onPick={(to) => props.change({ to })} />
      </div>
      <Show when={isFiltered(props.filter)}>
        <button type="button" class="btn btn-bare btn-small" onClick={() => props.onClear()}>
          Clear
        </button>
      </Show>
    </search>
  );
}

function Pick(props: {
  label: string;
  value: string;
  options: [string, string][];
  onPick: (value: string) => void;
}): JSX.Element {
  /** A quick view chooses several at once; the select says so instead of lying. */
  const several = () => props.value.includes(",");
  return (
    <select
      class="input lg:!w-auto"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onPick(event.currentTarget.value)}
    >
      <option value="">{props.label}: any</option>
      <Show when={several()}>
        <option value={props.value}>{props.label}: several</option>
      </Show>
      <For each={props.options}>
        {([value, word]) => (
          <option value={value} selected={props.value === value}>
            {word}
          </option>
        )}
      </For>
    </select>
  );
}

function DayField(props: { label: string; value: string; onPick: (value: string) => void }): JSX.Element {
  return (
    <label class="flex flex-wrap items-center gap-x-1.5 text-sm text-ink-2 lg:flex-nowrap">
      {props.label}
      <input
        class="input lg:!w-[136px]"
        type="date"
        value={props.value}
        onChange={(event) => props.onPick(event.currentTarget.value)}
      />
    </label>
  );
}
