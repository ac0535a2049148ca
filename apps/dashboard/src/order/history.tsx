import { A } from "@solidjs/router";
import type { Happening } from "@waybill/domain/frame";
import { absoluteTime, dayOf } from "@waybill/ui/time-words";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { blockKinds, type HistoryKind, historyDays } from "./history-days.ts";
import { causeLink, causeWords, type HistoryBlock, historyBlocks } from "./history-words.ts";

const kinds: readonly { kind: HistoryKind; word: string }[] = [
  { kind: "order", word: "Order" },
  { kind: "parcels", word: "Parcels" },
  { kind: "mails", word: "Notifications" },
  { kind: "notes", word: "Notes" },
  { kind: "reports", word: "Customer" },
];

/** Everything that happened to the order, newest first, by day: what one cause led to stands together, beside its cause. */
export function History(props: { items: readonly Happening[] }): JSX.Element {
  const [kind, setKind] = createSignal<HistoryKind | null>(null);
  const blocks = createMemo(() => historyBlocks(props.items));
  const present = createMemo(() => new Set(blocks().flatMap((block) => [...blockKinds(block)])));
  const shown = createMemo(() => {
    const only = kind();
    return only === null ? blocks() : blocks().filter((block) => blockKinds(block).has(only));
  });
  const days = createMemo(() => historyDays(shown(), dayOf(Date.now())));
  return (
    <section class="mt-8" aria-label="Everything that happened">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 class="text-lg font-semibold">Everything that happened</h2>
        <Show when={present().size > 1}>
          <fieldset class="flex flex-wrap gap-1.5">
            <legend class="sr-only">Show only</legend>
            <button type="button" class="tab" aria-pressed={kind() === null} onClick={() => setKind(null)}>
              All
            </button>
            <For each={kinds.filter((one) => present().has(one.kind))}>
              {(one) => (
                <button
                  type="button"
                  class="tab"
                  aria-pressed={kind() === one.kind}
                  onClick={() => setKind((now) => (now === one.kind ? null : one.kind))}
                >
                  {one.word}
                </button>
              )}
            </For>
          </fieldset>
        </Show>
      </div>
      <For each={days()} fallback={<p class="py-3 text-ink-2">Nothing yet.</p>}>
        {(day) => (
          <>
            <h3 class="history-day">{day.word}</h3>
            <ol>
              <For each={day.blocks}>{(block) => <Row block={block} />}</For>
            </ol>
          </>
        )}
      </For>
    </section>
  );
}

const clockOf = (at: number) => new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(at);

function Row(props: { block: HistoryBlock }): JSX.Element {
  const words = () => causeWords(props.block.cause);
  return (
    <li class="history-row" data-event={props.block.types.join(" ")}>
      <time
        class="wb-num text-sm leading-[20px] text-ink-2"
        datetime={new Date(props.block.at).toISOString()}
        title={absoluteTime(props.block.at)}
      >
        {clockOf(props.block.at)}
      </time>
      <ul class="grid gap-0.5 [overflow-wrap:anywhere]">
        <For each={props.block.lines}>{(line) => <li>{line}</li>}</For>
      </ul>
      <span class="why text-sm leading-[20px] text-ink-2" title={props.block.cause.text}>
        <Show when={causeLink(props.block.cause)} fallback={words().main}>
          {(href) => (
            <A class="link" href={href()}>
              {words().main}
            </A>
          )}
        </Show>
        <Show when={words().small}>{(small) => <span class="block text-xs text-ink-3">{small()}</span>}</Show>
      </span>
    </li>
  );
}
