import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FakeChannel } from "@waybill/adapters/contract/channel-data";
import type { Ctx } from "@waybill/engine/core/context";
import { foundOrganisation, makeKeyFor, putWorld, startTest, type TestServer } from "../apps/api/test/harness.ts";
import { curlsOf, readDoc, writtenBy } from "./lib/docs.ts";
import { ROOT } from "./lib/root.ts";

setDefaultTimeout(120_000);

// docs/adapters.md followed word for word, in a copy of the package beside the real one: the registry that other tests read stays
// as it is.

const doc = readDoc("docs/adapters.md");
const files = writtenBy(doc);
const CARRIER = "packages/adapters/src/carriers/paperboat/carrier.ts";
const CHANNEL = "packages/adapters/src/channels/marketstall/channel.ts";
const lines = (text: string) => text.split("\n").length - 1;
const folder = mkdtempSync(join(tmpdir(), "waybill-docs-"));
const copy = join(folder, "waybill");

beforeAll(() => {
  mkdirSync(copy);
  // The suites skip official samples where their folder is absent. The page's own samples need none of them, so none is skipped.
  mkdirSync(join(folder, "shared"));
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  cpSync(join(ROOT, "packages/adapters/src"), join(copy, "packages/adapters/src"), { recursive: true });
  for (const file of ["package.json", "packages/adapters/package.json", "tsconfig.json"]) {
    cpSync(join(ROOT, file), join(copy, file));
  }
  const { vcs: _, ...biome } = JSON.parse(readFileSync(join(ROOT, "biome.json"), "utf8")) as { vcs: unknown };
  writeFileSync(join(copy, "biome.json"), JSON.stringify(biome));
  for (const [file, text] of files) {
    if (existsSync(join(ROOT, file))) throw new Error(`${file} of docs/adapters.md is there already.`);
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A command of the page, in the copy. */
function run(command: readonly string[], cwd = copy): { code: number; output: string } {
  const env = { PATH: process.env.PATH ?? "", HOME: folder, NODE_ENV: "test" };
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, ...command], { cwd, env });
  return { code: exitCode, output: stdout.toString() + stderr.toString() };
}
const commands = doc.fences
  .filter(({ language, info }) => language === "sh" && info === "")
  .flatMap(({ text }) => text.trim().split("\n"));

describe("docs/adapters.md", () => {
  test("shows whole files within the sizes that it promises", () => {
    expect([...files.keys()].sort()).toEqual([
      CARRIER.replace(".ts", ".test.ts"),
      CARRIER,
      CARRIER.replace("carrier.ts", "guide.ts"),
      CHANNEL.replace(".ts", ".test.ts"),
      CHANNEL,
      CHANNEL.replace("channel.ts", "fake.ts"),
      CHANNEL.replace("channel.ts", "guide.ts"),
      CHANNEL.replace("channel.ts", "handshake.ts"),
      CHANNEL.replace("channel.ts", "order.ts"),
    ]);
    expect(lines(files.get(CARRIER) ?? "")).toBeLessThanOrEqual(120);
    expect(lines(files.get(CHANNEL) ?? "")).toBeLessThanOrEqual(150);
  });

  test("its commands write the registry and pass both suites, with nothing skipped", () => {
    expect(commands.length).toBe(4);
    for (const command of commands) {
      const [program, ...rest] = command.split(" ");
      expect(program).toBe("bun");
      const { code, output } = run(rest);
      expect([command, code, code === 0 ? "" : output]).toEqual([command, 0, ""]);
      if (rest[0] !== "test") continue;
      expect(output).toMatch(/\n\s*[2-9]\d pass/);
      expect(output).not.toMatch(/\d skip/);
    }
    const registry = readFileSync(join(copy, "packages/adapters/src/registry.gen.ts"), "utf8");
    for (const name of ["paperboat", "marketstall", "easypost", "shopify"]) expect(registry).toContain(`"${name}": `);
    expect(registry).not.toContain("fake");
  });

  test("its code has no type error and is formatted as the project is", () => {
    const types = run(["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.json"]);
    expect([types.output, types.code]).toEqual(["", 0]);
    const biome = ["node_modules/@biomejs/biome/bin/biome", "check", "--diagnostic-level=warn", ...files.keys()];
    const format = run(biome);
    expect([format.code, format.code === 0 ? "" : format.output]).toEqual([0, ""]);
  });

  for (const [file, promise] of [
    [CARRIER, "refuses another key"],
    [CHANNEL, "accepted when signed, refused otherwise"],
  ] as const) {
    test(`a signature that is always right fails the suite: ${file}`, () => {
      const good = files.get(file) ?? "";
      const bad = good.replace(/return verdictOn\([^\n]*\);\n/, 'return { ok: true as const, how: "always" };\n');
      expect(bad).not.toBe(good);
      writeFileSync(join(copy, file), bad);
      const { code, output } = run(["test", file.replace(".ts", ".test.ts")]);
      writeFileSync(join(copy, file), good);
      expect(code).not.toBe(0);
      expect(output).toMatch(new RegExp(`\\(fail\\).*${promise}`));
    });
  }
});

describe("the two on a running server", () => {
  let server: TestServer;
  let key: string;
  let order: string;
  const stop: (() => unknown)[] = [];
  const source = (file: string) => import(pathToFileURL(join(copy, "packages/adapters/src", file)).href);
  const call = async <T>(method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await server.call({ name: "key", headers }, method, path, body);
    return { status: answer.status, json: (await answer.json()) as T };
  };
  const until = async <T>(ask: () => Promise<T>, pleases: (value: T) => boolean): Promise<T> => {
    for (const end = Date.now() + 20_000; ; await Bun.sleep(50)) {
      const value = await ask();
      if (pleases(value) || Date.now() > end) return value;
    }
  };

  beforeAll(async () => {
    server = await startTest({ tick: true, adapters: (await source("registry.gen.ts")) as Ctx["adapters"] });
    const { orgId, people } = await foundOrganisation(server, "harbour");
    ({ key } = await makeKeyFor(server, people.owner, "owner"));
    ({ order } = await putWorld(server, orgId));
  });
  afterAll(async () => {
    for (const end of stop) await end();
    await server.stopAll();
  });

  test("Paperboat: the page's curl commands connect it, guess the number, and the parcel arrives", async () => {
    const child = Bun.spawn([process.execPath, "docs/examples/paperboat.ts", "0"], { cwd: ROOT, stdout: "pipe" });
    stop.push(() => child.kill());
    const url = await printedUrl(child.stdout);
    const text = doc.fences.find(({ info }) => info === "try")?.text ?? "";
    const variables = { WAYBILL_URL: server.url, WAYBILL_KEY: key, ORDER: order };
    const curls = curlsOf(text.replaceAll("http://127.0.0.1:4010", url), variables);
    expect(curls.length).toBe(5);
    for (const { line, method, url: at, headers, body } of curls) {
      const answer = await fetch(at, { method, headers, body });
      const said = await answer.text();
      expect([line, answer.ok, answer.ok ? "" : said]).toEqual([line, true, ""]);
      if (line.includes("/move/")) expect(said).toMatch(/^Pushed to .*\/webhooks\/carriers\/con_\w+: 202\n$/);
    }
    const parcel = async () => {
      const { json } = await call<Page>("GET", `/api/orders/${order}`);
      return json.shipments.find(({ number }) => number === "PB123456782");
    };
    const arrived = await until(parcel, (one) => one?.status === "delivered");
    expect(arrived).toMatchObject({ carrier: "paperboat", status: "delivered" });
    expect(arrived?.timeline.map(({ code }) => code).sort()).toEqual(["ASHORE", "SAILING"]);
    const { json: inbox } = await call<{ items: { adapter: string; verified: string }[] }>("GET", "/api/inbox");
    const verified = inbox.items.filter(({ adapter }) => adapter === "paperboat").map((item) => item.verified);
    expect(verified).toContain("paperboat-signature");
  });

  test("Marketstall: its orders arrive, the broken one is shown as failed with words, and a parcel is told back", async () => {
    const { fakeMarketstall } = (await source("channels/marketstall/fake.ts")) as {
      fakeMarketstall: () => FakeChannel;
    };
    const stall = fakeMarketstall();
    const platform = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: stall.handle });
    stop.push(() => platform.stop(true));
    const settings = { clientId: "app", clientSecret: "stall-secret", webhookSecret: "stall-webhook-secret" };
    const baseUrl = `http://127.0.0.1:${platform.port}`;
    const made = await call("POST", "/api/platforms", { adapter: "marketstall", settings: { ...settings, baseUrl } });
    expect([made.status, made.json]).toMatchObject([201, { health: "ok", warning: null }]);
    expect(JSON.stringify(made.json)).not.toContain("stall-secret");
    const list = () => call<{ items: Listed[] }>("GET", "/api/orders?channel=marketstall");
    const { json } = await until(list, (answer) => answer.json.items.length === 6);
    const failed = json.items.filter(({ syncState }) => syncState === "failed");
    expect(failed).toMatchObject([{ number: "1003" }]);
    expect(failed[0]?.syncReason).toBe(
      `Marketstall sent an order that can't be read. "a few coins" is not a decimal amount.`,
    );
    const first = json.items.find(({ externalId }) => externalId === "mso_1001");
    expect(first).toMatchObject({ totalMinor: 2500, currency: "EUR", customerName: "Inês Prata" });
    await call("POST", `/api/orders/${first?.id}/shipments`, { number: "PB202611202" });
    await until(
      () => Promise.resolve(stall.shipments()),
      (n) => n === 1,
    );
    expect(stall.shipments()).toBe(1);
    expect(new Set(stall.subscriptions().map(({ topic }) => topic)).size).toBe(3);
    // It asks the address that it was given, and gets what its documentation wants.
    const address = stall.subscriptions()[0]?.url ?? "";
    const asked = await fetch(`${server.url}${new URL(address).pathname}?question=ahoy`);
    const answer = createHash("sha256").update(`ahoystall-webhook-secret${address}`).digest("hex");
    expect([asked.status, await asked.json()]).toEqual([200, { answer }]);
  });
});

type Page = { shipments: { number: string; status: string; carrier: string; timeline: { code: string }[] }[] };
type Listed = { id: string; number: string; externalId: string; syncState: string; syncReason: string | null };

async function printedUrl(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk);
    const found = /http:\/\/[\d.]+:\d+/.exec(text);
    if (found) return found[0];
  }
  throw new Error("The practice platform did not start.");
}
