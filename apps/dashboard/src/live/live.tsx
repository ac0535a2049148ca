import type { Frame } from "@waybill/domain/frame";
import { createLive } from "@waybill/ui/live";
import type { LiveStatus } from "@waybill/ui/live-types";
import { type Accessor, batch, createContext, createSignal, type JSX, onCleanup, onMount, useContext } from "solid-js";
import { isPassing } from "../api/client.ts";

type Handler = (frame: Frame) => void;
type Load = () => Promise<unknown>;

type LiveBus = {
  status: Accessor<LiveStatus>;
  retryNow: () => void;
  /** Events applied since the page was opened: drives the bars of the wordmark. */
  count: Accessor<number>;
  /** The handler sees each frame once, in order, for as long as its component lives. */
  onFrame: (handler: Handler) => void;
  /**
   * Registers how a page reads its view and reads it at the right moment: after the server's hello, so that no change falls
   * between the reading and the first frame; again after a reset; and without waiting for ever when there is no socket.
   */
  onLoad: (load: Load) => void;
  /** The connection was away and is live again: what failed meanwhile is worth asking again. */
  onBack: (again: () => void) => void;
};

const Context = createContext<LiveBus>();

/** A view is shown even when no socket can be opened: this long the hello is waited for. */
const HELLO_PATIENCE_MS = 1200;

function unlessPassing(error: unknown): void {
  if (isPassing(error)) throw error;
}

/** `onBack`: the connection was lost or ended and is live again; the server ends it when a person's rights change. */
export function LiveProvider(props: {
  onSignedOut: () => void;
  onBack?: () => void;
  children: JSX.Element;
}): JSX.Element {
  const handlers = new Set<Handler>();
  const loads = new Set<Load>();
  const backs = new Set<() => void>();
  const [count, setCount] = createSignal(0);
  let greeted = false;
  let was: "live" | "away" | null = null;
  const live = createLive({
    url: "/live",
    catchUpUrl: "/live/events",
    onFrames: (frames) =>
      batch(() => {
        for (const frame of frames) for (const handler of handlers) handler(frame);
        setCount((n) => n + frames.length);
      }),
    onReset: async () => {
      greeted = true;
      // Rejected only where asking again may help: the feed then comes back with backoff.
      await Promise.all([...loads].map((load) => load().catch(unlessPassing)));
    },
    onState: (status) => {
      if (status.problem === "signed_out") props.onSignedOut();
      if (status.state === "live" && was === "away") {
        props.onBack?.();
        for (const again of backs) again();
      }
      if (status.state === "live") was = "live";
      else if (was === "live") was = "away";
    },
  });
  const onLoad = (load: Load) => {
    loads.add(load);
    let patience: ReturnType<typeof setTimeout> | undefined;
    onMount(() => {
      const now = () => void load().catch(() => undefined);
      if (greeted) now();
      else patience = setTimeout(() => greeted || now(), HELLO_PATIENCE_MS);
    });
    onCleanup(() => {
      clearTimeout(patience);
      loads.delete(load);
    });
  };
  const onFrame = (handler: Handler) => {
    handlers.add(handler);
    onCleanup(() => handlers.delete(handler));
  };
  const onBack = (again: () => void) => {
    backs.add(again);
    onCleanup(() => backs.delete(again));
  };
  const bus = { status: live.status, retryNow: live.retryNow, count, onFrame, onLoad, onBack };
  return <Context.Provider value={bus}>{props.children}</Context.Provider>;
}

export function useLive(): LiveBus {
  const bus = useContext(Context);
  if (!bus) throw new Error("useLive is used outside of LiveProvider.");
  return bus;
}
