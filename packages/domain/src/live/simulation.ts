import type { CatchUp, Frame } from "../frame.ts";
import { newFeed, stepFeed } from "./feed.ts";
import type { FeedEffect, FeedInput, FeedState, FeedTimer } from "./types.ts";

// A server, a bad network and a page around the feed, for its tests: everything that can go wrong between the log and the
// screen happens when the test says so.

export type Accident =
  | { do: "commit"; how: "arrives" | "lost" | "twice" | "late" }
  | { do: "deliver_late" | "shuffle_late" | "cut" | "cut_unnoticed" | "restart" | "trim" | "server_reset" }
  | { do: "open" | "refuse" | "answer" | "answer_short" | "fail" | "reload" | "reload_fails" }
  | { do: "offline" | "online" | "hide" | "show" | "retry_now" }
  | { do: "wait"; ms: number };

export const frameAt = (seq: number): Frame => ({
  seq,
  type: "order.updated",
  at: seq,
  stream: `ord_${seq}`,
  data: seq,
});

type Request = { request: number; since: number };
type Reset = { request: number; seq: number };

export function simulate(cursor: number | null) {
  let now = 0;
  let feed: FeedState = newFeed({ cursor, now });
  let newest = 0;
  let kept = 0;
  let opening: number | null = null;
  let socket: number | null = null;
  let late: Frame[] = [];
  let request: Request | null = null;
  let reset: Reset | null = null;
  const timers = new Map<FeedTimer, number>();
  /** What the page shows: everything up to the loaded view, then each delivered frame. */
  let screen: number[] = [];
  const wrong: string[] = [];
  let resets = 0;

  function give(input: FeedInput): void {
    const step = stepFeed(feed, input, { now, random: 0.5 });
    feed = step.state;
    for (const effect of step.effects) perform(effect);
  }

  function perform(effect: FeedEffect): void {
    if (effect.type === "open") opening = effect.socket;
    else if (effect.type === "close") {
      opening = null;
      socket = null;
    } else if (effect.type === "catch_up") request = effect;
    else if (effect.type === "reset") {
      resets += 1;
      reset = effect;
    } else if (effect.type === "deliver") {
      for (const frame of effect.frames) {
        const last = screen.at(-1) ?? 0;
        if (frame.seq !== last + 1) wrong.push(`${frame.seq} after ${last}`);
        screen.push(frame.seq);
      }
    } else if (effect.type === "timer") {
      if (effect.in === null) timers.delete(effect.timer);
      else timers.set(effect.timer, now + effect.in);
    }
  }

  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
  const send = (frames: Frame[]) => {
    if (socket !== null) give({ type: "message", socket, message: { kind: "frames", frames } });
  };
  const cut = (told: boolean) => {
    const id = socket ?? opening;
    socket = null;
    opening = null;
    late = [];
    if (told && id !== null) give({ type: "closed", socket: id });
  };

  function answer(limit: number): void {
    if (request === null) return;
    const { request: id, since } = request;
    request = null;
    const last = Math.min(newest, since + limit);
    const ok: CatchUp = {
      ...{ reset: false as const, seq: Math.max(last, since), more: last < newest },
      frames: upTo(last).slice(since).map(frameAt),
    };
    const lost = since > newest || since < kept;
    give({ type: "caught_up", request: id, answer: lost ? { reset: true, seq: newest, reason: "trimmed" } : ok });
  }

  function elapse(ms: number): void {
    const end = now + ms;
    for (;;) {
      const due = [...timers].filter(([, at]) => at <= end).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      timers.delete(due[0]);
      now = Math.max(now, due[1]);
      give({ type: "timer", timer: due[0] });
    }
    now = end;
  }

  function accident(a: Accident): void {
    switch (a.do) {
      case "commit": {
        newest += 1;
        const frame = frameAt(newest);
        if (a.how === "late") late.push(frame);
        else if (a.how !== "lost") send(a.how === "twice" ? [frame, frame] : [frame]);
        break;
      }
      case "deliver_late":
        send(late.splice(0));
        break;
      case "shuffle_late":
        for (const frame of late.splice(0).reverse()) send([frame]);
        break;
      case "cut":
      case "restart":
        cut(true);
        break;
      case "cut_unnoticed":
        cut(false);
        break;
      case "trim":
        kept = newest;
        break;
      case "server_reset":
        if (socket !== null) give({ type: "message", socket, message: { kind: "reset", reason: "asked" } });
        break;
      case "open":
        if (opening === null) break;
        socket = opening;
        opening = null;
        give({ type: "opened", socket });
        // The first words may be frames that were committed while the hello's seq was being read.
        give({ type: "message", socket, message: { kind: "hello", seq: newest, at: now } });
        break;
      case "refuse":
        if (opening !== null) cut(true);
        break;
      case "answer":
        answer(500);
        break;
      case "answer_short":
        answer(1);
        break;
      case "fail":
        if (request) {
          const failed = { type: "catch_up_failed" as const, signedOut: false, retryAfterMs: null };
          const { request: id } = request;
          request = null;
          give({ ...failed, request: id });
        }
        break;
      case "reload":
      case "reload_fails": {
        if (!reset) break;
        const { request: id } = reset;
        reset = null;
        if (a.do === "reload_fails") give({ type: "reload_failed", request: id });
        else {
          // A page that answers a reload nobody waits for any more would show a stale view: it is told by the same rule.
          if (feed.pending === "reload" && feed.request === id) screen = upTo(newest);
          give({ type: "reloaded", request: id, seq: newest });
        }
        break;
      }
      case "offline":
      case "online":
        give({ type: "network", online: a.do === "online" });
        break;
      case "hide":
      case "show":
        give({ type: "visibility", visible: a.do === "show" });
        break;
      case "retry_now":
        give({ type: "retry_now" });
        break;
      case "wait":
        elapse(a.ms);
    }
  }

  /** The network heals: everything asked for is answered until nothing more is asked. */
  function heal(): void {
    if (!feed.online) accident({ do: "online" });
    if (!feed.visible) accident({ do: "show" });
    for (let round = 0; round < 60; round++) {
      accident({ do: "open" });
      if (socket !== null) give({ type: "heard", socket });
      accident({ do: "answer" });
      accident({ do: "reload" });
      // Time passes, so also a connection that died without a word is noticed.
      elapse(3000);
      // A last frame that was lost shows only by the next one.
      if (round === 40) accident({ do: "commit", how: "arrives" });
    }
  }

  give({ type: "start" });
  return {
    ...{ accident, heal, give, elapse },
    look: () => ({
      feed,
      screen,
      wrong,
      resets,
      newest,
      socket,
      opening,
      request,
      reset,
      timers,
      all: upTo(newest),
      now,
    }),
  };
}
