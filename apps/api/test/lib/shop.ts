import type { Database } from "@waybill/db/database";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { receive } from "@waybill/engine/inbox/receive";
import { connect } from "@waybill/engine/setup/connect";
import { type EngineWorld, makeEngineWorld } from "@waybill/engine/testing/world";
import { startEngine } from "@waybill/engine/tick";
import { credentials } from "@waybill/simulator/credentials";
import type { SimOptions } from "@waybill/simulator/options";
import { type Simulator, startSimulator } from "@waybill/simulator/start";

const STATUS = { accepted: 202, duplicate: 200, rejected: 401, unknown_connection: 404 } as const;

/** A seller's Waybill beside a simulated shop, over real HTTP both ways. `time.offset` moves the clocks of both. */
export type ShopWorld = {
  sim: Simulator;
  world: EngineWorld;
  database: TestDatabase;
  time: { offset: number };
  /** GraphQL operations that were asked of the shop, in order. */
  asked: string[];
  control: (path: string, body?: unknown) => Promise<unknown>;
  connectShop: () => Promise<string>;
  /** Another process on the same file; the first one's world is left as it is. */
  another: (db: Database) => EngineWorld;
  close: () => Promise<void>;
};

export async function openShop(
  options: Partial<SimOptions> = {},
  of: { wrap?: (db: Database) => Database; realPauses?: boolean } = {},
): Promise<ShopWorld> {
  const { wrap = (db: Database) => db } = of;
  const time = { offset: 0 };
  const now = () => Date.now() + time.offset;
  const sim = await startSimulator({
    port: 0,
    seed: "sync",
    autoRun: false,
    initialOrders: 0,
    throttle: false,
    retryBaseMs: 5,
    now,
    ...options,
  });
  const database = await testDatabase();
  const asked: string[] = [];
  const fetchAndNote: typeof globalThis.fetch = Object.assign(
    async (input: string | URL | Request, init?: RequestInit) => {
      const name = /(?:query|mutation) (\w+)/.exec(typeof init?.body === "string" ? init.body : "")?.[1];
      if (name) asked.push(name);
      return fetch(input, init);
    },
    { preconnect: () => {} },
  );
  let world: EngineWorld | null = null;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      const [, , kinds = "", connectionId = ""] = new URL(request.url).pathname.split("/");
      if (!world) return new Response(null, { status: 503 });
      const { outcome } = await receive(world.ctx, {
        kind: kinds.slice(0, -1) as ConnectionKind,
        connectionId,
        webhook: {
          headers: Object.fromEntries(request.headers),
          body: new Uint8Array(await request.arrayBuffer()),
          url: request.url,
        },
      });
      return new Response(null, { status: STATUS[outcome] });
    },
  });
  const another = (db: Database) => {
    const made = makeEngineWorld({
      db,
      now,
      fetch: (url, init) => fetchAndNote(url, init),
      // Waiting moves the clock instead of the test: pauses end at once, for us and for the shop.
      sleep: async (ms) => {
        if (of.realPauses) await Bun.sleep(ms);
        else time.offset += ms;
      },
      publicUrl: `http://127.0.0.1:${server.port}`,
    });
    startEngine(made.ctx);
    return made;
  };
  world = another(wrap(database.db));
  const opened = world;
  return {
    sim,
    world: opened,
    database,
    time,
    asked,
    another: (db) => {
      world = another(db);
      return world;
    },
    control: async (path, body) => {
      const answer = await fetch(`${sim.url}/_sim/${path}`, { method: "POST", body: JSON.stringify(body ?? {}) });
      const seen = (await answer.json()) as unknown;
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(seen)}`);
      return seen;
    },
    connectShop: async () => {
      const { shop, clientId, clientSecret } = credentials.shopify;
      const settings = { shop, clientId, clientSecret, baseUrl: `${sim.url}/shopify` };
      const made = await connect(opened.scope, { kind: "channel", adapter: "shopify", settings });
      return made.id;
    },
    close: async () => {
      await opened.settle();
      await sim.stop();
      await server.stop(true);
      await database.close();
    },
  };
}
