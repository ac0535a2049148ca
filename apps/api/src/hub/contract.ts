import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { LiveMessage } from "@waybill/domain/live/events";
import { readLiveMessage } from "@waybill/domain/live/message";
import { follow, until } from "./testing.ts";

/** A runtime that serves the hub's test routes (`testing-routes.ts`, `testing-worker.ts`). */
type HubUnderTest = { url: string; close: () => Promise<void> };

/** What every hub promises, whatever it runs on. `clients` is how many followers the gap test starts. */
export function testHubContract(options: {
  name: string;
  start: () => Promise<HubUnderTest>;
  clients: number;
  skip?: string;
}): void {
  describe.skipIf(options.skip !== undefined)(
    `hub on ${options.name}${options.skip ? ` (${options.skip})` : ""}`,
    () => {
      let hub: HubUnderTest;
      beforeAll(async () => {
        hub = await options.start();
      }, 60_000);
      afterAll(async () => hub?.close());
      const talk = talkTo(() => hub.url);
      testFrames(talk);
      testWords(talk);
      testLoad(talk, options.clients);
    },
  );
}

type Talk = ReturnType<typeof talkTo>;

/** A client's side of the hub under test, whose address is known once it has started. */
function talkTo(url: () => string) {
  const socketUrl = (query: string) => `${url().replace(/^http/, "ws")}/live?${query}`;
  const commit = async (query: string) => {
    const answer = await fetch(`${url()}/commit?${query}`, { method: "POST" });
    expect(answer.status).toBe(200);
  };
  /** A socket that only listens and remembers. */
  async function listen(query: string) {
    const socket = new WebSocket(socketUrl(query));
    const raw: string[] = [];
    const closed: number[] = [];
    socket.onmessage = (event) => raw.push(String(event.data));
    socket.onclose = (event) => closed.push(event.code);
    const messages = () => raw.map(readLiveMessage).filter((message): message is LiveMessage => message !== null);
    const seqs = () =>
      messages().flatMap((message) => (message.kind === "frames" ? message.frames.map((f) => f.seq) : []));
    const hello = () => messages().find((message) => message.kind === "hello");
    if (!query.includes("wait=")) await until("a hello", () => hello() !== undefined);
    else {
      // In the middle of the handshake, whichever step of it this hub takes first.
      await new Promise((done) => setTimeout(done, 100));
    }
    return { socket, raw, closed, messages, seqs, hello };
  }
  return { url, socketUrl, commit, listen };
}

/** Who gets which frames, in which order, with nothing missing at the start. */
function testFrames(hub: Talk): void {
  test("the first word is hello with the newest seq, then every frame in order", async () => {
    await hub.commit("org=first&count=3");
    const one = await hub.listen("org=first");
    expect(one.messages()[0]).toMatchObject({ kind: "hello", seq: 3 });
    await hub.commit("org=first&count=2");
    await hub.commit("org=first&count=1");
    await until("three frames", () => one.seqs().length === 3);
    expect(one.seqs()).toEqual([4, 5, 6]);
    one.socket.close();
  });

  test("frames published in one turn are one message", async () => {
    const one = await hub.listen("org=merged");
    await hub.commit("org=merged&count=16");
    await until("16 frames", () => one.seqs().length === 16);
    expect(one.messages().filter((message) => message.kind === "frames").length).toBe(1);
    one.socket.close();
  });

  test("each topic is alone: another organisation and a parcel's page hear nothing of it", async () => {
    const seller = await hub.listen("org=alone");
    const stranger = await hub.listen("org=other");
    const customer = await hub.listen("org=alone&track=shp_1");
    const neighbour = await hub.listen("org=alone&track=shp_2");
    await hub.commit("org=alone&count=1");
    await hub.commit("org=alone&count=1&track=shp_1");
    await until("the customer's frame", () => customer.seqs().length > 0 && seller.seqs().length === 2);
    await hub.commit("org=other&count=1");
    await until("the stranger's own frame", () => stranger.seqs().length > 0);
    expect([seller.seqs(), customer.seqs(), stranger.seqs(), neighbour.seqs()]).toEqual([[1, 2], [2], [1], []]);
    for (const { socket } of [seller, stranger, customer, neighbour]) socket.close();
  });

  test("nothing falls between the handshake and the hello, however late its seq is read or told", async () => {
    for (const wait of ["before", "after"]) {
      const one = await hub.listen(`org=race-${wait}&wait=${wait}`);
      await hub.commit(`org=race-${wait}&count=3`);
      await until("a hello", () => one.hello() !== undefined);
      await hub.commit(`org=race-${wait}&count=1`);
      await until("the last frame", () => one.seqs().includes(4));
      const hello = one.hello();
      const received = new Set(one.seqs());
      const missed = [1, 2, 3, 4].filter(
        (seq) => !received.has(seq) && seq > (hello?.kind === "hello" ? hello.seq : 0),
      );
      expect({ wait, missed }).toEqual({ wait, missed: [] });
      one.socket.close();
    }
  });
}

/** What is said besides frames: bye, pong, and the close of who talks too much. */
function testWords(hub: Talk): void {
  test("where the seq cannot be read the client is told to come back, and the socket closes", async () => {
    const one = await hub.listen("org=broken&wait=fails");
    await until("a bye", () => one.raw.includes("bye"));
    await until("the closing handshake", () => one.socket.readyState >= WebSocket.CLOSING);
    expect(one.raw).toEqual(["bye"]);
    // workerd keeps the line open for a while after the close frame, and the event with the code waits for its end.
    expect([[], [1011]]).toContainEqual(one.closed);
  });

  test("a ping is answered; any other word closes the socket", async () => {
    const one = await hub.listen("org=talk");
    one.socket.send("ping");
    await until("a pong", () => one.raw.includes("pong"));
    one.socket.send('{"kind":"hello"}');
    await until("a close", () => one.closed.length > 0);
    expect(one.closed).toEqual([1003]);
    const two = await hub.listen("org=talk");
    two.socket.send(new Uint8Array([1, 2, 3]));
    await until("a close", () => two.closed.length > 0);
    expect(two.closed).toEqual([1003]);
  });
}

/** Many frames at once, and many clients that lose their line. */
function testLoad(hub: Talk, clients: number): void {
  test("a burst of 2,000 frames of 1 KB reaches a reading client complete, in messages of bearable size", async () => {
    const one = await hub.listen("org=burst");
    await hub.commit("org=burst&count=2000&size=1000");
    await until("the last frame", () => one.seqs().at(-1) === 2000, 10_000);
    expect(one.seqs()).toEqual(Array.from({ length: 2000 }, (_, index) => index + 1));
    expect(Math.max(...one.raw.map((text) => text.length))).toBeLessThan(256 * 1024);
    one.socket.close();
  });

  test(`${clients} clients with random cuts end with the identical, gap-free list`, async () => {
    const followers = Array.from({ length: clients }, () =>
      follow({
        socketUrl: hub.socketUrl("org=crowd"),
        catchUpUrl: `${hub.url()}/live/events?org=crowd`,
        // Shorter waits than a browser's: the rule is the same, the test is quicker.
        random: () => Math.random() / 10,
      }),
    );
    const total = 300;
    for (let done = 0; done < total; done += 10) {
      await hub.commit("org=crowd&count=10");
      for (const client of followers) if (Math.random() < 0.08) client.cut();
    }
    const all = Array.from({ length: total }, (_, index) => index + 1);
    try {
      await until("everybody's last event", () => followers.every((client) => client.seen.at(-1) === total), 15_000);
      for (const client of followers)
        expect({ seen: client.seen, wrong: client.wrong }).toEqual({ seen: all, wrong: [] });
    } finally {
      for (const client of followers) client.close();
    }
  }, 30_000);
}
