import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { type Caller, nobody, startTest, type TestServer } from "../apps/api/test/harness.ts";
import { type Curl, curlsOf, parseCurl, readDoc } from "./lib/docs.ts";
import { ROOT } from "./lib/root.ts";

setDefaultTimeout(60_000);

// docs/api.md and docs/examples/orders.ts against a real server with the demo's world beside it.

type Parameter = { name: string; in: string };
type Paths = Record<string, Record<string, { parameters?: Parameter[] }>>;
let server: TestServer;
let caller: Caller;
let variables: Record<string, string>;
let paths: Paths;
const children: { kill: () => void }[] = [];

/** A program of the project; `line` answers its next line that matches. */
function start(command: string[], env: Record<string, string>) {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  const line = async (wanted: RegExp): Promise<string> => {
    for (;;) {
      const at = rest.indexOf("\n");
      if (at >= 0) {
        const one = rest.slice(0, at);
        rest = rest.slice(at + 1);
        if (wanted.test(one)) return one;
        continue;
      }
      const { done, value } = await reader.read();
      if (done) throw new Error(`${command.join(" ")} ended without a line like ${wanted}`);
      rest += decoder.decode(value, { stream: true });
    }
  };
  return { child, line };
}

const get = async <T>(path: string) => (await (await server.call(caller, "GET", path)).json()) as T;
type Listed = { items: { id: string; number: string; status: string }[] };
type OrderPage = { shipments: { trackToken: string }[] };

beforeAll(async () => {
  const simulator = start(["--no-install", "apps/simulator/src/bun.ts"], {
    ...{ SIMULATOR_PORT: "0", SIM_SPEED: "1000", SIM_SEED: "docs-test" },
  });
  const port = /:(\d+)/.exec(await simulator.line(/http:/))?.[1] ?? "";
  server = await startTest({ tick: true, env: { DEMO: "1", SIMULATOR_PORT: port } });
  const session = await server.call(nobody, "POST", "/api/demo/session");
  const { apiKey } = (await session.json()) as { apiKey: string };
  caller = { name: "demo", headers: { authorization: `Bearer ${apiKey}` } };
  ({ paths } = await get<{ paths: Paths }>("/openapi.json"));
  const found = await until(async () => {
    const waiting = await get<Listed>("/api/orders?status=paid,processing&limit=1");
    const shipped = await get<Listed>("/api/orders?status=shipped&limit=1");
    const [order, sent] = [waiting.items[0], shipped.items[0]];
    if (!order || !sent) return null;
    const token = (await get<OrderPage>(`/api/orders/${sent.id}`)).shipments[0]?.trackToken;
    return token ? { ORDER: order.id, TOKEN: token } : null;
  });
  variables = { WAYBILL_URL: server.url, WAYBILL_KEY: apiKey, ...found };
});
afterAll(async () => {
  await server.stopAll();
  for (const child of children) child.kill();
});

async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 40_000; ; await Bun.sleep(100)) {
    const value = await ask();
    if (value !== null) return value;
    if (Date.now() > end) throw new Error("The demo's world stayed empty.");
  }
}

/** Names in a query that the route does not have: the server ignores them, so a reader would believe a filter works. */
function strangers(curl: Curl): string[] {
  const { pathname, searchParams } = new URL(curl.url);
  const path = Object.keys(paths)
    .sort((a, b) => a.split("{").length - b.split("{").length)
    .find((one) => new RegExp(`^${one.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname));
  const known = (path ? (paths[path]?.[curl.method.toLowerCase()]?.parameters ?? []) : []).map(({ name }) => name);
  return [...searchParams.keys()].filter((name) => !known.includes(name));
}

describe("docs/api.md", () => {
  test("each curl is answered well, and asks only for what its route knows", async () => {
    const curls = curlsOf(readDoc("docs/api.md").text.replaceAll("http://localhost:3000", server.url), variables);
    expect(curls.length).toBeGreaterThanOrEqual(10);
    for (const curl of curls) {
      const answer = await fetch(curl.url, { method: curl.method, headers: curl.headers, body: curl.body });
      const said = await answer.text();
      expect([curl.line, answer.status < 300, answer.ok ? "" : said]).toEqual([curl.line, true, ""]);
      expect([curl.line, strangers(curl)]).toEqual([curl.line, []]);
      expect(said.length).toBeGreaterThan(2);
    }
  });

  test("a filter that the route does not have is noticed", () => {
    const curl = parseCurl(`curl -s '${server.url}/api/shipments?attention=1&state=attention'`, {});
    expect(strangers(curl)).toEqual(["attention"]);
  });

  test("a wrong value is answered in the shape that the page shows", async () => {
    const answer = await server.call(caller, "GET", "/api/orders?limit=many");
    const { error } = (await answer.json()) as { error: Record<string, unknown> };
    expect(answer.status).toBe(400);
    expect(Object.keys(error).sort()).toEqual(["code", "issues", "message", "requestId"]);
    expect(error).toMatchObject({ code: "invalid_request", issues: [{ path: "limit" }] });
  });
});

describe("docs/examples/orders.ts", () => {
  test("lists the orders that wait, then tells of one that changes", async () => {
    const example = ["docs/examples/orders.ts", "--follow"];
    const { child, line } = start(example, {
      WAYBILL_URL: server.url,
      WAYBILL_KEY: variables.WAYBILL_KEY ?? "",
    });
    const first = await line(/\S+ .+ (paid|processing)$/);
    const number = first.split(" ")[0] ?? "";
    const { items } = await get<Listed>(`/api/orders?q=${encodeURIComponent(number)}`);
    expect(items.map((order) => order.number)).toContain(number);
    // The socket opens a moment after the list is printed: the change is made until it is told.
    let seen = false;
    const received = line(/^order\.updated \S+ completed$/).then((text) => {
      seen = true;
      return text;
    });
    const path = `/api/orders/${variables.ORDER}/status`;
    for (let i = 0; i < 50 && !seen; i++) {
      await server.call(caller, "PUT", path, { status: i % 2 === 0 ? "completed" : "auto" });
      await Bun.sleep(100);
    }
    const { order } = await get<{ order: { number: string } }>(`/api/orders/${variables.ORDER}`);
    expect(await received).toBe(`order.updated ${order.number} completed`);
    child.kill();
    await child.exited;
  });

  test("without a key it ends with the server's words", async () => {
    const child = Bun.spawn([process.execPath, join(ROOT, "docs/examples/orders.ts")], {
      env: { PATH: process.env.PATH ?? "", WAYBILL_URL: server.url },
      stdio: ["ignore", "ignore", "pipe"],
    });
    expect(await child.exited).not.toBe(0);
    expect(await new Response(child.stderr).text()).toContain("Waybill answered 401");
  });
});
