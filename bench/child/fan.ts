// One topic, many sockets: the real hub (`hub`), or nothing but `server.publish` (`bare`). One frame per turn of the loop.
import type { Frame } from "@waybill/domain/frame";
import { makeBunHub, type SocketData } from "../../apps/api/src/hub/bun.ts";
import { frameMessages, helloMessage } from "../../apps/api/src/hub/message.ts";
import { clock } from "../lib/load.ts";

const topic = "org:bench" as const;
const isHub = process.env.FAN_MODE === "hub";
const hub = makeBunHub();
const frameOf = (seq: number): Frame => {
  return {
    seq: 1e9 + seq,
    type: "shipment.updated",
    at: Date.now(),
    stream: "shp_bench",
    data: { text: "x".repeat(80) },
  };
};

const server = Bun.serve<SocketData>({
  port: 0,
  hostname: "127.0.0.1",
  fetch(request, running) {
    const data: SocketData = { topic, hello: () => Promise.resolve(0) };
    const opened = isHub ? hub.upgrade(running, request, data) : running.upgrade(request, { data });
    return opened ? undefined : new Response(null, { status: 400 });
  },
  websocket: isHub
    ? hub.websocket
    : {
        perMessageDeflate: false,
        open(socket) {
          socket.subscribe(topic);
          socket.send(helloMessage(0, Date.now()));
        },
        message: () => undefined,
      },
});
hub.attach(server);

async function publish(count: number): Promise<object> {
  const startedAt = clock();
  for (let i = 0; i < count; i++) {
    if (isHub) hub.publish(topic, [frameOf(i)]);
    else for (const message of frameMessages([frameOf(i)])) server.publish(topic, message);
    await new Promise(setImmediate);
  }
  return { startedAt };
}

process.on("message", ({ count }: { count: number }) => void publish(count).then((done) => process.send?.(done)));
process.on("SIGTERM", () => process.exit(0));
process.send?.({ port: server.port });
