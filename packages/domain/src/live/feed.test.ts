import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { newFeed, stepFeed } from "./feed.ts";
import { accept } from "./gap.ts";
import { FEED } from "./link.ts";
import { readCatchUp, readLiveMessage } from "./message.ts";
import { type Accident, simulate } from "./testing.ts";
import { frameAt } from "./testing-page.ts";
import type { FeedEffect, FeedInput } from "./types.ts";

const always = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("arrives", "lost", "twice", "late").map((how) => ({ do: "commit", how }) as Accident),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("open", "answer", "answer_short", "reload").map((kind) => ({ do: kind }) as Accident),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("deliver_late", "shuffle_late", "cut", "cut_unnoticed", "refuse", "fail", "reload_fails")
      .map((kind) => ({ do: kind }) as Accident),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("offline", "online", "hide", "show", "retry_now")
      .map((kind) => ({ do: kind }) as Accident),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(50, 300, 1000, 12_000, 70_000, 400_000).map((ms) => ({ do: "wait", ms }) as Accident),
  },
);
const withResets = fc.oneof(
  { weight: 12, arbitrary: always },
  { weight: 1, arbitrary: fc.constantFrom("trim", "server_reset").map((kind) => ({ do: kind }) as Accident) },
);
const runs = { numRuns: Number(process.env.SOAK ?? 0) > 0 ? 20_000 : 1500 };

describe("the rule of the live view", () => {
  test("whatever is cut, lost, doubled or reordered, each event is shown exactly once and in order", () => {
    fc.assert(
      fc.property(fc.array(always, { maxLength: 80 }), (accidents) => {
        const world = simulate(0);
        for (const accident of accidents) world.accident(accident);
        expect(world.look().wrong).toEqual([]);
        world.heal();
        const { wrong, screen, all, feed, resets } = world.look();
        expect({ wrong, screen, resets, phase: feed.phase }).toEqual({
          wrong: [],
          screen: all,
          resets: 0,
          phase: "live",
        });
      }),
      runs,
    );
  });

  test("the same from a first load, with history trimmed and resets asked for: the screen ends complete, nothing twice", () => {
    fc.assert(
      fc.property(fc.array(withResets, { maxLength: 80 }), (accidents) => {
        const world = simulate(null);
        for (const accident of accidents) world.accident(accident);
        world.heal();
        const { wrong, screen, all, feed } = world.look();
        expect({ wrong, screen, phase: feed.phase }).toEqual({ wrong: [], screen: all, phase: "live" });
      }),
      runs,
    );
  });
});

/** Runs inputs one after another, 1 s apart unless told, and gives every effect but the clocks. */
function play(inputs: (FeedInput & { after?: number })[], cursor: number | null = 0) {
  let state = newFeed({ cursor, now: 0 });
  let now = 0;
  const effects: FeedEffect[][] = [];
  for (const { after = 1000, ...input } of inputs) {
    now += after;
    const step = stepFeed(state, input as FeedInput, { now, random: 0.5 });
    state = step.state;
    effects.push(step.effects);
  }
  return { state, effects, last: (effects.at(-1) ?? []).filter((effect) => effect.type !== "timer") };
}
const hello = (seq: number, socket = 1): FeedInput => ({
  type: "message",
  socket,
  message: { kind: "hello", seq, at: 0 },
});
const frames = (...seqs: number[]): FeedInput => {
  return { type: "message", socket: 1, message: { kind: "frames", frames: seqs.map(frameAt) } };
};
const start: FeedInput[] = [{ type: "start" }, { type: "opened", socket: 1 }];

describe("one thing at a time", () => {
  test("a hello at our cursor means live; one ahead means catching up at once", () => {
    expect(play([...start, hello(0)]).state.phase).toBe("live");
    const behind = play([...start, hello(7)]);
    expect(behind.state.phase).toBe("catching_up");
    expect(behind.last).toEqual([{ type: "catch_up", request: 1, since: 0 }]);
  });

  test("a hello behind our cursor proves nothing by itself: the catch-up decides", () => {
    expect(play([...start, hello(3)], 5).last).toEqual([{ type: "catch_up", request: 1, since: 5 }]);
    const { last } = play(
      [...start, hello(3), { type: "caught_up", request: 1, answer: { reset: true, seq: 3, reason: "restored" } }],
      5,
    );
    expect(last).toEqual([{ type: "reset", request: 2, seq: 3, reason: "restored" }]);
    const reset: FeedInput = { type: "caught_up", request: 1, answer: { reset: true, seq: 3, reason: "restored" } };
    const { state } = play([...start, hello(3), reset, { type: "reloaded", request: 2, seq: 3 }], 5);
    expect(state).toMatchObject({ phase: "live", cursor: 3 });
  });

  test("a server restored while the page was loading its view is doubted once the view is there", () => {
    const restored: FeedInput[] = [
      ...[...start, hello(10), { type: "closed", socket: 1 }, { type: "timer", timer: "retry" }],
      ...[{ type: "opened", socket: 2 }, hello(5, 2), { type: "reloaded", request: 1, seq: null }],
    ] as FeedInput[];
    expect(play(restored, null).last).toEqual([{ type: "catch_up", request: 2, since: 10 }]);
  });

  test("early frames of a server that was then restored from a backup are not waited for", () => {
    const caughtUp = { reset: false as const, frames: [frameAt(1), frameAt(2)], seq: 2, more: false };
    const restored: FeedInput[] = [
      ...[...start, hello(0), frames(9), { type: "closed", socket: 1 }, { type: "timer", timer: "retry" }],
      ...[{ type: "opened", socket: 2 }, hello(2, 2), { type: "caught_up", request: 1, answer: caughtUp }],
    ] as FeedInput[];
    expect(play(restored).state).toMatchObject({ phase: "live", cursor: 2 });
  });

  test("a catch-up that says there is more goes on from where it came to", () => {
    const part = { reset: false as const, frames: [frameAt(1)], seq: 1, more: true };
    const caughtUp: FeedInput = { type: "caught_up", request: 1, answer: part };
    expect(play([...start, hello(1), caughtUp]).last).toEqual([
      { type: "deliver", frames: [frameAt(1)] },
      { type: "catch_up", request: 2, since: 1 },
    ]);
  });

  test("the last words of an earlier socket do not touch the present one", () => {
    const again = [
      ...start,
      hello(0),
      { type: "retry_now" },
      { type: "opened", socket: 2 },
      hello(0, 2),
    ] as FeedInput[];
    const { state, last } = play([...again, { type: "closed", socket: 1 }]);
    expect({ phase: state.phase, last }).toEqual({ phase: "live", last: [] });
  });

  test("frames of two writers that crossed are put in order without a catch-up", () => {
    const crossed = play([...start, hello(0), frames(2), { ...frames(1), after: FEED.holeGraceMs - 1 }]);
    expect(crossed.last).toEqual([{ type: "deliver", frames: [frameAt(1), frameAt(2)] }]);
    expect(crossed.state.phase).toBe("live");
  });

  test("frames wait while the page loads its view, then follow what the view does not contain", () => {
    const held = [...start, hello(4), frames(5, 6)];
    expect(play(held, null).last).toEqual([]);
    const loaded: FeedInput = { type: "reloaded", request: 1, seq: 5 };
    expect(play([...held, loaded], null).last).toEqual([{ type: "deliver", frames: [frameAt(6)] }]);
  });

  test("waits between attempts double up to 30 s, with full jitter; ten healthy seconds forgive everything", () => {
    const delays: number[] = [];
    let state = stepFeed(newFeed({ cursor: 0, now: 0 }), { type: "start" }, { now: 0, random: 1 }).state;
    for (let attempt = 1; attempt <= 8; attempt++) {
      state = stepFeed(state, { type: "closed", socket: attempt }, { now: 0, random: 1 }).state;
      delays.push(state.retryAt ?? -1);
      state = stepFeed(state, { type: "timer", timer: "retry" }, { now: 0, random: 1 }).state;
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    const healthy = [hello(0, 9), { type: "timer", timer: "healthy" }, { type: "closed", socket: 9 }] as FeedInput[];
    for (const input of healthy) state = stepFeed(state, input, { now: 0, random: 1 }).state;
    expect(state.retryAt).toBe(500);
    expect(stepFeed(state, { type: "timer", timer: "retry" }, { now: 0, random: 0 }).state.link).toBe("opening");
  });

  test("a machine that slept for an hour connects again at once", () => {
    const { last } = play([...start, hello(0), { type: "timer", timer: "beat", after: 3_600_000 }]);
    expect(last).toEqual([
      { type: "close", socket: 1, reason: "reconnect" },
      { type: "open", socket: 2 },
    ]);
  });

  test("a ping that nothing answered by the next beat means a dead line", () => {
    const beat = { type: "timer", timer: "beat", after: FEED.beatMs } as const;
    const answered = play([...start, hello(0), beat, { type: "heard", socket: 1, after: 10 }, beat]);
    expect(answered.last).toEqual([{ type: "ping", socket: 1 }]);
    expect(play([...start, hello(0), beat, beat]).last).toContainEqual({ type: "open", socket: 2 });
  });

  test("a tab hidden for minutes gives its socket up and comes back when it is looked at", () => {
    const hidden = [
      { type: "visibility", visible: false },
      { type: "timer", timer: "hidden", after: FEED.hiddenAfterMs },
    ];
    const asleep = play([...start, hello(0), ...(hidden as FeedInput[])]);
    expect(asleep.state).toMatchObject({ phase: "waiting", retryAt: null });
    const awake = play([...start, hello(0), ...(hidden as FeedInput[]), { type: "visibility", visible: true }]);
    expect(awake.last).toEqual([{ type: "open", socket: 2 }]);
  });

  test("offline waits for the network, and a person may try all the same", () => {
    const offline = [...start, hello(0), { type: "network", online: false }] as FeedInput[];
    expect(play(offline).state).toMatchObject({ phase: "offline", link: "none" });
    expect(play([...offline, { type: "retry_now" }]).last).toEqual([{ type: "open", socket: 2 }]);
  });

  test("a log with a hole in it that never closes ends in a reload, not in an endless catch-up", () => {
    const world = simulate(0);
    for (const kind of ["open", "open"] as const) world.accident({ do: kind });
    world.give({ type: "message", socket: 1, message: { kind: "frames", frames: [frameAt(9)] } });
    for (let round = 0; round < 40 && world.look().resets === 0; round++) {
      world.elapse(10_000);
      const { request } = world.look();
      if (request)
        world.give({
          type: "caught_up",
          request: request.request,
          answer: { reset: false, frames: [], seq: 0, more: true },
        });
    }
    expect(world.look().resets).toBe(1);
  });

  test("an ended session is told apart from a bad line", () => {
    const refused: FeedInput[] = [
      ...[
        { type: "start" },
        { type: "closed", socket: 1 },
        { type: "timer", timer: "retry" },
        { type: "closed", socket: 2 },
      ],
      { type: "catch_up_failed", request: 1, signedOut: true, retryAfterMs: null },
    ] as FeedInput[];
    expect(play(refused).state).toMatchObject({ phase: "waiting", problem: "signed_out" });
  });

  test("after stop nothing moves any more", () => {
    const stopped = [...start, hello(0), { type: "stop" }] as FeedInput[];
    for (const input of [
      frames(1),
      { type: "timer", timer: "retry" },
      { type: "network", online: true },
    ] as FeedInput[])
      expect(play([...stopped, input]).last).toEqual([]);
  });
});

test("early frames are kept within bounds and still known to exist", () => {
  const many = Array.from({ length: 5000 }, (_, index) => frameAt(index + 10));
  const { gap, ready } = accept({ cursor: 0, ahead: [], target: 0 }, many, false);
  expect({ kept: gap.ahead.length, target: gap.target, ready: ready.length }).toEqual({
    kept: 2000,
    target: 5009,
    ready: 0,
  });
});

describe("what the socket may say", () => {
  test("the three messages and the catch-up are read as they are", () => {
    const frame = { seq: 1, type: "order.updated", at: 2, stream: "ord_1", data: { any: [1] } };
    expect(readLiveMessage('{"kind":"hello","seq":4,"at":9}')).toEqual({ kind: "hello", seq: 4, at: 9 });
    expect(readLiveMessage(JSON.stringify({ kind: "frames", frames: [frame] }))).toEqual({
      kind: "frames",
      frames: [frame],
    });
    expect(readLiveMessage('{"kind":"reset","reason":"restored"}')).toEqual({ kind: "reset", reason: "restored" });
    const answer = { reset: false as const, frames: [frame], seq: 1, more: true };
    expect(readCatchUp(JSON.stringify(answer))).toEqual(answer);
  });

  test("anything else is none of them, and never throws", () => {
    const wrong = ["pong", "", "null", "[]", "4", '{"kind":"hello"}', '{"kind":"hello","seq":-1,"at":1}'];
    wrong.push('{"kind":"hello","seq":1.5,"at":1}', '{"kind":"frames","frames":[{"seq":"1"}]}', '{"kind":"frames"}');
    for (const text of wrong) expect([text, readLiveMessage(text)]).toEqual([text, null]);
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        (text) => readLiveMessage(text) !== undefined && readCatchUp(text) !== undefined,
      ),
    );
  });
});
