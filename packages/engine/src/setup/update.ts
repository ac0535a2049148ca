import type { Statement } from "@waybill/db/database";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import {
  adapterContext,
  forgetConnection,
  type OpenConnection,
  openConnection,
  sealContext,
  sealer,
} from "../connections/open.ts";
import { lastEnd, replacedSecrets } from "../connections/previous.ts";
import { type ConnectionRow, connectionSummary } from "../connections/rows.ts";
import { checkedSettings, overStored } from "../connections/settings.ts";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { prove, subscribeNow } from "./connect.ts";
import { getConnection, load, noSuchConnection } from "./read.ts";

/**
 * Changes settings or the name; the new credentials are proved first. Absent secrets stay as they are, at the address they were
 * given for. A secret that webhooks are verified with is accepted for a while after it was replaced.
 */
export async function updateConnection(
  scope: Scope,
  input: { id: string; name?: string; settings?: Record<string, unknown> },
): Promise<ConnectionView> {
  const { ctx, by } = scope;
  const row = await load(scope, input.id);
  const connection = await openConnection(ctx, input.id);
  if (!connection) throw noSuchConnection();
  const now = ctx.now();
  let next: ConnectionRow = { ...row, name: input.name ?? row.name };
  const statements: Statement[] = [
    // Disconnected in the same moment: it must not come back to life on screen.
    { sql: "UPDATE connections SET name = ?, updated_at = ? WHERE id = ?", args: [next.name, now, row.id], atLeast: 1 },
  ];
  if (input.settings) {
    const changed = await changedSettings(scope, { connection, given: input.settings });
    next = { ...next, settings: changed.open, health: "ok", healthReason: null, failures: 0, backoffUntil: null };
    statements.push(changed.statement, {
      // What waited for the repair does not wait for the end of its pause.
      sql: "UPDATE shipments SET next_poll_at = ?1 WHERE next_poll_at > ?1 AND connection_id = ?2",
      args: [now, row.id],
    });
  }
  await append(scope, {
    cause: causeOf(by),
    statements,
    events: [{ type: "connection.changed", stream: row.id, data: { connection: connectionSummary(next) } }],
  });
  forgetConnection(ctx, row.id);
  if (input.settings) await subscribeNow(scope, input);
  return getConnection(scope, input);
}

/** The new settings, proved and sealed, with the secrets that they replace. */
async function changedSettings(
  { ctx }: Scope,
  input: { connection: OpenConnection; given: Record<string, unknown> },
): Promise<{ open: Record<string, string>; statement: Statement }> {
  const { row, settings: before, definition, previous } = input.connection;
  const { kind, adapter, orgId, id } = row;
  const now = ctx.now();
  const both = overStored(ctx, { kind, adapter, stored: before, given: input.given });
  const settings = checkedSettings(ctx, { kind, adapter, settings: both });
  const proof = await prove(definition, adapterContext(ctx, { id: `${id}:new`, orgId }, settings.all));
  if (!proof.ok) throw appError({ code: "connection_refused", status: 422, message: proof.reason });
  const { seal } = await sealer(ctx);
  const sealed = (what: unknown) => seal(JSON.stringify(what), sealContext(orgId, id));
  const replaced = replacedSecrets(definition, { before, next: settings.all, previous, now });
  const until = lastEnd(replaced);
  const old = until === null ? null : await sealed(replaced);
  return {
    open: settings.open,
    statement: {
      sql: `UPDATE connections SET settings = ?, sealed_settings = ?, sealed_previous = ?, previous_until = ?, sealed_token = NULL,
        health = 'ok', health_reason = NULL, failures = 0, backoff_until = NULL, next_sync_at = MIN(next_sync_at, ?) WHERE id = ?`,
      args: [JSON.stringify(settings.open), await sealed(settings.secret), old, until, now, id],
    },
  };
}

/**
 * Accepts no webhook by a replaced secret any more: it leaked, or the platform has stopped using it. Twice is the same as once.
 *
 * @example await stopPreviousSecrets(scope, { id: "con_…" });
 */
export async function stopPreviousSecrets(scope: Scope, input: { id: string }): Promise<ConnectionView> {
  const { ctx, by } = scope;
  const row = await load(scope, input.id);
  if (row.previousUntil === null) return getConnection(scope, input);
  await append(scope, {
    cause: causeOf(by, `${by.name} ended the previous secret of ${row.name}`),
    statements: [
      {
        sql: "UPDATE connections SET sealed_previous = NULL, previous_until = NULL, updated_at = ? WHERE id = ?",
        args: [ctx.now(), row.id],
      },
    ],
    events: [{ type: "connection.changed", stream: row.id, data: { connection: connectionSummary(row) } }],
  });
  forgetConnection(ctx, row.id);
  return getConnection(scope, input);
}

/** Destroys replaced secrets whose time is over: since then they prove nothing. Answers for how many connections. */
export async function endSecrets(ctx: Ctx): Promise<number> {
  const sql = "UPDATE connections SET sealed_previous = NULL, previous_until = NULL WHERE previous_until <= ?";
  const [result] = await ctx.db.commit([{ sql, args: [ctx.now()] }]);
  return result?.changes ?? 0;
}
