import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { tryConnection } from "../setup/change.ts";
import { updateConnection } from "../setup/update.ts";
import { type EngineWorld, makeEngineWorld, putConnection, type TestConnection } from "../testing/world.ts";

let database: TestDatabase;
let world: EngineWorld;
let easypost: TestConnection;
let asked: { url: string; authorization: string | null }[];
beforeEach(async () => {
  database = await testDatabase();
  asked = [];
  world = makeEngineWorld({
    db: database.db,
    fetch: async (input, init) => {
      asked.push({ url: String(input), authorization: new Headers(init?.headers).get("authorization") });
      return Response.json({ id: "user_1", object: "User", children: [], name: "Kraft", trackers: [] });
    },
  });
  easypost = await putConnection(world, {
    adapter: "easypost",
    settings: { baseUrl: "https://api.easypost.example/v2" },
  });
});
afterEach(() => database.close());

const ELSEWHERE = "https://thief.example";
const refusal = { code: "bad_settings", status: 422 };
const change = (settings: Record<string, string>) => updateConnection(world.scope, { id: easypost.id, settings });
const attempt = (settings: Record<string, string>) =>
  tryConnection(world.scope, { kind: "carrier", adapter: "easypost", id: easypost.id, settings });

test("a stored secret is sent to no address but the one it was given for, by neither testing nor saving", async () => {
  for (const tried of [change, attempt]) {
    const refused = await tried({ baseUrl: ELSEWHERE }).catch((error: unknown) => error);
    expect(refused).toMatchObject(refusal);
    const { issues } = refused as { issues: { path: string }[] };
    expect(issues.map((issue) => issue.path).sort()).toEqual(["apiKey", "webhookSecret"]);
    // One of two typed again is not enough: the other would still go along.
    expect(tried({ baseUrl: ELSEWHERE, apiKey: "EZ_new" })).rejects.toMatchObject(refusal);
  }
  expect(asked).toEqual([]);
});

test("with its secrets typed again a connection moves; at its own address they stay when they are left out", async () => {
  expect((await attempt({})).ok).toBe(true);
  expect((await attempt({ baseUrl: "https://api.easypost.example/beta" })).ok).toBe(true);
  expect(asked.every(({ url }) => url.startsWith("https://api.easypost.example/"))).toBe(true);
  const moved = await change({ baseUrl: ELSEWHERE, apiKey: "EZ_new", webhookSecret: "a new secret" });
  expect(moved.settings.baseUrl).toBe(ELSEWHERE);
  const old = btoa(`${easypost.settings.apiKey}:`);
  const there = asked.filter(({ url }) => url.startsWith(ELSEWHERE));
  expect(there.length).toBeGreaterThan(0);
  expect(there.some(({ authorization }) => authorization?.includes(old))).toBe(false);
});

test("another organisation's connection lends its secrets to nobody", async () => {
  const theirs = { kind: "carrier", adapter: "easypost", id: easypost.id, settings: {} } as const;
  expect(tryConnection(world.scopeOf("org_b"), theirs)).rejects.toMatchObject({ code: "connection_not_found" });
});
