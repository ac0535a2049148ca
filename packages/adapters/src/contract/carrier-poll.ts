import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { z } from "zod";
import { type AdapterError, isAdapterError, type SettingsSchema } from "../ports/adapter.ts";
import type { CarrierDefinition, PollAnswer } from "../ports/carrier.ts";
import type { CarrierCases } from "./carrier-data.ts";
import { expectSound, shortUpdate } from "./carrier-data.ts";
import { hasShared, type Seen, silence, startPlatform, testContext } from "./world.ts";

export function carrierPollContract<Schema extends SettingsSchema>(
  definition: CarrierDefinition<Schema>,
  cases: CarrierCases,
): void {
  const { poll } = cases;
  const NOW = 1_790_000_000_000;
  let tokens = 0;
  let calls: Seen[] = [];
  let reply: (request: Seen) => Response | Promise<Response> = () => new Response("{}");
  const platform = startPlatform((request) => {
    if (poll.token && request.path === poll.token.path) {
      tokens += 1;
      if (!poll.token.accepts(request)) return Response.json({ error: "wrong sign-in request" }, { status: 400 });
      return Response.json({ ...poll.token.reply, access_token: `token-${tokens}-secret` });
    }
    calls.push(request);
    return reply(request);
  });
  const context = (patience?: number) => {
    const settings = definition.settings.parse({ ...cases.settings, baseUrl: platform.url }) as z.infer<Schema>;
    return testContext({ settings, now: NOW, patience });
  };
  type Context = ReturnType<typeof context>;
  const ask = async (ctx: Context = context()): Promise<PollAnswer> => {
    const [answer, ...others] = await definition.poll.fetch(ctx, [poll.ref]);
    expect(others).toEqual([]);
    if (!answer) throw new Error("no answer");
    expect(answer.number).toBe(poll.ref.number);
    return answer;
  };
  const failure = async (ctx?: Context): Promise<AdapterError> => {
    const error = await ask(ctx).then(
      (answer) => new Error(`answered ${answer.outcome}`),
      (thrown: unknown) => thrown,
    );
    if (!isAdapterError(error)) throw error;
    const secrets = [...Object.values(cases.settings).filter((value) => value.length > 5), "-secret"];
    for (const secret of secrets) expect(error.message).not.toContain(secret);
    expect(error.message).toContain(definition.name);
    return error;
  };
  const answering = (body: string, init?: ResponseInit) => {
    reply = (request) =>
      poll.asks(request) ? new Response(body, init) : new Response("not the platform's way", { status: 418 });
  };

  describe(`${definition.id}: poll`, () => {
    beforeAll(() => expect(platform.url).toStartWith("http://127.0.0.1:"));
    beforeEach(() => {
      tokens = 0;
      calls = [];
    });
    afterAll(() => platform.stop());

    test.skipIf(!hasShared)(`reads the official answer (${poll.found.source}; needs originals)`, async () => {
      answering(poll.found.body());
      const ctx = context();
      const answer = await ask(ctx);
      if (answer.outcome !== "update") throw new Error(answer.reason);
      expectSound([answer.update]);
      expect(shortUpdate(answer.update, poll.found.expect)).toEqual(poll.found.expect);
      expect(await ask(ctx)).toEqual(answer);
      // One sign-in serves many calls.
      expect(tokens).toBe(poll.token ? 1 : 0);
    });
    for (const { name, status, body } of poll.notFound) {
      test(`says "not found": ${name}`, async () => {
        answering(body, { status });
        const answer = await ask();
        expect(answer.outcome).toBe("not_found");
        if (answer.outcome !== "update") expect(answer.reason.length).toBeGreaterThan(5);
      });
    }
    if (poll.token) {
      test.skipIf(!hasShared)("replaces a refused token once and asks again (needs originals)", async () => {
        const refuse = new Response(poll.unauthorised, { status: 401 });
        reply = (request) =>
          request.headers.authorization === "Bearer token-1-secret" ? refuse.clone() : new Response(poll.found.body());
        expect((await ask()).outcome).toBe("update");
        expect([tokens, calls.length]).toEqual([2, 2]);
      });
      test("several calls at once sign in once", async () => {
        answering(poll.notFound[0]?.body ?? "{}", { status: poll.notFound[0]?.status ?? 404 });
        const ctx = context();
        await Promise.all([ask(ctx), ask(ctx), ask(ctx)]);
        expect(tokens).toBe(1);
      });
    }
    test("a second refusal is a failure of the credentials, in words", async () => {
      answering(poll.unauthorised, { status: 401 });
      const error = await failure();
      expect([error.kind, error.httpStatus]).toEqual(["auth", 401]);
      expect(calls.length).toBe(poll.token ? 2 : 1);
    });
    test("429 says how long to wait", async () => {
      answering('{"message":"slow down"}', { status: 429, headers: { "retry-after": "7" } });
      expect(await failure()).toMatchObject({ kind: "rate_limited", retryAfterMs: 7_000, httpStatus: 429 });
      answering("", { status: 429, headers: { "retry-after": new Date(NOW + 90_000).toUTCString() } });
      expect(await failure()).toMatchObject({ kind: "rate_limited", retryAfterMs: 90_000 });
    });
    test("5xx, silence and a closed door are the platform's trouble, not ours", async () => {
      answering("<html>oops</html>", { status: 503 });
      expect(await failure()).toMatchObject({ kind: "unavailable", httpStatus: 503 });
      reply = silence;
      const slow = await failure(context(60));
      expect([slow.kind, slow.httpStatus]).toEqual(["unavailable", null]);
      expect(slow.message).toContain("time-out");
      const gone = startPlatform(() => new Response());
      gone.stop();
      const settings = definition.settings.parse({ ...cases.settings, baseUrl: gone.url }) as z.infer<Schema>;
      expect((await failure(testContext({ settings }))).kind).toBe("unavailable");
    });
    test("what is no answer is called malformed", async () => {
      for (const body of ["<html>hello</html>", "{", ...poll.malformed]) {
        answering(body);
        expect((await failure()).kind).toBe("malformed");
      }
    });
    test("a platform that echoes what it was sent does not put a secret into our error", async () => {
      reply = (request) =>
        Response.json({ message: `bad ${JSON.stringify(request.headers)} ${request.body}` }, { status: 500 });
      expect((await failure()).kind).toBe("unavailable");
    });
    test("the connection test passes with good credentials and says why it fails with bad ones", async () => {
      reply = () => Response.json({ trackers: [] });
      await definition.test(context());
      reply = () => new Response(poll.unauthorised, { status: 401 });
      const outer = platform.answer;
      platform.answer = () => new Response(poll.unauthorised, { status: 401 });
      const error: unknown = await definition.test(context()).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      platform.answer = outer;
      expect(isAdapterError(error) && error.kind).toBe("auth");
    });
  });
}
