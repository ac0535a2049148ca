import { afterEach, describe, expect, test } from "bun:test";
import type { StoredToken } from "@waybill/adapters/ports/adapter";
import { openDatabase } from "@waybill/db/open";
import { openConnection, sealContext, sealer } from "@waybill/engine/connections/open";
import { listRuns } from "@waybill/engine/sync/runs";
import { scheduleSyncs, startSync } from "@waybill/engine/sync/start";
import { ORG } from "@waybill/engine/testing/scope";
import { credentials } from "@waybill/simulator/credentials";
import { openShop, type ShopWorld } from "./lib/shop.ts";
import { clean, expectWords, MINUTE, watch } from "./lib/sync-kit.ts";

let shop: ShopWorld;
afterEach(() => shop.close());
const { ctx, scope, settle, lastRun, connection, pull, everyOrder, later } = watch(() => shop);

describe("a platform in trouble", () => {
  test("429: nothing is asked before Retry-After has passed, the run says so, then it goes on by itself", async () => {
    shop = await openShop({ ...clean, initialOrders: 10 });
    await shop.connectShop();
    await settle();
    await shop.control("configure", { faults: { shopify: { api: { http429: { count: 1, retryAfter: 40 } } } } });
    const run = await pull();
    expect(run.state).toBe("waiting");
    expectWords(run.reason);
    // A budget used up is no failure of the channel: the run says that it waits.
    expect(await connection()).toMatchObject({ health: "ok", enabled: 1 });
    const asked = shop.asked.length;
    await later(30_000);
    expect(shop.asked.length).toBe(asked);
    await later(15_000);
    expect(await lastRun()).toMatchObject({ id: run.id, state: "done" });
    expect(await connection()).toMatchObject({ health: "ok", health_reason: null });
  });

  test("THROTTLED: the pull waits for the shop's budget and still brings everything", async () => {
    shop = await openShop({ ...clean, initialOrders: 300, throttle: true });
    await shop.connectShop();
    await settle();
    expect(await lastRun()).toMatchObject({ state: "done", seen: 300, created: 300, failed: 0 });
    // Six pages cost more than the bucket holds: it had to wait.
    expect(shop.time.offset).toBeGreaterThan(1_000);
  });

  test("401 for good: failed with words and not switched off; it recovers alone", async () => {
    shop = await openShop({ ...clean, initialOrders: 10 });
    await shop.connectShop();
    await settle();
    await shop.control("configure", { faults: { shopify: { api: { expiredToken: 1 } } } });
    const run = await pull();
    expect(run.state).toBe("failed");
    expectWords(run.reason);
    expect(await connection()).toMatchObject({ health: "failing", enabled: 1 });
    expect(String((await connection()).health_reason)).toBe(run.reason as string);
    await shop.control("configure", { faults: {} });
    await shop.control("orders", { count: 2 });
    await later(31 * MINUTE);
    expect(await lastRun()).toMatchObject({ state: "done", trigger: "schedule" });
    expect(await connection()).toMatchObject({ health: "ok", health_reason: null });
    expect(await everyOrder()).toHaveLength(12);
  });

  test("5xx and a broken answer: it waits, says why, and goes on from where it was", async () => {
    shop = await openShop({ ...clean, initialOrders: 120 });
    const faults = { shopify: { api: { http5xx: { count: 1 } } } };
    await shop.connectShop();
    await settle();
    for (const fault of [faults, { shopify: { api: { malformedBody: { count: 1 } } } }]) {
      await shop.control("configure", { faults: fault });
      const run = await pull();
      expect(run.state).toBe("waiting");
      expectWords(run.reason);
      await later(MINUTE);
      expect(await lastRun()).toMatchObject({ id: run.id, state: "done" });
    }
  });

  test("scheduled pulls go on by themselves, every few minutes", async () => {
    shop = await openShop({ ...clean, initialOrders: 3 });
    await shop.connectShop();
    await settle();
    await scheduleSyncs(ctx());
    expect((await listRuns(scope(), { limit: 10 })).items).toHaveLength(1);
    await shop.control("orders", { count: 1 });
    await later(6 * MINUTE);
    expect(await lastRun()).toMatchObject({ state: "done", trigger: "schedule" });
    expect(await everyOrder()).toHaveLength(4);
  });
});

test("a rotating token: the new pair is on disk before it is used, and a restart goes on with it", async () => {
  shop = await openShop({ ...clean, initialOrders: 4, shopifyTokenSeconds: 300 });
  const id = await shop.connectShop();
  await settle();
  // Signed in the way a public app is: an expiring token with a refresh token that can be used once.
  const base = `${shop.sim.url}/shopify/admin/oauth`;
  const { clientId, clientSecret } = credentials.shopify;
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: "https://shop.example/cb", state: "s" });
  const redirect = await fetch(`${base}/authorize?${query}`, { redirect: "manual" });
  const code = new URL(redirect.headers.get("location") ?? "").searchParams.get("code");
  const answer = await fetch(`${base}/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, code, expiring: "1" }),
  });
  const pair = (await answer.json()) as { access_token: string; refresh_token: string; expires_in: number };
  const stored: StoredToken = {
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    expiresAt: ctx().now() + pair.expires_in * 1_000,
  };
  const seal = await sealer(ctx());
  const sealed = await seal.seal(JSON.stringify(stored), sealContext(ORG, id));
  await ctx().db.commit([{ sql: "UPDATE connections SET sealed_token = ? WHERE id = ?", args: [sealed, id] }]);
  const onDisk = async () =>
    JSON.parse(await seal.open(String((await connection()).sealed_token), sealContext(ORG, id))) as StoredToken;

  const seen = new Set([pair.refresh_token]);
  for (let restart = 0; restart < 3; restart++) {
    shop.time.offset += 10 * MINUTE;
    const db = await openDatabase({ url: shop.database.url });
    const next = shop.another(db);
    await startSync(next.scope);
    await next.settle();
    expect(await lastRun(next)).toMatchObject({ state: "done" });
    const { refreshToken } = await onDisk();
    expect(seen.has(refreshToken ?? "")).toBe(false);
    seen.add(refreshToken ?? "");
    await db.close();
  }
});

test("nothing of a connection's secrets is in a log line, an event or an order", async () => {
  shop = await openShop({ initialOrders: 20 });
  const id = await shop.connectShop();
  await settle();
  await shop.control("configure", { faults: { shopify: { api: { expiredToken: 1 } } } });
  await pull();
  const token = (await openConnection(ctx(), id))?.adapterCtx.tokens.get()?.accessToken ?? "none";
  const everything = JSON.stringify([
    shop.world.logged,
    await ctx().db.query("SELECT * FROM events"),
    await ctx().db.query("SELECT settings, health_reason FROM connections"),
    await ctx().db.query("SELECT payload FROM order_payloads"),
    await ctx().db.query("SELECT reason FROM sync_runs"),
  ]);
  expect(everything).not.toContain(credentials.shopify.clientSecret);
  expect(everything).not.toContain(token);
});
