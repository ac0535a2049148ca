import type { ScanTime } from "@waybill/domain/time";
import { createMemo, type JSX, Show } from "solid-js";
import { useClock } from "./clock.ts";
import { absoluteTime, readerOffsetAt, relativeTime, scanTimeWords } from "./time-words.ts";

/** An instant: relative while fresh, absolute past a day, and always absolute on hover. `null` shows a dash. */
export function Time(props: { at: number | null | undefined; class?: string }): JSX.Element {
  const now = useClock();
  const words = createMemo(() => (props.at ? relativeTime(props.at, now()) : ""));
  return (
    <Show when={props.at} fallback={<span class={props.class}>–</span>}>
      {(at) => (
        <time class={`wb-num ${props.class ?? ""}`} datetime={new Date(at()).toISOString()} title={absoluteTime(at())}>
          {words()}
        </time>
      )}
    </Show>
  );
}

/** A scan's own local time with zone words when the zone is not the reader's. */
export function ScanClock(props: { time: ScanTime; day?: boolean }): JSX.Element {
  const words = () => scanTimeWords(props.time, readerOffsetAt(props.time.instant ?? Date.now()));
  return (
    <time
      class="wb-num"
      datetime={props.time.local}
      title={props.time.instant ? absoluteTime(props.time.instant) : undefined}
    >
      {[props.day === false ? null : words().day, words().clock].filter(Boolean).join(", ")}
      <Show when={words().zone}>{(zone) => <span> {zone()}</span>}</Show>
    </time>
  );
}
