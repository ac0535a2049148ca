import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Caller, cookieOf, foundOrganisation, makeKeyFor, nobody, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);
const ALLOWED = "https://shop.example";
let server: TestServer;
let owner: Caller;
let key: Caller & { key: string };
const lines: string[] = [];

beforeAll(async () => {
  server = await startTest({
    env: { CORS_ORIGINS: ALLOWED, LOG_LEVEL: "debug", RESEND_API_KEY: "re_known_secret_value" },
    write: (text) => lines.push(text),
  });
  const made = await foundOrganisation(server, "secure");
  owner = made.people.owner;
  key = await makeKeyFor(server, owner, "admin");
});
afterAll(() => server.stopAll());

type Failure = {
  error: { code: string; message: string; requestId: string; issues?: { path: string; message: string }[] };
};
const failure = async (answer: Response) => ((await answer.json()) as Failure).error;

describe("failures have one shape", () => {
  test("wrong input is 400 with the issues, malformed JSON 400, an unknown path 404; each with its request id", async () => {
    const wrong = await server.call(key, "GET", "/api/orders?limit=9999&status=flying");
    expect(wrong.status).toBe(400);
    const said = await failure(wrong);
    expect(said.issues?.map(({ path }) => path.split(".")[0]).sort()).toEqual(["limit", "status"]);
    expect(said.requestId).toBe(wrong.headers.get("x-request-id") ?? "");
    const malformed = await server.call(key, "POST", "/api/orders/bulk", "{not json");
    expect([malformed.status, (await failure(malformed)).code]).toEqual([400, "bad_request"]);
    const plain = await fetch(`${server.url}/api/orders/bulk`, {
      method: "POST",
      headers: { ...key.headers, "content-type": "text/plain" },
      body: "hello",
    });
    expect([plain.status, (await failure(plain)).code]).toEqual([415, "unsupported_media_type"]);
    expect((await failure(await server.call(key, "GET", "/api/none"))).code).toBe("not_found");
  });

  test("what breaks inside is 500 without a stack or foreign words, and is in the log with its request id", async () => {
    const { db } = server.ctx;
    const { query } = db;
    db.query = () => Promise.reject(new Error("SELECT secret_table exploded at /home/x.ts:1"));
    const broken = await fetch(`${server.url}/api/orders`, { headers: key.headers });
    db.query = query;
    expect(broken.status).toBe(500);
    const text = await broken.text();
    expect(text).not.toMatch(/secret_table|x\.ts|exploded/);
    const { requestId } = (JSON.parse(text) as Failure).error;
    expect(lines.join("")).toContain(requestId);
    expect(lines.join("")).toContain("secret_table exploded");
  });

  test("over 1 MB is 413, with and without a Content-Length", async () => {
    const big = JSON.stringify({ ids: ["x".repeat(1_000_001)], action: "retry" });
    expect((await server.call(key, "POST", "/api/orders/bulk", big)).status).toBe(413);
    const stream = new Blob([big]).stream();
    const streamed = await fetch(`${server.url}/api/orders/bulk`, {
      method: "POST",
      headers: { ...key.headers, "content-type": "application/json" },
      body: stream,
    });
    expect(streamed.status).toBe(413);
  });
});

describe("cookies and origins", () => {
  const write = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/orders/bulk`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ ids: ["ord_none"], action: "retry" }),
    });

  test("a write with a cookie needs an origin of our own; a key needs none", async () => {
    const cookie = owner.headers.cookie ?? "";
    expect((await write({ cookie, origin: server.url })).status).toBe(200);
    expect((await write({ cookie, origin: server.ctx.config.publicUrl })).status).toBe(200);
    expect((await write({ cookie, origin: ALLOWED })).status).toBe(200);
    for (const origin of ["https://evil.example", "null", `${server.url}.evil.example`, "http://127.0.0.1:1"]) {
      const refused = await write({ cookie, origin });
      expect([origin, refused.status, (await failure(refused)).code]).toEqual([origin, 403, "origin_refused"]);
    }
    expect((await write({ cookie })).status).toBe(403);
    expect((await write({ cookie, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await write({ cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await write({ ...key.headers })).status).toBe(200);
  });

  test("a sign-in from another site is refused", async () => {
    const body = { email: "owner@secure.example", password: "correct horse battery" };
    const evil: Caller = {
      name: "evil",
      headers: { origin: "https://evil.example", cookie: "waybill.session_token=x.y" },
    };
    expect((await server.call(evil, "POST", "/api/auth/sign-in/email", body)).status).toBe(403);
    const own: Caller = { name: "own", headers: { origin: server.url } };
    const signedIn = await server.call(own, "POST", "/api/auth/sign-in/email", body);
    expect(signedIn.status).toBe(200);
    const [cookie] = signedIn.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookieOf(signedIn)).toContain("waybill.session_token=");
  });

  test("on https the cookie is Secure and the browser is told to stay there", async () => {
    const https = await startTest({ env: { PUBLIC_URL: "https://waybill.example" } });
    const body = { name: "A", email: "a@a.example", password: "correct horse battery" };
    const answer = await https.call(nobody, "POST", "/api/auth/sign-up/email", body);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-waybill\.session_token=.*; Secure/);
    expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
    const me = await https.call({ name: "a", headers: { cookie: cookieOf(answer) } }, "GET", "/api/me");
    expect(me.status).toBe(200);
    await https.stopAll();
  });

  test("CORS headers are for the allow-list only, and preflights answer nothing else", async () => {
    const ask = (origin: string, method = "GET") =>
      fetch(`${server.url}/api/orders`, {
        method,
        headers: {
          origin,
          ...key.headers,
          ...(method === "OPTIONS" ? { "access-control-request-method": "PATCH" } : {}),
        },
      });
    const allowed = await ask(ALLOWED);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(ALLOWED);
    expect(allowed.headers.get("access-control-allow-credentials")).toBe("true");
    expect(allowed.headers.get("vary")).toContain("Origin");
    expect((await ask("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await ask(ALLOWED, "OPTIONS");
    expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
      204,
      "GET, POST, PUT, PATCH, DELETE",
    ]);
    expect((await ask("https://evil.example", "OPTIONS")).headers.get("access-control-allow-methods")).toBeNull();
  });

  test("a socket is opened for our own pages or a key, never for a stranger's page", async () => {
    const open = (headers: Record<string, string>) =>
      new Promise<string>((done) => {
        const socket = new WebSocket(`${server.url.replace("http", "ws")}/live`, { headers } as unknown as string[]);
        socket.onmessage = ({ data }) => {
          socket.close();
          done(String(data));
        };
        socket.onerror = () => done("refused");
      });
    const cookie = owner.headers.cookie ?? "";
    expect(JSON.parse(await open({ cookie, origin: server.url }))).toMatchObject({ kind: "hello" });
    expect(JSON.parse(await open({ ...key.headers }))).toMatchObject({ kind: "hello" });
    expect(await open({ cookie, origin: "https://evil.example" })).toBe("refused");
    expect(await open({ cookie })).toBe("refused");
    expect(await open({ origin: server.url })).toBe("refused");
  });
});

describe("every answer", () => {
  test("carries the security headers, and a policy that allows only our own scripts", async () => {
    for (const path of ["/api/orders", "/api/none", "/healthz", "/openapi.json", "/docs", "/notify/x", "/"]) {
      const { headers } = await fetch(server.url + path, { headers: key.headers });
      const csp = headers.get("content-security-policy") ?? "";
      expect([path, csp.includes("default-src 'none'")]).toEqual([path, true]);
      expect([path, /script-src 'self'(;|$)/.test(csp) && !csp.includes("unsafe-eval")]).toEqual([path, true]);
      expect([path, csp.includes("frame-ancestors 'none'")]).toEqual([path, true]);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("x-request-id")).toMatch(/^req_/);
      expect(headers.get("server")).toBeNull();
    }
  });

  test("of the API is not kept by caches", async () => {
    expect((await server.call(key, "GET", "/api/orders")).headers.get("cache-control")).toBe("no-store");
  });

  test("leaves one line in the log, without keys, cookies or tokens of links", async () => {
    lines.length = 0;
    await server.call(key, "GET", "/api/orders");
    await server.call(owner, "GET", "/api/me");
    await server.call(nobody, "GET", "/api/public/track/0123456789abcdefghjkmnpqrs");
    await server.call(nobody, "GET", "/notify/v1.secretbody.secretmac");
    const requests = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ message }) => message === "request");
    expect(requests).toHaveLength(4);
    expect(requests[0]).toMatchObject({ method: "GET", path: "/api/orders", status: 200 });
    expect(requests[0]).toHaveProperty("org");
    const text = lines.join("");
    for (const secret of [
      key.key,
      owner.headers.cookie ?? "",
      "0123456789abcdefghjkmnpqrs",
      "secretmac",
      "re_known_secret_value",
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe("limits", () => {
  const small = { burst: 3, perSecond: 0.01 };

  test("per key and per address: 429 with Retry-After, others unharmed", async () => {
    const limited = await startTest({ limits: { principal: small, address: { burst: 6, perSecond: 0.01 } } });
    const { people } = await foundOrganisation(limited, "limited").catch(() => ({ people: null }));
    // Founding already spends the small burst of the owner: what follows is refused.
    expect(people === null || people.owner !== undefined).toBe(true);
    const statuses: number[] = [];
    for (let i = 0; i < 10; i++) statuses.push((await limited.call(nobody, "GET", "/api/orders")).status);
    expect(statuses.at(-1)).toBe(429);
    const refused = await limited.call(nobody, "GET", "/api/orders");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await failure(refused)).code).toBe("rate_limited");
    // A proxy in front names another address: it has a bucket of its own.
    const other: Caller = { name: "other", headers: { "x-forwarded-for": "203.0.113.7" } };
    expect((await limited.call(other, "GET", "/api/orders")).status).toBe(401);
    await limited.stopAll();
  });

  test("a password can be tried a few times only, per account from anywhere and per address", async () => {
    const free = { burst: 1e9, perSecond: 1e9 };
    const limited = await startTest({
      limits: { principal: free, address: free, signInAddress: { burst: 8, perSecond: 0.001 }, signInAccount: small },
    });
    const attempt = (email: string, from: string) =>
      limited.call({ name: "x", headers: { "x-forwarded-for": from } }, "POST", "/api/auth/sign-in/email", {
        email,
        password: "not the password",
      });
    const byAccount: number[] = [];
    for (let i = 0; i < 5; i++) byAccount.push((await attempt("Victim@x.example", `203.0.113.${i}`)).status);
    expect(byAccount).toEqual([401, 401, 401, 429, 429]);
    // In another spelling it is the same account.
    expect((await attempt(" victim@X.example", "203.0.113.99")).status).toBe(429);
    const byAddress: number[] = [];
    for (let i = 0; i < 10; i++) byAddress.push((await attempt(`someone${i}@x.example`, "198.51.100.1")).status);
    expect(byAddress.filter((status) => status === 429)).toHaveLength(2);
    await limited.stopAll();
  });
});
