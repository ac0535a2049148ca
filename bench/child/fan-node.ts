// The same fan-out with `ws` on Node 22, which reads this file by stripping its types: nothing of Bun here, no other imports.
import { setImmediate as turn } from "node:timers/promises";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
const hello = JSON.stringify({ kind: "hello", seq: 0, at: Date.now() });
server.on("connection", (socket) => socket.send(hello));

function messageOf(seq: number): string {
  const data = { text: "x".repeat(80) };
  const frame = { seq: 1e9 + seq, type: "shipment.updated", at: Date.now(), stream: "shp_bench", data };
  return JSON.stringify({ kind: "frames", frames: [frame] });
}

process.on("message", async (question: { count: number }) => {
  const startedAt = performance.timeOrigin + performance.now();
  for (let i = 0; i < question.count; i++) {
    const message = messageOf(i);
    for (const socket of server.clients) socket.send(message);
    await turn();
  }
  process.send?.({ startedAt });
});
process.on("SIGTERM", () => process.exit(0));
server.on("listening", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
