import type { OrderPage } from "@waybill/domain/screens/answers";
import { createMemo, createSignal, type JSX, Show } from "solid-js";
import { channelName } from "../parts/platform-names.ts";
import { say } from "../parts/toast.tsx";

/** Lines of JSON that hold the word, each with the two before it; all of them without a word. */
function findLines(text: string, word: string): string {
  const sought = word.trim().toLowerCase();
  if (sought === "") return text;
  const lines = text.split("\n");
  const found = lines.flatMap((line, index) => (line.toLowerCase().includes(sought) ? [index] : []));
  const shown = new Set(found.flatMap((index) => [index - 2, index - 1, index]));
  return lines.filter((_, index) => shown.has(index)).join("\n");
}

/** The channel's own record of the order, drawn only when it is opened. */
export function PlatformData(props: { page: OrderPage }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [word, setWord] = createSignal("");
  const name = () => channelName(props.page.order.channel);
  const text = createMemo(() => (open() ? JSON.stringify(props.page.platform, null, 2) : ""));
  const shown = createMemo(() => findLines(text(), word()));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      say({ tone: "delivered", text: "Copied." });
    } catch {
      say({ tone: "failed", text: "The browser does not allow copying here." });
    }
  };
  return (
    <Show when={props.page.platform}>
      <details class="card px-4 py-3" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="h-part">{name()}’s own record of this order</summary>
        <Show when={open()}>
          <div class="mt-3 mb-2 flex gap-2">
            <input
              class="input"
              type="search"
              placeholder="Find in the record"
              aria-label={`Find in ${name()}’s record`}
              value={word()}
              onInput={(event) => setWord(event.currentTarget.value)}
            />
            <button type="button" class="btn" onClick={() => void copy()}>
              Copy
            </button>
          </div>
          <section class="raw" tabindex="0" aria-label={`${name()}’s record`}>
            {shown() || `Nothing in it says “${word()}”.`}
          </section>
        </Show>
      </details>
    </Show>
  );
}
