import { expect, test } from "bun:test";
import { isAdapterError } from "../../ports/adapter.ts";
import shopify from "./channel.ts";
import { FAKE, fakeOrder } from "./fake-orders.ts";
import { pullOrders } from "./pull.ts";
import { withShopify } from "./testing.ts";

const all = { updatedSince: null, cursor: null, limit: 50 };
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (isAdapterError(error) ? error : Promise.reject(error as Error)),
  );
const few = () => [fakeOrder(1)];

test(
  "client credentials: one sign-in for many calls, a new one shortly before the token ends",
  withShopify(async ({ ctx, fake, clock, token }) => {
    await Promise.all([pullOrders(ctx, all), pullOrders(ctx, all), pullOrders(ctx, all)]);
    await pullOrders(ctx, all);
    expect(fake.tokens.grants).toEqual([
      { client_id: FAKE.clientId, client_secret: FAKE.clientSecret, grant_type: "client_credentials" },
    ]);
    expect(token.stored?.expiresAt).toBe(clock.at + 86_399_000);
    clock.at += 86_399_000 - 59_000;
    await pullOrders(ctx, all);
    expect(fake.tokens.grants.length).toBe(2);
  }, few()),
);

test(
  "an expiring offline token rotates: the new pair is stored before it is used, the old refresh token is used once",
  withShopify(async ({ ctx, fake, clock, token }) => {
    fake.tokens.refresh = "shprt_first";
    fake.tokens.expiresIn = 3600;
    token.stored = { accessToken: "shpat_old", refreshToken: "shprt_first", expiresAt: clock.at };
    for (let hour = 0; hour < 3; hour++) {
      await Promise.all([pullOrders(ctx, all), pullOrders(ctx, all)]);
      expect(token.stored?.refreshToken).toBe(fake.tokens.refresh);
      clock.at += 3_600_000;
    }
    const used = fake.tokens.grants.map((g) => g.refresh_token);
    expect(used.length).toBe(3);
    expect(new Set(used).size).toBe(3);
    expect(used[0]).toBe("shprt_first");
  }, few()),
);

test(
  "a 401 before the time is up renews the token, once for all calls under way",
  withShopify(async ({ ctx, fake }) => {
    await pullOrders(ctx, all);
    fake.tokens.valid.clear();
    await Promise.all([pullOrders(ctx, all), pullOrders(ctx, all), pullOrders(ctx, all)]);
    expect(fake.tokens.grants.length).toBe(2);
  }, few()),
);

test(
  "whoever had to wait for the renewal takes the new token and does not spend the refresh token again",
  withShopify(async ({ ctx, fake, token }) => {
    fake.tokens.refresh = "shprt_first";
    token.stored = { accessToken: "shpat_old", refreshToken: "shprt_first", expiresAt: 0 };
    // A store that queues its callers, as one shared by several processes would.
    let queue: Promise<unknown> = Promise.resolve();
    const refresh: typeof ctx.tokens.refresh = (get) => {
      const turn = queue.then(async () => {
        token.stored = await get(token.stored);
        return token.stored;
      });
      queue = turn;
      return turn;
    };
    const queued = { ...ctx, tokens: { ...ctx.tokens, refresh } };
    await Promise.all([pullOrders(queued, all), pullOrders(queued, all), pullOrders(queued, all)]);
    expect(fake.tokens.grants.length).toBe(1);
  }, few()),
);

test(
  "a static token of an older custom app signs in nowhere; refused, it says what to do",
  withShopify(async ({ ctx, fake }) => {
    fake.tokens.valid.add("shpat_static");
    const fixed = { ...ctx, settings: { ...ctx.settings, accessToken: "shpat_static" } };
    expect((await pullOrders(fixed, all)).orders.length).toBe(1);
    fake.tokens.valid.clear();
    const error = await thrown(pullOrders(fixed, all));
    expect(error).toMatchObject({ kind: "auth", httpStatus: 401 });
    expect(error?.message).not.toContain("shpat_static");
    expect(fake.tokens.grants).toEqual([]);
  }, few()),
);

test(
  "a refused sign-in says so and shows no secret, though the platform echoes it",
  withShopify(async ({ ctx, token }) => {
    const wrong = { ...ctx, settings: { ...ctx.settings, clientSecret: "shpss_wrong_secret" } };
    const error = await thrown(pullOrders(wrong, all));
    expect(error).toMatchObject({ kind: "auth", httpStatus: 400 });
    expect(error?.message).not.toContain("shpss_wrong_secret");
    token.stored = { accessToken: "x", refreshToken: "shprt_dead", expiresAt: 0 };
    const dead = await thrown(pullOrders(ctx, all));
    expect(dead?.message).toContain("Reconnect the shop");
    expect(dead?.message).not.toContain("shprt_dead");
  }, few()),
);

test("settings: the shop must be a myshopify.com name unless another address is given", () => {
  const settings = { clientId: "a", clientSecret: "b" };
  const good = (over: Record<string, string>) => shopify.settings.safeParse({ ...settings, ...over }).success;
  expect(good({ shop: "ada-mugs.myshopify.com" })).toBe(true);
  for (const shop of [
    "ada.example",
    "evil.example/x.myshopify.com",
    "x.myshopify.com.evil.example",
    "-x.myshopify.com",
    "a@b.myshopify.com",
    "",
    "127.0.0.1",
  ]) {
    expect(good({ shop })).toBe(false);
  }
  expect(good({ shop: "demo", baseUrl: "http://localhost:3001/shopify/" })).toBe(true);
  expect(shopify.settings.parse({ ...settings, shop: "d", baseUrl: "http://localhost:3001/shopify/" }).baseUrl).toBe(
    "http://localhost:3001/shopify",
  );
  expect(shopify.settings.parse({ ...settings, shop: "d.myshopify.com" }).baseUrl).toBe("");
});

test("the order's admin page is the shop's own, and none in a sandbox", () => {
  const settings = { ...FAKE, accessToken: "", baseUrl: "" };
  expect(shopify.adminUrl?.(settings, "gid://shopify/Order/45")).toBe("https://fake.myshopify.com/admin/orders/45");
  expect(shopify.adminUrl?.({ ...settings, baseUrl: "http://localhost:1" }, "gid://shopify/Order/45")).toBeNull();
});
