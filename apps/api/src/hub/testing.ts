import type { CatchUp, Frame } from "@waybill/domain/frame";
import { newFeed, stepFeed } from "@waybill/domain/live/feed";
import { readCatchUp, readLiveMessage } from "@waybill/domain/live/message";
import type { FeedInput, FeedTimer } from "@waybill/domain/live/types";
import type { Hub } from "@waybill/engine/core/context";
import { BYE } from "./message.ts";

// A log in memory and a client, for the hub's tests: the same on both runtimes.

export const makeFrame = (seq: number, pad = ""): Frame => {
  return { seq, type: "order.updated", at: seq, stream: `ord_${seq}`, data: pad };
};

/** The organisation's log as the hub's tests need it: append publishes after "committing", like the engine's. */
export function makeTestLog() {
  const newest = new Map<string, number>();
  return {
    seq: (org: string) => newest.get(org) ?? 0,
    /** Each event is published by itself, as concurrent commits would; `track` also goes to a parcel's public feed. */
    commit(
      hub: Hub,
      { org, count, size = 0, track }: { org: string; count: number; size?: number; track?: string },
    ): void {
      for (let i = 0; i < count; i++) {
        const seq = (newest.get(org) ?? 0) + 1;
        newest.set(org, seq);
        const frame = makeFrame(seq, "x".repeat(size));
        hub.publish(`org:${org}`, [frame]);
        if (track) hub.publish(`track:${track}`, [frame]);
      }
    },
    since(org: string, since: number): CatchUp {
      const last = Math.min(newest.get(org) ?? 0, since + 500);
      const frames = Array.from({ length: Math.max(0, last - since) }, (_, index) => makeFrame(since + 1 + index));
      return { reset: false, frames, seq: Math.max(last, since), more: last < (newest.get(org) ?? 0) };
    },
  };
}

/** A client that follows a topic by the feed's rule. `cut` breaks its line without a word to the feed's own clocks. */
export function follow(input: { socketUrl: string; catchUpUrl: string; random: () => number }) {
  const { socketUrl, catchUpUrl, random } = input;
  const seen: number[] = [];
  const wrong: string[] = [];
  const timers = new Map<FeedTimer, ReturnType<typeof setTimeout>>();
  let feed = newFeed({ cursor: 0, now: Date.now() });
  let socket: WebSocket | null = null;

  function give(next: FeedInput): void {
    const step = stepFeed(feed, next, { now: Date.now(), random: random() });
    feed = step.state;
    for (const effect of step.effects) {
      if (effect.type === "open") open(effect.socket);
      else if (effect.type === "close") socket?.close();
      else if (effect.type === "catch_up") void catchUp(effect.request, effect.since);
      else if (effect.type === "reset") wrong.push(`reset: ${effect.reason}`);
      else if (effect.type === "deliver") for (const { seq } of effect.frames) seen.push(seq);
      else if (effect.type === "timer") {
        clearTimeout(timers.get(effect.timer));
        const { timer } = effect;
        if (effect.in !== null)
          timers.set(
            timer,
            setTimeout(() => give({ type: "timer", timer }), effect.in),
          );
      }
    }
  }

  function open(id: number): void {
    const own = new WebSocket(socketUrl);
    socket = own;
    own.onopen = () => give({ type: "opened", socket: id });
    own.onclose = () => give({ type: "closed", socket: id });
    own.onmessage = (event) => {
      if (event.data === BYE) give({ type: "closed", socket: id });
      const message = readLiveMessage(String(event.data));
      if (message) give({ type: "message", socket: id, message });
    };
  }

  async function catchUp(request: number, since: number): Promise<void> {
    const text = await fetch(`${catchUpUrl}&since=${since}`).then(
      (response) => response.text(),
      () => "",
    );
    const answer = readCatchUp(text);
    if (answer) give({ type: "caught_up", request, answer });
    else give({ type: "catch_up_failed", request, signedOut: false, retryAfterMs: null });
  }

  give({ type: "start" });
  return {
    seen,
    wrong,
    phase: () => feed.phase,
    cut: () => socket?.close(),
    close: () => give({ type: "stop" }),
  };
}

/** Waits until `ready` is true; throws with `what` after `ms`. */
export async function until(what: string, ready: () => boolean, ms = 4000): Promise<void> {
  const end = Date.now() + ms;
  while (!ready()) {
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}.`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
