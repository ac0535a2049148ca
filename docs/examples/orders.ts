// Lists what waits to be shipped and follows it live, with types from the server's own routes.
//   WAYBILL_URL=http://localhost:3000 WAYBILL_KEY=wb_… bun docs/examples/orders.ts
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
