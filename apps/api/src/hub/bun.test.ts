import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { makeBunHub, type SocketData } from "./bun.ts";
import { testHubContract } from "./contract.ts";
import { CLOSE, LIFETIME_MS } from "./message.ts";
import { makeFrame, makeTestLog, until } from "./testing.ts";
import { testRoutes } from "./testing-routes.ts";

function serve(options: Parameters<typeof makeBunHub>[0] = {}) {
  const log = makeTestLog();
  const hub = makeBunHub(options);
  const server = Bun.serve<SocketData>({
    port: 0,
    hostname: "127.0.0.1",
    websocket: hub.websocket,
    fetch: (request, server) =>
      testRoutes({
        ...{ request, hub, log },
        upgrade: (socket) => (hub.upgrade(server, request, socket) ? undefined : new Response(null, { status: 400 })),
      }),
  });
  hub.attach(server);
  const close = async () => {
    await hub.close();
    await server.stop(true);
  };
  return { hub, log, url: `http://127.0.0.1:${server.port}`, port: Number(server.port), close };
}

testHubContract({ name: "Bun", clients: 100, start: async () => serve() });

const HANDSHAKE = [
  ...["GET /live?org=slow HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade"],
  // The nonce is RFC 6455's own sample.
  ...["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", ""],
].join("\r\n");

/** A client that shakes hands and then never reads. */
async function deaf(port: number) {
  const socket = connect(port, "127.0.0.1");
  await new Promise<void>((ready) => socket.on("connect", ready));
  socket.write(HANDSHAKE);
  await new Promise<void>((ready) => socket.once("data", () => ready()));
  socket.pause();
  return socket;
}

describe("the Bun hub's own promises", () => {
  test("a socket that does not read is cut off, its buffer bounded, and its neighbours hear everything", async () => {
    // The clock stands still, so that the look-over for slow sockets does not come first.
    const app = serve({ maxBuffered: 256 * 1024, now: () => 0 });
    const slow = await deaf(app.port);
    const quick = new WebSocket(`ws://127.0.0.1:${app.port}/live?org=slow`);
    let received = 0;
    quick.onmessage = (event) => {
      const message = JSON.parse(String(event.data)) as { frames?: unknown[] };
      received += message.frames?.length ?? 0;
    };
    await until("both sockets", () => app.hub.sockets() === 2);
    let sent = 0;
    // The system's own buffers take several megabytes first; far beyond them the cut must have come.
    while (app.hub.sockets() === 2 && sent < 60_000) {
      app.log.commit(app.hub, { org: "slow", count: 50, size: 1000 });
      sent += 50;
      await until("the neighbour", () => received === sent);
    }
    expect(app.hub.sockets()).toBe(1);
    expect(received).toBe(sent);
    slow.destroy();
    quick.close();
    await app.close();
  });

  test("a socket that falls behind without overflowing is told 4008 and may come back", async () => {
    let now = 0;
    const app = serve({ maxBuffered: 16 * 1024 * 1024, now: () => now });
    const slow = await deaf(app.port);
    await until("the socket", () => app.hub.sockets() === 1);
    for (let i = 0; i < 16; i++) {
      app.log.commit(app.hub, { org: "slow", count: 1000, size: 1000 });
      await Bun.sleep(1);
    }
    expect(app.hub.sockets()).toBe(1);
    now += 2000;
    app.log.commit(app.hub, { org: "slow", count: 1 });
    let tail = Buffer.alloc(0);
    slow.on("data", (bytes: Buffer) => {
      tail = Buffer.concat([tail, bytes]).subarray(-64);
    });
    slow.resume();
    await until("the cut", () => app.hub.sockets() === 0);
    await until("the close frame", () => tail.includes("slow"));
    // A close frame's payload begins with its code, big-endian (RFC 6455 §5.5.1).
    expect(tail.readUInt16BE(tail.indexOf("slow") - 2)).toBe(CLOSE.slow);
    slow.destroy();
    await app.close();
  });

  test("an old handshake must be renewed, at the next thing that is published", async () => {
    let now = 0;
    const app = serve({ now: () => now, random: () => 0 });
    const codes: number[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/live?org=old`);
    socket.onclose = (event) => codes.push(event.code);
    await until("the socket", () => app.hub.sockets() === 1);
    now = LIFETIME_MS - 1;
    app.log.commit(app.hub, { org: "old", count: 1 });
    await Bun.sleep(20);
    expect(codes).toEqual([]);
    now = LIFETIME_MS + 1000;
    app.log.commit(app.hub, { org: "old", count: 1 });
    await until("the close", () => codes.length > 0);
    expect(codes).toEqual([CLOSE.renew]);
    await app.close();
  });

  test("a shutdown sends what waits and says 1012, so that clients come back", async () => {
    const app = serve();
    const codes: number[] = [];
    const received: string[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/live?org=end`);
    socket.onclose = (event) => codes.push(event.code);
    socket.onmessage = (event) => received.push(String(event.data));
    await until("the hello", () => received.length === 1);
    app.hub.publish("org:end", [makeFrame(1)]);
    await app.hub.close();
    await until("the close", () => codes.length > 0);
    const kinds = received.map((text) => (text === "bye" ? text : (JSON.parse(text) as { kind: string }).kind));
    expect({ codes, kinds }).toEqual({ codes: [CLOSE.restart], kinds: ["hello", "frames", "bye"] });
    await app.close();
  });
});
