import { afterEach, describe, expect, test } from "bun:test";
import { graphql, post, quiet, startReceiver } from "../test/helpers.ts";
import { credentials } from "./credentials.ts";
import type { FaultKind, FaultRule } from "./faults.ts";
import { createFaults } from "./faults.ts";
import { fedexSignature } from "./fedex/routes.ts";
import type { Simulator } from "./start.ts";
import { createRandom } from "./world/random.ts";

const NUMBER = "986578788855";
let simulator: Simulator;
let receiver: ReturnType<typeof startReceiver>;
afterEach(async () => {
  await simulator.stop();
  await receiver.stop();
});

/** A simulator with one webhook fault for FedEx, struck `count` times, and a parcel that is about to be scanned. */
async function withWebhookFault(kind: FaultKind, rule: FaultRule) {
  simulator = await quiet();
  receiver = startReceiver(({ headers, body }) =>
    headers["fdx-signature"] === fedexSignature(body, "tok") ? 200 : 401,
  );
  await post(simulator, "/_sim/parcels", { carrier: "fedex", number: NUMBER });
  await post(simulator, "/_sim/fedex/webhook", { url: receiver.url, securityToken: "tok" });
  await post(simulator, "/_sim/configure", { faults: { fedex: { webhook: { [kind]: rule } } } });
}

const scan = () => post(simulator, `/_sim/parcels/${NUMBER}/advance`, {});
const scansIn = (body: string) =>
  (JSON.parse(body) as { output: { completeTrackResults: { trackResults: { scanEvents: object[] }[] }[] } }).output
    .completeTrackResults[0]?.trackResults[0]?.scanEvents.length;
type State = { webhooks: { outcome: string; faults: string[] }[] };
const webhooks = async () => ((await (await fetch(`${simulator.url}/_sim/state`)).json()) as State).webhooks;

describe("faults of webhooks", () => {
  test("drop: never sent, and said so", async () => {
    await withWebhookFault("drop", { count: 1 });
    await scan();
    await scan();
    await simulator.idle();
    expect(receiver.received.length).toBe(1);
    expect((await webhooks()).map((each) => each.outcome)).toEqual(["delivered", "dropped"]);
  });

  test("duplicate: the same bytes twice", async () => {
    await withWebhookFault("duplicate", { count: 1 });
    await scan();
    await simulator.idle();
    expect(receiver.received.length).toBe(2);
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body ?? "");
  });

  test("delay: late by the time asked for", async () => {
    await withWebhookFault("delay", { count: 1, ms: 120 });
    const before = performance.now();
    await scan();
    expect(receiver.received.length).toBe(0);
    await simulator.idle();
    expect(receiver.received.length).toBe(1);
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  test("reorder: the earlier one arrives after the later one", async () => {
    await withWebhookFault("reorder", { count: 1 });
    const before = performance.now();
    await scan();
    await scan();
    await simulator.idle();
    // It waits for the next one, not for the two seconds after which it would go anyway.
    expect(performance.now() - before).toBeLessThan(1000);
    expect(receiver.received.map(({ body }) => scansIn(body))).toEqual([3, 2]);
  });

  test("reorder: with nothing after it, it is late but not lost", async () => {
    await withWebhookFault("reorder", { count: 1, ms: 30 });
    await scan();
    await simulator.idle();
    expect(receiver.received.length).toBe(1);
  });

  test("wrongSignature: the first try is forged, the platform's retry is genuine", async () => {
    await withWebhookFault("wrongSignature", { count: 1 });
    await scan();
    await simulator.idle();
    const genuine = receiver.received.map(
      ({ headers, body }) => headers["fdx-signature"] === fedexSignature(body, "tok"),
    );
    expect(genuine).toEqual([false, true]);
  });

  test("malformedBody: rightly signed, but no JSON", async () => {
    await withWebhookFault("malformedBody", { count: 1 });
    await scan();
    await simulator.idle();
    const [only] = receiver.received;
    expect(() => JSON.parse(only?.body ?? "{}") as unknown).toThrow();
    expect(only?.headers["fdx-signature"]).toBe(fedexSignature(only?.body ?? "", "tok"));
  });
});

describe("faults of answers", () => {
  const QUERY = "{ shop { name } }";
  const raw = (init: RequestInit = {}) =>
    fetch(`${simulator.url}/shopify/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": credentials.shopify.accessToken },
      body: JSON.stringify({ query: QUERY }),
      ...init,
    });
  async function withApiFault(kind: FaultKind, rule: FaultRule) {
    receiver = startReceiver();
    simulator = await quiet({ faults: { shopify: { api: { [kind]: rule } } } });
  }
  const heals = async () => expect((await graphql(simulator, QUERY)).data).toBeDefined();

  test("http429 with Retry-After, once", async () => {
    await withApiFault("http429", { count: 1, retryAfter: 7 });
    const answer = await raw();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
    await heals();
  });

  test("http5xx with the status asked for, once", async () => {
    await withApiFault("http5xx", { count: 1, status: 502 });
    expect((await raw()).status).toBe(502);
    await heals();
  });

  test("timeout: no answer while the caller waits", async () => {
    await withApiFault("timeout", { count: 1 });
    await expect(raw({ signal: AbortSignal.timeout(80) })).rejects.toThrow();
    await heals();
  });

  test("drop: the connection breaks in the middle of the answer", async () => {
    await withApiFault("drop", { count: 1 });
    await expect(raw().then((answer) => answer.json())).rejects.toThrow();
    await heals();
  });

  test("delay: the right answer, late", async () => {
    await withApiFault("delay", { count: 1, ms: 100 });
    const before = performance.now();
    await heals();
    expect(performance.now() - before).toBeGreaterThan(90);
  });

  test("malformedBody: HTTP 200 with half a JSON text", async () => {
    await withApiFault("malformedBody", { count: 1 });
    const answer = await raw();
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(() => JSON.parse(text) as unknown).toThrow();
    await heals();
  });

  test("expiredToken: the token is dead afterwards, and a new sign-in works", async () => {
    receiver = startReceiver();
    simulator = await quiet();
    const body = {
      client_id: credentials.shopify.clientId,
      client_secret: credentials.shopify.clientSecret,
      grant_type: "client_credentials",
    };
    const token = String((await post(simulator, "/shopify/admin/oauth/access_token", body)).json.access_token);
    await post(simulator, "/_sim/configure", { faults: { shopify: { api: { expiredToken: { count: 1 } } } } });
    expect((await graphql(simulator, QUERY, {}, token)).data).toBeUndefined();
    expect((await graphql(simulator, QUERY, {}, token)).data).toBeUndefined();
    const fresh = String((await post(simulator, "/shopify/admin/oauth/access_token", body)).json.access_token);
    expect((await graphql(simulator, QUERY, {}, fresh)).data).toBeDefined();
  });

  test("a fault for all platforms strikes each of them, in its own words", async () => {
    receiver = startReceiver();
    simulator = await quiet({ faults: { all: { api: { http5xx: 1 } } } });
    const paths = [
      "/shopify/admin/api/2026-10/graphql.json",
      "/easypost/v2/trackers",
      "/ups/api/track/v1/details/1",
      "/fedex/oauth/token",
      "/resend/emails",
    ];
    const answers = await Promise.all(paths.map((path) => post(simulator, path, {})));
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503, 503, 503]);
    expect(answers.map((answer) => Object.keys(answer.json)[0])).toEqual([
      "errors",
      "error",
      "response",
      "transactionId",
      "statusCode",
    ]);
  });
});

test("a probability of one half strikes about half of the time, and a count exactly as often", () => {
  simulator = { stop: async () => {} } as Simulator;
  receiver = startReceiver();
  const faults = createFaults(createRandom("f"), { all: { api: { http429: 0.5 }, webhook: { drop: { count: 3 } } } });
  const struck = (side: "api" | "webhook", kind: FaultKind) =>
    Array.from({ length: 1000 }, () => faults.strike({ platform: "ups", side, kind })).filter(
      (each) => each !== undefined,
    ).length;
  expect(struck("webhook", "drop")).toBe(3);
  const half = struck("api", "http429");
  expect(half).toBeGreaterThan(430);
  expect(half).toBeLessThan(570);
});
