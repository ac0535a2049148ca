import { GroupIcon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { createEffect, For, type JSX, on } from "solid-js";

const story: readonly { group: StatusGroup; what: string; when: string }[] = [
  { group: "out", what: "Out for delivery, Lisbon", when: "08:12" },
  { group: "moving", what: "Left the sorting centre, Madrid", when: "01:40" },
  { group: "waiting", what: "Ordered and packed, Seattle", when: "Mon" },
];

/** A shipping label that shows what the product does: an example, and said to be one. Its bars move when something happens. */
export function EntryLabel(props: { count: number; live: boolean }): JSX.Element {
  return (
    <div class="en-slip" aria-hidden="true">
      <div class="cell flex items-baseline justify-between">
        <span class="wb-mono text-lg font-semibold">ORD-10480</span>
        <span class="cap">an example</span>
      </div>
      <div class="two">
        <div class="cell">
          <div class="cap">From</div>
          <div class="font-semibold">Harbour &amp; Pine</div>
          <div class="text-ink-2">Seattle, US</div>
        </div>
        <div class="cell">
          <div class="cap">To</div>
          <div class="font-semibold">A. Silva</div>
          <div class="text-ink-2">Lisbon, PT</div>
        </div>
      </div>
      <div class="cell">
        <div class="cap mb-1">Arriving</div>
        <div class="text-2xl leading-[1.15] font-semibold">Today, 14:00 to 18:00</div>
        <ol class="mt-3">
          <For each={story}>
            {(step) => (
              <li class={`wb-${step.group}`}>
                <GroupIcon group={step.group} />
                <span>{step.what}</span>
                <span class="wb-mono text-ink-2">{step.when}</span>
              </li>
            )}
          </For>
        </ol>
      </div>
      <div class="cell">
        <Bars count={props.count} live={props.live} />
        <div class="wb-mono mt-2 flex justify-between text-sm">
          <span>EX 4471 0926 5813</span>
          <span>Parcel 1 of 1</span>
        </div>
      </div>
    </div>
  );
}

// Widths as a scanner would see them: fixed, so that the label is the same each time.
const widths = [..."2113122311214132112231141221321112314112213211231224"].map(Number);

/** The label's barcode; the next bars rise when something happened. */
function Bars(props: { count: number; live: boolean }): JSX.Element {
  const bars: HTMLElement[] = [];
  let turn = 0;
  createEffect(
    on(
      () => props.count,
      (count, before) => {
        if (before === undefined || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
        for (let i = 0; i < Math.min(4 * (count - before), bars.length); i++) {
          const bar = bars[turn++ % bars.length];
          const frames = [{ transform: "scaleY(0.45)", backgroundColor: "var(--accent)" }, { transform: "scaleY(1)" }];
          bar?.animate(frames, { duration: 480, delay: i * 14, easing: "ease-out", fill: "backwards" });
        }
      },
    ),
  );
  return (
    <div class="en-bars" classList={{ still: !props.live }}>
      <For each={widths}>
        {(width, index) => <i style={{ "flex-grow": width }} ref={(element) => (bars[index()] = element)} />}
      </For>
    </div>
  );
}
