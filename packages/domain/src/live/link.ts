import type { FeedEffect, FeedState, FeedTimer } from "./types.ts";

// The socket's half of the feed: open, lose, wait, notice silence. `feed.ts` is the half that orders events.

export const FEED = {
  backoffBaseMs: 500,
  backoffCapMs: 30_000,
  /** A connection this old has proved itself: the next failure starts from the shortest wait again. */
  healthyAfterMs: 10_000,
  /** From opening a socket to its hello. */
  greetWithinMs: 15_000,
  /** Two beats without a word (40 s) mean a dead socket; a beat that is later than that means a machine that slept. */
  beatMs: 20_000,
  sleptMs: 40_000,
  /** Frames of two writers may cross on the way; a hole this young usually fills itself. */
  holeGraceMs: 200,
  hiddenAfterMs: 5 * 60_000,
  /** Catch-ups in a row that close no hole: continuity cannot be proved, the view is loaded again. */
  fruitless: 5,
} as const;

/** One step at work: the state being made, the effects so far, and the world it may look at. */
export type Draft = { s: FeedState; fx: FeedEffect[]; now: number; random: number };

export function set(s: FeedState, patch: Partial<FeedState>): void {
  Object.assign(s, patch);
}

export function clock(d: Draft, timer: FeedTimer, inMs: number | null): void {
  d.fx.push({ type: "timer", timer, in: inMs });
}

export function connect(d: Draft): void {
  const { s } = d;
  if (!s.online || s.stopped || s.link !== "none") return;
  // What came early on an earlier socket may belong to a server that has since been restored from a backup.
  const fresh = { ahead: [], target: s.reload?.seq ?? s.cursor ?? 0, doubt: false };
  set(s, fresh);
  set(s, { link: "opening", greeted: false, paused: false, retryAt: null, socket: s.socket + 1 });
  clock(d, "retry", null);
  clock(d, "greet", FEED.greetWithinMs);
  d.fx.push({ type: "open", socket: s.socket });
}

export function reconnect(d: Draft): void {
  drop(d, "reconnect");
  d.s.attempt = 0;
  connect(d);
}

export function drop(d: Draft, reason: string): void {
  const { s } = d;
  if (s.link !== "none") d.fx.push({ type: "close", socket: s.socket, reason });
  set(s, { link: "none", greeted: false, pingAt: null, retryAt: null });
  for (const timer of ["retry", "greet", "healthy", "beat"] as const) clock(d, timer, null);
}

export function lost(d: Draft, reason = "closed"): void {
  const { s } = d;
  const neverGreeted = !s.greeted;
  drop(d, reason);
  if (!s.online || s.paused || s.stopped) return;
  s.attempt += 1;
  const delay = backoff(s.attempt, d.random);
  s.retryAt = d.now + delay;
  clock(d, "retry", delay);
  // Where sockets don't get through (a proxy, an ended session) the screen is still kept fresh, and told why.
  if (neverGreeted && s.attempt >= 2 && s.cursor !== null && s.pending === null && s.reload === null) catchUp(d);
}

/** Full jitter: anywhere between nothing and the doubled wait, so that a thousand clients do not return together. */
export function backoff(attempt: number, random: number): number {
  return Math.round(random * Math.min(FEED.backoffCapMs, FEED.backoffBaseMs * 2 ** (attempt - 1)));
}

export function markAlive(d: Draft): void {
  d.s.aliveAt = d.now;
  if (d.s.pingAt === null) {
    d.s.pingAt = d.now;
    beat(d);
  }
}

function beat(d: Draft): void {
  d.s.beatAt = d.now + FEED.beatMs;
  clock(d, "beat", FEED.beatMs);
}

/** A ping that nothing has answered since, or a beat that comes far too late: the socket is dead. */
export function onBeat(d: Draft): void {
  const { s } = d;
  if (s.link !== "open") return;
  const slept = s.visible && d.now - s.beatAt > FEED.sleptMs;
  const deaf = s.pingAt !== null && s.aliveAt < s.pingAt;
  if (slept || deaf) {
    reconnect(d);
    return;
  }
  s.pingAt = d.now;
  d.fx.push({ type: "ping", socket: s.socket });
  beat(d);
}

/** Asks for everything after the cursor; an answer still on its way to an earlier question no longer counts. */
export function catchUp(d: Draft): void {
  const { s } = d;
  s.request += 1;
  s.pending = "catch_up";
  s.catchUpAt = null;
  clock(d, "catch_up", null);
  d.fx.push({ type: "catch_up", request: s.request, since: s.cursor ?? 0 });
}
