import { Icon } from "@waybill/ui/icon";
import { syncLook } from "@waybill/ui/status-groups";
import { createMemo, For, type JSX, Show } from "solid-js";
import type { Shop } from "../../connections/runs.ts";
import { buckets } from "../../parts/buckets.ts";
import { channelName } from "../../parts/platform-names.ts";
import { listed } from "./address.ts";
import { dateWords } from "./date-filter.tsx";
import type { Filters } from "./params.ts";
import { statusWord } from "./status-word.ts";

type Props = { filters: Filters; shops: readonly Shop[] };
type Chip = { key: string; word: string; remove: () => void };

/** What narrows the list, each part with its words. */
export function chips(props: Props): Chip[] {
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
  const drawer = buckets.find((one) => one.id === now.bucket);
  return [
    ...(now.q ? [{ key: "q", word: `“${now.q}”`, remove: () => change({ q: "" }) }] : []),
    ...(now.attention ? [{ key: "attention", word: "Needs attention", remove: () => change({ attention: "" }) }] : []),
    ...(drawer ? [{ key: "bucket", word: drawer.word, remove: () => change({ bucket: "" }) }] : []),
    ...several("channel", channelName),
    ...several("connection", shop),
    ...several("status", statusWord),
    ...several("sync", (value) => syncLook(value).word),
    ...(date ? [{ key: "date", word: date, remove: () => change({ date: "", from: "", to: "" }) }] : []),
  ];
}

/** What narrows the list, each with its way out. */
export function Chips(props: Props & { children?: JSX.Element }): JSX.Element {
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
