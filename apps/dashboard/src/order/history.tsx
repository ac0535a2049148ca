import { A } from "@solidjs/router";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import type { HistoryItem } from "../api/types.ts";
import { causeLink, historyLines, historyWords } from "./history-words.ts";

/** Everything that happened to the order, newest first, each line with its cause. */
export function History(props: { items: readonly HistoryItem[] }): JSX.Element {
  const items = () => historyLines(props.items);
  return (
    <section class="mt-8" aria-label="Everything that happened">
      <h2 class="text-lg font-semibold">Everything that happened</h2>
      <ol class="mt-2 divide-y divide-line border-y border-line">
        <For each={items()} fallback={<li class="py-3 text-ink-2">Nothing yet.</li>}>
          {(item) => (
            <li class="grid gap-x-4 py-2 md:grid-cols-[110px_1fr_1fr]" data-event={item.type}>
              <span class="wb-num text-sm text-ink-2">
                <Time at={item.at} />
              </span>
              <span>{historyWords(item)}</span>
              <span class="text-sm text-ink-2">
                <Show when={causeLink(item.cause)} fallback={item.cause.text}>
                  {(href) => (
                    <A class="link" href={href()}>
                      {item.cause.text}
                    </A>
                  )}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}
