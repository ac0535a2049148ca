import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { By } from "../core/scope.ts";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld } from "../testing/world.ts";
import { changeView, deleteView, listViews, saveView, viewQuery } from "./saved-views.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());

/** Who calls, of which organisation, and whether they may change what everybody sees. */
type Caller = { orgId: string; by: By; mayShare: boolean };
const user = (id: string): By => ({ kind: "user", id, name: id });
const agent: Caller = { orgId: ORG, by: user("usr_agent"), mayShare: true };
const viewer: Caller = { orgId: ORG, by: user("usr_viewer"), mayShare: false };
const key: Caller = { orgId: ORG, by: { kind: "api_key", id: "key_1", name: "key" }, mayShare: true };
const stranger: Caller = { orgId: "org_b", by: user("usr_b"), mayShare: true };
const scopeOf = ({ orgId, by }: Caller) => world.scopeOf(orgId, by);
const orders = { place: "orders" as const };
const late = { ...orders, name: "Late", query: "status=shipped" };

describe("saved views", () => {
  test("everybody sees shared ones; one's own are one's own", async () => {
    const shared = await saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, shared: true });
    const own = await saveView(scopeOf(viewer), { mayShare: viewer.mayShare, ...late, name: "Mine", shared: false });
    const seen = async (who: Caller) => (await listViews(scopeOf(who), orders)).map((view) => view.id);
    expect(await seen(viewer)).toEqual([shared.id, own.id]);
    expect(await seen(agent)).toEqual([shared.id]);
    expect(await seen(key)).toEqual([shared.id]);
    expect(await seen(stranger)).toEqual([]);
    expect(await listViews(scopeOf(agent), { place: "shipments" })).toEqual([]);
  });

  test("who may not work on orders keeps views for themselves only; a key makes shared ones only", async () => {
    await expect(saveView(scopeOf(viewer), { mayShare: viewer.mayShare, ...late, shared: true })).rejects.toMatchObject(
      { status: 403 },
    );
    await expect(saveView(scopeOf(key), { mayShare: key.mayShare, ...late, shared: false })).rejects.toMatchObject({
      status: 422,
    });
    const shared = await saveView(scopeOf(key), { mayShare: key.mayShare, ...late, shared: true });
    await expect(
      changeView(scopeOf(viewer), { mayShare: viewer.mayShare, id: shared.id, name: "x" }),
    ).rejects.toMatchObject({
      status: 403,
    });
    await expect(deleteView(scopeOf(viewer), { mayShare: viewer.mayShare, id: shared.id })).rejects.toMatchObject({
      status: 403,
    });
  });

  test("another's own view, and another organisation's, are not there", async () => {
    const own = await saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, shared: false });
    const shared = await saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, shared: true });
    for (const [who, id] of [
      [viewer, own.id],
      [key, own.id],
      [stranger, own.id],
      [stranger, shared.id],
      [agent, "view_none"],
    ] as const) {
      await expect(changeView(scopeOf(who), { mayShare: who.mayShare, id, name: "x" })).rejects.toMatchObject({
        code: "view_not_found",
      });
      await expect(deleteView(scopeOf(who), { mayShare: who.mayShare, id })).rejects.toMatchObject({
        code: "view_not_found",
        status: 404,
      });
    }
    expect(await listViews(scopeOf(agent), orders)).toHaveLength(2);
  });

  test("is renamed, given other filters, and deleted", async () => {
    const { id } = await saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, shared: true });
    await changeView(scopeOf(agent), { mayShare: agent.mayShare, id, name: "Later", query: "?sync=failed" });
    expect(await listViews(scopeOf(viewer), orders)).toEqual([
      { id, place: "orders", name: "Later", query: "sync=failed", shared: true },
    ]);
    await deleteView(scopeOf(agent), { mayShare: agent.mayShare, id });
    expect(await listViews(scopeOf(viewer), orders)).toEqual([]);
  });

  test("fifty at most for everybody and for each person, also when they are saved at once", async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, name: `v${n}`, shared: false }),
      ),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(50);
    await saveView(scopeOf(viewer), { mayShare: viewer.mayShare, ...late, shared: false });
    await saveView(scopeOf(agent), { mayShare: agent.mayShare, ...late, shared: true });
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
