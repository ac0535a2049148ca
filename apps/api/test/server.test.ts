import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startServer } from "../src/bun.ts";
import { foundOrganisation, makeKeyFor, nobody, putWorld, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);
const ROOT = resolve(import.meta.dir, "../../..");
let server: TestServer;
let home: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>>;

beforeAll(async () => {
  server = await startTest();
  home = await foundOrganisation(server, "served");
  world = await putWorld(server, home.orgId);
});
afterAll(() => server.stopAll());

describe("starting", () => {
  test("on a taken port says so in words and leaves nothing open", async () => {
    const folder = mkdtempSync(join(tmpdir(), "waybill-port-"));
    const env = {
      PORT: String(server.port),
      DATABASE_URL: `file:${join(folder, "w.db")}`,
      DEMO: "0",
      LOG_LEVEL: "error",
    };
    await expect(startServer({ env, write: () => undefined })).rejects.toThrow(`Port ${server.port} is taken`);
    rmSync(folder, { recursive: true });
  });

  test("with a wrong variable says which, before anything is opened", async () => {
    await expect(startServer({ env: { PORT: "x", DATABASE_URL: "file:/nowhere/w.db" } })).rejects.toThrow(
      "PORT must be",
    );
    expect(existsSync("/nowhere")).toBe(false);
  });

  test("makes a local secret once, readable by its owner only", async () => {
    const folder = mkdtempSync(join(tmpdir(), "waybill-secret-"));
    const env = { PORT: "0", DATABASE_URL: `file:${join(folder, "data/w.db")}`, DEMO: "0", LOG_LEVEL: "error" };
    const first = await startServer({ env, write: () => undefined, tick: false });
    const { appSecret } = first.ctx.config;
    await first.stop();
    const file = join(folder, "data/secret");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8").trim()).toBe(appSecret);
    const second = await startServer({ env, write: () => undefined, tick: false });
    expect(second.ctx.config.appSecret).toBe(appSecret);
    await second.stop();
    rmSync(folder, { recursive: true });
  });

  test("as a program: ready within a second, ends by itself on SIGTERM, sockets are told to come back (1012)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "waybill-program-"));
    const child = Bun.spawn([process.execPath, "--no-install", "apps/api/src/bun.ts"], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: "0",
        HOST: "127.0.0.1",
        DATABASE_URL: `file:${join(folder, "w.db")}`,
        DEMO: "1",
        SIMULATOR_PORT: "0",
        LOG_LEVEL: "info",
        NODE_ENV: "test",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const reader = child.stdout.getReader();
    const said = new TextDecoder().decode((await reader.read()).value);
    const { url } = JSON.parse(said.split("\n")[0] ?? "{}") as { url: string };
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const { apiKey } = (await (await fetch(`${url}/api/demo/session`, { method: "POST" })).json()) as {
      apiKey: string;
    };
    const socket = new WebSocket(`${url.replace("http", "ws")}/live`, {
      headers: { "x-api-key": apiKey },
    } as unknown as string[]);
    await new Promise((done) => {
      socket.onmessage = done;
    });
    const closed = new Promise<number>((done) => {
      socket.onclose = ({ code }) => done(code);
    });
    child.kill("SIGTERM");
    expect(await closed).toBe(1012);
    expect(await child.exited).toBe(0);
    rmSync(folder, { recursive: true });
  });
});

describe("operations", () => {
  test("/healthz and /readyz answer; /readyz tells when the database does not", async () => {
    const alive = await server.call(nobody, "GET", "/healthz");
    // Which time zones are in force: an edition of the IANA database.
    expect([alive.status, await alive.json()]).toEqual([
      200,
      { ok: true, demo: expect.any(Boolean), timeZones: expect.stringMatching(/^20\d\d[a-z]$/) },
    ]);
    expect(await (await server.call(nobody, "GET", "/readyz")).json()).toEqual({ ok: true });
    const { db } = server.ctx;
    const { query } = db;
    db.query = () => Promise.reject(new Error("gone"));
    const answer = await server.call(nobody, "GET", "/readyz");
    db.query = query;
    expect([answer.status, await answer.json()]).toEqual([503, { ok: false }]);
  });

  test("/metrics is for this machine, and from elsewhere for an admin", async () => {
    const here = await server.call(nobody, "GET", "/metrics");
    expect(here.headers.get("content-type")).toContain("version=0.0.4");
    const text = await here.text();
    for (const name of [
      "waybill_queue_depth",
      "waybill_live_sockets",
      "waybill_sync_lag_seconds",
      "waybill_db_commits",
      "process_resident_memory_bytes",
      "waybill_http_requests_total",
    ]) {
      expect(text).toContain(name);
    }
    const elsewhere = { "x-forwarded-for": "203.0.113.5" };
    const status = async (headers: Record<string, string>) =>
      (await server.call({ name: "x", headers: { ...elsewhere, ...headers } }, "GET", "/metrics")).status;
    expect(await status({})).toBe(401);
    expect(await status(home.people.viewer.headers)).toBe(403);
    expect(await status(home.people.admin.headers)).toBe(200);
    expect(await status((await makeKeyFor(server, home.people.owner, "admin")).headers)).toBe(200);
  });
});

describe("API documents", () => {
  test("/openapi.json is 3.1 and every reference in it leads somewhere", async () => {
    const document = (await (await server.call(nobody, "GET", "/openapi.json")).json()) as Record<string, unknown>;
    expect(document.openapi).toBe("3.1.0");
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path]) => path as string,
    );
    expect(references.length).toBeGreaterThan(50);
    for (const path of new Set(references)) {
      const found = path
        .split("/")
        .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
      expect([path, typeof found]).toEqual([path, "object"]);
    }
    const operations = Object.values(
      document.paths as Record<string, Record<string, { summary?: string; responses?: object; security?: unknown }>>,
    ).flatMap(Object.values);
    for (const { summary, responses, security } of operations) {
      expect(summary).toBeTruthy();
      expect(Object.keys(responses ?? {}).length).toBeGreaterThan(0);
      expect(Array.isArray(security)).toBe(true);
    }
  });

  test("/docs loads nothing from anywhere else", async () => {
    const page = await (await server.call(nobody, "GET", "/docs")).text();
    for (const [, source] of page.matchAll(/(?:src|href)="([^"]+)"/g)) expect(source).toStartWith("/");
    expect(page).not.toMatch(/<script>(?!\s*<)/);
  });
});

describe("public pages", () => {
  test("a parcel's public view shows what the public may see, and nothing for a wrong token", async () => {
    const answer = await server.call(nobody, "GET", `/api/public/track/${world.token}`);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const secret of [home.orgId, world.order, world.shipment, world.carrier]) expect(text).not.toContain(secret);
    expect((await server.call(nobody, "GET", `/live/track/${world.token}/events?since=0`)).status).toBe(200);
    const wrong = await server.call(nobody, "GET", `/api/public/track/${"0".repeat(26)}`);
    const odd = await server.call(nobody, "GET", "/api/public/track/..%2f..%2fetc");
    const said = async (response: Response) => (await response.text()).replace(/req_\w+/, "");
    expect([wrong.status, odd.status]).toEqual([404, 404]);
    expect(await said(wrong)).toBe(await said(odd));
  });

  test("a revoked link is answered like one that never was", async () => {
    const { owner } = home.people;
    const other = await putWorld(server, home.orgId);
    expect(
      (await server.call(owner, "PUT", `/api/shipments/${other.shipment}/link`, { action: "revoke" })).status,
    ).toBe(200);
    expect((await server.call(nobody, "GET", `/api/public/track/${other.token}`)).status).toBe(404);
  });

  test("a mail is served in a sandbox of its own", async () => {
    const answer = await server.call(home.people.viewer, "GET", `/api/mailbox/${world.notification}/html`);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^sandbox.*default-src 'none'.*frame-ancestors 'self'/,
    );
    expect(await answer.text()).toBe("<p>Shipped</p>");
  });

  test("files outside the built apps can't be reached", async () => {
    for (const path of [
      "/..%2f..%2fpackage.json",
      "/%2e%2e/%2e%2e/package.json",
      "/track/..%2f..%2f..%2fpackage.json",
      "/assets/..%2f..%2f..%2f..%2fbun.lock",
      "/%00.js",
      "/%ff.js",
    ]) {
      const text = await (await server.call(nobody, "GET", path)).text();
      expect(text).not.toContain('"workspaces"');
    }
  });
});

describe("notification choices by link", () => {
  const token = async (shipmentId: string | null = null) => {
    const { preferenceToken } = await import("@waybill/engine/notifications/preference-token");
    return preferenceToken(server.ctx, { orgId: home.orgId, address: "buyer@b.example", shipmentId });
  };
  const stored = async () =>
    (
      await server.ctx.db.query("SELECT trigger, scope FROM preferences WHERE org_id = ? ORDER BY 1, 2", [home.orgId])
    ).map(({ trigger, scope }) => `${trigger}|${scope}`);
  const form = (path: string, fields: Record<string, string>) =>
    fetch(server.url + path, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });

  test("the page works without script: choices are saved by a plain form", async () => {
    const path = `/notify/${await token(world.shipment)}`;
    const page = await (await fetch(server.url + path)).text();
    expect(page).toContain("buyer@b.example");
    expect(page).not.toContain("<script");
    const saved = await form(path, { delivered: "1", parcel: "1", muted: "1" });
    expect([saved.status, saved.headers.get("location")]).toEqual([
      303,
      `${path.replace(/\/notify\//, "/notify/")}?saved=1`,
    ]);
    expect(await stored()).toEqual(
      [`*|${world.shipment}`, "delayed|*", "out_for_delivery|*", "problem|*", "shipped|*"].sort(),
    );
  });

  test("one click unsubscribes (RFC 8058), opening the link does not", async () => {
    const path = `/notify/${await token()}/unsubscribe`;
    const before = await stored();
    expect((await fetch(server.url + path, { redirect: "manual" })).status).toBe(303);
    expect(await stored()).toEqual(before);
    // Who opens it in a browser finds one button for it, which leads where a mail program's own one does.
    const page = await (await fetch(server.url + path)).text();
    expect(page).toContain(`<form class="leave" method="post" action="${path}"><button type="submit">No mail at all`);
    expect((await form(path, { "List-Unsubscribe": "One-Click" })).status).toBe(200);
    expect(await stored()).toContain("*|*");
    const after = await (await fetch(`${server.url}${path.replace("/unsubscribe", "?saved=1")}`)).text();
    expect(after).toContain("You will get no more mail");
    expect(after).not.toContain("This is what you get from now on");
  });

  test("an unknown token gets the same statuses and changes nothing", async () => {
    const before = await stored();
    const forged = `${(await token()).slice(0, -3)}abc`;
    expect((await fetch(`${server.url}/notify/${forged}`)).status).toBe(200);
    expect((await form(`/notify/${forged}`, { nothing: "1" })).status).toBe(303);
    expect((await form(`/notify/${forged}/unsubscribe`, {})).status).toBe(200);
    expect(await stored()).toEqual(before);
  });
});
