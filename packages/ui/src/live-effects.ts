import type { FeedEffect, FeedInput, FeedTimer } from "@waybill/domain/live/types";
import { askCatchUp } from "./live-catch-up.ts";
import { openSocket } from "./live-socket.ts";
import type { LiveOptions } from "./live-types.ts";

type Surroundings = {
  options: Pick<
    LiveOptions,
    "url" | "catchUpUrl" | "onFrames" | "onReset" | "WebSocket" | "fetch" | "setTimeout" | "clearTimeout"
  >;
  dispatch: (input: FeedInput) => void;
  guarded: (run: () => void) => void;
  /** The newest seq the feed knows of. */
  target: () => number;
};

/** Does what the feed decides, and tells it what became of it. */
export function makeEffects({ options, dispatch, guarded, target }: Surroundings) {
  const { catchUpUrl, onFrames, onReset } = options;
  const Socket = options.WebSocket ?? globalThis.WebSocket;
  const get = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  const setTimer = makeTimers(options, (timer) => dispatch({ type: "timer", timer }));
  let socket: WebSocket | null = null;
  let fetching: AbortController | null = null;
  let loading: Promise<unknown> = Promise.resolve();

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

  function open(id: number): void {
    const own = openSocket({ url: options.url, id, Socket, dispatch });
    if (own === null) dispatch({ type: "closed", socket: id });
    else socket = own;
  }

  async function catchUp(request: number, since: number): Promise<void> {
    if (catchUpUrl === null) {
      const answer = { reset: true as const, seq: target(), reason: "updates were missed" };
      queueMicrotask(() => dispatch({ type: "caught_up", request, answer }));
      return;
    }
    fetching?.abort();
    fetching = new AbortController();
    dispatch(await askCatchUp({ get, url: catchUpUrl, request, since, stopped: fetching.signal }));
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

  return { perform, stopFetching: () => fetching?.abort() };
}

/** One timer of each name: set anew it starts over, null stops it. */
function makeTimers(options: Surroundings["options"], onDue: (timer: FeedTimer) => void) {
  const start = options.setTimeout ?? ((run: () => void, ms: number) => setTimeout(run, ms));
  const cancel = options.clearTimeout ?? ((timer: unknown) => clearTimeout(timer as number));
  const timers = new Map<FeedTimer, unknown>();
  return (timer: FeedTimer, inMs: number | null): void => {
    cancel(timers.get(timer));
    timers.delete(timer);
    if (inMs === null) return;
    const run = () => {
      timers.delete(timer);
      onDue(timer);
    };
    timers.set(timer, start(run, inMs));
  };
}
