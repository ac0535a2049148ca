import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsFields } from "@waybill/adapters/kit/settings";
import type { Statement } from "@waybill/db/database";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { newId } from "@waybill/domain/ids";
import type { Role } from "@waybill/domain/organisation/roles";
import { definitionOf, sealContext, sealer } from "@waybill/engine/connections/open";
import { type RunningServer, type StartOptions, startServer } from "../src/bun.ts";

/** A caller: its headers, and the origin that a browser would name. */
export type Caller = { name: string; headers: Record<string, string> };

export type TestServer = RunningServer & {
  call: (caller: Caller, method: string, path: string, body?: unknown) => Promise<Response>;
  stopAll: () => Promise<void>;
};

export const nobody: Caller = { name: "nobody", headers: {} };
const PASSWORD = "correct horse battery";
const SECRET = "test-secret-test-secret-test-secret-0001";

/** The real server on a free port with a database in a folder of its own. Nothing is limited unless a test asks. */
export async function startTest(options: StartOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "waybill-api-"));
  const free = { burst: 1e9, perSecond: 1e9 };
  const running = await startServer({
    write: () => undefined,
    tick: false,
    limits: { principal: free, address: free, signInAddress: free, signInAccount: free },
    ...options,
    env: {
      PORT: "0",
      DATABASE_URL: `file:${join(folder, "w.db")}`,
      APP_SECRET: SECRET,
      DEMO: "0",
      // No practice shop unless a test brings one.
      SIMULATOR_PORT: "0",
      LOG_LEVEL: "error",
      NODE_ENV: "test",
      ALLOW_PRIVATE_NETWORKS: "1",
      ...options.env,
    },
  });
  return {
    ...running,
    call: (caller, method, path, body) =>
      fetch(running.url + path, {
        method,
        redirect: "manual",
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(caller.headers.cookie ? { origin: running.url } : {}),
          ...caller.headers,
        },
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      }),
    stopAll: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs a person up and answers their cookie. */
export async function signUp(server: TestServer, email: string): Promise<Caller & { userId: string }> {
  const body = { name: email.split("@")[0], email, password: PASSWORD };
  const answer = await server.call(nobody, "POST", "/api/auth/sign-up/email", body);
  const { user } = (await answer.json()) as { user: { id: string } };
  return { name: email, userId: user.id, headers: { cookie: cookieOf(answer) } };
}

export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** An organisation with one person of each role, made through the API: founded, invited, accepted. */
export async function foundOrganisation(server: TestServer, name: string) {
  const owner = await signUp(server, `owner@${name}.example`);
  const made = await server.call(owner, "POST", "/api/organisations", { name });
  const { id: orgId } = (await made.json()) as { id: string };
  const people: Record<string, Caller & { userId: string }> = { owner };
  for (const role of ["admin", "agent", "viewer"] as const) {
    const email = `${role}@${name}.example`;
    const invited = await server.call(owner, "POST", "/api/invitations", { email, role });
    const { id } = (await invited.json()) as { id: string };
    const person = await signUp(server, email);
    const accepted = await server.call(person, "POST", `/api/invitations/accept/${id}`);
    // Said here: without a role, a test would fail far from its cause.
    if (!accepted.ok) throw new Error(`${email} could not join: ${accepted.status} ${await accepted.text()}`);
    people[role] = person;
  }
  return { orgId, people: people as Record<Role, Caller & { userId: string }> };
}

/** An API key of an organisation, made by its owner. */
export async function makeKeyFor(
  server: TestServer,
  owner: Caller,
  role: Role,
): Promise<Caller & { id: string; key: string }> {
  const answer = await server.call(owner, "POST", "/api/api-keys", { name: `${role} key`, role });
  const { id, key } = (await answer.json()) as { id: string; key: string };
  return { name: `${role} key`, id, key, headers: { "x-api-key": key } };
}

/** Settings that satisfy an adapter's schema, made up from its own fields. */
function madeUpSettings(server: TestServer, kind: ConnectionKind, adapter: string): Record<string, string> {
  const definition = definitionOf(server.ctx, kind, adapter);
  if (!definition) throw new Error(`no adapter ${adapter}`);
  const fields = settingsFields(definition.settings).map((field) => [
    field.name,
    field.default ?? `made-up-${field.name}`,
  ]);
  return { ...Object.fromEntries(fields), baseUrl: "http://127.0.0.1:9" };
}

/** A connection put straight into the database: its platform need not answer. */
export async function putConnection(
  server: TestServer,
  input: { orgId: string; kind: ConnectionKind; adapter: string; settings?: Record<string, string> },
): Promise<{ id: string; settings: Record<string, string> }> {
  const { ctx } = server;
  const settings = input.settings ?? madeUpSettings(server, input.kind, input.adapter);
  const now = ctx.now();
  const id = newId("con", now);
  const sealed = await (await sealer(ctx)).seal(JSON.stringify(settings), sealContext(input.orgId, id));
  await ctx.db.commit([
    {
      sql: `INSERT INTO connections (id, org_id, kind, adapter, name, settings, sealed_settings, enabled, health, failures, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, '{}', ?, 1, 'ok', 0, ?, ?)`,
      args: [id, input.orgId, input.kind, input.adapter, input.adapter, sealed, now, now],
    },
  ]);
  return { id, settings };
}

/** One of everything that belongs to an organisation, straight into the database. */
export async function putWorld(server: TestServer, orgId: string) {
  const { ctx } = server;
  const now = ctx.now();
  const channel = await putConnection(server, { orgId, kind: "channel", adapter: "shopify" });
  const carrier = await putConnection(server, { orgId, kind: "carrier", adapter: "easypost" });
  const sender = await putConnection(server, { orgId, kind: "sender", adapter: "resend" });
  const order = newId("ord", now);
  const shipment = newId("shp", now);
  const notification = newId("ntf", now);
  const run = newId("run", now);
  const token = [...crypto.getRandomValues(new Uint8Array(26))]
    .map((byte) => "0123456789abcdefghjkmnpqrstvwxyz"[byte & 31])
    .join("");
  const statements: Statement[] = [
    {
      sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
        VALUES (?, ?, ?, 'shopify', ?, '#1', ?, ?, 'paid', 'paid', 'failed', ?, ?)`,
      args: [order, orgId, channel.id, `gid://shopify/Order/${now}`, now, now, now, now],
    },
    {
      sql: `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, lines, token, not_before, shipped_at, created_at, changed_at)
        VALUES (?, ?, ?, 'ups', '1Z12345E0205271688', ?, '[]', ?, ?, ?, ?, ?)`,
      args: [shipment, orgId, order, `${order}|ups|1Z12345E0205271688`, token, now, now, now, now],
    },
    {
      sql: `INSERT INTO sync_runs (id, org_id, connection_id, channel, trigger, state, started_at) VALUES (?, ?, ?, 'shopify', 'manual', 'done', ?)`,
      args: [run, orgId, channel.id, now],
    },
    {
      sql: `INSERT INTO outbox (id, org_id, key, lane, seq, trigger, channel, recipient, order_id, shipment_id, payload, subject, state, cause, created_at)
        VALUES (?, ?, ?, ?, 1, 'shipped', 'email', 'a@b.example', ?, ?, '{}', 'Shipped', 'sent', '{"kind":"system","id":null,"text":"test"}', ?)`,
      args: [notification, orgId, notification, shipment, order, shipment, now],
    },
    {
      sql: `INSERT INTO mailbox (notification_id, org_id, from_address, to_address, subject, html, text, headers, at)
        VALUES (?, ?, 'x@y.example', 'a@b.example', 'Shipped', '<p>Shipped</p>', 'Shipped', '{}', ?)`,
      args: [notification, orgId, now],
    },
  ];
  await ctx.db.commit(statements);
  const [kept] = await ctx.db.commit([
    {
      sql: `INSERT INTO inbox (org_id, connection_id, kind, adapter, key, received_at, headers, body, verified, state)
        VALUES (?, ?, 'carrier', 'easypost', 'k', ?, '{}', ?, 'test', 'processed') RETURNING id`,
      args: [orgId, carrier.id, now, new TextEncoder().encode("{}")],
    },
  ]);
  const inbox = Number(kept?.rows[0]?.id);
  return {
    channel: channel.id,
    carrier: carrier.id,
    sender: sender.id,
    order,
    shipment,
    notification,
    run,
    inbox,
    token,
  };
}
