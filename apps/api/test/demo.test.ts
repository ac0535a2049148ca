import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "@waybill/domain/page";
import { type Caller, cookieOf, nobody, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);

/** The simulator as its own program, as in `bun start`: the API may not import it. */
function startWorld() {
  const child = Bun.spawn([process.execPath, "--no-install", "apps/simulator/src/bun.ts"], {
    cwd: resolve(import.meta.dir, "../../.."),
    env: { ...process.env, SIMULATOR_PORT: "0", SIM_SPEED: "1000", SIM_SEED: "demo-test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = (async () => {
    let text = "";
    for await (const chunk of child.stdout) {
      text += new TextDecoder().decode(chunk);
      const found = /http:\/\/[\d.]+:(\d+)/.exec(text);
      if (found) return { url: found[0], port: found[1] as string };
    }
    throw new Error("the simulator did not start");
  })();
  return { url, stop: () => child.kill() };
}

type Connection = { id: string; adapter: string; health: string };
const folder = mkdtempSync(join(tmpdir(), "waybill-demo-"));
const database = `file:${join(folder, "w.db")}`;
const world = startWorld();
let port: string;
let server: TestServer;
let caller: Caller;

const start = () => startTest({ tick: true, env: { DEMO: undefined, DATABASE_URL: database, SIMULATOR_PORT: port } });
beforeAll(async () => {
  ({ port } = await world.url);
  server = await start();
});
afterAll(async () => {
  await server.stopAll();
  world.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function read<T>(path: string): Promise<T> {
  return (await (await server.call(caller, "GET", path)).json()) as T;
}

/** Asks until the answer pleases; the last answer otherwise. */
async function until<T>(ask: () => Promise<T>, pleases: (value: T) => boolean, withinMs = 20_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await Bun.sleep(100)) {
    const value = await ask();
    if (pleases(value) || Date.now() > end) return value;
  }
}

const connections = async () => [
  ...(await read<Page<Connection>>("/api/carriers")).items,
  ...(await read<Page<Connection>>("/api/platforms")).items,
];
const orders = () => read<{ items: { id: string; currency: string | null }[] }>("/api/orders?limit=200");

describe("the demo", () => {
  test("is on by itself on an empty local installation; one call signs in and answers a key", async () => {
    const answer = await server.call(nobody, "POST", "/api/demo/session");
    expect(answer.status).toBe(200);
    const said = (await answer.json()) as { apiKey: string; user: { email: string }; organisation: { id: string } };
    caller = { name: "demo key", headers: { "x-api-key": said.apiKey } };
    const cookie: Caller = { name: "demo cookie", headers: { cookie: cookieOf(answer) } };
    for (const who of [caller, cookie]) {
      const me = (await (await server.call(who, "GET", "/api/me")).json()) as {
        role: string;
        demo: boolean;
        organisation: { id: string };
      };
      expect(me).toMatchObject({ role: "owner", demo: true, organisation: { id: said.organisation.id } });
    }
    const again = (await (await server.call(nobody, "POST", "/api/demo/session")).json()) as { apiKey: string };
    expect(again.apiKey).toBe(said.apiKey);
  });

  test("connects the shop and the carriers by itself, and orders and parcels arrive", async () => {
    const all = await until(connections, (list) => list.length === 6);
    expect(all.map(({ adapter }) => adapter).sort()).toEqual([
      "easypost",
      "fedex",
      "shopify",
      "shopify",
      "shopify",
      "ups",
    ]);
    expect(all.every(({ health }) => health === "ok")).toBe(true);
    expect((await until(orders, ({ items }) => items.length >= 40)).items.length).toBeGreaterThanOrEqual(40);
    const monies = ({ items }: { items: { currency?: string | null }[] }) => new Set(items.map((o) => o.currency));
    const seen = await until(orders, (page) => ["USD", "EUR", "GBP"].every((money) => monies(page).has(money)));
    expect([...monies(seen)]).toEqual(expect.arrayContaining(["USD", "EUR", "GBP"]));
    const inbox = () => read<{ items: { adapter: string }[] }>("/api/inbox?limit=200");
    const received = await until(inbox, ({ items }) =>
      ["shopify", "easypost"].every((name) => items.some(({ adapter }) => adapter === name)),
    );
    expect(received.items.length).toBeGreaterThan(0);
    const mails = await until(
      () => read<{ items: unknown[] }>("/api/mailbox"),
      ({ items }) => items.length > 0,
    );
    expect(mails.items.length).toBeGreaterThan(0);
  });

  test("reset gives a fresh world to the same people, and open pages are told to load anew", async () => {
    const before = new Set((await orders()).items.map(({ id }) => id));
    const { seq } = await read<{ seq: number }>("/api/dashboard/summary");
    expect((await server.call(caller, "POST", "/api/demo/reset")).status).toBe(200);
    expect(await read<unknown>(`/live/events?since=${seq}`)).toMatchObject({ reset: true });
    const after = await until(orders, ({ items }) => items.length >= 40);
    // Also when the new log has grown for a while.
    expect(await read<unknown>(`/live/events?since=${seq}`)).toMatchObject({ reset: true });
    expect(after.items.length).toBeGreaterThanOrEqual(40);
    expect(after.items.filter(({ id }) => before.has(id))).toEqual([]);
    expect((await connections()).map(({ adapter }) => adapter).sort()).toEqual([
      "easypost",
      "fedex",
      "shopify",
      "shopify",
      "shopify",
      "ups",
    ]);
  });

  test("after a restart the same data, the same key and no second connection are there", async () => {
    const before = (await orders()).items.map(({ id }) => id);
    await server.stopAll();
    server = await start();
    const kept = (await orders()).items.map(({ id }) => id);
    expect(before.filter((id) => !kept.includes(id))).toEqual([]);
    await Bun.sleep(500);
    expect((await connections()).length).toBe(6);
  });

  test("an installation where somebody signed up is no demo", async () => {
    const own = await startTest({ env: { DEMO: "0" } });
    expect((await own.call(nobody, "POST", "/api/demo/session")).status).toBe(404);
    await own.stopAll();
  });
});
