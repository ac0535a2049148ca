import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { foundOrganisation, makeKeyFor, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);
let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;
beforeAll(async () => {
  server = await startTest();
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
});
afterAll(() => server.stopAll());

type View = { id: string; name: string; query: string; shared: boolean };
const late = { place: "orders", name: "Late", query: "?status=shipped&open=ord_1" };

describe("saved views", () => {
  test("a viewer keeps their own and no shared one; an agent keeps both; a key keeps shared ones only", async () => {
    const { viewer, agent, owner } = alpha.people;
    const key = await makeKeyFor(server, owner, "agent");
    const save = async (who: Parameters<TestServer["call"]>[0], shared: boolean) =>
      (await server.call(who, "POST", "/api/views", { ...late, shared })).status;
    expect(await save(viewer, false)).toBe(201);
    expect(await save(viewer, true)).toBe(403);
    expect(await save(agent, true)).toBe(201);
    expect(await save(key, true)).toBe(201);
    expect(await save(key, false)).toBe(422);
    const seen = (await (await server.call(viewer, "GET", "/api/views?place=orders")).json()) as { items: View[] };
    expect(seen.items.map(({ shared, query }) => [shared, query])).toEqual([
      [true, "status=shipped"],
      [true, "status=shipped"],
      [false, "status=shipped"],
    ]);
    expect(await (await server.call(viewer, "GET", "/api/views?place=shipments")).json()).toEqual({
      items: [],
      next: null,
    });
  });

  test("another organisation's view is answered like one that is not there", async () => {
    const { owner } = alpha.people;
    const made = await server.call(owner, "POST", "/api/views", { ...late, shared: true });
    const { id } = (await made.json()) as View;
    const answer = async (method: string, view: string) => {
      const body = method === "PATCH" ? { name: "Taken" } : undefined;
      const { status } = await server.call(beta.people.owner, method, `/api/views/${view}`, body);
      return status;
    };
    for (const method of ["PATCH", "DELETE"])
      expect([await answer(method, id), await answer(method, "view_none")]).toEqual([404, 404]);
    expect((await server.call(owner, "PATCH", `/api/views/${id}`, { name: "Mine" })).status).toBe(200);
    expect((await server.call(owner, "DELETE", `/api/views/${id}`)).status).toBe(200);
    expect((await server.call(owner, "DELETE", `/api/views/${id}`)).status).toBe(404);
  });

  test("filters that are none, too long or not plain are refused in words", async () => {
    for (const query of ["", `q=${"x".repeat(550)}`, "a-b=1"]) {
      const answer = await server.call(alpha.people.owner, "POST", "/api/views", { ...late, query, shared: true });
      const { error } = (await answer.json()) as { error: { message: string } };
      expect([query.slice(0, 5), answer.status, error.message.length > 10]).toEqual([query.slice(0, 5), 422, true]);
    }
  });
});
