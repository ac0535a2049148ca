import type { Statement } from "@waybill/db/database";
import { backoff } from "../core/backoff.ts";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import { type Scope, system } from "../core/scope.ts";
import { forgetConnection, type OpenConnection } from "./open.ts";
import { type ConnectionRow, connectionSummary } from "./rows.ts";

/** How a platform answered; `disconnected`: it took our access away. */
export type HealthOutcome =
  | { ok: true }
  | { ok: false; reason: string; retryAfterMs: number | null; disconnected?: boolean };

/** Statements that record how the platform answered, and the row as it will then be. */
export function healthStatement(
  ctx: Ctx,
  row: ConnectionRow,
  outcome: HealthOutcome,
): { statement: Statement; row: ConnectionRow; changed: boolean } {
  const now = ctx.now();
  if (outcome.ok) {
    const next: ConnectionRow = {
      ...row,
      health: "ok",
      healthReason: null,
      failures: 0,
      backoffUntil: null,
      lastOkAt: now,
    };
    return {
      row: next,
      changed: row.health !== "ok",
      statement: {
        sql: "UPDATE connections SET health = 'ok', health_reason = NULL, failures = 0, backoff_until = NULL, last_ok_at = ? WHERE id = ?",
        args: [now, row.id],
      },
    };
  }
  const failures = row.failures + 1;
  const health = outcome.disconnected ? "disconnected" : "failing";
  const backoffUntil =
    now +
    backoff({ attempt: failures, base: 30000, cap: 30 * 60000, random: ctx.random(), atLeast: outcome.retryAfterMs });
  return {
    row: { ...row, health, healthReason: outcome.reason, failures, backoffUntil },
    changed: row.health !== health || row.healthReason !== outcome.reason,
    statement: {
      sql: "UPDATE connections SET health = ?, health_reason = ?, failures = ?, backoff_until = ? WHERE id = ?",
      args: [health, outcome.reason, failures, backoffUntil, row.id],
    },
  };
}

/** Records how the platform answered and tells the screen when that changed. */
export async function setHealth(scope: Scope, connection: OpenConnection, outcome: HealthOutcome): Promise<void> {
  const { ctx } = scope;
  const { row, statement, changed } = healthStatement(ctx, connection.row, outcome);
  if (outcome.ok && !changed && ctx.now() - (connection.row.lastOkAt ?? 0) < 60000) return;
  const data = { connection: connectionSummary(row) };
  const events = changed ? [{ type: "connection.changed" as const, stream: row.id, data }] : [];
  await append(scope, { cause: system(`asked ${row.name}`), statements: [statement], events });
  forgetConnection(ctx, row.id);
}
