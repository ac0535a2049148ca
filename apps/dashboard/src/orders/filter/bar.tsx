import type { OrderListCounts } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { orderLook, syncLook } from "@waybill/ui/status-groups";
import { createEffect, createMemo, createSignal, createUniqueId, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { Shop } from "../../connections/runs.ts";
import { channelName } from "../../parts/platform-names.ts";
import { LONGEST_SEARCH, orderStatuses, syncStates } from "./address.ts";
import { Choices } from "./choices.tsx";
import { DateFilter, dateWords } from "./date-filter.tsx";
import { type Filters, listed } from "./params.ts";

const TYPING_MS = 200;
/** An order that was never read whole is stored as pending: the choice says that it holds both. */
const statusWord = (status: string) => (status === "pending" ? "Unpaid or not read" : orderLook(status).word);

type Props = {
  filters: Filters;
  counts: OrderListCounts | null;
  shops: readonly Shop[];
  /** Takes the search field, for the `/` key. */
  ref: (field: HTMLInputElement) => void;
};

/** Search and the filters; the search waits until the typing pauses. On phones the filters are behind one button. */
export function FilterBar(props: Props): JSX.Element {
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
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  const channels = () => Object.keys(props.counts?.byChannel ?? {});
  const set = () => chips(props).filter((chip) => chip.key !== "q").length;
  return (
    <search class="flex flex-wrap items-center gap-2 px-4 py-2.5 sm:px-5">
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
      </div>
    </search>
  );
}

type Chip = { key: string; word: string; remove: () => void };

function chips(props: Pick<Props, "filters" | "shops">): Chip[] {
  const { change } = props.filters;
  const now = props.filters.chosen();
  const several = (key: "channel" | "connection" | "status" | "sync", wordOf: (value: string) => string): Chip[] =>
    listed(now[key]).map((value) => ({
      key: `${key} ${value}`,
      word: wordOf(value),
      remove: () =>
        change({
          [key]: listed(now[key])
            .filter((one) => one !== value)
            .join(","),
        }),
    }));
  const shop = (id: string) => props.shops.find((one) => one.shop.id === id)?.shop.name ?? "A shop that is gone";
  const date = dateWords(now);
  return [
    ...(now.q ? [{ key: "q", word: `“${now.q}”`, remove: () => change({ q: "" }) }] : []),
    ...(now.attention ? [{ key: "attention", word: "Needs attention", remove: () => change({ attention: "" }) }] : []),
    ...several("channel", channelName),
    ...several("connection", shop),
    ...several("status", statusWord),
    ...several("sync", (value) => syncLook(value).word),
    ...(date ? [{ key: "date", word: date, remove: () => change({ date: "", from: "", to: "" }) }] : []),
  ];
}

/** What narrows the list, each with its way out. */
export function Chips(props: Pick<Props, "filters" | "shops"> & { children?: JSX.Element }): JSX.Element {
  // The same chips stay the same buttons while the list of shops is read again.
  const all = createMemo(() => chips(props), undefined, {
    equals: (a, b) => a.length === b.length && a.every((chip, i) => chip.key === b[i]?.key && chip.word === b[i]?.word),
  });
  let row!: HTMLDivElement;
  /** The pressed button is gone: the focus goes to the next one, or to the search. */
  const remove = (chip: Chip) => {
    chip.remove();
    queueMicrotask(() => {
      const next = row?.isConnected
        ? row.querySelector("button")
        : document.querySelector<HTMLElement>(".search-field");
      next?.focus();
    });
  };
  return (
    <Show when={all().length > 0}>
      <div ref={row} class="flex flex-wrap items-center gap-1.5 px-4 pb-2.5 sm:px-5">
        <For each={all()}>
          {(chip) => (
            <button
              type="button"
              class="chip"
              aria-label={`Remove the filter ${chip.word}`}
              onClick={() => remove(chip)}
            >
              {chip.word} <Icon name="close" />
            </button>
          )}
        </For>
        <button type="button" class="btn btn-bare btn-small" onClick={() => props.filters.clear()}>
          Clear all
        </button>
        {props.children}
      </div>
    </Show>
  );
}
