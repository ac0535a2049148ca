import { Database as Sqlite } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@waybill/db/database";
import { migrate } from "@waybill/db/migrate";
import { openDatabase } from "@waybill/db/open";
import { startFakeResend } from "@waybill/engine/testing/outbox";
import { type EngineWorld, logBreach, makeEngineWorld, putConnection, signed } from "@waybill/engine/testing/world";
import { type Carriers, makeParcel, type Parcel, type Post, seeded, shuffled } from "./lib/parcels.ts";
import { type ServerProcess, startProcess } from "./lib/server-process.ts";

const SOAK = process.env.SOAK === "1";
const ROUNDS = SOAK ? 200 : 10;
/** Parcels that begin their way in a round; half of them belong to a shop that mails through a provider. */
const PARCELS = 24;
const LANES = 8;

type Shop = { orgId: string; carriers: Carriers };
type World = { engine: EngineWorld; folder: string; path: string; rounds: Parcel[][] };

async function openShop(engine: EngineWorld, orgId: string): Promise<Shop> {
  const easypost = await putConnection(engine, { orgId, adapter: "easypost" });
  const ups = await putConnection(engine, { orgId, adapter: "ups" });
  const shop = await putConnection(engine, { orgId, adapter: "shopify", kind: "channel" });
  return { orgId, carriers: { easypost, ups, shop } };
}

/** Two shops with all their parcels, on disk before the first server starts. */
async function prepare(resendUrl: string): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-crash-"));
  const path = join(folder, "w.db");
  const db = await openDatabase({ url: `file:${path}` });
  await migrate(db);
  const engine = makeEngineWorld({ db, now: Date.now, fetch: (url, init) => fetch(url, init) });
  const shops = [await openShop(engine, "org_mailbox"), await openShop(engine, "org_provider")] as const;
  const settings = { apiKey: "re_test", webhookSecret: "", baseUrl: resendUrl };
  await putConnection(engine, { orgId: "org_provider", adapter: "resend", kind: "sender", settings });
  const rounds: Parcel[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const parcels: Parcel[] = [];
    for (let i = 0; i < PARCELS; i++) {
      const { orgId, carriers } = shops[i % 2] as Shop;
      const by = i % 4 < 2 ? "easypost" : "ups";
      parcels.push(await makeParcel(engine, { carriers, orgId, n: round * PARCELS + i, by }));
    }
    rounds.push(parcels);
  }
  await engine.settle();
  // Nobody is to be asked: this is about what is pushed. The first mails are the server's to send.
  await db.commit([
    { sql: "DELETE FROM jobs", args: [] },
    { sql: "UPDATE shipments SET next_poll_at = NULL", args: [] },
  ]);
  await db.close();
  return { engine, folder, path, rounds };
}

function post(engine: EngineWorld, server: ServerProcess, { to, body }: Post): Promise<Response> {
  const { headers, body: bytes } = signed(engine.ctx, to, body);
  const url = `${server.url}/webhooks/carriers/${to.id}`;
  return fetch(url, { method: "POST", headers, body: bytes as Uint8Array<ArrayBuffer>, keepalive: false });
}

/** Posts in any order, then repeats, from several lanes at once, until the server is gone. Answers what was acknowledged. */
async function load(
  engine: EngineWorld,
  input: { server: ServerProcess; posts: readonly Post[]; random: () => number; until: Promise<unknown> },
): Promise<Post[]> {
  const { server, posts, random } = input;
  const acknowledged: Post[] = [];
  let over = false;
  void input.until.then(() => {
    over = true;
  });
  let next = 0;
  const lane = async () => {
    while (!over) {
      const one = next < posts.length ? posts[next++] : posts[Math.floor(random() * posts.length)];
      if (!one) return;
      try {
        const answer = await post(engine, server, one);
        if (answer.status === 200 || answer.status === 202) acknowledged.push(one);
        else expect(`${answer.status} ${await answer.text()}`).toBe("acknowledged");
      } catch (error) {
        // The connection died with the server; anything else is a failure of the test itself.
        if (error instanceof Error && error.name === "AssertionError") throw error;
        if (!over) await Bun.sleep(1);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return acknowledged;
}

function reader(path: string) {
  const sqlite = new Sqlite(path, { readonly: true });
  const all = (sql: string, ...args: (string | number)[]) => sqlite.query(sql).all(...args) as Row[];
  const db = { query: async (sql: string) => all(sql) } as EngineWorld["ctx"]["db"];
  return { all, db, close: () => sqlite.close() };
}

/** Until the count is zero; twenty seconds without any progress are a failure. */
async function drained(path: string, sql: string, server: ServerProcess): Promise<void> {
  const { all, close } = reader(path);
  let least = Number.POSITIVE_INFINITY;
  let since = Date.now();
  for (let n = Number(all(sql)[0]?.n); n > 0; n = Number(all(sql)[0]?.n)) {
    if (n < least) [least, since] = [n, Date.now()];
    if (Date.now() - since > 20_000) throw new Error(`${n} left of: ${sql}\n${server.output().slice(-2_000)}`);
    await Bun.sleep(25);
  }
  close();
}
const WAITING = "SELECT COUNT(*) AS n FROM inbox WHERE state = 'received'";

async function check(path: string, acknowledged: readonly Post[]): Promise<void> {
  const { all, db, close } = reader(path);
  expect(await logBreach({ db })).toBeNull();
  const kept = new Map<string, string[]>();
  for (const row of all("SELECT connection_id, key, state FROM inbox")) {
    const key = `${row.connection_id} ${row.key}`;
    kept.set(key, [...(kept.get(key) ?? []), String(row.state)]);
  }
  const scans = new Map(all("SELECT id, scan_count FROM shipments").map((r) => [String(r.id), Number(r.scan_count)]));
  for (const { to, key, parcel, tells } of new Set(acknowledged)) {
    const states = kept.get(`${to.id} ${key}`) ?? [];
    // One row was folded, whatever copies a crash let in beside it.
    expect([key, states.filter((s) => s === "processed").length]).toEqual([key, 1]);
    expect(states.filter((s) => s !== "processed" && s !== "duplicate")).toEqual([]);
    expect(scans.get(parcel.id)).toBeGreaterThanOrEqual(tells);
  }
  const doubled = all(`SELECT o.trigger, o.shipment_id, substr(o.key, instr(o.key, '|email|')) AS episode, COUNT(*) AS n
    FROM mailbox m JOIN outbox o ON o.id = m.notification_id GROUP BY 1, 2, 3 HAVING n > 1`);
  expect(doubled).toEqual([]);
  const causes = all(`SELECT trigger, shipment_id FROM outbox WHERE trigger IN ('shipped', 'delivered')
    GROUP BY 1, 2 HAVING COUNT(*) > 1`);
  expect(causes).toEqual([]);
  expect(all("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  close();
}

test(
  `kill -9 under load, ${ROUNDS} times: nothing acknowledged is lost, no mail doubled, the log has no gap`,
  async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    const resend = startFakeResend();
    const { engine, folder, path, rounds } = await prepare(resend.url);
    const env = { DATABASE_URL: `file:${path}`, APP_SECRET: engine.ctx.config.appSecret };
    let server = await startProcess(env);
    try {
      const acknowledged: Post[] = [];
      let acknowledgedRounds = 0;
      for (const parcels of rounds) {
        const posts = shuffled(
          parcels.flatMap((p) => p.posts),
          random,
        );
        const killed = Bun.sleep(20 + random() * 400).then(() => server.kill());
        const fresh = await load(engine, { server, posts, random, until: killed });
        acknowledged.push(...fresh);
        if (fresh.length > 0) acknowledgedRounds += 1;
        await killed;
        server = await startProcess(env);
        await drained(path, WAITING, server);
        await check(path, fresh);
      }
      // What was acknowledged in one round has outlived all the later ones.
      await check(path, acknowledged);
      // The test itself is worth nothing when nothing was under way.
      expect(acknowledgedRounds).toBeGreaterThan(ROUNDS / 2);

      // The carriers send what they could not deliver once more; then every parcel has arrived and each customer knows, once.
      const rest = shuffled(
        rounds.flatMap((parcels) => parcels.flatMap((p) => p.posts)),
        random,
      );
      for (let i = 0; i < rest.length; i += LANES) {
        const answers = await Promise.all(rest.slice(i, i + LANES).map((p) => post(engine, server, p)));
        for (const { status } of answers) expect([200, 202]).toContain(status);
      }
      await drained(path, WAITING, server);
      await drained(
        path,
        "SELECT COUNT(*) AS n FROM outbox WHERE org_id = 'org_mailbox' AND state IN ('pending', 'sending')",
        server,
      );
      await check(path, rest);
      const { all, close } = reader(path);
      const total = ROUNDS * PARCELS;
      expect(all("SELECT status, COUNT(*) AS n FROM shipments GROUP BY 1")).toEqual([
        { status: "delivered", n: total },
      ]);
      expect(
        all(`SELECT o.trigger, COUNT(*) AS n, COUNT(DISTINCT o.shipment_id) AS parcels FROM mailbox m
          JOIN outbox o ON o.id = m.notification_id WHERE o.trigger IN ('shipped', 'delivered') GROUP BY 1 ORDER BY 1`),
      ).toEqual([
        { trigger: "delivered", n: total / 2, parcels: total / 2 },
        { trigger: "shipped", n: total / 2, parcels: total / 2 },
      ]);
      // At the provider: what went out is one mail a notification, never one that nobody asked for.
      const [asked] = all(
        "SELECT COUNT(*) AS n FROM outbox WHERE org_id = 'org_provider' AND first_tried_at IS NOT NULL",
      );
      expect(resend.mails.size).toBeGreaterThan(0);
      expect(resend.mails.size).toBeLessThanOrEqual(Number(asked?.n));
      const seen = [...resend.mails.values()].map((m) => `${m.to} ${m.subject}`);
      expect(new Set(seen).size).toBe(seen.length);
      close();
    } catch (error) {
      throw new Error(`SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    } finally {
      await server.kill();
      await resend.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  SOAK ? 900_000 : 60_000,
);
