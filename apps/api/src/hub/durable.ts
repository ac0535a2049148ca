import type { Frame } from "@waybill/domain/frame";
import type { Hub, HubTopic } from "@waybill/engine/core/context";
import type { LiveSocket } from "../live.ts";
import { BYE, CLOSE, frameMessages, helloMessage, PING, PONG, renewAt } from "./message.ts";
import type { ObjectNamespace, ObjectState, WorkerSocket } from "./workers-types.ts";

declare const WebSocketPair: new () => { 0: WorkerSocket; 1: WorkerSocket };
declare const WebSocketRequestResponsePair: new (request: string, response: string) => object;

/** What survives hibernation with each socket. */
type Attachment = { renewAt: number };
type Publication = { topic: HubTopic; messages: string[] };

/** A client that used to ping and has been silent for this long reads no more: a hidden tab still pings every minute. */
const SILENT_MS = 3 * 60_000;
/** Only the Worker reaches an object, so the host is a name for people. */
const OBJECT = "https://hub";

/**
 * The hub of one organisation on Workers: a Durable Object that holds its sockets, the sellers' and its parcels' public
 * ones, and sleeps between messages without dropping them. It keeps no state of its own: the log is the only truth.
 */
export class HubObject {
  readonly #state: ObjectState;

  constructor(state: ObjectState) {
    this.#state = state;
    // Answered by the runtime while the object sleeps.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
  }

  /** Calls of `makeDurableHub` and `upgradeDurable`; nobody else can reach an object. */
  async fetch(request: Request): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case "/socket":
        return this.#accept(request);
      case "/hello":
        return this.#hello((await request.json()) as { socket: string; seq: number });
      default:
        return this.#publish((await request.json()) as Publication[]);
    }
  }

  webSocketMessage(socket: WorkerSocket): void {
    socket.close(CLOSE.unsupported, "one way");
  }

  webSocketClose(socket: WorkerSocket, code: number): void {
    // Completes the closing handshake; 1005 and 1006 are codes that nobody may send.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #accept(request: Request): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    const topic = request.headers.get("x-waybill-topic") ?? "";
    const name = request.headers.get("x-waybill-socket") ?? "";
    this.#state.acceptWebSocket(server, [topic, name]);
    server.serializeAttachment({ renewAt: renewAt(Date.now(), Math.random()) } satisfies Attachment);
    return new Response(null, { status: 101, webSocket: client } as ResponseInit);
  }

  #hello({ socket, seq }: { socket: string; seq: number }): Response {
    for (const open of this.#state.getWebSockets(socket)) {
      if (seq < 0) farewell(open, CLOSE.broken, "hello");
      else send(open, helloMessage(seq, Date.now()));
    }
    return new Response(null, { status: 204 });
  }

  #publish(publications: readonly Publication[]): Response {
    const at = Date.now();
    for (const { topic, messages } of publications) {
      for (const socket of this.#state.getWebSockets(topic)) {
        const pinged = this.#state.getWebSocketAutoResponseTimestamp(socket);
        if (at >= (socket.deserializeAttachment() as Attachment).renewAt) farewell(socket, CLOSE.renew, "renew");
        else if (pinged !== null && at - pinged.getTime() > SILENT_MS) farewell(socket, CLOSE.slow, "slow");
        else for (const message of messages) send(socket, message);
      }
    }
    return Response.json({ sockets: this.#state.getWebSockets().length });
  }
}

function farewell(socket: WorkerSocket, code: number, reason: string): void {
  send(socket, BYE);
  socket.close(code, reason);
}

/** A socket that closes at this moment must not keep the others from hearing. */
function send(socket: WorkerSocket, message: string): void {
  try {
    socket.send(message);
  } catch {
    // Its close event follows, or has been handled.
  }
}

/**
 * The hub as one request of a Worker sees it. What the request publishes in one turn travels as one call to the
 * organisation's object, in `defer`. A public topic names no organisation: it goes to the object of the organisation whose
 * topic was published before it, which is how `append` publishes.
 *
 * `sockets()` is what the objects called by this request last said: no Worker sees them all.
 *
 * @example const hub = makeDurableHub(env.HUB, (work) => context.waitUntil(work));
 */
export function makeDurableHub(namespace: ObjectNamespace, defer: (work: Promise<unknown>) => void): Hub {
  const counted = new Map<string, number>();
  let waiting = new Map<string, Map<HubTopic, Frame[]>>();
  let orgId: string | null = null;

  async function flush(): Promise<void> {
    const organisations = waiting;
    waiting = new Map();
    await Promise.all(
      [...organisations].map(async ([org, topics]) => {
        const publications = [...topics].map(([topic, frames]) => ({ topic, messages: frameMessages(frames) }));
        const answer = await callTwice(namespace, org, "/publish", publications);
        counted.set(org, ((await answer.json()) as { sockets: number }).sockets);
      }),
    );
  }

  return {
    publish(topic, frames) {
      if (topic.startsWith("org:")) orgId = topic.slice(4);
      if (orgId === null) throw new Error(`${topic} was published before the topic of its organisation.`);
      if (frames.length === 0) return;
      if (waiting.size === 0) defer(Promise.resolve().then(flush));
      const topics = waiting.get(orgId) ?? new Map<HubTopic, Frame[]>();
      waiting.set(orgId, topics.set(topic, [...(topics.get(topic) ?? []), ...frames]));
    },
    sockets: () => [...counted.values()].reduce((sum, count) => sum + count, 0),
    close: flush,
  };
}

/**
 * Hands an authorised handshake to the organisation's object. The seq of the hello is read once the object has accepted
 * the socket, so no event falls between: whatever is committed later is published to it.
 *
 * @example return upgradeDurable({ namespace: env.HUB, socket: grant.socket, defer });
 */
export async function upgradeDurable(input: {
  namespace: ObjectNamespace;
  socket: LiveSocket;
  defer: (work: Promise<unknown>) => void;
}): Promise<Response> {
  const { namespace, defer } = input;
  const { topic, orgId, hello } = input.socket;
  const name = `socket:${crypto.randomUUID()}`;
  const headers = { upgrade: "websocket", "x-waybill-topic": topic, "x-waybill-socket": name };
  const response = await namespace.get(namespace.idFromName(orgId)).fetch(`${OBJECT}/socket`, { headers });
  const greet = async () => {
    const seq = await hello().catch(() => -1);
    await callTwice(namespace, orgId, "/hello", { socket: name, seq });
  };
  defer(greet());
  return response;
}

/** A deployment or a move restarts an object under a call: once more is enough, and saying it twice does no harm. */
async function callTwice(namespace: ObjectNamespace, org: string, path: string, body: unknown): Promise<Response> {
  const call = () => {
    const init = { method: "POST", body: JSON.stringify(body) };
    return namespace.get(namespace.idFromName(org)).fetch(OBJECT + path, init);
  };
  const first = await call().catch(() => null);
  return first?.ok ? first : call();
}
