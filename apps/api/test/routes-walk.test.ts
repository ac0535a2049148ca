import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { roles } from "@waybill/domain/organisation/roles";
import { defaultPolicy } from "@waybill/domain/shipment/notify";
import { createApp } from "../src/app.ts";
import { openApiDocument } from "../src/routes/docs.ts";
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
import { type Line, PAGES, TABLE } from "./routes-table.ts";

setDefaultTimeout(60_000);
let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>> & { member: string; invitation: string; key: string };
let keys: Record<string, Caller>;
let alone: Caller;

beforeAll(async () => {
  server = await startTest();
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
  alone = await signUp(server, "alone@nowhere.example");
  const { owner } = alpha.people;
  keys = {};
  for (const role of roles) keys[role] = await makeKeyFor(server, owner, role);
  const { items: members } = (await (await server.call(owner, "GET", "/api/members")).json()) as {
    items: { id: string; role: string }[];
  };
  const invited = await server.call(owner, "POST", "/api/invitations", {
    email: "later@alpha.example",
    role: "viewer",
  });
  const key = await makeKeyFor(server, owner, "viewer");
  world = {
    ...(await putWorld(server, alpha.orgId)),
    member: members.find((member) => member.role === "viewer")?.id ?? "",
    invitation: ((await invited.json()) as { id: string }).id,
    key: key.id,
  };
});
afterAll(() => server.stopAll());

const documented = () => {
  const app = createApp(server.ctx, { upgrade: () => null, assets: async () => null });
  const { paths } = openApiDocument(app, server.ctx);
  const listed = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const real = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  return { listed: new Set(listed), real: new Set(real) };
};

/** A request to a route with an id that is nobody's: harmless, and it tells rights from existence. */
function fill(route: string, line: Line, id?: string | number): { method: string; path: string; body?: unknown } {
  const [method = "", template = ""] = route.split(" ");
  const none = line.of === "inbox" ? "999999999" : "none_0000000000000000000000000000";
  const path = template
    .replace(/\{(id|orderId)\}/, String(id ?? none))
    .replace("{platform}", "no-such-platform")
    .replace("{token}", "0".repeat(26))
    .replace("{connection}", "con_none");
  return { method, path: path + (line.query ?? ""), body: line.body === "policy" ? defaultPolicy : line.body };
}

const call = (caller: Caller, route: string, line: Line, id?: string | number) => {
  const { method, path, body } = fill(route, line, id);
  return server.call(caller, method, path, body);
};

describe("the table of routes", () => {
  test("has a line for every route that exists, and none for one that does not", () => {
    const { listed, real } = documented();
    expect([...real].filter((route) => !(route in TABLE) && !PAGES.includes(route))).toEqual([]);
    expect(Object.keys(TABLE).filter((route) => !real.has(route))).toEqual([]);
    // What the document says is what there is.
    expect([...listed].sort()).toEqual(Object.keys(TABLE).sort());
  });
});

describe("nobody", () => {
  test("gets 401 from everything that is not for anyone, in the one shape, and a wrong key gets the same", async () => {
    const wrongKey: Caller = {
      name: "wrong key",
      headers: { "x-api-key": "wb_0000000000000000000000000000000000000000" },
    };
    const garbled: Caller = { name: "garbled cookie", headers: { cookie: "waybill.session_token=abc.def" } };
    for (const [route, line] of Object.entries(TABLE)) {
      if (line.who === "anyone" || line.who === "metrics") continue;
      for (const caller of [nobody, wrongKey, garbled]) {
        const answer = await call(caller, route, line);
        if (line.who === "sockets") expect([route, answer.status]).toEqual([route, 426]);
        else {
          expect([caller.name, route, answer.status]).toEqual([caller.name, route, 401]);
          const { error } = (await answer.json()) as { error: { code: string; message: string; requestId: string } };
          expect(error.message).not.toBe("");
          expect(error.requestId).toMatch(/^req_/);
        }
      }
    }
  });

  test("never gets a 5xx from what is for anyone", async () => {
    for (const [route, line] of Object.entries(TABLE)) {
      if (line.who !== "anyone") continue;
      const answer = await call(nobody, route, line);
      expect([route, answer.status < 500]).toEqual([route, true]);
    }
  });

  test("finds nothing below the paths of the API that is not in the table", async () => {
    for (const path of [
      "/api",
      "/api/nothing",
      "/api/auth/organization/list",
      "/api/auth/api-key/list",
      "/live/x",
      "/webhooks/x/y",
    ]) {
      const answer = await server.call(alpha.people.owner, "GET", path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(((await answer.json()) as { error: { code: string } }).error.code).toBe("not_found");
    }
  });
});

describe("each role", () => {
  test("may do what the table says and nothing more, signed in or by key", async () => {
    const wrong: string[] = [];
    for (const [route, line] of Object.entries(TABLE)) {
      if (!roles.includes(line.who as never)) continue;
      for (const role of roles) {
        const allowed = roles.indexOf(role) >= roles.indexOf(line.who as never);
        const { status } = await call(alpha.people[role], route, line);
        if (allowed ? status === 401 || status === 403 || status >= 500 : status !== 403)
          wrong.push(`${role} ${route}: ${status}`);
        const byKey = await call(keys[role] as Caller, route, line);
        const keyAllowed = allowed && line.keys !== false;
        if (keyAllowed ? [401, 403].includes(byKey.status) || byKey.status >= 500 : byKey.status !== 403) {
          wrong.push(`${role} key ${route}: ${byKey.status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("a person without an organisation gets 403 from what belongs to one, and may found one", async () => {
    for (const [route, line] of Object.entries(TABLE)) {
      if (!roles.includes(line.who as never)) continue;
      const answer = await call(alone, route, line);
      const { error } = (await answer.json()) as { error: { code: string } };
      expect([route, answer.status, error.code]).toEqual([route, 403, "no_organisation"]);
    }
    for (const [route, line] of Object.entries(TABLE)) {
      if (line.who !== "person" && line.who !== "caller") continue;
      expect([route, (await call(alone, route, line)).status].join(" ")).not.toMatch(/ (401|403|5\d\d)$/);
    }
  });
});

describe("another organisation's things", () => {
  test("are answered exactly like things that do not exist", async () => {
    const different: string[] = [];
    for (const [route, line] of Object.entries(TABLE)) {
      if (!line.of) continue;
      const theirs = world[line.of];
      const { owner } = beta.people;
      const foreign = await call(owner, route, line, theirs);
      const none = await call(owner, route, line);
      const said = (text: string) => text.replace(/req_\w+/g, "req").replaceAll(String(theirs), "ID");
      const [a, b] = [said(await foreign.text()), said(await none.text())];
      if (foreign.status !== 404 || none.status !== 404 || a !== b)
        different.push(`${route}: ${foreign.status} ${a} / ${none.status} ${b}`);
    }
    expect(different).toEqual([]);
  });

  test("exist for their own organisation, so the 404 above says something", async () => {
    for (const [route, line] of Object.entries(TABLE)) {
      if (!line.of || !route.startsWith("GET ")) continue;
      const answer = await call(alpha.people.owner, route, line, world[line.of]);
      expect([route, answer.status]).toEqual([route, 200]);
    }
  });

  test("can't be reached through filters and bulk actions", async () => {
    const { owner } = beta.people;
    const read = async (path: string) => (await (await server.call(owner, "GET", path)).json()) as { items: unknown[] };
    expect((await read(`/api/inbox?connectionId=${world.carrier}`)).items).toEqual([]);
    expect((await read(`/api/notifications?orderId=${world.order}`)).items).toEqual([]);
    expect((await read("/api/orders")).items).toEqual([]);
    expect((await read("/api/shipments?q=1Z12345E0205271688")).items).toEqual([]);
    const bulk = await server.call(owner, "POST", "/api/orders/bulk", {
      ids: [world.order, "ord_none"],
      action: "completed",
    });
    const results = (await bulk.json()) as { ok: boolean; reason: string }[];
    expect(results.map(({ ok }) => ok)).toEqual([false, false]);
    expect(results[0]?.reason).toBe(results[1]?.reason ?? "");
    const started = await server.call(owner, "POST", "/api/orders/sync", { connectionId: world.channel });
    expect(await started.json()).toEqual([]);
    const [order] = await server.ctx.db.query("SELECT status FROM orders WHERE id = ?", [world.order]);
    expect(order?.status).toBe("paid");
  });

  test("frames and catch-up carry only the caller's own organisation", async () => {
    const own = (await (await server.call(beta.people.viewer, "GET", "/live/events?since=0")).json()) as {
      frames: { stream: string }[];
    };
    expect(own.frames.filter(({ stream }) => Object.values(world).includes(stream))).toEqual([]);
  });
});

describe("members", () => {
  test("an admin can't make, change or remove an owner; the last owner stays", async () => {
    const { owner, admin } = alpha.people;
    const { items: members } = (await (await server.call(owner, "GET", "/api/members")).json()) as {
      items: { id: string; role: string }[];
    };
    const id = (role: string) => members.find((member) => member.role === role)?.id;
    expect((await server.call(admin, "PATCH", `/api/members/${id("owner")}`, { role: "viewer" })).status).toBe(403);
    expect((await server.call(admin, "DELETE", `/api/members/${id("owner")}`)).status).toBe(403);
    expect((await server.call(admin, "PATCH", `/api/members/${id("agent")}`, { role: "owner" })).status).toBe(403);
    expect((await server.call(admin, "POST", "/api/invitations", { email: "o@x.example", role: "owner" })).status).toBe(
      403,
    );
    expect((await server.call(owner, "PATCH", `/api/members/${id("owner")}`, { role: "viewer" })).status).toBe(422);
    expect((await server.call(owner, "DELETE", `/api/members/${id("owner")}`)).status).toBe(422);
  });

  test("an invitation is good for its own address only, and once", async () => {
    const { owner } = beta.people;
    const invited = await server.call(owner, "POST", "/api/invitations", {
      email: "carol@beta.example",
      role: "agent",
    });
    const { id, url } = (await invited.json()) as { id: string; url: string };
    expect(url).toContain(id);
    const mallory = await signUp(server, "mallory@elsewhere.example");
    expect((await server.call(mallory, "POST", `/api/invitations/accept/${id}`)).status).toBe(404);
    const carol = await signUp(server, "carol@beta.example");
    expect((await server.call(carol, "POST", `/api/invitations/accept/${id}`)).status).toBe(200);
    expect((await server.call(carol, "POST", `/api/invitations/accept/${id}`)).status).toBe(404);
    const me = (await (await server.call(carol, "GET", "/api/me")).json()) as { role: string };
    expect(me.role).toBe("agent");
  });

  test("a removed member, a revoked key and a signed-out session are refused at the next call", async () => {
    const { owner, agent } = beta.people;
    const key = await makeKeyFor(server, owner, "agent");
    expect((await server.call(key, "GET", "/api/orders")).status).toBe(200);
    expect((await server.call(owner, "DELETE", `/api/api-keys/${key.id}`)).status).toBe(200);
    expect((await server.call(key, "GET", "/api/orders")).status).toBe(401);
    const { items: members } = (await (await server.call(owner, "GET", "/api/members")).json()) as {
      items: {
        id: string;
        userId: string;
      }[];
    };
    const membership = members.find(({ userId }) => userId === agent.userId)?.id;
    expect((await server.call(owner, "DELETE", `/api/members/${membership}`)).status).toBe(200);
    // Still signed in, but in no organisation any more.
    expect((await server.call(agent, "GET", "/api/orders")).status).toBe(403);
    const { viewer } = beta.people;
    expect((await server.call(viewer, "POST", "/api/auth/sign-out", {})).status).toBe(200);
    expect((await server.call(viewer, "GET", "/api/orders")).status).toBe(401);
  });

  test("keys are shown once, kept as a digest, and never stronger than their maker", async () => {
    const { admin } = alpha.people;
    expect((await server.call(admin, "POST", "/api/api-keys", { name: "x", role: "owner" })).status).toBe(403);
    const made = (await (await server.call(admin, "POST", "/api/api-keys", { name: "x", role: "agent" })).json()) as {
      key: string;
    };
    const listed = await (await server.call(admin, "GET", "/api/api-keys")).text();
    expect(listed).not.toContain(made.key);
    const [row] = await server.ctx.db.query("SELECT COUNT(*) AS n FROM apikey WHERE key = ? OR metadata LIKE ?", [
      made.key,
      `%${made.key}%`,
    ]);
    expect(Number(row?.n)).toBe(0);
    const bearer: Caller = { name: "bearer", headers: { authorization: `Bearer ${made.key}` } };
    expect((await server.call(bearer, "GET", "/api/orders")).status).toBe(200);
  });
});
