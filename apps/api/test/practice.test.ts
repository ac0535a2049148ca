import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { resolve } from "node:path";
import type { Page } from "@waybill/domain/page";
import { renewPractice } from "@waybill/engine/setup/practice";
import { type Caller, foundOrganisation, putConnection, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);

/** The simulator as its own program, as in `bun start`: the API may not import it. */
function startWorld() {
  const child = Bun.spawn([process.execPath, "--no-install", "apps/simulator/src/bun.ts"], {
    cwd: resolve(import.meta.dir, "../../.."),
    // Any free port: the variable is left out of the child's own default by port 0.
    env: { ...process.env, SIMULATOR_PORT: "0", SIM_SPEED: "1000", SIM_SEED: "practice-test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = (async () => {
    let text = "";
    for await (const chunk of child.stdout) {
      text += new TextDecoder().decode(chunk);
      const found = /http:\/\/[\d.]+:(\d+)/.exec(text);
      if (found) return found[1] as string;
    }
    throw new Error("the simulator did not start");
  })();
  return { port, stop: () => child.kill() };
}

type State = { available: boolean; connected: boolean; connections: string[] };
type Connection = { id: string; adapter: string; kind: string; health: string; lastWebhookAt: number | null };
type Orders = { items: { id: string; connectionId: string; syncState: string }[] };

const world = startWorld();
let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;

beforeAll(async () => {
  // No demo and no ALLOW_PRIVATE_NETWORKS: the practice shop is the one private address that is called.
  const env = { SIMULATOR_PORT: await world.port, ALLOW_PRIVATE_NETWORKS: "0" };
  server = await startTest({ tick: true, env });
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
});
afterAll(async () => {
  await server.stopAll();
  world.stop();
});

async function read<T>(caller: Caller, path: string): Promise<T> {
  return (await (await server.call(caller, "GET", path)).json()) as T;
}
async function until<T>(ask: () => Promise<T>, pleases: (value: T) => boolean, withinMs = 20_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await Bun.sleep(100)) {
    const value = await ask();
    if (pleases(value) || Date.now() > end) return value;
  }
}
const connections = async (who: Caller) => [
  ...(await read<Page<Connection>>(who, "/api/carriers")).items,
  ...(await read<Page<Connection>>(who, "/api/platforms")).items,
];
const orders = (who: Caller) => read<Orders>(who, "/api/orders?limit=200");

describe("the practice shop", () => {
  test("is offered without a demo; a viewer sees that and may not take it", async () => {
    const { viewer, agent } = alpha.people;
    expect(await read<State>(viewer, "/api/practice")).toEqual({ available: true, connected: false, connections: [] });
    for (const who of [viewer, agent]) {
      expect((await server.call(who, "POST", "/api/practice")).status).toBe(403);
      expect((await server.call(who, "DELETE", "/api/practice")).status).toBe(403);
    }
    expect(await connections(alpha.people.owner)).toEqual([]);
  });

  test("one call connects a shop and three carriers, and orders arrive; a second call makes no second connection", async () => {
    const { admin, owner } = alpha.people;
    // Two people press at the same moment.
    const [answer, other] = await Promise.all([admin, owner].map((who) => server.call(who, "POST", "/api/practice")));
    if (!answer || !other) throw new Error("two calls, two answers");
    expect([answer.status, other.status]).toEqual([201, 201]);
    expect(((await other.clone().json()) as State).connections).toEqual(
      ((await answer.clone().json()) as State).connections,
    );
    const made = (await answer.json()) as State;
    expect(made.connections.length).toBe(4);
    expect((await connections(admin)).map(({ adapter }) => adapter).sort()).toEqual([
      "easypost",
      "fedex",
      "shopify",
      "ups",
    ]);
    const { items } = await until(
      () => orders(admin),
      (page) => page.items.length >= 40,
    );
    expect(items.length).toBeGreaterThanOrEqual(40);
    const again = (await (await server.call(admin, "POST", "/api/practice")).json()) as State;
    expect(again.connections.toSorted()).toEqual(made.connections.toSorted());
    const state = await read<State>(admin, "/api/practice");
    expect({ ...state, connections: state.connections.length }).toEqual({
      available: true,
      connected: true,
      connections: 4,
    });
  });

  test("a second organisation takes it as well, and both are told of what happens there", async () => {
    const { owner } = beta.people;
    expect((await server.call(owner, "POST", "/api/practice")).status).toBe(201);
    await until(
      () => orders(owner),
      (page) => page.items.length >= 40,
    );
    for (const who of [alpha.people.owner, owner]) {
      const received = await until(
        () => connections(who),
        (list) =>
          ["shopify", "easypost", "fedex", "ups"].every((id) => list.some((c) => c.adapter === id && c.lastWebhookAt)),
      );
      expect(received.map((c) => [c.adapter, c.lastWebhookAt !== null]).toSorted()).toEqual([
        ["easypost", true],
        ["fedex", true],
        ["shopify", true],
        ["ups", true],
      ]);
    }
  });

  test("removing it takes its orders, parcels and mails away, leaves the rest, and tells open pages to load anew", async () => {
    const { owner } = alpha.people;
    const other = await putConnection(server, { orgId: alpha.orgId, kind: "channel", adapter: "shopify" });
    const now = server.ctx.now();
    await server.ctx.db.commit([
      {
        sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
          VALUES ('ord_own', ?, ?, 'shopify', 'x1', '#OWN', ?, ?, 'paid', 'paid', 'success', ?, ?)`,
        args: [alpha.orgId, other.id, now, now, now, now],
      },
    ]);
    const betaBefore = (await orders(beta.people.owner)).items.length;
    const [{ seq } = { seq: 0 }] = (await server.ctx.db.query("SELECT MAX(seq) AS seq FROM events WHERE org_id = ?", [
      alpha.orgId,
    ])) as unknown as { seq: number }[];
    const answer = await server.call(owner, "DELETE", "/api/practice");
    expect(answer.status).toBe(200);
    const said = (await answer.json()) as { connections: number; orders: number };
    expect(said.connections).toBe(4);
    expect(said.orders).toBeGreaterThanOrEqual(40);
    await Bun.sleep(1_500);
    expect((await orders(owner)).items.map(({ id }) => id)).toEqual(["ord_own"]);
    for (const table of [
      "shipments",
      "tracking_events",
      "order_lines",
      "order_payloads",
      "outbox",
      "mailbox",
      "inbox",
      "sync_runs",
    ]) {
      const [row] = await server.ctx.db.query(`SELECT COUNT(*) AS n FROM ${table} WHERE org_id = ?`, [alpha.orgId]);
      expect([table, Number(row?.n)]).toEqual([table, 0]);
    }
    expect(await read<unknown>(owner, `/live/events?since=${seq}`)).toMatchObject({ reset: true });
    expect((await orders(beta.people.owner)).items.length).toBeGreaterThanOrEqual(Math.min(betaBefore, 40));
    expect(await read<State>(owner, "/api/practice")).toEqual({ available: true, connected: false, connections: [] });
  });

  test("after a removal it can be taken again, and its orders come again", async () => {
    const { owner } = alpha.people;
    expect((await server.call(owner, "POST", "/api/practice")).status).toBe(201);
    const { items } = await until(
      () => orders(owner),
      (page) => page.items.length > 40,
    );
    expect(items.length).toBeGreaterThan(40);
  });
});

describe("a simulator that was started again", () => {
  const by = { kind: "system", id: "start", name: "The start" } as const;
  const ids = async (who: Caller) => (await connections(who)).map(({ id }) => id).toSorted();

  test("is another world: what the lost one brought goes, and its shop is connected anew; the same one changes nothing", async () => {
    const { owner } = beta.people;
    const before = await orders(owner);
    const known = await ids(owner);
    await renewPractice(server.ctx, { by });
    expect(await ids(owner)).toEqual(known);

    const body = JSON.stringify({ seed: "another history" });
    await fetch(`http://127.0.0.1:${await world.port}/_sim/reset`, { method: "POST", body });
    await renewPractice(server.ctx, { by });
    const after = await until(
      () => orders(owner),
      (page) => page.items.length >= 40,
    );
    expect(after.items.length).toBeGreaterThanOrEqual(40);
    const old = new Set(before.items.map(({ id }) => id));
    expect(after.items.filter(({ id }) => old.has(id))).toEqual([]);
    expect((await ids(owner)).length).toBe(known.length);
  });
});

describe("settings are tried", () => {
  const settings = async () => {
    const answer = await fetch(`http://127.0.0.1:${await world.port}/_sim/credentials`);
    const { shopify } = (await answer.json()) as { shopify: Record<string, string> };
    const { shop = "", clientId = "", clientSecret = "" } = shopify;
    return { shop, clientId, clientSecret, baseUrl: `http://127.0.0.1:${await world.port}/shopify` };
  };
  const attempt = async (change: Record<string, string>) => {
    const body = { kind: "channel", adapter: "shopify", settings: { ...(await settings()), ...change } };
    const answer = await server.call(beta.people.owner, "POST", "/api/adapters/test", body);
    return { status: answer.status, said: (await answer.json()) as Record<string, unknown> };
  };

  test("good ones answer the shop's name, wrong ones the reason in words; nothing is kept", async () => {
    const before = (await connections(beta.people.owner)).length;
    expect(await attempt({})).toEqual({ status: 200, said: { ok: true, label: "Harbour & Pine", reason: null } });
    const wrong = await attempt({ clientSecret: "not-it" });
    expect(wrong).toMatchObject({
      status: 200,
      said: { ok: false, reason: expect.stringContaining("Check client id and secret") },
    });
    expect((await connections(beta.people.owner)).length).toBe(before);
  });

  test("a field's problem is told in words beside the field, one for each", async () => {
    const { status, said } = await attempt({ clientId: "", shop: "", baseUrl: "harbour" });
    expect(status).toBe(422);
    const { error } = said as { error: { issues: { path: string; message: string }[]; message: string } };
    expect(error.issues).toEqual([
      { path: "shop", message: "Shop is needed." },
      { path: "clientId", message: "Client ID is needed." },
      { path: "baseUrl", message: "API base URL must be a whole address, such as https://api.example.com." },
    ]);
    expect(error.message).not.toContain("✖");
  });
});
