// Lists what waits to be shipped, with types from the server's own routes; with --follow also every order that changes.
//   WAYBILL_URL=http://localhost:3000 WAYBILL_KEY=wb_… bun docs/examples/orders.ts --follow
import { hc } from "hono/client";
import type { Api } from "../../apps/api/src/app.ts";

const url = process.env.WAYBILL_URL ?? "http://localhost:3000";
const headers = { authorization: `Bearer ${process.env.WAYBILL_KEY ?? ""}` };
const client = hc<Api>(url, { headers });

const answer = await client.api.orders.$get({ query: { status: ["paid", "processing"], limit: "20" } });
if (!answer.ok) throw new Error(`Waybill answered ${answer.status}: ${await answer.text()}`);
const { items } = await answer.json();
for (const order of items) {
  console.log(order.number, order.customerName ?? "–", order.status);
}
if (process.argv.includes("--follow")) follow();

/** The rule of docs/live.md: a frame counts only if it is the next one; else what was missed is asked for. */
function follow(): void {
  let cursor: number | null = null;
  // In order, one after the other: a message that comes while a gap is being closed waits.
  let work = Promise.resolve();
  // Bun's sockets take headers; the types are a browser's, where the session's cookie does this.
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/live`, { headers } as unknown as string[]);
  socket.onmessage = ({ data }) => {
    // Before it closes, the server says "bye", which is no message.
    if (data === "bye") return;
    const message = JSON.parse(String(data)) as Message;
    work = work.then(() => take(message));
  };
  socket.onclose = ({ code }) => console.log(`The line closed (${code}). Start again to go on.`);

  async function take(message: Message): Promise<void> {
    if (message.kind === "hello") cursor ??= message.seq;
    // Continuity can't be proved: what is on screen must be loaded again, from the top.
    if (message.kind === "reset") socket.close();
    if (message.kind !== "frames" || cursor === null) return;
    const [first] = message.frames;
    if (first && first.seq > cursor + 1) await catchUp();
    for (const frame of message.frames) apply(frame);
  }

  async function catchUp(): Promise<void> {
    const missed = await client.live.events.$get({ query: { since: String(cursor ?? 0) } });
    if (!missed.ok) throw new Error(`Waybill answered ${missed.status}`);
    const answer = await missed.json();
    if (answer.reset) socket.close();
    else for (const frame of answer.frames) apply(frame as Frame);
  }

  function apply({ seq, type, data }: Frame): void {
    if (cursor === null || seq !== cursor + 1) return;
    cursor = seq;
    if (data.order) console.log(type, data.order.number, data.order.status);
  }
}

type Frame = { seq: number; type: string; data: { order?: { number: string; status: string } } };
type Message = { kind: "hello"; seq: number } | { kind: "frames"; frames: Frame[] } | { kind: "reset" };
