import type { Frame } from "@waybill/domain/frame";
import { newFeed, stepFeed } from "@waybill/domain/live/feed";
import { readCatchUp, readLiveMessage } from "@waybill/domain/live/message";
import type { FeedEffect, FeedInput, FeedPhase, FeedTimer } from "@waybill/domain/live/types";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { type BrowserSignals, browserSignals } from "./live-signals.ts";

/** What the page shows of its connection; times in ms. */
export type LiveStatus = {
  state: FeedPhase;
  since: number;
  /** When it connects again by itself; null while connected, offline, or paused in a hidden tab. */
  retryAt: number | null;
  /** The last event on screen; null before the first load. */
  seq: number | null;
  /** The server says the session has ended: sign in again. */
  problem: "signed_out" | null;
};

export type LiveOptions = {
  /** `/live` or `/live/track/<token>`, absolute or relative to the page. */
  url: string;
  /** `/live/events`; null where the view is small and a hole means loading it again (the public page). */
  catchUpUrl: string | null;
  /** The seq that the view on screen contains; left out, `onReset` is called once the server has said hello. */
  since?: number | null;
  /** Each event exactly once, in order. */
  onFrames: (frames: readonly Frame[]) => void;
  /**
   * Load the view again; it must contain everything up to `seq`. Frames wait until the promise settles; answer the seq the
   * view contains when it is known, so that nothing is applied twice. A rejection is tried again with backoff.
   */
  onReset: (reset: { seq: number; reason: string }) => unknown;
  onState?: (status: LiveStatus) => void;
  /** A callback threw: reported as any uncaught error of the page unless given. */
  onError?: (error: unknown) => void;
  WebSocket?: new (url: string) => WebSocket;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  now?: () => number;
  random?: () => number;
  setTimeout?: (run: () => void, ms: number) => unknown;
  clearTimeout?: (timer: unknown) => void;
  signals?: BrowserSignals;
};

export type Live = { status: () => LiveStatus; retryNow: () => void; close: () => void };

const CATCH_UP_LIMIT = 500;
const CATCH_UP_TIMEOUT_MS = 20_000;

/**
 * Keeps one live connection: opens it, notices when it is dead, comes back with backoff and jitter, fetches what was
 * missed, and hands over every event exactly once in order. What to do is decided by `domain/feed`; this does it.
 *
 * @example
 * const live = makeLive({ url: "/live", catchUpUrl: "/live/events", since: page.seq, onFrames: apply, onReset: load });
 */
export function makeLive(options: LiveOptions): Live {
  const { onFrames, onReset, onState, now = Date.now, random = Math.random } = options;
  const Socket = options.WebSocket ?? globalThis.WebSocket;
  const get = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  const start = options.setTimeout ?? ((run: () => void, ms: number) => setTimeout(run, ms));
  const cancel = options.clearTimeout ?? ((timer: unknown) => clearTimeout(timer as number));
  const signals = options.signals ?? browserSignals();
  const onError = options.onError ?? report;

  let feed = newFeed({
    cursor: options.since ?? null,
    now: now(),
    online: signals.online(),
    visible: signals.visible(),
  });
  let socket: WebSocket | null = null;
  let closed = false;
  let fetching: AbortController | null = null;
  let loading: Promise<unknown> = Promise.resolve();
  const timers = new Map<FeedTimer, unknown>();
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
      for (const effect of step.effects) perform(effect);
      tell();
    }
    busy = false;
  }

  function perform(effect: FeedEffect): void {
    switch (effect.type) {
      case "open":
        open(effect.socket);
        break;
      case "close":
        socket?.close(1000, effect.reason);
        socket = null;
        break;
      case "ping":
        if (socket?.readyState === 1) socket.send("ping");
        break;
      case "catch_up":
        void catchUp(effect.request, effect.since);
        break;
      case "reset":
        void reset(effect);
        break;
      case "deliver":
        guarded(() => onFrames(effect.frames));
        break;
      case "timer":
        setTimer(effect.timer, effect.in);
    }
  }

  function setTimer(timer: FeedTimer, inMs: number | null): void {
    cancel(timers.get(timer));
    timers.delete(timer);
    if (inMs === null) return;
    timers.set(
      timer,
      start(() => {
        timers.delete(timer);
        dispatch({ type: "timer", timer });
      }, inMs),
    );
  }

  function open(id: number): void {
    let own: WebSocket;
    try {
      own = new Socket(socketUrl(options.url));
    } catch {
      dispatch({ type: "closed", socket: id });
      return;
    }
    socket = own;
    own.onopen = () => dispatch({ type: "opened", socket: id });
    own.onclose = () => dispatch({ type: "closed", socket: id });
    own.onmessage = (event) => {
      // The server leaves: its close may be held up on the way, so the word for it counts.
      if (event.data === "bye") {
        dispatch({ type: "closed", socket: id });
        return;
      }
      const message = typeof event.data === "string" ? readLiveMessage(event.data) : null;
      dispatch(message ? { type: "message", socket: id, message } : { type: "heard", socket: id });
    };
  }

  async function catchUp(request: number, since: number): Promise<void> {
    const { catchUpUrl } = options;
    if (catchUpUrl === null) {
      const answer = { reset: true as const, seq: feed.target, reason: "updates were missed" };
      queueMicrotask(() => dispatch({ type: "caught_up", request, answer }));
      return;
    }
    fetching?.abort();
    fetching = new AbortController();
    const limit = AbortSignal.any([fetching.signal, AbortSignal.timeout(CATCH_UP_TIMEOUT_MS)]);
    const failed = { type: "catch_up_failed" as const, request, signedOut: false, retryAfterMs: null };
    try {
      const query = `${catchUpUrl.includes("?") ? "&" : "?"}since=${since}&limit=${CATCH_UP_LIMIT}`;
      const headers = { accept: "application/json" };
      const response = await get(catchUpUrl + query, { headers, credentials: "same-origin", signal: limit });
      const answer = response.ok ? readCatchUp(await response.text()) : null;
      if (answer) dispatch({ type: "caught_up", request, answer });
      else {
        const retryAfterMs = Number(response.headers.get("retry-after")) * 1000 || null;
        dispatch({ ...failed, signedOut: response.status === 401 || response.status === 403, retryAfterMs });
      }
    } catch {
      dispatch(failed);
    }
  }

  async function reset({ request, seq, reason }: { request: number; seq: number; reason: string }): Promise<void> {
    // One load after the other: an older one that ends late must not put its view over a newer one.
    const own = loading.then(() => onReset({ seq, reason }));
    loading = own.catch(() => undefined);
    try {
      const loaded = await own;
      dispatch({ type: "reloaded", request, seq: typeof loaded === "number" ? loaded : null });
    } catch {
      dispatch({ type: "reload_failed", request });
    }
  }

  function status(): LiveStatus {
    return { state: feed.phase, since: feed.since, retryAt: feed.retryAt, seq: feed.cursor, problem: feed.problem };
  }

  function tell(): void {
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
      fetching?.abort();
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

/** `/live` on https://shop.example → `wss://shop.example/live`. */
function socketUrl(url: string): string {
  const absolute = new URL(url, globalThis.location?.href);
  absolute.protocol = absolute.protocol.replace(/^http/, "ws");
  return absolute.href;
}

/** The page's error handling sees it; the feed goes on. */
function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
