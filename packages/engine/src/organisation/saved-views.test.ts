import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld } from "../testing/world.ts";
import { changeView, deleteView, listViews, saveView, type Viewer, viewQuery } from "./saved-views.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());

const ctx = () => world.ctx;
const agent: Viewer = { orgId: ORG, userId: "usr_agent", mayShare: true };
const viewer: Viewer = { orgId: ORG, userId: "usr_viewer", mayShare: false };
const key: Viewer = { orgId: ORG, userId: null, mayShare: true };
const stranger: Viewer = { orgId: "org_b", userId: "usr_b", mayShare: true };
const orders = { place: "orders" as const };
const late = { ...orders, name: "Late", query: "status=shipped" };

describe("saved views", () => {
  test("everybody sees shared ones; one's own are one's own", async () => {
    const shared = await saveView(ctx(), { ...agent, ...late, shared: true });
    const own = await saveView(ctx(), { ...viewer, ...late, name: "Mine", shared: false });
    const seen = async (who: Viewer) => (await listViews(ctx(), { ...who, ...orders })).map((view) => view.id);
    expect(await seen(viewer)).toEqual([shared.id, own.id]);
    expect(await seen(agent)).toEqual([shared.id]);
    expect(await seen(key)).toEqual([shared.id]);
    expect(await seen(stranger)).toEqual([]);
    expect(await listViews(ctx(), { ...agent, place: "shipments" })).toEqual([]);
  });

  test("who may not work on orders keeps views for themselves only; a key makes shared ones only", async () => {
    await expect(saveView(ctx(), { ...viewer, ...late, shared: true })).rejects.toMatchObject({ status: 403 });
    await expect(saveView(ctx(), { ...key, ...late, shared: false })).rejects.toMatchObject({ status: 422 });
    const shared = await saveView(ctx(), { ...key, ...late, shared: true });
    await expect(changeView(ctx(), { ...viewer, id: shared.id, name: "x" })).rejects.toMatchObject({ status: 403 });
    await expect(deleteView(ctx(), { ...viewer, id: shared.id })).rejects.toMatchObject({ status: 403 });
  });

  test("another's own view, and another organisation's, are not there", async () => {
    const own = await saveView(ctx(), { ...agent, ...late, shared: false });
    const shared = await saveView(ctx(), { ...agent, ...late, shared: true });
    for (const [who, id] of [
      [viewer, own.id],
      [key, own.id],
      [stranger, own.id],
      [stranger, shared.id],
      [agent, "view_none"],
    ] as const) {
      await expect(changeView(ctx(), { ...who, id, name: "x" })).rejects.toMatchObject({ code: "view_not_found" });
      await expect(deleteView(ctx(), { ...who, id })).rejects.toMatchObject({ code: "view_not_found", status: 404 });
    }
    expect(await listViews(ctx(), { ...agent, ...orders })).toHaveLength(2);
  });

  test("is renamed, given other filters, and deleted", async () => {
    const { id } = await saveView(ctx(), { ...agent, ...late, shared: true });
    await changeView(ctx(), { ...agent, id, name: "Later", query: "?sync=failed" });
    expect(await listViews(ctx(), { ...viewer, ...orders })).toEqual([
      { id, place: "orders", name: "Later", query: "sync=failed", shared: true },
    ]);
    await deleteView(ctx(), { ...agent, id });
    expect(await listViews(ctx(), { ...viewer, ...orders })).toEqual([]);
  });

  test("fifty at most for everybody and for each person, also when they are saved at once", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => saveView(ctx(), { ...agent, ...late, name: `v${n}`, shared: false })),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(50);
    await saveView(ctx(), { ...viewer, ...late, shared: false });
    await saveView(ctx(), { ...agent, ...late, shared: true });
  });

  test("keeps plain filters in one fixed form, without where the reader is", () => {
    expect(viewQuery("?sync=failed&open=ord_1&channel=etsy&cursor=1&q=")).toBe("channel=etsy&sync=failed");
    expect(viewQuery(viewQuery("?q=M%C3%BCller+%261&status=paid,shipped"))).toBe(
      "q=M%C3%BCller+%261&status=paid%2Cshipped",
    );
    expect(() => viewQuery("")).toThrow("at least one filter");
    expect(() => viewQuery("?open=ord_1")).toThrow("at least one filter");
    expect(() => viewQuery("?<script>=1")).toThrow("plain filters");
    expect(() => viewQuery(`?q=${"x".repeat(600)}`)).toThrow("too long");
  });
});
