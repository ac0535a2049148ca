import type { Frame } from "@waybill/domain/frame";
import type { Hub, HubTopic } from "@waybill/engine/core/context";
import type { Server, ServerWebSocket, WebSocketHandler } from "bun";
import { BYE, CLOSE, frameMessages, helloMessage, MAX_CLIENT_MESSAGE, PING, PONG, renewAt } from "./message.ts";

/** What a socket carries from its handshake. */
export type SocketData = {
  topic: HubTopic;
  /** Reads the topic's current seq; called once the socket is subscribed, so that no event falls between. */
  hello: () => Promise<number>;
  /** The user or key whose rights it rests on. */
  who?: string;
  /** When it must authenticate again (ms); the hub fills it in. */
  renewAt?: number;
};
type Socket = ServerWebSocket<SocketData>;

export type BunHub = Hub & {
  /** For `Bun.serve({ websocket })`. */
  websocket: WebSocketHandler<SocketData>;
  /** The server to publish through; what is published before has no listeners and is dropped. */
  attach: (server: Server<SocketData>) => void;
  /** Sends the sockets of a user or key back to the handshake: their rights changed. */
  cut: (who: string) => void;
  /** Turns an authorised request into a socket; false when it is not a WebSocket handshake. */
  upgrade: (server: Server<SocketData>, request: Request, data: SocketData) => boolean;
};

type BunHubOptions = {
  /** Bytes that may wait for one socket before it is cut off; 1 MiB. */
  maxBuffered?: number;
  /** UTC ms. */
  now?: () => number;
  random?: () => number;
};

/** How often sockets are looked over for slowness and age, at most, and only while something is published. */
const SWEEP_MS = 1000;

/**
 * The hub of one Bun process, on native publish. Frames of a topic published in one turn of the loop travel as one
 * message: sixteen times cheaper than one by one (docs/performance.md#sockets). A socket that can't keep up is cut off and
 * resumes by catch-up: nobody waits for it, and its buffer cannot grow.
 *
 * @example
 * const hub = makeBunHub();
 * const server = Bun.serve({ websocket: hub.websocket, fetch: (request, server) => … hub.upgrade(server, request, data) });
 * hub.attach(server);
 */
export function makeBunHub(options: BunHubOptions = {}): BunHub {
  const { maxBuffered = 1024 * 1024, now = Date.now, random = Math.random } = options;
  const open = new Set<Socket>();
  let server: Server<SocketData> | null = null;
  let waiting = new Map<HubTopic, Frame[]>();
  let scheduled = false;
  let sweptAt = 0;

  function flush(): void {
    scheduled = false;
    const topics = waiting;
    waiting = new Map();
    if (server === null) return;
    for (const [topic, frames] of topics) {
      if (server.subscriberCount(topic) === 0) continue;
      for (const message of frameMessages(frames)) server.publish(topic, message);
    }
    sweep();
  }

  function sweep(): void {
    const at = now();
    if (at - sweptAt < SWEEP_MS) return;
    sweptAt = at;
    for (const socket of open) {
      // Half full is slow: said politely before the runtime's own limit cuts the line without a word.
      if (socket.getBufferedAmount() > maxBuffered / 2) socket.close(CLOSE.slow, "slow");
      else if (at >= (socket.data.renewAt ?? 0)) farewell(socket, CLOSE.renew, "renew");
    }
  }

  async function greet(socket: Socket): Promise<void> {
    try {
      const seq = await socket.data.hello();
      if (open.has(socket)) socket.send(helloMessage(seq, now()));
    } catch {
      farewell(socket, CLOSE.broken, "hello");
    }
  }

  return {
    publish(topic, frames) {
      if (frames.length === 0) return;
      const list = waiting.get(topic);
      if (list) list.push(...frames);
      else waiting.set(topic, [...frames]);
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    },
    sockets: () => open.size,
    close() {
      flush();
      for (const socket of open) farewell(socket, CLOSE.restart, "restart");
      return Promise.resolve();
    },
    cut(who) {
      for (const socket of open) if (socket.data.who === who) farewell(socket, CLOSE.renew, "renew");
    },
    attach(running) {
      server = running;
    },
    upgrade: (running, request, data) =>
      running.upgrade(request, { data: { ...data, renewAt: renewAt(now(), random()) } }),
    websocket: socketHandler({ open, maxBuffered, greet }),
  };
}

type Handling = { open: Set<Socket>; maxBuffered: number; greet: (socket: Socket) => Promise<void> };

/** A socket listens and is listened to for pings only. */
function socketHandler({ open, maxBuffered, greet }: Handling): WebSocketHandler<SocketData> {
  return {
    backpressureLimit: maxBuffered,
    closeOnBackpressureLimit: true,
    maxPayloadLength: MAX_CLIENT_MESSAGE,
    // Pings keep proxies from closing a quiet line and find a dead one.
    idleTimeout: 60,
    sendPings: true,
    perMessageDeflate: false,
    open(socket) {
      open.add(socket);
      socket.subscribe(socket.data.topic);
      void greet(socket);
    },
    message(socket, message) {
      if (message === PING) socket.send(PONG);
      else socket.close(CLOSE.unsupported, "one way");
    },
    close(socket) {
      open.delete(socket);
    },
  };
}

function farewell(socket: Socket, code: number, reason: string): void {
  socket.send(BYE);
  socket.close(code, reason);
}
