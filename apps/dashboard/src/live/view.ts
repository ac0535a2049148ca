import { createSignal } from "solid-js";
import { useLive } from "./live.tsx";
import { shareStructure } from "./structural-sharing.ts";

export type ViewState<T> = {
  data: () => T | null;
  error: () => unknown;
  /** True while a reading is under way. */
  loading: () => boolean;
  set: (change: (before: T) => T) => void;
  reload: () => Promise<void>;
};

/**
 * A view read over HTTP and kept by live frames. The last good data stays on screen when a reading fails; an answer that is
 * overtaken by a later question is dropped.
 *
 * @example const order = createView(() => api.get("/api/orders/:id", { param: { id } }));
 */
export function createView<T>(read: () => Promise<T>): ViewState<T> {
  const live = useLive();
  const [data, setData] = createSignal<T | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  const [loading, setLoading] = createSignal(true);
  let latest = 0;
  const load = async () => {
    const mine = ++latest;
    setLoading(true);
    try {
      const answer = await read();
      if (mine !== latest) return;
      setData((before) => shareStructure(before, answer));
      setError(null);
    } catch (problem) {
      if (mine !== latest) return;
      setError(() => problem);
      throw problem;
    } finally {
      if (mine === latest) setLoading(false);
    }
  };
  const quiet = () => load().catch(() => undefined);
  live.onLoad(load);
  live.onBack(() => error() !== null && void quiet());
  const set = (change: (before: T) => T) => {
    setData((before) => (before === null ? before : change(before)));
  };
  return { data, error, loading, set, reload: quiet };
}

/** Runs at most once per `ms`, the last call always: many frames cost one reading. */
export function calmly(run: () => void, ms: number): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      run();
    }, ms);
  };
}
