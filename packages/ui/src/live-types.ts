import type { Frame } from "@waybill/domain/frame";
import type { FeedPhase } from "@waybill/domain/live/types";
import type { BrowserSignals } from "./live-signals.ts";

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
