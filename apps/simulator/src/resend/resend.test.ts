import { describe, expect, test } from "bun:test";
import { Webhook } from "svix";
import { hasShared, post, quiet, sharedText, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import { svixSignature } from "./state.ts";

const key = { authorization: `Bearer ${credentials.resend.apiKey}` };
const email = {
  from: "Shop <shop@example.com>",
  to: "amelia@example.com",
  subject: "On its way",
  text: "Hello",
  tags: [{ name: "kind", value: "shipped" }],
};

type Event = { type: string; data: { email_id: string; to: string[]; tags: object; bounce?: { type: string } } };

describe("Resend", () => {
  test.skipIf(!hasShared)("signs as the vector from Svix's own tests (needs originals)", () => {
    const { vectors } = JSON.parse(sharedText("fixtures/signatures.json")) as {
      vectors: { carrier: string; secret: string; headers: Record<string, string>; body: string }[];
    };
    const vector = vectors.find((each) => each.carrier.startsWith("resend"));
    const signed = svixSignature({
      id: vector?.headers["svix-id"] ?? "",
      timestamp: Number(vector?.headers["svix-timestamp"]),
      body: vector?.body ?? "",
      secret: vector?.secret ?? "",
    });
    expect(signed).toBe(vector?.headers["svix-signature"] ?? "");
  });

  test("an idempotency key replays the same body, refuses another one, and sends once", async () => {
    const simulator = await quiet();
    const send = (body: object, idempotency: string) =>
      post(simulator, "/resend/emails", body, { ...key, "idempotency-key": idempotency });
    const first = await send(email, "k1");
    const again = await send(email, "k1");
    expect([first.status, again.json]).toEqual([200, first.json]);
    const other = await send({ ...email, subject: "Other" }, "k1");
    expect([other.status, other.json.name]).toEqual([409, "invalid_idempotent_request"]);
    expect((await send(email, "x".repeat(257))).json.name).toBe("invalid_idempotency_key");
    const state = (await (await fetch(`${simulator.url}/_sim/state`)).json()) as { counts: { emails: number } };
    expect(state.counts.emails).toBe(1);
    expect(first.headers.get("ratelimit-limit")).toBe("10");
    await simulator.stop();
  });

  test("each e-mail is reported sent and then delivered, bounced or complained about; Svix accepts every report", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    const hook = await post(
      simulator,
      "/resend/webhooks",
      { endpoint: receiver.url, events: ["email.sent", "email.delivered", "email.bounced", "email.complained"] },
      key,
    );
    const judge = new Webhook(String(hook.json.signing_secret));
    await post(simulator, "/resend/emails", email, key);
    await post(
      simulator,
      "/resend/emails/batch",
      [
        { ...email, to: ["bounce@example.com"] },
        { ...email, to: ["complain@example.com"] },
      ],
      key,
    );
    await simulator.idle();
    const events = receiver.received.map(({ headers, body }) => {
      judge.verify(body, headers);
      expect(() => judge.verify(`${body} `, headers)).toThrow();
      return JSON.parse(body) as Event;
    });
    const story = (to: string) =>
      events
        .filter((event) => event.data.to[0] === to)
        .map((event) => event.type)
        .sort();
    expect(story("amelia@example.com")).toEqual(["email.delivered", "email.sent"]);
    expect(story("bounce@example.com")).toEqual(["email.bounced", "email.sent"]);
    expect(story("complain@example.com")).toEqual(["email.complained", "email.delivered", "email.sent"]);
    expect(events[0]?.data.tags).toEqual({ kind: "shipped" });
    expect(events.find((event) => event.type === "email.bounced")?.data.bounce?.type).toBe("Permanent");
    expect(new Set(receiver.received.map((each) => each.headers["svix-id"])).size).toBe(receiver.received.length);
    const id = events.find((event) => event.type === "email.bounced")?.data.email_id;
    const read = (await (await fetch(`${simulator.url}/resend/emails/${id}`, { headers: key })).json()) as {
      last_event: string;
    };
    expect(read.last_event).toBe("bounced");
    await simulator.stop();
    await receiver.stop();
  });

  test("an address that bounces is put on the list, gets no mail, and gets it again once it is taken off; all seen and signed", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    const hook = await post(simulator, "/resend/webhooks", { endpoint: receiver.url }, key);
    const judge = new Webhook(String(hook.json.signing_secret));
    const to = "carla.bounce@example.com";
    const send = () => post(simulator, "/resend/emails", { ...email, to }, key);
    const seen = async () => {
      await simulator.idle();
      const events = receiver.received.splice(0).map(({ headers, body }) => {
        judge.verify(body, headers);
        return JSON.parse(body) as { type: string; data: { email?: string; origin?: string; email_id?: string } };
      });
      return events.map(({ type, data }) => [type, data.email ?? "", data.origin ?? ""].join(" ").trim()).sort();
    };
    await send();
    expect(await seen()).toEqual(["email.bounced", "email.sent", `suppression.added ${to} bounce`]);
    await send();
    expect(await seen()).toEqual(["email.suppressed"]);
    const remove = await fetch(`${simulator.url}/resend/suppressions/${to}`, { method: "DELETE", headers: key });
    expect(await remove.json()).toMatchObject({ object: "suppression", deleted: true });
    expect(await seen()).toEqual([`suppression.removed ${to} bounce`]);
    const again = await fetch(`${simulator.url}/resend/suppressions/${to}`, { method: "DELETE", headers: key });
    expect(again.status).toBe(404);
    await post(simulator, "/resend/suppressions", { email: "By.Hand@example.com" }, key);
    expect(await seen()).toEqual(["suppression.added by.hand@example.com manual"]);
    await simulator.stop();
    await receiver.stop();
  });

  test("bad input, keys and too many requests are refused", async () => {
    const simulator = await quiet({ throttle: true, now: () => Date.UTC(2026, 10, 20) });
    expect((await post(simulator, "/resend/emails", email)).status).toBe(401);
    expect((await post(simulator, "/resend/emails", email, { authorization: "Bearer re_no" })).status).toBe(403);
    expect((await post(simulator, "/resend/emails", { ...email, to: [] }, key)).status).toBe(422);
    expect(
      (await post(simulator, "/resend/emails", { ...email, tags: [{ name: "a b", value: "c" }] }, key)).status,
    ).toBe(422);
    const permissive = await post(simulator, "/resend/emails/batch", [email, { from: "x" }], {
      ...key,
      "x-batch-validation": "permissive",
    });
    expect([
      (permissive.json.data as object[]).length,
      (permissive.json.errors as { index: number }[])[0]?.index,
    ]).toEqual([1, 1]);
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => (await post(simulator, "/resend/emails", email, key)).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBe(5);
    await simulator.stop();
  });
});
