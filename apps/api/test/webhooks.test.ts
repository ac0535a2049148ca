import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { definitionOf } from "@waybill/engine/connections/open";
import { inboxIdle } from "@waybill/engine/inbox/receive";
import { foundOrganisation, putConnection, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(120_000);

/** Each platform with a webhook: its connection, and how its own platform would sign. */
type Target = {
  name: string;
  url: string;
  id: string;
  sign: (body: Uint8Array, now?: number) => Record<string, string>;
};
let server: TestServer;
let targets: Target[];
let orgId: string;

beforeAll(async () => {
  server = await startTest();
  ({ orgId } = await foundOrganisation(server, "hooks"));
  const { carriers, channels, senders } = server.ctx.adapters;
  const kinds: [ConnectionKind, string[]][] = [
    ["carrier", Object.keys(carriers)],
    ["channel", Object.keys(channels)],
    ["sender", Object.keys(senders)],
  ];
  targets = [];
  for (const [kind, names] of kinds) {
    for (const adapter of names) {
      const { id, settings } = await putConnection(server, {
        orgId,
        kind,
        adapter,
        settings: settingsFor(kind, adapter),
      });
      const webhook = definitionOf(server.ctx, kind, adapter)?.webhook;
      const sign = (body: Uint8Array, now = Date.now()) => webhook?.sign(body, settings as never, now) ?? {};
      targets.push({ name: adapter, id, url: `${server.url}/webhooks/${kind}s/${id}`, sign });
    }
  }
});
afterAll(() => server.stopAll());

/** Made up, in the shapes the schemas ask for. */
function settingsFor(kind: ConnectionKind, adapter: string): Record<string, string> | undefined {
  if (kind === "sender" && adapter === "resend") {
    return {
      apiKey: "re_made_up",
      webhookSecret: `whsec_${btoa("0123456789abcdef01234567")}`,
      baseUrl: "http://127.0.0.1:9",
    };
  }
  return undefined;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const post = (target: { url: string }, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  fetch(target.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: body as BodyInit,
  });
const rows = async (id: string) =>
  Number((await server.ctx.db.query("SELECT COUNT(*) AS n FROM inbox WHERE connection_id = ?", [id]))[0]?.n);

/** Bodies that are not what any platform sends. */
function bodies(): [string, Uint8Array][] {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  return [
    ["nothing", bytes("")],
    ["random bytes", random(64)],
    ["many random bytes", random(60_000)],
    ["not JSON", bytes("{not json")],
    ["null", bytes("null")],
    ["a number", bytes("42")],
    ["a string", bytes('"hello"')],
    ["an empty array", bytes("[]")],
    ["an empty object", bytes("{}")],
    [
      "wrong types",
      bytes(
        '{"id":[],"result":{"tracking_code":{},"tracking_details":"no"},"trackingNumber":7,"output":[],"type":{},"data":3}',
      ),
    ],
    [
      "nulls",
      bytes(
        '{"id":null,"result":null,"trackingNumber":null,"output":null,"type":null,"data":null,"admin_graphql_api_id":null}',
      ),
    ],
    ["deep", bytes(deep)],
    ["deep arrays", bytes(`${"[".repeat(50_000)}${"]".repeat(50_000)}`)],
    ["long", bytes(JSON.stringify({ id: "x".repeat(900_000) }))],
    [
      "unicode",
      bytes(
        JSON.stringify({ id: "𝕌 ‮ \u0000 é ﷽", description: "tracker.updated", result: { tracking_code: "ΑΒΓ١٢٣" } }),
      ),
    ],
    ["lone surrogates", bytes('{"id":"\\ud800","result":{"tracking_code":"\\udfff"}}')],
    ["invalid UTF-8", new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x7d])],
    ["a BOM", new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('{"id":"evt_bom"}')])],
    ["huge numbers", bytes(`{"id":1e999,"order_id":${"9".repeat(400)},"created_at":-1e308}`)],
    ["prototype names", bytes('{"__proto__":{"x":1},"constructor":{"prototype":{}},"id":"toString"}')],
    ["duplicate names", bytes('{"id":"a","id":"b","result":{},"result":[]}')],
  ];
}

describe("a webhook that is not signed", () => {
  test("is answered 401 and leaves no row, whatever its body", async () => {
    for (const target of targets) {
      for (const [what, body] of bodies()) {
        const answer = await post(target, body);
        expect([target.name, what, answer.status]).toEqual([target.name, what, 401]);
        expect(await answer.json()).toEqual({ outcome: "rejected" });
      }
      expect([target.name, await rows(target.id)]).toEqual([target.name, 0]);
    }
  });

  test("with a signature of the right look but the wrong key, or of another body, is 401 and leaves no row", async () => {
    for (const target of targets) {
      const body = bytes('{"id":"evt_1"}');
      const signed = target.sign(body);
      const spoilt = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name, flip(value)]));
      expect([target.name, (await post(target, body, spoilt)).status]).toEqual([target.name, 401]);
      // UPS sends a shared credential, which says nothing about the body.
      if (target.name !== "ups") {
        expect([target.name, (await post(target, bytes('{"id":"evt_2"}'), signed)).status]).toEqual([target.name, 401]);
      }
      expect(await rows(target.id)).toBe(0);
    }
  });

  test("stale: refused where the scheme has a time (Svix: five minutes)", async () => {
    const target = targets.find(({ name }) => name === "resend");
    if (!target) throw new Error("resend is not in the registry");
    const body = bytes('{"type":"email.delivered","data":{}}');
    for (const age of [-6 * 60_000, 6 * 60_000]) {
      expect((await post(target, body, target.sign(body, Date.now() + age))).status).toBe(401);
    }
    expect(await rows(target.id)).toBe(0);
  });
});

/** Another character of the same kind, so that the value keeps its form. */
function flip(value: string): string {
  const at = Math.floor(value.length / 2);
  const other = /[0-9]/.test(value[at] ?? "") ? (value[at] === "1" ? "2" : "1") : value[at] === "a" ? "b" : "a";
  return value.slice(0, at) + other + value.slice(at + 1);
}

describe("a webhook that is signed correctly but makes no sense", () => {
  test("is kept whole and answered 202; the same again is 200 and one effect; nothing is left half-done", async () => {
    for (const target of targets) {
      const before = await rows(target.id);
      const kept: [string, Uint8Array][] = [];
      for (const [what, body] of bodies()) {
        const answer = await post(target, body, target.sign(body));
        const { outcome } = (await answer.json()) as { outcome: string };
        // An empty body may be refused by a scheme: then it is a plain 401 without a row.
        expect([target.name, what, answer.status]).toEqual([
          target.name,
          what,
          outcome === "rejected" ? 401 : outcome === "duplicate" ? 200 : 202,
        ]);
        if (outcome === "accepted") kept.push([what, body]);
        if (outcome === "accepted" && target.name !== "resend") {
          expect([what, (await post(target, body, target.sign(body))).status]).toEqual([what, 200]);
        }
      }
      expect(kept.length).toBeGreaterThanOrEqual(bodies().length - 3);
      expect([target.name, await rows(target.id)]).toEqual([target.name, before + kept.length]);
    }
    await inboxIdle(server.ctx);
    const stored = await server.ctx.db.query(
      "SELECT adapter, state, COUNT(*) AS n FROM inbox WHERE org_id = ? GROUP BY 1, 2",
      [orgId],
    );
    // Everything was looked at to the end: nothing waits, nothing failed.
    expect(stored.filter(({ state }) => state === "received" || state === "failed")).toEqual([]);
  });

  test("the raw bytes are the ones that were sent", async () => {
    const [target] = targets;
    if (!target) throw new Error("no adapter is in the registry");
    const body = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('{"id":"evt_raw_bytes"} \n'), 0xff, 0x00]);
    expect((await post(target, body, target.sign(body))).status).toBe(202);
    const [row] = await server.ctx.db.query("SELECT body FROM inbox WHERE connection_id = ? ORDER BY id DESC LIMIT 1", [
      target.id,
    ]);
    expect(new Uint8Array(row?.body as ArrayBuffer)).toEqual(body);
  });
});

describe("size, place and method", () => {
  test("over 1 MB is 413 with and without a Content-Length, and leaves no row; just under is fine", async () => {
    for (const target of targets) {
      const before = await rows(target.id);
      const big = new Uint8Array(1_000_001).fill(32);
      expect((await post(target, big, target.sign(big))).status).toBe(413);
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
      });
      const streamed = await fetch(target.url, { method: "POST", body: endless });
      expect(((await streamed.json()) as { error: { code: string } }).error.code).toBe("too_large");
      expect(streamed.status).toBe(413);
      expect(await rows(target.id)).toBe(before);
      const fits = new Uint8Array(1_000_000).fill(32);
      expect((await post(target, fits, target.sign(fits))).status).toBe(202);
    }
  });

  test("an unknown connection is 404, and so is a known one under another kind's address", async () => {
    const [target] = targets;
    if (!target) throw new Error("no adapter is in the registry");
    for (const path of [
      "/webhooks/carriers/con_none",
      `/webhooks/senders/${target.id}`,
      "/webhooks/carriers/%00",
      `/webhooks/carriers/${"x".repeat(5_000)}`,
    ]) {
      const body = bytes("{}");
      const answer = await post({ url: server.url + path }, body, target.sign(body));
      expect([path.slice(0, 40), answer.status]).toEqual([path.slice(0, 40), 404]);
      expect(await answer.json()).toEqual({ outcome: "unknown_connection" });
    }
  });

  test("odd headers and methods are refused without a 5xx", async () => {
    for (const target of targets) {
      for (const method of ["GET", "PUT", "DELETE", "PATCH", "HEAD"]) {
        const answer = await fetch(target.url, { method });
        expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "POST"]);
      }
      const odd = {
        "x-hmac-signature": "x".repeat(7_000),
        "svix-signature": ",,,",
        "svix-timestamp": "NaN",
        "svix-id": "",
        "content-encoding": "gzip",
      };
      expect((await post(target, bytes("{}"), odd)).status).toBe(401);
    }
  });

  test("a hundred copies at once: one accepted, the others duplicates, one row", async () => {
    const target = targets.find(({ name }) => name === "easypost") ?? targets[0];
    if (!target) throw new Error("no adapter is in the registry");
    const body = bytes(
      `{"id":"evt_${crypto.randomUUID()}","object":"Event","description":"tracker.updated","result":{}}`,
    );
    const before = await rows(target.id);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(target, body, target.sign(body))));
    const statuses = Map.groupBy(answers, ({ status }) => status);
    expect([statuses.get(202)?.length, statuses.get(200)?.length]).toEqual([1, 99]);
    expect(await rows(target.id)).toBe(before + 1);
  });
});
