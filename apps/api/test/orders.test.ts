import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { read as open, utils } from "@e965/xlsx";
import { foundOrganisation, nobody, putWorld, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);
let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>>;
beforeAll(async () => {
  server = await startTest();
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
  world = await putWorld(server, alpha.orgId);
});
afterAll(() => server.stopAll());

const read = async <T>(path: string) => (await (await server.call(alpha.people.viewer, "GET", path)).json()) as T;

describe("the list of orders", () => {
  test("is narrowed by shop and by what needs attention, and its total says how many there are", async () => {
    // The one order of this world is a failed sync.
    type List = { items: { id: string; expected: null }[] };
    const ids = async (query: string) => (await read<List>(`/api/orders?${query}`)).items.map((item) => item.id);
    expect(await ids(`connection=${world.channel}`)).toEqual([world.order]);
    expect(await ids("connection=con_none")).toEqual([]);
    expect(await ids("attention=1&sync=failed")).toEqual([world.order]);
    expect(await ids("attention=1&sync=success")).toEqual([]);
    expect(await read<object>("/api/orders/total?attention=1")).toEqual({ n: 1, exact: true });
    expect(await read<object>("/api/orders/total?status=shipped")).toEqual({ n: 0, exact: true });
    expect(await read<object>("/api/orders/counts")).toMatchObject({ total: 1, attention: 1 });
    expect((await server.call(alpha.people.viewer, "GET", "/api/orders?attention=yes")).status).toBe(400);
  });

  test("is exported as an Excel workbook, by a filter or by name, to its own members only", async () => {
    const read = async (answer: Response) => {
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        200,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      ]);
      const { Orders } = open(new Uint8Array(await answer.arrayBuffer())).Sheets;
      return utils.sheet_to_json<Record<string, unknown>>(Orders ?? {}).map((row) => row["Waybill id"]);
    };
    const filtered = await server.call(alpha.people.viewer, "GET", "/api/orders/export.xlsx?sync=failed");
    expect(filtered.headers.get("content-disposition")).toMatch(/filename="orders-\d{4}-\d{2}-\d{2}\.xlsx"$/);
    expect(await read(filtered)).toEqual([world.order]);
    const named = (person: typeof alpha.people.viewer, kind: string, ids: string[]) =>
      server.call(person, "POST", "/api/orders/export", { kind, ids });
    expect(await read(await named(alpha.people.viewer, "xlsx", [world.order, "ord_none"]))).toEqual([world.order]);
    expect(await read(await named(beta.people.owner, "xlsx", [world.order]))).toEqual([]);
    expect(await (await named(alpha.people.viewer, "csv", [world.order])).text()).toContain(world.order);
    expect((await named(alpha.people.viewer, "pdf", [world.order])).status).toBe(400);
    const many = Array.from({ length: 5_000 }, (_, n) => `ord_${n}`);
    expect((await named(alpha.people.viewer, "csv", many)).status).toBe(200);
    expect((await named(alpha.people.viewer, "csv", [...many, "ord_x"])).status).toBe(400);
    expect((await server.call(nobody, "GET", "/api/orders/export.xlsx")).status).toBe(401);
  });

  test("is exported as a CSV file that a spreadsheet opens, to its own members only", async () => {
    const answer = await server.call(alpha.people.viewer, "GET", "/api/orders/export.csv?sync=failed");
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/csv; charset=utf-8; header=present",
    ]);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="orders-\d{4}-\d{2}-\d{2}\.csv"$/);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text.split("\r\n")).toHaveLength(3);
    expect(text).toContain(world.order);

    const theirs = await server.call(beta.people.owner, "GET", `/api/orders/export.csv?ids=${world.order}`);
    expect(await theirs.text()).not.toContain(world.order);
    expect((await server.call(nobody, "GET", "/api/orders/export.csv")).status).toBe(401);
    const many = Array.from({ length: 201 }, (_, n) => `ord_${n}`).join(",");
    expect((await server.call(alpha.people.owner, "GET", `/api/orders/export.csv?ids=${many}`)).status).toBe(400);
  });
});

describe("an order's note", () => {
  test("based on a text that is no longer there is a 409 that brings the stored one", async () => {
    const path = `/api/orders/${world.order}`;
    const write = (body: object) => server.call(alpha.people.agent, "PATCH", path, body);
    expect((await write({ note: "Fragile", basedOn: "" })).status).toBe(200);
    const late = await write({ note: "Gift", basedOn: "" });
    expect(late.status).toBe(409);
    const { error } = (await late.json()) as { error: { code: string; issues: unknown } };
    expect(error).toMatchObject({ code: "note_changed", issues: [{ path: "note", message: "Fragile" }] });
    expect((await write({ note: "Gift", basedOn: "Fragile" })).status).toBe(200);
    expect((await write({ note: "" })).status).toBe(200);
    expect((await read<{ note: string | null }>(path)).note).toBeNull();
  });
});
