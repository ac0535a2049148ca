import { newFeed, stepFeed } from "@waybill/domain/live/feed";
import type { FeedInput } from "@waybill/domain/live/types";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { makeEffects } from "./live-effects.ts";
import { browserSignals } from "./live-signals.ts";
import type { Live, LiveOptions, LiveStatus } from "./live-types.ts";

/**
 * Keeps one live connection: opens it, notices when it is dead, comes back with backoff and jitter, fetches what was
 * missed, and hands over every event exactly once in order. What to do is decided by `domain/feed`; this does it.
 *
 * @example
 * const live = makeLive({ url: "/live", catchUpUrl: "/live/events", since: page.seq, onFrames: apply, onReset: load });
 */
export function makeLive(options: LiveOptions): Live {
  const { onState, now = Date.now, random = Math.random, signals = browserSignals(), onError = report } = options;
  let feed = newFeed({
    cursor: options.since ?? null,
    now: now(),
    online: signals.online(),
    visible: signals.visible(),
  });
  let closed = false;
  const inbox: FeedInput[] = [];
  let busy = false;
  let shown = "";

  /** Inputs are taken one at a time, also those that an effect's callback causes. */
  function dispatch(input: FeedInput): void {
    inbox.push(input);
    if (busy) return;
    busy = true;
    for (let next = inbox.shift(); next; next = inbox.shift()) {
      const step = stepFeed(feed, next, { now: now(), random: random() });
      feed = step.state;
      for (const effect of step.effects) effects.perform(effect);
      publish();
    }
    busy = false;
  }
  const effects = makeEffects({ options, dispatch, guarded, target: () => feed.target });

  function status(): LiveStatus {
    return { state: feed.phase, since: feed.since, retryAt: feed.retryAt, seq: feed.cursor, problem: feed.problem };
  }

  function publish(): void {
    const next = status();
    const text = JSON.stringify(next);
    if (text === shown || !onState) return;
    shown = text;
    guarded(() => onState(next));
  }

  /** A page's own mistake must not break the feed. */
  function guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      onError(error);
    }
  }

  const stopListening = signals.listen(dispatch);
  dispatch({ type: "start" });
  return {
    status,
    retryNow: () => dispatch({ type: "retry_now" }),
    close() {
      if (closed) return;
      closed = true;
      stopListening();
      effects.stopFetching();
      dispatch({ type: "stop" });
    },
  };
}

/**
 * `makeLive` for a Solid component: the status is a signal, and the connection ends with the component.
 *
 * @example const live = createLive({ url: "/live", catchUpUrl: "/live/events", onFrames, onReset }); live.status().state
 */
export function createLive(options: LiveOptions): Omit<Live, "status"> & { status: Accessor<LiveStatus> } {
  const now = options.now ?? Date.now;
  const [status, setStatus] = createSignal<LiveStatus>({
    ...{ state: "connecting", since: now(), retryAt: null, seq: options.since ?? null, problem: null },
  });
  const live = makeLive({
    ...options,
    onState(next) {
      setStatus(next);
      options.onState?.(next);
    },
  });
  onCleanup(live.close);
  return { ...live, status };
}

/** The page's error handling sees it; the feed goes on. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
