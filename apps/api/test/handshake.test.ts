import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import type { HandshakeAnswer, RawWebhook } from "@waybill/adapters/ports/webhook";
import { carriers, channels, senders } from "@waybill/adapters/registry.gen";
import type { Ctx } from "@waybill/engine/core/context";
import { foundOrganisation, putConnection, startTest, type TestServer } from "./harness.ts";

setDefaultTimeout(60_000);

// Two platforms that challenge: one by GET for a hash of its question, the secret and our address (the scheme that eBay documents),
// one by a first POST whose token is echoed (as Microsoft Graph does), each for whoever knows the secret only.
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
type Answer = (request: RawWebhook, settings: Record<string, string>, webhookUrl: string) => HandshakeAnswer | null;
const asked = ({ url }: RawWebhook, name: string) => new URL(url).searchParams.get(name);
const refused = { ok: false, reason: "The secret is not set, or another one." } as const;

/** A platform of the registry under another id, that challenges. */
function challenging(platform: { webhook: object }, input: { id: string; method: "GET" | "POST"; answer: Answer }) {
  const { id, ...handshake } = input;
  return { ...platform, id, webhook: { ...platform.webhook, handshake } };
}
const hashing = challenging(channels.shopify, {
  id: "hashing",
  method: "GET",
  answer: (request, { clientSecret }, webhookUrl) => {
    const code = asked(request, "challenge_code");
    if (code === null) return null;
    return clientSecret ? { ok: true, json: { challengeResponse: sha(code + clientSecret + webhookUrl) } } : refused;
  },
});
const echoing = challenging(carriers.easypost, {
  id: "echoing",
  method: "POST",
  answer: (request, { webhookSecret }) => {
    const token = asked(request, "validationToken");
    if (token === null) return null;
    return webhookSecret && request.headers["x-client-state"] === webhookSecret ? { ok: true, text: token } : refused;
  },
});
const greeting = challenging(senders.resend, {
  id: "greeting",
  method: "GET",
  answer: (request, { webhookSecret }) => {
    const word = asked(request, "echo");
    if (word === null) return null;
    return webhookSecret ? { ok: true, text: word } : refused;
  },
});

let server: TestServer;
const at: Record<string, string> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  const adapters = {
    carriers: { ...carriers, echoing },
    channels: { ...channels, hashing },
    senders: { ...senders, greeting },
  } as unknown as Ctx["adapters"];
  server = await startTest({ adapters });
  const { orgId } = await foundOrganisation(server, "shake");
  const put = async (
    name: string,
    kind: "carrier" | "channel" | "sender",
    adapter: string,
    settings: Record<string, string>,
  ) => {
    const { id } = await putConnection(server, {
      orgId,
      kind,
      adapter,
      settings: { baseUrl: "http://127.0.0.1:9", ...settings },
    });
    ids[name] = id;
    at[name] = `/webhooks/${kind}s/${id}`;
  };
  const shop = { shop: "a.myshopify.com", clientId: "c" };
  await put("hashing", "channel", "hashing", { ...shop, clientSecret: "verification-token" });
  await put("bare", "channel", "hashing", { ...shop, clientSecret: "" });
  await put("echoing", "carrier", "echoing", { apiKey: "k", webhookSecret: "state" });
  await put("greeting", "sender", "greeting", { apiKey: "k", webhookSecret: "whsec_MDEyMzQ1Njc4OWFiY2RlZg==" });
  await put("locked", "channel", "hashing", { ...shop, clientSecret: "verification-token" });
  // Sealed for another connection: it does not open for this one.
  await server.ctx.db.commit([
    {
      sql: "UPDATE connections SET sealed_settings = (SELECT sealed_settings FROM connections WHERE id = ?) WHERE id = ?",
      args: [ids.hashing ?? "", ids.locked ?? ""],
    },
  ]);
  await put("plain", "carrier", "easypost", { apiKey: "k", webhookSecret: "s" });
});
afterAll(() => server.stopAll());

const ask = (path: string, init?: RequestInit) => fetch(server.url + path, init);
const rows = async () => Number((await server.ctx.db.query("SELECT COUNT(*) AS n FROM inbox"))[0]?.n);

describe("a platform that challenges the address", () => {
  test("by GET: the hash of its question, our secret and the address is answered as JSON", async () => {
    const answer = await ask(`${at.hashing}?challenge_code=a8628072-3d33-45ee-9004-bee86830a22d`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
    const address = server.ctx.config.publicUrl + at.hashing;
    expect(await answer.json()).toEqual({
      challengeResponse: sha(`a8628072-3d33-45ee-9004-bee86830a22dverification-token${address}`),
    });
  });

  test("by a first POST: its token is echoed as text, and never as a page", async () => {
    const token = "<script>alert(1)</script>";
    const path = `${at.echoing}?validationToken=${encodeURIComponent(token)}`;
    const answer = await ask(path, { method: "POST", headers: { "x-client-state": "state" } });
    expect([answer.status, await answer.text()]).toEqual([200, token]);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("a mail provider's address is answered by the same route", async () => {
    const answer = await ask(`${at.greeting}?echo=hello`);
    expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
  });

  test("fails closed: no secret or a wrong token 401, no such connection or another kind's address 404", async () => {
    const wrong = { method: "POST", headers: { "x-client-state": "guess" } };
    const asked: [string, RequestInit | undefined, number, string][] = [
      [`${at.bare}?challenge_code=1`, undefined, 401, "rejected"],
      [`${at.echoing}?validationToken=1`, wrong, 401, "rejected"],
      ["/webhooks/channels/con_none?challenge_code=1", undefined, 404, "unknown_connection"],
      [`/webhooks/carriers/${ids.hashing}?challenge_code=1`, undefined, 404, "unknown_connection"],
    ];
    for (const [path, init, status, outcome] of asked) {
      const answer = await ask(path, init);
      expect([path, answer.status, await answer.json()]).toEqual([path, status, { outcome }]);
    }
  });

  test("a connection whose credentials cannot be opened proves nothing", async () => {
    expect((await ask(`${at.locked}?challenge_code=1`)).status).toBe(401);
  });

  test("what is no challenge goes its usual way: a GET is 405, a post is verified", async () => {
    for (const path of [at.hashing, `${at.plain}?challenge_code=1`, `${at.echoing}?validationToken=1`]) {
      const answer = await ask(path ?? "");
      expect([path, answer.status, answer.headers.get("allow")]).toEqual([path, 405, "POST"]);
    }
    expect((await ask(at.echoing ?? "", { method: "POST", body: "{}" })).status).toBe(401);
  });

  test("no challenge leaves a row in the inbox, and each is counted", async () => {
    expect(await rows()).toBe(0);
    const metrics = await (await ask("/metrics")).text();
    expect(metrics).toContain('waybill_handshakes_total{adapter="hashing",outcome="answered"} 1');
    expect(metrics).toContain('waybill_handshakes_total{adapter="echoing",outcome="rejected"} 1');
  });
});
