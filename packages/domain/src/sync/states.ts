import { moves } from "../moves.ts";

/** A pull of a channel; `waiting`: it goes on by itself after a pause. */
export const runMoves = moves({
  running: { to: ["waiting", "done", "failed", "cancelled"] },
  waiting: { to: ["running", "failed", "cancelled"] },
  done: { to: [] },
  /** A person must repair something; the next pull begins where the last whole one ended. */
  failed: { to: [] },
  cancelled: { to: [] },
});
