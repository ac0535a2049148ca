import type { CatchUp, Frame } from "../frame.ts";
import type { LiveMessage } from "./events.ts";
import type { Gap } from "./gap.ts";

/**
 * What a person sees of the connection. `connecting`: a socket is being opened. `catching_up`: connected, fetching what
 * was missed. `live`. `waiting`: no socket; tries again at `retryAt`, or when the tab is looked at again (null).
 * `offline`: the browser says there is no network.
 */
export type FeedPhase = "connecting" | "catching_up" | "live" | "waiting" | "offline";

/** One clock per name: setting it again replaces it. */
export type FeedTimer = "retry" | "greet" | "healthy" | "beat" | "catch_up" | "hidden";

export type FeedState = Gap & {
  phase: FeedPhase;
  /** When the phase began (ms). */
  since: number;
  retryAt: number | null;
  /** Why the last attempt failed, when the server said so: the session has ended. */
  problem: "signed_out" | null;
  link: "none" | "opening" | "open";
  /** Number of the latest socket; words from any other are ignored. */
  socket: number;
  /** The hello of this socket has arrived. */
  greeted: boolean;
  /** Failed connections in a row. */
  attempt: number;
  /** Number of the latest catch-up or reload; answers to any other are ignored. */
  request: number;
  pending: "catch_up" | "reload" | null;
  /** Failed or fruitless catch-ups and reloads in a row. */
  setbacks: number;
  /** A catch-up is due when its timer fires. */
  catchUpAt: number | null;
  /** The page must load its view again; frames wait until it has. */
  reload: { seq: number; reason: string } | null;
  resetReason: string;
  /** The server's hello was behind our cursor: only a catch-up can say whether history was lost. */
  doubt: boolean;
  online: boolean;
  visible: boolean;
  /** Hidden for so long that the socket was given up. */
  paused: boolean;
  stopped: boolean;
  beatAt: number;
  pingAt: number | null;
  aliveAt: number;
};

export type FeedInput =
  | { type: "start" }
  | { type: "opened"; socket: number }
  | { type: "message"; socket: number; message: LiveMessage }
  /** Any other word on the socket, such as the answer to a ping. */
  | { type: "heard"; socket: number }
  | { type: "closed"; socket: number }
  | { type: "caught_up"; request: number; answer: CatchUp }
  | { type: "catch_up_failed"; request: number; signedOut: boolean; retryAfterMs: number | null }
  /** The view is loaded; `seq` is what it contains, or null for "at least what the reset said". */
  | { type: "reloaded"; request: number; seq: number | null }
  | { type: "reload_failed"; request: number }
  | { type: "network"; online: boolean }
  | { type: "visibility"; visible: boolean }
  | { type: "timer"; timer: FeedTimer }
  | { type: "retry_now" }
  | { type: "stop" };

export type FeedEffect =
  | { type: "open"; socket: number }
  | { type: "close"; socket: number; reason: string }
  | { type: "ping"; socket: number }
  | { type: "catch_up"; request: number; since: number }
  /** Load the view again: it must contain everything up to `seq`. */
  | { type: "reset"; request: number; seq: number; reason: string }
  | { type: "deliver"; frames: readonly Frame[] }
  /** `in` ms from now; null clears. */
  | { type: "timer"; timer: FeedTimer; in: number | null };
