import { afterEach, describe, expect, test } from "bun:test";
import type { CatchUp, Frame } from "@waybill/domain/frame";
import type { FeedInput } from "@waybill/domain/live/types";
import { createRoot } from "solid-js";
import { createLive, makeLive } from "./live.ts";
import type { BrowserSignals } from "./live-signals.ts";
import type { LiveOptions, LiveStatus } from "./live-types.ts";

const frameAt = (seq: number): Frame => ({ seq, type: "order.updated", at: seq, stream: "ord_1", data: null });

/** A real server with a log in memory that can lose, cut, restart and refuse. */
function makeServer() {
  let newest = 0;
  let status = 200;
  let kept = 0;
  const asked: string[] = [];
  let server = serve(0);
  const port = Number(server.port);
  function serve(port: number) {
    return Bun.serve({
      port,
      hostname: "127.0.0.1",
      fetch(request, running) {
        const url = new URL(request.url);
        if (url.pathname === "/live") {
          if (status !== 200) return new Response(null, { status });
          return running.upgrade(request) ? undefined : new Response(null, { status: 400 });
        }
        asked.push(url.search);
        if (status !== 200) return new Response(null, { status, headers: { "retry-after": "0" } });
        const since = Number(url.searchParams.get("since"));
        if (since < kept) return Response.json({ reset: true, seq: newest, reason: "trimmed" } satisfies CatchUp);
        const frames = Array.from({ length: Math.max(0, newest - since) }, (_, index) => frameAt(since + 1 + index));
        return Response.json({ reset: false, frames, seq: newest, more: false } satisfies CatchUp);
      },
      websocket: {
        open(socket) {
          socket.subscribe("all");
          socket.send(JSON.stringify({ kind: "hello", seq: newest, at: 0 }));
        },
        message: (socket) => void socket.send("pong"),
      },
    });
  }
  return {
    asked,
    port: () => port,
    commit(arrives = true) {
      newest += 1;
      if (arrives) server.publish("all", JSON.stringify({ kind: "frames", frames: [frameAt(newest)] }));
    },
    say: (text: string) => server.publish("all", text),
    answerWith(code: number) {
      status = code;
    },
    trim() {
      kept = newest;
    },
    sockets: () => server.pendingWebSockets,
    stop: () => server.stop(true),
    restart() {
      server = serve(port);
    },
  };
}

async function until(what: string, ready: () => boolean): Promise<void> {
  const end = Date.now() + 4000;
  while (!ready()) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}.`);
    await Bun.sleep(2);
  }
}

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function start(options: Partial<LiveOptions> = {}) {
  const server = makeServer();
  open.push(() => server.stop());
  const seen: number[] = [];
  const states: LiveStatus[] = [];
  const resets: { seq: number; reason: string }[] = [];
  const base = `http://127.0.0.1:${server.port()}`;
  const live = makeLive({
    ...{ url: `${base}/live`, catchUpUrl: `${base}/events`, since: 0 },
    onFrames: (frames) => seen.push(...frames.map((frame) => frame.seq)),
    onReset: (reset) => void resets.push(reset),
    onState: (status) => states.push(status),
    // A tenth of the waits: the same rule, a quicker test.
    random: () => 0.1,
    ...options,
  });
  open.push(() => live.close());
  const isLive = () => live.status().state === "live";
  return { server, live, seen, states, resets, isLive };
}

describe("makeLive against a real server", () => {
  test("events come in order; what was lost on the way is fetched when the next one shows the hole", async () => {
    const { server, seen, isLive } = start();
    await until("live", isLive);
    server.commit();
    server.commit(false);
    server.commit();
    await until("three events", () => seen.length === 3);
    expect({ seen, asked: server.asked }).toEqual({ seen: [1, 2, 3], asked: ["?since=1&limit=500"] });
  });

  test("a server restart ends with the right screen, and the states tell what happened", async () => {
    const { server, seen, states, isLive } = start();
    await until("live", isLive);
    server.commit();
    await until("the event", () => seen.length === 1);
    await server.stop();
    await until("waiting", () => states.at(-1)?.state === "waiting" || states.at(-1)?.state === "connecting");
    server.restart();
    server.commit(false);
    await until("live again", () => isLive() && seen.length === 2);
    expect(seen).toEqual([1, 2]);
    const names = states.map((status) => status.state).filter((state, index, all) => state !== all[index - 1]);
    expect(names.slice(0, 3)).toEqual(["connecting", "live", "waiting"]);
    expect(states.find((status) => status.state === "waiting")?.retryAt).toBeGreaterThan(0);
    expect(states.at(-1)).toMatchObject({ state: "live", seq: 2, retryAt: null });
  });

  test("a bye is believed at once, without waiting for the line to close", async () => {
    const { server, states, isLive } = start();
    await until("live", isLive);
    server.say("bye");
    await until("a return", () => states.some((status) => status.state === "waiting") && isLive());
    await until("one socket", () => server.sockets() === 1);
  });

  test("without a starting point the view is loaded after the hello, and frames wait for it", async () => {
    const held = Promise.withResolvers<number>();
    const asked: number[] = [];
    const { server, seen, live, isLive } = start({
      since: null,
      onReset: ({ seq }) => {
        asked.push(seq);
        return held.promise;
      },
    });
    await until("the question", () => asked.length === 1);
    server.commit();
    server.commit();
    await Bun.sleep(30);
    expect({ seen, state: live.status().state }).toEqual({ seen: [], state: "catching_up" });
    held.resolve(1);
    await until("live", isLive);
    expect({ asked, seen }).toEqual({ asked: [0], seen: [2] });
  });

  test("history that is no longer kept means loading the view again, never a guess", async () => {
    const { server, resets, seen, isLive } = start();
    await until("live", isLive);
    server.commit(false);
    server.trim();
    server.commit();
    await until("the reset", () => resets.length === 1 && isLive());
    expect({ resets, seen }).toEqual({ resets: [{ seq: 2, reason: "trimmed" }], seen: [] });
  });

  test("a view that fails to load is tried again, one load at a time", async () => {
    let running = 0;
    let most = 0;
    let tries = 0;
    const { isLive } = start({
      since: null,
      onReset: async () => {
        most = Math.max(most, ++running);
        await Bun.sleep(5);
        running -= 1;
        if (++tries < 3) throw new Error("no network");
      },
    });
    await until("live", isLive);
    expect({ tries, most }).toEqual({ tries: 3, most: 1 });
  });

  test("an ended session is said, and the retry of a person works once it is back", async () => {
    const { server, live, states, isLive } = start();
    await until("live", isLive);
    server.answerWith(401);
    server.say("bye");
    await until("signed out", () => states.at(-1)?.problem === "signed_out");
    server.answerWith(200);
    live.retryNow();
    await until("live", isLive);
    expect(live.status().problem).toBeNull();
  });

  test("where there is no catch-up, a hole means loading the small view again", async () => {
    const { server, resets, seen, isLive } = start({ catchUpUrl: null });
    await until("live", isLive);
    server.commit(false);
    server.commit();
    await until("the reset", () => resets.length === 1 && isLive());
    server.commit();
    await until("the next event", () => seen.length === 1);
    expect({ resets: resets.map((reset) => reset.seq), seen }).toEqual({ resets: [2], seen: [3] });
  });

  test("a page's own mistake in a callback does not stop the feed", async () => {
    const seen: number[] = [];
    const reported: unknown[] = [];
    const { server, isLive } = start({
      onFrames: (frames) => {
        seen.push(...frames.map((frame) => frame.seq));
        if (seen.length === 1) throw new Error("the page's own");
      },
      onError: (error) => reported.push(error),
    });
    await until("live", isLive);
    server.commit();
    await until("the first", () => seen.length === 1);
    server.commit();
    await until("the second", () => seen.length === 2);
    expect(reported).toEqual([new Error("the page's own")]);
  });

  test("after close there is no socket, no timer and no word any more", async () => {
    const timers = new Set<object>();
    const { server, live, states, isLive } = start({
      setTimeout: (run, ms) => {
        const timer = { id: setTimeout(() => void (timers.delete(timer) && run()), ms) };
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        timers.delete(timer as object);
        clearTimeout((timer as { id: Timer } | undefined)?.id);
      },
    });
    await until("live", isLive);
    expect(timers.size).toBeGreaterThan(0);
    live.close();
    const seen = states.length;
    await until("no socket", () => server.sockets() === 0);
    server.commit();
    await Bun.sleep(20);
    expect({ timers: timers.size, more: states.length - seen }).toEqual({ timers: 0, more: 0 });
  });
});

describe("makeLive and the browser's signals", () => {
  test("offline closes, online returns at once; a hidden tab keeps its socket at first", async () => {
    let tell: (input: FeedInput) => void = () => undefined;
    const signals: BrowserSignals = {
      online: () => true,
      visible: () => true,
      listen: (handler) => {
        tell = handler;
        return () => undefined;
      },
    };
    const { server, live, seen, isLive } = start({ signals });
    await until("live", isLive);
    tell({ type: "visibility", visible: false });
    expect(live.status().state).toBe("live");
    tell({ type: "network", online: false });
    expect(live.status()).toMatchObject({ state: "offline", retryAt: null });
    server.commit(false);
    tell({ type: "network", online: true });
    await until("what was missed", () => seen.length === 1 && isLive());
  });
});

test("createLive shows its status as a signal and ends with its component", async () => {
  const server = makeServer();
  open.push(() => server.stop());
  const base = `http://127.0.0.1:${server.port()}`;
  await createRoot(async (dispose) => {
    const ignore = () => undefined;
    const live = createLive({
      ...{ url: `${base}/live`, catchUpUrl: `${base}/events`, since: 0, onFrames: ignore, onReset: ignore },
    });
    await until("live", () => live.status().state === "live");
    server.commit();
    await until("the seq", () => live.status().seq === 1);
    dispose();
  });
  await until("no socket", () => server.sockets() === 0);
});
