import { type JSX, Show } from "solid-js";

type Amount = { available: number; maximum: number; restorePerSecond: number };

/** What may still be asked of a platform, as a bar and in numbers. It fills up again by itself. */
export function Budget(props: { budget: Amount | null | undefined }): JSX.Element {
  return (
    <Show when={props.budget}>
      {(b) => {
        const left = () => Math.max(0, Math.floor(b().available));
        const share = () => Math.min(100, Math.max(0, (b().available / Math.max(1, b().maximum)) * 100));
        const words = () => `${left().toLocaleString()} of ${b().maximum.toLocaleString()} left`;
        return (
          <div>
            <div class="flex items-baseline justify-between gap-3 text-sm">
              <span class="text-ink-2">Call budget</span>
              <span class="wb-num wb-mono">{words()}</span>
            </div>
            <meter class="wb-sr" aria-label="Call budget" min={0} max={b().maximum} value={left()} />
            <div class="cn-meter" classList={{ low: share() < 15 }} aria-hidden="true">
              <i style={{ width: `${share()}%` }} />
            </div>
            <p class="mt-1 text-xs text-ink-2">
              <Show when={share() < 15}>Nearly used up: the next calls wait. </Show>
              As of the last call; it fills up by {b().restorePerSecond.toLocaleString()} a second.
            </p>
          </div>
        );
      }}
    </Show>
  );
}
