import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { startPlatform, testContext } from "../contract/world.ts";
import { isAdapterError, type StoredToken } from "../ports/adapter.ts";
import { requestJson } from "./http.ts";
import { clientCredentials, rotate, type TokenGrant, withToken } from "./oauth.ts";

const NOW = 1_790_000_000_000;
let issued = 0;
const issue = () =>
  Response.json({ access_token: `access-${++issued}`, expires_in: "3600", refresh_token: `refresh-${issued}` });
const platform = startPlatform(issue);
afterAll(() => platform.stop());
beforeEach(() => {
  issued = 0;
  platform.seen.length = 0;
  platform.answer = issue;
});
const grant = (over: Partial<TokenGrant> = {}): TokenGrant => ({
  platform: "UPS",
  tokenUrl: `${platform.url}/token`,
  auth: "basic",
  clientId: "id",
  clientSecret: "très-secret",
  ...over,
});
const context = (token: StoredToken | null = null) => testContext({ settings: {}, now: NOW, token });
const failure = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (thrown: unknown) => (isAdapterError(thrown) ? thrown : null),
  );

describe("clientCredentials", () => {
  test("credentials go as Basic in UTF-8, or as fields of the form, as the platform wants them", async () => {
    await clientCredentials(context(), grant({ extra: { scope: "track" } }));
    await clientCredentials(context(), grant({ auth: "body" }));
    expect(platform.seen.map(({ headers, body }) => [headers.authorization ?? null, body])).toEqual([
      // printf 'id:très-secret' | base64
      ["Basic aWQ6dHLDqHMtc2VjcmV0", "grant_type=client_credentials&scope=track"],
      [null, "grant_type=client_credentials&client_id=id&client_secret=tr%C3%A8s-secret"],
    ]);
  });
  test("a token is kept until shortly before its end", async () => {
    const at = (expiresAt: number | null) => context({ accessToken: "kept", refreshToken: null, expiresAt });
    expect(await clientCredentials(at(NOW + 61_000), grant())).toBe("kept");
    expect(await clientCredentials(at(null), grant())).toBe("kept");
    expect(await clientCredentials(at(NOW + 59_000), grant())).toBe("access-1");
    expect(await clientCredentials(at(NOW + 59_000), grant({ expirySkewMs: 1_000 }))).toBe("kept");
  });
  test("a token that another process has just stored is used, not replaced", async () => {
    const fresh: StoredToken = { accessToken: "theirs", refreshToken: null, expiresAt: NOW + 3_600_000 };
    const ctx = context();
    const tokens = {
      get: () => null,
      refresh: (get: (current: StoredToken | null) => Promise<StoredToken>) => get(fresh),
    };
    expect(await clientCredentials({ ...ctx, tokens }, grant())).toBe("theirs");
    expect(platform.seen).toEqual([]);
  });
  test("what is stored says when it ends; expires_in may be text", async () => {
    const ctx = context();
    await clientCredentials(ctx, grant());
    expect(ctx.stored()).toEqual({ accessToken: "access-1", refreshToken: "refresh-1", expiresAt: NOW + 3_600_000 });
  });
  test("wrong credentials are said in words without them, whatever status the platform picks", async () => {
    for (const status of [400, 401, 403]) {
      platform.answer = ({ body }) => Response.json({ error_description: `no ${body}` }, { status });
      const error = await failure(clientCredentials(context(), grant({ auth: "body" })));
      expect([error?.kind, error?.httpStatus]).toEqual(["auth", status]);
      expect(error?.message).toContain("Check the credentials");
      expect(error?.message).toContain("UPS says: no grant_type=");
      expect(decodeURIComponent(error?.message ?? "")).not.toContain("très-secret");
    }
    platform.answer = () => new Response("", { status: 503 });
    expect((await failure(clientCredentials(context(), grant())))?.kind).toBe("unavailable");
    platform.answer = () => Response.json({ token: 1 });
    expect((await failure(clientCredentials(context(), grant())))?.kind).toBe("malformed");
  });
});

describe("withToken", () => {
  const call = (ctx: ReturnType<typeof context>) =>
    withToken(
      (refused) => clientCredentials(ctx, grant({ refused })),
      (token) => requestJson(ctx, { url: `${platform.url}/api`, headers: { authorization: token }, platform: "UPS" }),
    );
  const accepting = (token: string) => {
    platform.answer = (request) =>
      request.path === "/token"
        ? issue()
        : new Response("{}", { status: request.headers.authorization === token ? 200 : 401 });
  };
  const count = (path: string) => platform.seen.filter((request) => request.path === path).length;

  test("a token that ended early is replaced once, for all calls that met the refusal at once", async () => {
    accepting("access-1");
    const ctx = context({ accessToken: "stale", refreshToken: null, expiresAt: null });
    await Promise.all([call(ctx), call(ctx), call(ctx)]);
    expect([count("/token"), count("/api")]).toEqual([1, 6]);
  });
  test("a second refusal is thrown, not repeated for ever", async () => {
    accepting("never");
    expect((await failure(call(context())))?.kind).toBe("auth");
    expect([count("/token"), count("/api")]).toEqual([2, 2]);
  });
  test("other failures are not repeated", async () => {
    platform.answer = (request) => (request.path === "/token" ? issue() : new Response("", { status: 403 }));
    expect((await failure(call(context())))?.kind).toBe("permission");
    expect([count("/token"), count("/api")]).toEqual([1, 1]);
  });
});

describe("rotate", () => {
  const ended: StoredToken = { accessToken: "old", refreshToken: "refresh-0", expiresAt: NOW - 1 };
  test("the refresh token is used once and the new one kept", async () => {
    const ctx = context(ended);
    expect(await Promise.all([rotate(ctx, grant()), rotate(ctx, grant())])).toEqual(["access-1", "access-1"]);
    expect(platform.seen.map(({ body }) => body)).toEqual(["grant_type=refresh_token&refresh_token=refresh-0"]);
    expect(ctx.stored()?.refreshToken).toBe("refresh-1");
  });
  test("a platform that does not rotate leaves the old refresh token in force", async () => {
    platform.answer = () => Response.json({ access_token: "new", expires_in: 60 });
    const ctx = context(ended);
    await rotate(ctx, grant());
    expect(ctx.stored()).toEqual({ accessToken: "new", refreshToken: "refresh-0", expiresAt: NOW + 60_000 });
  });
  test("without a refresh token, or with a refused one, it says to reconnect", async () => {
    expect((await failure(rotate(context(), grant())))?.message).toContain("Reconnect");
    platform.answer = () => Response.json({ error: "invalid_grant" }, { status: 400 });
    expect(await failure(rotate(context(ended), grant()))).toMatchObject({ kind: "auth", httpStatus: 400 });
  });
});
