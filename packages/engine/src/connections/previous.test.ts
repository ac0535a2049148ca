import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@waybill/domain/time";
import { Webhook } from "svix";
import { receive } from "../inbox/receive.ts";
import { getConnection } from "../setup/read.ts";
import { endSecrets, stopPreviousSecrets, updateConnection } from "../setup/update.ts";
import { type EngineWorld, makeEngineWorld, putConnection, type TestConnection } from "../testing/world.ts";
import { replacedSecrets } from "./previous.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  // Every probe of every platform is answered; 404 is what proves a key of the mail provider.
  const fetch = async (url: string | URL | Request) =>
    String(url).includes("/emails/")
      ? Response.json({}, { status: 404 })
      : Response.json({ id: "user_1", children: [], webhooks: [], access_token: "token", expires_in: 3_600 });
  world = makeEngineWorld({ db: database.db, fetch });
});
afterEach(() => database.close());

const secretOf = (n: number) => `whsec_${btoa(`our own signing key, no. ${n}`)}`;
let sent = 0;

/** A receipt as Resend posts it, signed by Svix's own library. */
function fromResend(secret: string) {
  const body = JSON.stringify({ type: "email.opened", created_at: "2026-11-20T12:00:00Z", data: {} });
  const id = `msg_${++sent}`;
  const at = new Date(world.ctx.now());
  const headers = {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(secret).sign(id, at, body),
  };
  return { url: "https://shop.example/", headers, body: new TextEncoder().encode(body) };
}

const post = async (to: TestConnection, webhook: ReturnType<typeof fromResend>) =>
  (await receive(world.ctx, { kind: to.kind, connectionId: to.id, webhook })).outcome;
const resend = () =>
  putConnection(world, {
    adapter: "resend",
    kind: "sender",
    settings: { apiKey: "re_own", webhookSecret: secretOf(1) },
  });
const replace = (to: TestConnection, settings: Record<string, string>) =>
  updateConnection(world.scope, { id: to.id, settings });
const verified = async () =>
  (await world.ctx.db.query("SELECT verified FROM inbox ORDER BY id")).map((row) => String(row.verified));

describe("a secret that was replaced", () => {
  test("is accepted beside the new one to its end and not a moment longer, and the delivery says so", async () => {
    const mail = await resend();
    const { previousUntil } = await replace(mail, { webhookSecret: secretOf(2) });
    expect(previousUntil).toBe(world.ctx.now() + 3 * DAY_MS);
    world.clock.now += 30 * MINUTE_MS;
    expect(await post(mail, fromResend(secretOf(1)))).toBe("accepted");
    expect(await post(mail, fromResend(secretOf(2)))).toBe("accepted");
    expect(await post(mail, fromResend(secretOf(3)))).toBe("rejected");
    expect(await verified()).toEqual(["svix-signature, previous secret", "svix-signature"]);
    world.clock.now = Number(previousUntil) - 1;
    expect(await post(mail, fromResend(secretOf(1)))).toBe("accepted");
    world.clock.now += 1;
    expect(await post(mail, fromResend(secretOf(1)))).toBe("rejected");
    expect((await getConnection(world.scope, mail)).previousUntil).toBeNull();
    expect(await endSecrets(world.ctx)).toBe(1);
    const [row] = await world.ctx.db.query("SELECT sealed_previous, previous_until FROM connections");
    expect(row).toMatchObject({ sealed_previous: null, previous_until: null });
  });

  test("is refused at once when a person says so, in another process within its five seconds", async () => {
    const mail = await resend();
    await replace(mail, { webhookSecret: secretOf(2) });
    const other = makeEngineWorld({ db: world.ctx.db });
    const there = async () => {
      const webhook = fromResend(secretOf(1));
      return (await receive({ ...other.ctx, now: world.ctx.now }, { kind: "sender", connectionId: mail.id, webhook }))
        .outcome;
    };
    expect(await there()).toBe("accepted");
    expect(await stopPreviousSecrets(world.scope, mail)).toMatchObject({ previousUntil: null });
    expect(await post(mail, fromResend(secretOf(1)))).toBe("rejected");
    expect(await post(mail, fromResend(secretOf(2)))).toBe("accepted");
    world.clock.now += 5_000;
    expect(await there()).toBe("rejected");
    expect(await stopPreviousSecrets(world.scope, mail)).toMatchObject({ previousUntil: null });
    expect(stopPreviousSecrets(world.scopeOf("org_b"), mail)).rejects.toMatchObject({ status: 404 });
  });

  test("a secret typed wrongly and put right pushes the good old one out neither way", async () => {
    const mail = await resend();
    await replace(mail, { webhookSecret: secretOf(2) });
    world.clock.now += HOUR_MS;
    await replace(mail, { webhookSecret: secretOf(3) });
    for (const n of [1, 2, 3]) expect(await post(mail, fromResend(secretOf(n)))).toBe("accepted");
    // Each has its own end.
    world.clock.now += 3 * DAY_MS - HOUR_MS;
    expect(await post(mail, fromResend(secretOf(1)))).toBe("rejected");
    expect(await post(mail, fromResend(secretOf(2)))).toBe("accepted");
    // Back in force it is no previous one.
    await replace(mail, { webhookSecret: secretOf(2) });
    await stopPreviousSecrets(world.scope, mail);
    expect(await post(mail, fromResend(secretOf(2)))).toBe("accepted");
    expect(await post(mail, fromResend(secretOf(3)))).toBe("rejected");
  });

  test("another name or API key replaces no webhook secret, and nothing readable is stored", async () => {
    const mail = await resend();
    expect(await updateConnection(world.scope, { id: mail.id, name: "Post" })).toMatchObject({ previousUntil: null });
    expect(await replace(mail, { apiKey: "re_other" })).toMatchObject({ previousUntil: null });
    await replace(mail, { webhookSecret: secretOf(2) });
    const [row] = await world.ctx.db.query("SELECT * FROM connections");
    expect(String(row?.sealed_previous)).toStartWith("wb1.");
    expect(JSON.stringify(row)).not.toContain(secretOf(1));
    expect(JSON.stringify(await getConnection(world.scope, mail))).not.toContain(secretOf(1));
  });

  test("EasyPost's, too: the hex digest that its document names, made here by Node", async () => {
    const easypost = await putConnection(world, { adapter: "easypost" });
    await replace(easypost, { webhookSecret: "a new one" });
    const body = JSON.stringify({ id: "evt_9", description: "tracker.updated", result: {} });
    const hex = createHmac("sha256", "ez-sécret".normalize("NFKD")).update(body).digest("hex");
    const headers = { "x-hmac-signature": `hmac-sha256-hex=${hex}` };
    expect(await post(easypost, { url: "", headers, body: new TextEncoder().encode(body) } as never)).toBe("accepted");
  });
});

describe("what is kept of replaced settings", () => {
  const definition = (id: string) => {
    const found = world.ctx.adapters.carriers[id];
    if (!found) throw new Error(`no carrier ${id}`);
    return found;
  };

  test("a subscription of UPS repeats the credential that it was made with for all of its 14 days", () => {
    const before = { clientSecret: "s", credential: "old" };
    const next = { clientSecret: "t", credential: "new" };
    expect(replacedSecrets(definition("ups"), { before, next, previous: [], now: 0 })).toEqual([
      { settings: { credential: "old" }, until: 14 * DAY_MS },
    ]);
  });

  test("an adapter that does not say which secret proves its webhooks has all of them kept", () => {
    const { settings, webhook } = definition("easypost");
    const { secrets: _, ...silent } = webhook;
    const before = { apiKey: "k", webhookSecret: "old", baseUrl: "https://a.example" };
    const next = { ...before, webhookSecret: "new" };
    expect(replacedSecrets({ settings, webhook: silent }, { before, next, previous: [], now: 0 })).toEqual([
      { settings: { apiKey: "k", webhookSecret: "old" }, until: 3 * DAY_MS },
    ]);
  });
});
