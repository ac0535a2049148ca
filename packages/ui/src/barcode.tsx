import { createEffect, For, type JSX, on } from "solid-js";

// A fixed pattern of bar widths: recognisable at 16 px, and still a barcode at rest.
const bars = ["", "w2", "", "w3", "", "", "w2", "w3", "", "w2", "", ""] as const;

const STAGGER_MS = 40;

/**
 * The wordmark with its live bars: `count` is how many events have arrived, and each arrival lifts the next bar once. The
 * bars are pale and still when nothing can arrive (`live` false).
 *
 * @example <Wordmark count={seen()} live={state() === "live"} />
 */
export function Wordmark(props: { count: number; live: boolean }): JSX.Element {
  const elements: HTMLElement[] = [];
  let turn = 0;
  let restingAt = 0;
  createEffect(
    on(
      () => props.count,
      (count, before) => {
        const now = performance.now();
        // In a flood the bars are all on the move already.
        if (before === undefined || document.hidden || now < restingAt) return;
        if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
        const arrivals = Math.min(count - before, bars.length);
        restingAt = now + arrivals * STAGGER_MS;
        for (let i = 0; i < arrivals; i++) {
          const element = elements[turn++ % bars.length];
          element?.animate(
            [{ transform: "scaleY(0.3)", backgroundColor: "var(--accent)" }, { transform: "scaleY(1)" }],
            {
              duration: 600,
              delay: i * STAGGER_MS,
              easing: "ease-out",
            },
          );
        }
      },
    ),
  );
  return (
    <span class="wb-wordmark">
      waybill
      <span class="wb-bars" classList={{ still: !props.live }} aria-hidden="true">
        <For each={bars}>{(width, index) => <i class={width} ref={(el) => (elements[index()] = el)} />}</For>
      </span>
    </span>
  );
}
