import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Caller, foundOrganisation, putConnection, putWorld, startTest, type TestServer } from "./harness.ts";

let server: TestServer;
let alpha: Awaited<ReturnType<typeof foundOrganisation>>;
let beta: Awaited<ReturnType<typeof foundOrganisation>>;
let world: Awaited<ReturnType<typeof putWorld>>;
beforeAll(async () => {
  server = await startTest();
  alpha = await foundOrganisation(server, "alpha");
  beta = await foundOrganisation(server, "beta");
  world = await putWorld(server, alpha.orgId);
});
afterAll(() => server.stopAll());

async function ask<T>(who: Caller, method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const answer = await server.call(who, method, path, body);
  return { status: answer.status, body: (await answer.json()) as T };
}
type Row = { id: number; state: string; key: string; copies: number };
type Sent = { outcome: string; inboxId: number; reason: string | null };

describe("a test webhook", () => {
  test("an admin sends it, it lies in the inbox as verified, and is about nothing that exists", async () => {
    const { admin, viewer } = alpha.people;
    const sent = await ask<Sent>(admin, "POST", `/api/carriers/${world.carrier}/test-webhook`, {});
    expect(sent).toMatchObject({ status: 200, body: { outcome: "accepted", reason: null } });
    const { body } = await ask<
      Row & { verified: string; note: string; changed: unknown[]; headers: Record<string, string> }
    >(viewer, "GET", `/api/inbox/${sent.body.inboxId}`);
    expect(body).toMatchObject({ state: "unmatched", verified: "X-Hmac-Signature", changed: [] });
    expect(body.headers["user-agent"]).toBe("Waybill test webhook");
    expect(body.note).toContain("WAYBILLTEST");
    type Counts = { inbox: { unmatched: number } };
    const summary = await ask<Counts>(viewer, "GET", "/api/dashboard/summary");
    expect(summary.body.inbox.unmatched).toBe(0);
    const found = await ask<{ items: Row[] }>(viewer, "GET", `/api/inbox?q=${/WAYBILLTEST\d+/.exec(body.note)?.[0]}`);
    expect(found.body.items.map((row) => row.id)).toEqual([sent.body.inboxId]);
  });

  test("a platform without a sample says so in words; nobody else's connection is reached", async () => {
    const sender = await ask<{ error: { code: string; message: string } }>(
      alpha.people.admin,
      "POST",
      `/api/senders/${world.sender}/test-webhook`,
      {},
    );
    expect([sender.status, sender.body.error.code]).toEqual([422, "no_sample"]);
    expect(sender.body.error.message).toContain("Resend");
    for (const [who, path] of [
      [beta.people.admin, `/api/carriers/${world.carrier}/test-webhook`],
      [alpha.people.admin, `/api/platforms/${world.carrier}/test-webhook`],
    ] as const)
      expect((await ask(who, "POST", path, {})).status).toBe(404);
    expect((await ask(alpha.people.agent, "POST", `/api/carriers/${world.carrier}/test-webhook`, {})).status).toBe(403);
  });
});

describe("reading again", () => {
  test("a range: counted before, the same state after; another organisation's webhooks are not among them", async () => {
    const { admin } = alpha.people;
    const range = `connectionId=${world.carrier}&state=unmatched`;
    const count = await ask<{ deliveries: number; more: boolean }>(admin, "GET", `/api/inbox/count?${range}`);
    expect(count.body).toEqual({ deliveries: 1, more: false });
    type Result = { deliveries: number; again: number; states: object; hashBefore: string; hashAfter: string };
    const { body } = await ask<Result>(admin, "POST", `/api/inbox/replay?${range}`, {});
    expect(body).toMatchObject({ deliveries: 1, again: 1, states: { unmatched: 1 } });
    expect(body.hashAfter).toBe(body.hashBefore);
    const theirs = await ask<Result>(beta.people.admin, "POST", `/api/inbox/replay?${range}`, {});
    expect(theirs.body).toMatchObject({ deliveries: 0, again: 0 });
    expect((await ask(alpha.people.agent, "POST", `/api/inbox/replay?${range}`, {})).status).toBe(403);
  });

  test("one: says that it is the same", async () => {
    const { admin } = alpha.people;
    const { body: list } = await ask<{ items: Row[] }>(admin, "GET", "/api/inbox?state=unmatched");
    const id = list.items[0]?.id;
    const { body } = await ask<{ again: object }>(admin, "POST", `/api/inbox/${id}/replay`, {});
    expect(body.again).toEqual({ stateBefore: "unmatched", same: true, events: 0, done: true });
  });
});

test("activity: one's own log, newest first, with causes; nobody else's", async () => {
  const { admin, viewer } = alpha.people;
  const { id } = await putConnection(server, { orgId: alpha.orgId, kind: "carrier", adapter: "ups" });
  for (const enabled of [false, true]) await server.call(admin, "PUT", `/api/carriers/${id}/toggle`, { enabled });
  type Item = { seq: number; type: string; cause: { kind: string; text: string } };
  const { body } = await ask<{ items: Item[]; next: string | null }>(viewer, "GET", "/api/activity?limit=1");
  expect(body.items[0]).toMatchObject({
    type: "connection.changed",
    cause: { kind: "user", text: "admin resumed ups" },
  });
  const older = await ask<{ items: Item[] }>(viewer, "GET", `/api/activity?cursor=${body.next}`);
  expect(older.body.items[0]?.seq).toBe((body.items[0]?.seq ?? 0) - 1);
  const theirs = await ask<{ items: Item[] }>(beta.people.viewer, "GET", "/api/activity");
  expect(theirs.body.items.filter((item) => item.cause.text.includes("resumed ups"))).toEqual([]);
  expect((await ask(viewer, "GET", "/api/activity?cursor=soon")).status).toBe(422);
});
