import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type Caller,
  foundOrganisation,
  makeKeyFor,
  nobody,
  putWorld,
  signUp,
  startTest,
  type TestServer,
} from "./harness.ts";

setDefaultTimeout(60_000);
let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;
beforeAll(async () => {
  server = await startTest();
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
});
afterAll(() => server.stopAll());

const put = (caller: Caller, path: string, body: unknown) => server.call(caller, "PUT", path, body);
const read = async <T>(caller: Caller, path: string) => (await (await server.call(caller, "GET", path)).json()) as T;

/** A one-pixel PNG (the smallest valid one, W3C PNG §5 signature, IHDR, IDAT, IEND). */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const png = `data:image/png;base64,${PNG}`;

describe("general settings", () => {
  const general = { name: "Alpha Mills", timeZone: "Europe/Lisbon", language: "de" };

  test("are kept, and the name is the organisation's everywhere", async () => {
    const { owner, viewer } = alpha.people;
    expect((await put(owner, "/api/settings/general", general)).status).toBe(200);
    expect(await read(viewer, "/api/settings/general")).toMatchObject(general);
    expect((await read<{ organisation: { name: string } }>(owner, "/api/me")).organisation.name).toBe("Alpha Mills");
    expect((await read<{ name: string }>(beta.people.owner, "/api/settings/general")).name).toBe("beta");
  });

  test("are refused with the field's name when a value makes no sense", async () => {
    const answer = await put(alpha.people.owner, "/api/settings/general", { ...general, timeZone: "Mars/Olympus" });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { issues: { path: string }[] } };
    expect(error.issues.map(({ path }) => path)).toEqual(["timeZone"]);
  });

  test("name the zone's own rules, and the zones to choose from, by the server's edition", async () => {
    const { owner, viewer } = beta.people;
    const own = { name: "beta", timeZone: "America/Vancouver", language: "en" };
    expect((await put(owner, "/api/settings/general", own)).status).toBe(200);
    type Answer = { timeZoneOffsets: [number, number][] };
    const { timeZoneOffsets } = await read<Answer>(viewer, "/api/settings/general");
    // British Columbia did not set its clocks back on 2026-11-01 (IANA tz NEWS, 2026b).
    expect(timeZoneOffsets.findLast(([from]) => from <= Date.parse("2026-12-20T00:00:00Z"))?.[1]).toBe(-420);
    type List = { version: string; zones: { name: string; offset: number }[] };
    const { version, zones } = await read<List>(viewer, "/api/time-zones");
    expect(version >= "2026f").toBe(true);
    expect(zones[0]).toEqual({ name: "UTC", offset: 0 });
    expect(zones.find(({ name }) => name === "Asia/Kolkata")).toEqual({ name: "Asia/Kolkata", offset: 330 });
  });

  test("a new organisation works by its founder's clock; what is no zone of ours is UTC", async () => {
    for (const [timeZone, kept] of [
      ["America/Sao_Paulo", "America/Sao_Paulo"],
      ["Mars/Olympus", "UTC"],
      [undefined, "UTC"],
    ] as const) {
      const person = await signUp(
        server,
        `founder@${(timeZone ?? "none").replaceAll(/\W|_/g, "-").toLowerCase()}.example`,
      );
      expect((await server.call(person, "POST", "/api/organisations", { name: "Own", timeZone })).status).toBe(201);
      expect(await read<{ timeZone: string }>(person, "/api/settings/general")).toMatchObject({ timeZone: kept });
    }
  });

  test("a change based on an older reading is 409 and changes nothing; without saying so the last write wins", async () => {
    const { owner, admin } = alpha.people;
    const { changedAt } = await read<{ changedAt: number }>(owner, "/api/settings/general");
    await Bun.sleep(2);
    expect((await put(admin, "/api/settings/general", { ...general, language: "fr", basedOn: changedAt })).status).toBe(
      200,
    );
    const late = await put(owner, "/api/settings/general", { ...general, name: "Late", basedOn: changedAt });
    expect(late.status).toBe(409);
    expect(((await late.json()) as { error: { code: string } }).error.code).toBe("changed_elsewhere");
    expect(await read(owner, "/api/settings/general")).toMatchObject({ name: "Alpha Mills", language: "fr" });
    expect((await put(owner, "/api/settings/general", { ...general, name: "Late" })).status).toBe(200);
  });
});

describe("a logo", () => {
  const branding = { name: "Alpha", accent: "#0b5394" };
  const logoOf = async (caller: Caller) =>
    (await read<{ logoUrl: string | null }>(caller, "/api/settings/branding")).logoUrl;
  const path = (url: string | null) => new URL(url ?? "http://none/").pathname;

  test("is served to anyone, exactly as it was given, for ever, and as a picture only", async () => {
    expect((await put(alpha.people.admin, "/api/settings/branding", { ...branding, logo: png })).status).toBe(200);
    const answer = await server.call(nobody, "GET", path(await logoOf(alpha.people.viewer)));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await answer.arrayBuffer()).toString("base64")).toBe(PNG);
  });

  test("that does not exist, of whom ever, is one and the same 404", async () => {
    const before = path(await logoOf(alpha.people.owner));
    const digest = before.split("/").at(-1);
    await put(alpha.people.admin, "/api/settings/branding", { ...branding, logo: null });
    const texts = await Promise.all(
      [before, `/brand/${alpha.orgId}/other`, `/brand/${beta.orgId}/${digest}`, `/brand/org_none/${digest}`].map(
        async (at) => {
          const answer = await server.call(nobody, "GET", at);
          return `${answer.status} ${(await answer.text()).replace(/req_\w+/, "req")}`;
        },
      ),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toStartWith("404");
  });

  test("is refused when it is too large, or is not what it says it is", async () => {
    const svg = `data:image/svg+xml;base64,${btoa("<svg onload=alert(1)>")}`;
    const lying = `data:image/png;base64,${btoa("<html><script>alert(1)</script>")}`;
    const huge = `${png.slice(0, 60)}${"A".repeat(90_000)}`;
    for (const logo of [svg, lying, huge, "https://elsewhere.example/logo.png"]) {
      const answer = await put(alpha.people.owner, "/api/settings/branding", { ...branding, logo });
      const { error } = (await answer.json()) as { error: { issues: { path: string }[] } };
      expect([answer.status, error.issues[0]?.path]).toEqual([400, "logo"]);
    }
  });
});

describe("members and keys", () => {
  test("anyone may leave but the last owner", async () => {
    const gamma = await foundOrganisation(server, "gamma");
    const { owner, viewer } = gamma.people;
    const leave = (caller: Caller, id: string) => server.call(caller, "POST", "/api/organisations/leave", { id });
    expect((await leave(owner, gamma.orgId)).status).toBe(422);
    expect((await leave(viewer, alpha.orgId)).status).toBe(404);
    expect((await leave(viewer, gamma.orgId)).status).toBe(200);
    expect((await server.call(viewer, "GET", "/api/orders")).status).toBe(403);
    expect((await leave(viewer, gamma.orgId)).status).toBe(404);
  });

  test("an invitation says where it leads to the person it was made for, and to nobody else", async () => {
    const { owner } = beta.people;
    const invited = await server.call(owner, "POST", "/api/invitations", { email: "Nia@beta.example", role: "agent" });
    const { id } = (await invited.json()) as { id: string };
    const nia = await signUp(server, "nia@beta.example");
    expect(await read(nia, `/api/invitations/${id}`)).toEqual({
      organisation: "beta",
      inviter: "owner",
      role: "agent",
    });
    const other = await signUp(server, "other@beta.example");
    expect((await server.call(other, "GET", `/api/invitations/${id}`)).status).toBe(404);
    await server.call(owner, "DELETE", `/api/invitations/${id}`);
    expect((await server.call(nia, "GET", `/api/invitations/${id}`)).status).toBe(404);
  });

  test("a key says who made it", async () => {
    await makeKeyFor(server, alpha.people.owner, "viewer");
    const { items } = await read<{ items: { createdBy: string }[] }>(alpha.people.owner, "/api/api-keys");
    const [key] = items;
    expect(key?.createdBy).toBe("owner");
  });
});

describe("data", () => {
  test("an admin's export is a gzipped file that ends with its counts; an agent gets none", async () => {
    await putWorld(server, alpha.orgId);
    expect((await server.call(alpha.people.agent, "GET", "/api/data/export")).status).toBe(403);
    const answer = await server.call(alpha.people.admin, "GET", "/api/data/export");
    expect(answer.headers.get("content-disposition")).toMatch(
      /^attachment; filename="waybill-alpha-\w+-\d{4}-\d\d-\d\d\.jsonl\.gz"$/,
    );
    const text = new TextDecoder().decode(Bun.gunzipSync(await answer.arrayBuffer()));
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; data: unknown });
    expect(lines.at(-1)).toMatchObject({ kind: "end", data: { order: 1, shipment: 1, member: 4 } });
    expect(text).not.toContain(beta.orgId);
    for (const column of ["sealedSettings", "sealed_settings", "password"]) expect(text).not.toContain(column);
  });

  test("an erased customer is found no more", async () => {
    const { admin } = alpha.people;
    await server.ctx.db.commit([
      {
        sql: "UPDATE orders SET customer_email = 'dana@shop.example', customer_name = 'Dana' WHERE org_id = ?",
        args: [alpha.orgId],
      },
    ]);
    const find = async () =>
      (await (await server.call(admin, "POST", "/api/data/find-customer", { email: "DANA@shop.example" })).json()) as {
        orders: number;
      };
    expect((await find()).orders).toBe(1);
    const erased = await server.call(admin, "POST", "/api/data/erase-customer", { email: "dana@shop.example" });
    expect(await erased.json()).toMatchObject({ orders: 1 });
    expect((await find()).orders).toBe(0);
  });

  test("an organisation is deleted by an owner who types its name, and then nobody and no key gets in", async () => {
    const delta = await foundOrganisation(server, "delta");
    const { owner, admin, agent } = delta.people;
    const key = await makeKeyFor(server, owner, "agent");
    await putWorld(server, delta.orgId);
    const path = `/api/organisations/${delta.orgId}`;
    expect((await server.call(admin, "DELETE", path, { name: "delta" })).status).toBe(403);
    expect((await server.call(beta.people.owner, "DELETE", path, { name: "delta" })).status).toBe(404);
    expect((await server.call(owner, "DELETE", path, { name: "Delta" })).status).toBe(422);
    expect((await server.call(key, "GET", "/api/orders")).status).toBe(200);

    expect((await server.call(owner, "DELETE", path, { name: "delta" })).status).toBe(200);
    expect((await server.call(key, "GET", "/api/orders")).status).toBe(401);
    for (const person of [owner, agent]) {
      const me = await read<{ organisation: unknown }>(person, "/api/me");
      expect(me.organisation).toBeNull();
    }
    const end = Date.now() + 10_000;
    const left = async () =>
      (await server.ctx.db.query("SELECT 1 FROM organization WHERE id = ?", [delta.orgId])).length;
    while ((await left()) > 0 && Date.now() < end) await Bun.sleep(20);
    expect(await left()).toBe(0);
    expect(await server.ctx.db.query("SELECT 1 FROM orders WHERE org_id = ?", [delta.orgId])).toEqual([]);
    // The person stays, and may found another.
    expect((await server.call(owner, "POST", "/api/organisations", { name: "Epsilon" })).status).toBe(201);
  });

  test("a person of two organisations looks at the other one when theirs is deleted", async () => {
    const zeta = await foundOrganisation(server, "zeta");
    const person = await signUp(server, "both@zeta.example");
    const own = (await (await server.call(person, "POST", "/api/organisations", { name: "Own" })).json()) as {
      id: string;
    };
    const invited = await server.call(zeta.people.owner, "POST", "/api/invitations", {
      email: "both@zeta.example",
      role: "agent",
    });
    const { id } = (await invited.json()) as { id: string };
    expect((await server.call(person, "POST", `/api/invitations/accept/${id}`)).status).toBe(200);
    await server.call(zeta.people.owner, "DELETE", `/api/organisations/${zeta.orgId}`, { name: "zeta" });
    const me = await read<{ organisation: { id: string } }>(person, "/api/me");
    expect(me.organisation.id).toBe(own.id);
  });
});
