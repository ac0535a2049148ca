import type { CatchUp, Frame } from "../frame.ts";
import type { LiveMessage } from "./events.ts";
import { accept, isBehind } from "./gap.ts";
import {
  backoff,
  catchUp,
  clock,
  connect,
  type Draft,
  drop,
  FEED,
  lost,
  markAlive,
  onBeat,
  reconnect,
  set,
} from "./link.ts";
import type { FeedEffect, FeedInput, FeedPhase, FeedState, FeedTimer } from "./types.ts";

/** A feed that starts after `cursor`, the seq its view was loaded at; null to load the view once the server says hello. */
export function newFeed(options: {
  cursor: number | null;
  now: number;
  online?: boolean;
  visible?: boolean;
}): FeedState {
  const { cursor, now, online = true, visible = true } = options;
  return {
    ...{ cursor, ahead: [], target: cursor ?? 0, phase: "connecting", since: now, retryAt: null, problem: null },
    ...{ link: "none", socket: 0, greeted: false, attempt: 0, request: 0, pending: null, setbacks: 0, catchUpAt: null },
    ...{ reload: null, resetReason: "first load", doubt: false, online, visible, paused: false, stopped: false },
    ...{ beatAt: now, pingAt: null, aliveAt: now },
  };
}

/**
 * The rule of the live view (docs/live.md#never-a-gap) as a pure step: a frame is applied only when it is exactly one after the last;
 * anything else is fetched by the catch-up, and where continuity can't be proved the page loads its view again.
 * Answers the next state and what must be done, as data; `random` is in [0, 1).
 *
 * @example const { state, effects } = stepFeed(newFeed({ cursor: 7, now }), { type: "start" }, { now, random: 0.5 });
 */
export function stepFeed(
  state: FeedState,
  input: FeedInput,
  world: { now: number; random: number },
): { state: FeedState; effects: FeedEffect[] } {
  const d: Draft = { s: { ...state }, fx: [], ...world };
  if (!state.stopped || input.type === "start") apply(d, input);
  settle(d);
  const phase = phaseOf(d.s);
  if (phase !== state.phase) d.s.since = world.now;
  d.s.phase = phase;
  return { state: d.s, effects: d.fx };
}

function apply(d: Draft, input: FeedInput): void {
  const { s } = d;
  if ("socket" in input && (input.socket !== s.socket || s.link === "none")) return;
  if ("request" in input && (input.request !== s.request || s.pending === null)) return;
  switch (input.type) {
    case "start":
      s.stopped = false;
      connect(d);
      break;
    case "opened":
      s.link = "open";
      markAlive(d);
      break;
    case "message":
      markAlive(d);
      onMessage(d, input.message);
      break;
    case "heard":
      markAlive(d);
      break;
    case "closed":
      lost(d);
      break;
    case "caught_up":
      onCaughtUp(d, input.answer);
      break;
    case "catch_up_failed":
      if (input.signedOut) s.problem = "signed_out";
      setback(d, input.retryAfterMs);
      break;
    case "reloaded":
      s.pending = null;
      s.reload = null;
      s.setbacks = 0;
      // Less than the reset said is possible (a reading replica lags): what the view contains is what counts.
      s.cursor = input.seq ?? s.cursor ?? 0;
      s.target = Math.max(s.target, s.cursor);
      take(d, []);
      break;
    case "reload_failed":
      setback(d, null);
      break;
    case "network":
      s.online = input.online;
      if (input.online) reconnect(d);
      else drop(d, "offline");
      break;
    case "visibility":
      onVisibility(d, input.visible);
      break;
    case "timer":
      onTimer(d, input.timer);
      break;
    case "retry_now":
      s.online = true;
      reconnect(d);
      break;
    case "stop":
      drop(d, "closed by the page");
      s.stopped = true;
      for (const timer of ["catch_up", "hidden"] as const) clock(d, timer, null);
  }
}

function onMessage(d: Draft, message: LiveMessage): void {
  const { s } = d;
  if (message.kind === "frames") {
    take(d, message.frames);
    return;
  }
  if (message.kind === "reset") {
    // The message carries no seq: the next hello does, and the view is loaded then.
    set(s, { cursor: null, ahead: [], target: 0, reload: null, pending: null, resetReason: message.reason });
    s.request += 1;
    lost(d, "reset");
    return;
  }
  s.greeted = true;
  s.problem = null;
  clock(d, "greet", null);
  clock(d, "healthy", FEED.healthyAfterMs);
  s.target = Math.max(s.target, message.seq);
  if (s.cursor === null) {
    reload(d, { seq: message.seq, reason: s.resetReason });
    return;
  }
  s.doubt = message.seq < s.cursor;
  // A hello that is ahead means certain loss: no grace.
  if (s.reload === null && (s.doubt || (isBehind(s) && s.pending === null))) catchUp(d);
}

function onCaughtUp(d: Draft, answer: CatchUp): void {
  const { s } = d;
  s.pending = null;
  s.doubt = false;
  s.problem = null;
  if (answer.reset) {
    s.ahead = s.ahead.filter((frame) => frame.seq > answer.seq);
    s.target = s.ahead.at(-1)?.seq ?? answer.seq;
    s.setbacks = 0;
    reload(d, { seq: answer.seq, reason: answer.reason });
    return;
  }
  const before = s.cursor ?? 0;
  s.target = Math.max(s.target, answer.seq);
  take(d, answer.frames);
  if ((s.cursor ?? 0) > before || !(isBehind(s) || answer.more)) {
    s.setbacks = 0;
    if (isBehind(s) || answer.more) catchUp(d);
  } else if (s.setbacks + 1 >= FEED.fruitless) {
    s.setbacks = 0;
    reload(d, { seq: Math.max(before, answer.seq), reason: "events are missing from the log" });
  } else setback(d, null);
}

function onVisibility(d: Draft, visible: boolean): void {
  const { s } = d;
  s.visible = visible;
  clock(d, "hidden", visible ? null : FEED.hiddenAfterMs);
  if (!visible) return;
  // A hidden tab's timers are slowed down, so its silence proves nothing until somebody looks.
  const stale = s.link === "open" && d.now - s.aliveAt > FEED.sleptMs;
  if (stale || s.link === "none") reconnect(d);
}

function onTimer(d: Draft, timer: FeedTimer): void {
  const { s } = d;
  switch (timer) {
    case "retry":
      connect(d);
      break;
    case "greet":
      if (!s.greeted) lost(d, "no hello");
      break;
    case "healthy":
      s.attempt = 0;
      break;
    case "hidden":
      if (s.visible) break;
      drop(d, "hidden");
      s.paused = true;
      break;
    case "catch_up":
      s.catchUpAt = null;
      if (s.pending !== null) break;
      if (s.reload !== null) reload(d, s.reload);
      else if (s.greeted && isBehind(s)) catchUp(d);
      break;
    case "beat":
      onBeat(d);
      break;
  }
}

function setback(d: Draft, retryAfterMs: number | null): void {
  const { s } = d;
  s.pending = null;
  s.setbacks += 1;
  const delay = Math.max(retryAfterMs ?? 0, backoff(s.setbacks, d.random));
  s.catchUpAt = d.now + delay;
  clock(d, "catch_up", delay);
}

function take(d: Draft, frames: readonly Frame[]): void {
  const { gap, ready } = accept(d.s, frames, d.s.reload !== null);
  d.s.cursor = gap.cursor;
  d.s.ahead = gap.ahead;
  d.s.target = gap.target;
  if (ready.length > 0) d.fx.push({ type: "deliver", frames: ready });
}

function reload(d: Draft, what: { seq: number; reason: string }): void {
  const { s } = d;
  set(s, { reload: what, cursor: what.seq, pending: "reload", request: s.request + 1, catchUpAt: null });
  clock(d, "catch_up", null);
  d.fx.push({ type: "reset", request: s.request, ...what });
}

/** A hole that nobody is closing yet gets its catch-up. */
function settle(d: Draft): void {
  const { s } = d;
  if (!s.greeted || s.pending !== null || s.catchUpAt !== null || s.reload !== null || s.stopped) return;
  if (s.doubt) {
    catchUp(d);
    return;
  }
  if (!isBehind(s)) return;
  s.catchUpAt = d.now + FEED.holeGraceMs;
  clock(d, "catch_up", FEED.holeGraceMs);
}

function phaseOf(s: FeedState): FeedPhase {
  if (!s.online) return "offline";
  if (s.link === "none") return "waiting";
  if (!s.greeted) return "connecting";
  return s.pending !== null || s.reload !== null || isBehind(s) ? "catching_up" : "live";
}
