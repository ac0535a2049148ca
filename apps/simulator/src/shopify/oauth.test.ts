import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { graphql, hasShared, post, quiet, sharedText } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import type { Simulator } from "../start.ts";
import { callbackHmac } from "./oauth.ts";

const client = { client_id: credentials.shopify.clientId, client_secret: credentials.shopify.clientSecret };
const TOKEN = "/shopify/admin/oauth/access_token";

describe("signing in to the shop", () => {
  let simulator: Simulator;
  let now = Date.UTC(2026, 10, 20);
  beforeAll(async () => {
    simulator = await quiet({ now: () => now });
  });
  afterAll(() => simulator.stop());
  const works = async (token: unknown) =>
    (await graphql(simulator, "{ shop { name } }", {}, String(token))).data !== undefined;

  test.skipIf(!hasShared)("signs the callback as Shopify's documented example (needs originals)", () => {
    const vectors = JSON.parse(sharedText("specs/shopify/signature-vectors.computed.json")) as {
      oauthCallback: { clientSecret: string; queryWithoutHmac: Record<string, string>; hmacHex: string };
    };
    const { clientSecret, queryWithoutHmac, hmacHex } = vectors.oauthCallback;
    expect(callbackHmac(queryWithoutHmac, clientSecret)).toBe(hmacHex);
  });

  test("the authorise page redirects straight back with code, state and a right hmac", async () => {
    const page = `${simulator.url}/shopify/admin/oauth/authorize?client_id=${client.client_id}&scope=read_orders,write_orders&state=s-1&redirect_uri=${encodeURIComponent("http://localhost:3000/back?x=1")}`;
    const response = await fetch(page, { redirect: "manual" });
    expect(response.status).toBe(302);
    const target = new URL(response.headers.get("location") ?? "");
    expect(target.searchParams.get("state")).toBe("s-1");
    const signed = Object.fromEntries([...target.searchParams].filter(([key]) => key !== "x"));
    expect(target.searchParams.get("hmac")).toBe(callbackHmac(signed, client.client_secret));
    const first = await post(simulator, TOKEN, { ...client, code: target.searchParams.get("code"), expiring: "1" });
    expect(first.json).toMatchObject({
      expires_in: 3600,
      scope: "read_orders,write_orders",
      refresh_token_expires_in: 7_776_000,
    });
    expect(await works(first.json.access_token)).toBe(true);
    const again = await post(simulator, TOKEN, { ...client, code: target.searchParams.get("code"), expiring: "1" });
    expect(again.status).toBe(400);
  });

  test("a refresh rotates: the old refresh token dies, and an access token ends after its hour", async () => {
    const page = `${simulator.url}/shopify/admin/oauth/authorize?client_id=${client.client_id}&state=s&redirect_uri=http://localhost/back`;
    const target = new URL((await fetch(page, { redirect: "manual" })).headers.get("location") ?? "");
    const first = (await post(simulator, TOKEN, { ...client, code: target.searchParams.get("code"), expiring: "1" }))
      .json;
    const refresh = (token: unknown) =>
      post(simulator, TOKEN, { ...client, grant_type: "refresh_token", refresh_token: token });
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.refresh_token);
    expect(await works(first.access_token)).toBe(false);
    expect(await works(second.json.access_token)).toBe(true);
    const reused = await refresh(first.refresh_token);
    expect([reused.status, reused.json.error]).toEqual([400, "invalid_grant"]);
    now += 3_600_001;
    expect(await works(second.json.access_token)).toBe(false);
    const third = await refresh(second.json.refresh_token);
    expect(await works(third.json.access_token)).toBe(true);
  });

  test("client credentials give a day's token; wrong secrets, tokens and bodies are refused", async () => {
    const day = await post(simulator, TOKEN, { ...client, grant_type: "client_credentials" });
    expect(day.json.expires_in).toBe(86_399);
    expect(await works(day.json.access_token)).toBe(true);
    expect(
      (await post(simulator, TOKEN, { ...client, client_secret: "no", grant_type: "client_credentials" })).status,
    ).toBe(401);
    const path = "/shopify/admin/api/2026-10/graphql.json";
    expect(
      (await post(simulator, path, { query: "{ shop { name } }" }, { "x-shopify-access-token": "no" })).status,
    ).toBe(401);
    const token = { "x-shopify-access-token": credentials.shopify.accessToken };
    expect((await post(simulator, path, { q: 1 }, token)).status).toBe(400);
    const old = await post(simulator, "/shopify/admin/api/2019-04/graphql.json", { query: "{ shop { name } }" }, token);
    expect([old.status, old.headers.get("x-shopify-api-version")]).toEqual([200, "2026-01"]);
  });
});
