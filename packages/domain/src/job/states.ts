import { moves } from "../moves.ts";

/** A job: asked for again after it ended, it waits anew. */
export const jobMoves = moves({
  waiting: { to: ["running"] },
  running: { to: ["waiting", "done", "parked"] },
  done: { to: ["waiting"] },
  /** It needs a person. */
  parked: { to: ["waiting"] },
});
