import { describe, expect, test } from "bun:test";
import { api, urlOf } from "./api.ts";
import { query } from "./query.ts";

describe("an address", () => {
  test("has its parameters and its query written so that nothing of them is read as more", () => {
    expect(urlOf("/api/orders/:id", { param: { id: "ord_1/..?x" } })).toBe("/api/orders/ord_1%2F..%3Fx");
    expect(urlOf("/api/inbox/:id", { param: { id: 12 } })).toBe("/api/inbox/12");
    expect(urlOf("/api/orders", { query: { status: ["paid", "shipped"], q: "a&b", limit: 50 } })).toBe(
      "/api/orders?status=paid%2Cshipped&q=a%26b&limit=50",
    );
  });

  test("leaves out what is not asked", () => {
    expect(urlOf("/api/orders", { query: { q: "", cursor: null, status: [], from: 0 } })).toBe("/api/orders?from=0");
    expect(query({ a: null, b: undefined, c: "", d: [] })).toBe("");
  });
});

/** Never run: each line that is wrong must stay one for the compiler, or the client has come loose from the routes. */
export const compiled = async () => {
  // @ts-expect-error no such path
  await api.get("/api/order");
  // @ts-expect-error that path is not posted to
  await api.post("/api/orders/:id", { param: { id: "ord_1" } });
  // @ts-expect-error its parameter is missing
  await api.get("/api/orders/:id");
  // @ts-expect-error no such filter
  await api.get("/api/orders", { query: { stat: "paid" } });
  // @ts-expect-error not one of the choices
  await api.get("/api/orders", { query: { attention: "yes" } });
  // @ts-expect-error the body lacks its name
  await api.post("/api/organisations", { json: {} });
  // @ts-expect-error not a status that can be set
  await api.put("/api/orders/:id/status", { param: { id: "ord_1" }, json: { status: "lost" } });
  const { order, lines, detail } = await api.get("/api/orders/:id", { param: { id: "ord_1" } });
  // @ts-expect-error an order has no such field
  order.colour;
  // @ts-expect-error nor have its lines
  lines[0]?.colour;
  // @ts-expect-error its detail may be unknown yet
  detail.shippingMethod;
  // @ts-expect-error of three nouns with one shape, still that shape
  (await api.get("/api/carriers" as "/api/carriers" | "/api/platforms")).items[0]?.colour;
  const sessions = await api.get("/api/auth/list-sessions");
  // @ts-expect-error better-auth's answers are typed too
  sessions[0]?.colour;
};
