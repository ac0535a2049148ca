import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { appError } from "@waybill/domain/errors";
import { hasShared, shared, silence, startPlatform, testContext } from "../contract/world.ts";
import { adapterError, isAdapterError } from "../ports/adapter.ts";
import { explanation, type JsonRequest, requestJson, retryAfter } from "./http.ts";

const platform = startPlatform(() => Response.json({ fine: true }));
afterAll(() => platform.stop());
beforeEach(() => {
  platform.seen.length = 0;
});
const ctx = testContext({ settings: {} });
const ask = (over: Partial<JsonRequest> = {}) =>
  requestJson(ctx, { url: `${platform.url}/x`, platform: "UPS", ...over });
const failure = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAdapterError(error)) throw error ?? new Error("it did not fail");
  return error;
};
const answering = (body: string, init?: ResponseInit) => {
  platform.answer = () => new Response(body, init);
};

describe("requestJson", () => {
  test("sends JSON, a form or text as what it is, and reads the answer", async () => {
    answering('{"fine":true}');
    expect((await ask({ json: { a: "é" } })).json).toEqual({ fine: true });
    await ask({ form: { a: "1 2", b: "&" } });
    await ask({ text: "plain", method: "PUT", headers: { "content-type": "text/plain" } });
    await ask();
    expect(platform.seen.map(({ method, body, headers }) => [method, body, headers["content-type"] ?? null])).toEqual([
      ["POST", '{"a":"é"}', "application/json"],
      ["POST", "a=1+2&b=%26", "application/x-www-form-urlencoded"],
      ["PUT", "plain", "text/plain"],
      ["GET", "", null],
    ]);
  });
  test("an empty answer is null; what is no JSON is malformed, unless the caller accepts the status", async () => {
    answering("", { status: 202 });
    expect(await ask()).toMatchObject({ status: 202, json: null, text: "" });
    answering("<html>");
    expect((await failure(ask())).kind).toBe("malformed");
    answering("<html>gone</html>", { status: 404 });
    expect(await ask({ accept: [404] })).toMatchObject({ status: 404, json: null, text: "<html>gone</html>" });
  });
  test("each status has its kind", async () => {
    const kinds: [number, string][] = [
      [400, "rejected"],
      [401, "auth"],
      [403, "permission"],
      [404, "not_found"],
      [408, "unavailable"],
      [422, "rejected"],
      [429, "rate_limited"],
      [500, "unavailable"],
      [503, "unavailable"],
    ];
    for (const [status, kind] of kinds) {
      answering("", { status });
      expect(await failure(ask())).toMatchObject({ kind, httpStatus: status });
    }
  });
  test("a redirect is not followed: headers of our own naming would go with it", async () => {
    answering("", { status: 302, headers: { location: `${platform.url}/elsewhere` } });
    expect(await failure(ask({ headers: { "x-token": "secret-token" } }))).toMatchObject({
      kind: "rejected",
      httpStatus: 302,
    });
    expect(platform.seen.map(({ path }) => path)).toEqual(["/x"]);
  });
  test("silence ends with the time-out, and says how long it was", async () => {
    platform.answer = silence;
    const error = await failure(ask({ timeoutMs: 100 }));
    expect([error.kind, error.message]).toEqual(["unavailable", "UPS is not answering (time-out after 0.1 s)."]);
  });
  test("a caller's own signal ends the call", async () => {
    platform.answer = silence;
    const stop = new AbortController();
    const call = requestJson({ ...ctx, signal: stop.signal }, { url: `${platform.url}/x`, platform: "UPS" });
    stop.abort();
    expect((await failure(call)).message).toBe("The call to UPS was cancelled.");
  });
  test("a host that is not there is unavailable; a forbidden address is named; an adapter's own error passes", async () => {
    const throwing = (error: unknown) =>
      failure(
        requestJson(
          { ...ctx, fetch: () => Promise.reject(error) },
          { url: "https://x.example?key=abc", platform: "UPS" },
        ),
      );
    expect((await throwing(new TypeError("fetch failed for https://x.example?key=abc"))).message).toBe(
      "UPS cannot be reached.",
    );
    const forbidden = appError({ code: "private_address", status: 400, message: "Private addresses are not allowed." });
    expect(await throwing(forbidden)).toMatchObject({
      kind: "rejected",
      message: "UPS was not called. Private addresses are not allowed.",
    });
    const own = adapterError({ kind: "rate_limited", message: "Budget is used up." });
    expect(await throwing(own)).toBe(own);
  });
  test("nothing that was sent comes back in an error, even when the platform repeats it", async () => {
    platform.answer = ({ headers, path, body }) =>
      Response.json(
        { error: { message: `bad ${headers.authorization} ${headers["x-key"]} ${path} ${body}` } },
        { status: 400 },
      );
    const { message } = await failure(
      ask({
        url: `${platform.url}/x?token=query-secret`,
        headers: { authorization: "Bearer header-secret", "x-key": "other-secret" },
        form: { client_secret: "form-secret" },
      }),
    );
    expect(message).toStartWith("UPS refused the request (400). UPS says: bad ");
    for (const secret of ["query-secret", "header-secret", "other-secret", "form-secret"])
      expect(message).not.toContain(secret);
  });
});

test("what an accepted failure says is cleaned as well, JSON secrets included", async () => {
  platform.answer = ({ body }) => Response.json({ message: `refused ${body}` }, { status: 400 });
  const json = { number: "1Z5R89390357567127", destination: { credential: "json-secret" } };
  const { said } = await ask({ json, accept: [400] });
  expect(said).toContain("1Z5R89390357567127");
  expect(said).not.toContain("json-secret");
});

describe("explanation", () => {
  test.skipIf(!hasShared)("is found in every platform's error sample (needs originals)", () => {
    const of = (name: string) => explanation(JSON.parse(shared(`fixtures/${name}`)));
    expect(of("ups/track-alert.subscribe.error-401.json")).toBe("Invalid Authentication Information");
    expect(of("fedex/trackingnumbers.error-400.json")).toBe("Please provide tracking number.");
    expect(of("easypost/error.response.json")).toBe("Address not found");
  });
  test("is found in errors of our own, in the shape that each platform documents (docs/platforms)", () => {
    const error = { code: "OWN.CODE", message: "Own words." };
    expect(explanation({ response: { errors: [error] } })).toBe("Own words.");
    expect(explanation({ transactionId: "own", errors: [error] })).toBe("Own words.");
    expect(explanation({ error: { ...error, errors: [] } })).toBe("Own words.");
  });
  test("is short and on one line; absent when there is none", () => {
    expect(explanation({ message: ` a\n b${"x".repeat(999)}` })?.length).toBe(300);
    expect([explanation(null), explanation([]), explanation({ error: {} }), explanation(7)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(explanation({ error: "invalid_client", error_description: "No such client." })).toBe("No such client.");
  });
});

describe("retryAfter", () => {
  const now = Date.UTC(2026, 10, 20, 9, 0, 0);
  test("reads seconds and HTTP dates (RFC 9110 §10.2.3); nonsense is null; never negative, never over a day", () => {
    expect(["120", "0", "1.5", "Fri, 20 Nov 2026 09:00:30 GMT"].map((v) => retryAfter(v, now))).toEqual([
      120_000, 0, 1_500, 30_000,
    ]);
    expect(["soon", "", " ", null, undefined].map((v) => retryAfter(v, now))).toEqual([null, null, null, null, null]);
    expect(["-5", "Fri, 20 Nov 2020 09:00:30 GMT", "9999999999"].map((v) => retryAfter(v, now))).toEqual([
      0, 0, 86_400_000,
    ]);
  });
});
