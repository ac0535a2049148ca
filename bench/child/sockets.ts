// Many raw WebSocket clients in one process; they count messages and read nothing else.
import { frameCounter } from "../lib/frames.ts";
import { clock } from "../lib/load.ts";

type SocketsQuestion =
  | { kind: "open"; port: number; sockets: number }
  | { kind: "wait"; messages: number; withinMs: number };

const AT_ONCE = 250;
const END_OF_HEAD = Buffer.from("\r\n\r\n");
const HANDSHAKE = [
  "GET /live HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "Sec-WebSocket-Version: 13",
];
let received = 0;
let wanted = Number.POSITIVE_INFINITY;
let reached: () => void = () => undefined;

function lastReceived(messages: number): void {
  received += messages;
  if (received >= wanted) reached();
}

async function openOne(port: number): Promise<void> {
  const count = frameCounter();
  let head: Buffer | null = Buffer.alloc(0);
  const open = Promise.withResolvers<void>();
  await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      open: (socket) => void socket.write(`${HANDSHAKE.join("\r\n")}\r\n\r\n`),
      data(_, chunk) {
        if (head === null) return lastReceived(count(chunk));
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return;
        if (!head.toString("latin1", 0, 12).endsWith(" 101")) open.reject(new Error("A socket was refused."));
        open.resolve();
        const rest = Buffer.from(head.subarray(end + END_OF_HEAD.length));
        head = null;
        if (rest.length > 0) lastReceived(count(rest));
      },
      close: () => open.reject(new Error("A socket was closed.")),
      error: (_, error) => open.reject(error),
    },
  });
  await open.promise;
}

async function waitFor(messages: number, withinMs: number): Promise<object> {
  const arrived = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), withinMs);
    reached = () => {
      clearTimeout(timer);
      resolve(true);
    };
  });
  wanted = messages;
  lastReceived(0);
  const whole = await arrived;
  const finishedAt = clock();
  const got = received;
  received -= messages;
  wanted = Number.POSITIVE_INFINITY;
  return { finishedAt, whole, received: got };
}

async function answer(question: SocketsQuestion): Promise<object> {
  if (question.kind === "wait") return waitFor(question.messages, question.withinMs);
  for (let i = 0; i < question.sockets; i += AT_ONCE) {
    const few = Math.min(AT_ONCE, question.sockets - i);
    await Promise.all(Array.from({ length: few }, () => openOne(question.port)));
  }
  // Each is greeted once.
  return waitFor(question.sockets, 30_000);
}

process.on("message", (question: SocketsQuestion) => {
  answer(question).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`sockets: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on("SIGTERM", () => process.exit(0));
process.send?.({ ready: true });
