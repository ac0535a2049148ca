import type { Statement } from "@waybill/db/database";
import type { ConnectionKind, ConnectionView, Tried } from "@waybill/domain/connection/answers";
import { newId } from "@waybill/domain/ids";
import { setHealth } from "../connections/health.ts";
import { adapterContext, definitionOf, forgetConnection, openConnection } from "../connections/open.ts";
import { type ConnectionRow, connectionSummary } from "../connections/rows.ts";
import { checkedSettings, overStored } from "../connections/settings.ts";
import { append } from "../core/log.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { registerUntracked } from "../polling/register.ts";
import { LIVE_RUN, runRow, runSummary } from "../sync/run-rows.ts";
import { startSync } from "../sync/start.ts";
import { accountName, prove } from "./connect.ts";
import { getConnection, load, noSuchConnection } from "./read.ts";

/** Asks the platform whether the credentials still hold. The answer also becomes the connection's health. */
export async function testConnection(scope: Scope, input: { id: string }): Promise<Tried> {
  const { ctx } = scope;
  await load(scope, input.id);
  const connection = await openConnection(ctx, input.id);
  if (!connection) throw noSuchConnection();
  const proof = await prove(connection.definition, connection.adapterCtx);
  await setHealth(scope, connection, proof.ok ? { ok: true } : { ok: false, reason: proof.reason, retryAfterMs: null });
  return proof.ok ? { ok: true, label: proof.label, reason: null } : { ok: false, label: null, reason: proof.reason };
}

/** Pauses or resumes: a paused connection is neither pulled nor polled; its webhooks are still kept. */
export async function toggleConnection(scope: Scope, input: { id: string; enabled: boolean }): Promise<ConnectionView> {
  const { ctx, by } = scope;
  const row = await load(scope, input.id);
  const next = { ...row, enabled: input.enabled };
  await append(scope, {
    cause: causeOf(by, `${by.name} ${input.enabled ? "resumed" : "paused"} ${row.name}`),
    statements: [
      {
        sql: "UPDATE connections SET enabled = ?, updated_at = ? WHERE id = ?",
        args: [input.enabled ? 1 : 0, ctx.now(), row.id],
        atLeast: 1,
      },
    ],
    events: [{ type: "connection.changed", stream: row.id, data: { connection: connectionSummary(next) } }],
  });
  forgetConnection(ctx, row.id);
  if (input.enabled && row.kind === "carrier") await resumeParcels(scope, row);
  if (input.enabled && row.kind === "channel") await startSync(scope, { connectionId: row.id });
  return getConnection(scope, input);
}

/** Its parcels are asked about at once, and those that came meanwhile and found nobody look again. */
async function resumeParcels(scope: Scope, row: ConnectionRow): Promise<void> {
  const { ctx } = scope;
  const now = ctx.now();
  const due = "UPDATE shipments SET next_poll_at = ?1, poll_note = NULL WHERE next_poll_at > ?1 AND connection_id = ?2";
  await ctx.db.commit([{ sql: due, args: [now, row.id] }, registerUntracked(scope)]);
}

/**
 * Forgets the credentials and stops everything towards the platform. What was received stays; parcels look for another carrier
 * connection that covers them; a channel connected again finds its orders.
 */
export async function disconnect(scope: Scope, input: { id: string }): Promise<void> {
  const { ctx, by } = scope;
  const row = await load(scope, input.id);
  const now = ctx.now();
  const reason = "The channel was disconnected.";
  const live = await ctx.db.query(`SELECT * FROM sync_runs WHERE connection_id = ? AND ${LIVE_RUN}`, [row.id]);
  const runs = live.map((raw) => ({ ...runRow(raw), state: "cancelled" as const, reason, finishedAt: now }));
  const gone: ConnectionRow = {
    ...row,
    enabled: false,
    health: "disconnected",
    healthReason: "Disconnected by the seller.",
  };
  const remember: Statement = {
    sql: `INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (org_id, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`,
    args: [row.orgId, accountName(row.adapter, row.settings), JSON.stringify(row.id), now],
  };
  await append(scope, {
    cause: causeOf(by, `${by.name} disconnected ${row.name}`),
    statements: [
      { sql: "DELETE FROM connections WHERE id = ?", args: [row.id] },
      {
        sql: `UPDATE sync_runs SET state = 'cancelled', reason = ?, finished_at = ? WHERE connection_id = ? AND ${LIVE_RUN}`,
        args: [reason, now, row.id],
      },
      {
        sql: `UPDATE shipments SET connection_id = NULL, next_poll_at = NULL, poll_note = 'Its carrier was disconnected.', version = version + 1
          WHERE connection_id = ?`,
        args: [row.id],
      },
      ...(row.kind === "carrier" ? [registerUntracked(scope)] : []),
      ...(row.kind === "channel" ? [remember] : []),
    ],
    events: [
      { type: "connection.changed", stream: row.id, data: { connection: connectionSummary(gone) } },
      ...runs.map((run) => ({ type: "sync.changed" as const, stream: run.id, data: { run: runSummary(run) } })),
    ],
  });
  forgetConnection(ctx, row.id);
}

/**
 * Tries settings without keeping anything: the form's "Test connection". With `id`, secrets left out are those that are stored,
 * for the address they were given for.
 * Throws `bad_settings` like connecting does.
 */
export async function tryConnection(
  scope: Scope,
  input: { kind: ConnectionKind; adapter: string; settings: Record<string, unknown>; id?: string },
): Promise<Tried> {
  const { ctx, orgId } = scope;
  let { settings: given } = input;
  if (input.id !== undefined) {
    const row = await load(scope, input.id);
    if (row.kind !== input.kind || row.adapter !== input.adapter) throw noSuchConnection();
    const stored = (await openConnection(ctx, input.id))?.settings ?? {};
    given = overStored(ctx, { ...input, stored, given });
  }
  const settings = checkedSettings(ctx, { ...input, settings: given });
  const definition = definitionOf(ctx, input.kind, input.adapter);
  if (!definition) throw noSuchConnection();
  const id = newId("con", ctx.now());
  const proof = await prove(definition, adapterContext(ctx, { id, orgId }, settings.all));
  forgetConnection(ctx, id);
  return proof.ok ? { ok: true, label: proof.label, reason: null } : { ok: false, label: null, reason: proof.reason };
}
