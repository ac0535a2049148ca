import type { CatchUp, Frame } from "../frame.ts";
import { frameAt, makePage, type Page, upTo } from "./testing-page.ts";

// A server, a bad network and a page around the feed, for its tests: everything that can go wrong between the log and the
// screen happens when the test says so.

export type Accident =
  | { do: "commit"; how: "arrives" | "lost" | "twice" | "late" }
  | { do: "deliver_late" | "shuffle_late" | "cut" | "cut_unnoticed" | "restart" | "trim" | "server_reset" }
  | { do: "open" | "refuse" | "answer" | "answer_short" | "fail" | "reload" | "reload_fails" }
  | { do: "offline" | "online" | "hide" | "show" | "retry_now" }
  | { do: "wait"; ms: number };

export function simulate(cursor: number | null) {
  const feed = makePage(cursor);
  const { give, elapse, look } = feed;
  const accident = (a: Accident) => strike(feed, a);
  give({ type: "start" });
  return { accident, heal: () => heal(feed), give, elapse, look };
}

function send({ world, give }: Page, frames: Frame[]): void {
  const { socket } = world;
  if (socket !== null) give({ type: "message", socket, message: { kind: "frames", frames } });
}

/** The line is gone; `noticed`: the page is told. */
function cut({ world, give }: Page, noticed: boolean): void {
  const id = world.socket ?? world.opening;
  world.socket = null;
  world.opening = null;
  world.late = [];
  if (noticed && id !== null) give({ type: "closed", socket: id });
}

function commit(page: Page, how: Extract<Accident, { do: "commit" }>["how"]): void {
  const { world } = page;
  world.newest += 1;
  const frame = frameAt(world.newest);
  if (how === "late") world.late.push(frame);
  else if (how !== "lost") send(page, how === "twice" ? [frame, frame] : [frame]);
}

function open({ world, give }: Page): void {
  if (world.opening === null) return;
  const socket = world.opening;
  world.socket = socket;
  world.opening = null;
  give({ type: "opened", socket });
  // The first words may be frames that were committed while the hello's seq was being read.
  give({ type: "message", socket, message: { kind: "hello", seq: world.newest, at: world.now } });
}

/** The catch-up that was asked for is answered, with at most `limit` frames. */
function answer({ world, give }: Page, limit: number): void {
  if (world.request === null) return;
  const { request: id, since } = world.request;
  world.request = null;
  const { newest, kept } = world;
  const last = Math.min(newest, since + limit);
  const ok: CatchUp = {
    ...{ reset: false as const, seq: Math.max(last, since), more: last < newest },
    frames: upTo(last).slice(since).map(frameAt),
  };
  const lost = since > newest || since < kept;
  give({ type: "caught_up", request: id, answer: lost ? { reset: true, seq: newest, reason: "trimmed" } : ok });
}

function failCatchUp({ world, give }: Page): void {
  if (!world.request) return;
  const { request } = world.request;
  world.request = null;
  give({ type: "catch_up_failed", signedOut: false, retryAfterMs: null, request });
}

function reload({ world, give, look }: Page, succeeds: boolean): void {
  if (!world.reset) return;
  const { request } = world.reset;
  world.reset = null;
  if (!succeeds) {
    give({ type: "reload_failed", request });
    return;
  }
  // A page that answers a reload nobody waits for any more would show a stale view: it is told by the same rule.
  const { feed } = look();
  if (feed.pending === "reload" && feed.request === request) world.screen = upTo(world.newest);
  give({ type: "reloaded", request, seq: world.newest });
}

function strike(page: Page, a: Accident): void {
  const { world, give } = page;
  switch (a.do) {
    case "commit":
      commit(page, a.how);
      break;
    case "deliver_late":
      send(page, world.late.splice(0));
      break;
    case "shuffle_late":
      for (const frame of world.late.splice(0).reverse()) send(page, [frame]);
      break;
    case "cut":
    case "restart":
      cut(page, true);
      break;
    case "cut_unnoticed":
      cut(page, false);
      break;
    case "trim":
      world.kept = world.newest;
      break;
    case "server_reset":
      if (world.socket !== null)
        give({ type: "message", socket: world.socket, message: { kind: "reset", reason: "asked" } });
      break;
    case "open":
      open(page);
      break;
    case "refuse":
      if (world.opening !== null) cut(page, true);
      break;
    case "answer":
      answer(page, 500);
      break;
    case "answer_short":
      answer(page, 1);
      break;
    case "fail":
      failCatchUp(page);
      break;
    case "reload":
    case "reload_fails":
      reload(page, a.do === "reload");
      break;
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
      page.elapse(a.ms);
  }
}

/** The network heals: everything asked for is answered until nothing more is asked. */
function heal(page: Page): void {
  const { world, give, elapse, look } = page;
  if (!look().feed.online) strike(page, { do: "online" });
  if (!look().feed.visible) strike(page, { do: "show" });
  for (let round = 0; round < 60; round++) {
    strike(page, { do: "open" });
    if (world.socket !== null) give({ type: "heard", socket: world.socket });
    strike(page, { do: "answer" });
    strike(page, { do: "reload" });
    // Time passes, so also a connection that died without a word is noticed.
    elapse(3000);
    // A last frame that was lost shows only by the next one.
    if (round === 40) strike(page, { do: "commit", how: "arrives" });
  }
}
