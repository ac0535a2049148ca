import { createMemo, type JSX, Show } from "solid-js";
import { useClock } from "./clock.ts";

/** What the live client is doing, as `createLive` tells it. */
type ConnectionState = "connecting" | "catching_up" | "live" | "waiting" | "offline";

const words: Record<ConnectionState, string> = {
  connecting: "connecting",
  catching_up: "catching up",
  live: "live",
  waiting: "reconnecting",
  offline: "offline",
};

/**
 * The state of the live connection in words, with the seconds to the next try and a way to try at once.
 *
 * @example <Connection state={live.state().state} retryAt={live.state().retryAt} onRetry={live.retryNow} />
 */
export function Connection(props: {
  state: ConnectionState;
  /** UTC ms of the next attempt, while waiting. */
  retryAt: number | null;
  onRetry: () => void;
}): JSX.Element {
  const now = useClock();
  const seconds = createMemo(() => Math.max(1, Math.ceil(((props.retryAt ?? 0) - now()) / 1000)));
  const look = () => (props.state === "live" ? "is-live" : props.state === "offline" ? "is-off" : "is-wait");
  const stuck = () => props.state === "waiting" || props.state === "offline";
  return (
    <span class={`wb-live ${look()}`} data-live={props.state}>
      <span class="dot" aria-hidden="true" />
      {/* Only the state is announced, not the countdown: a screen reader must not speak every second. */}
      <span role="status">{words[props.state]}</span>
      <Show when={props.state === "waiting" && props.retryAt}>
        <span aria-hidden="true" class="wb-num">
          in {seconds()} s
        </span>
      </Show>
      <Show when={stuck()}>
        <button type="button" onClick={() => props.onRetry()}>
          Retry now
        </button>
      </Show>
    </span>
  );
}
