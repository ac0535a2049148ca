import { A } from "@solidjs/router";
import { Time } from "@waybill/ui/time";
import { createMemo, For, type JSX, Show } from "solid-js";
import type { HistoryItem } from "../api/types.ts";
import { causeLink, causeWords, type HistoryBlock, historyBlocks } from "./history-words.ts";

/** Everything that happened to the order, newest first: what one cause led to stands together, beside its cause. */
export function History(props: { items: readonly HistoryItem[] }): JSX.Element {
  const blocks = createMemo(() => historyBlocks(props.items));
  return (
    <section class="mt-8" aria-label="Everything that happened">
      <h2 class="text-lg font-semibold">Everything that happened</h2>
      <ol class="mt-2 divide-y divide-line border-y border-line">
        <For each={blocks()} fallback={<li class="py-3 text-ink-2">Nothing yet.</li>}>
          {(block) => (
            <li
              class="grid gap-x-5 gap-y-0.5 py-2.5 md:grid-cols-[104px_minmax(0,1fr)_minmax(200px,300px)]"
              data-event={block.types.join(" ")}
            >
              <span class="text-sm leading-[20px] text-ink-2">
                <Time at={block.at} />
              </span>
              <ul class="grid gap-0.5 [overflow-wrap:anywhere]">
                <For each={block.lines}>{(line) => <li>{line}</li>}</For>
              </ul>
              <CauseCell cause={block.cause} />
            </li>
          )}
        </For>
      </ol>
    </section>
  );
}

function CauseCell(props: { cause: HistoryBlock["cause"] }): JSX.Element {
  const words = () => causeWords(props.cause);
  return (
    <span class="text-sm leading-[20px] text-ink-2" title={props.cause.text}>
      <Show when={causeLink(props.cause)} fallback={words().main}>
        {(href) => (
          <A class="link" href={href()}>
            {words().main}
          </A>
        )}
      </Show>
      <Show when={words().small}>{(small) => <span class="block text-xs text-ink-3">{small()}</span>}</Show>
    </span>
  );
}
