import type { Row } from "@waybill/db/database";
import type { ConnectionKind, ConnectionView } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import { webhookUrl } from "../connections/open.ts";
import { type ConnectionRow, connectionRow, connectionSummary } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { runRow, runSummary } from "../sync/run-rows.ts";

// Beside the row: its newest run, and why its webhooks are not in force.
const VIEW = `SELECT c.*, (SELECT reason FROM jobs WHERE key = 'connection.subscribe ' || c.id AND state <> 'done') AS warning,
  (SELECT id FROM sync_runs WHERE connection_id = c.id ORDER BY started_at DESC LIMIT 1) AS run_id FROM connections c`;
async function views(ctx: Ctx, rows: readonly Row[]): Promise<ConnectionView[]> {
  const ids = JSON.stringify(rows.flatMap((row) => row.run_id ?? []));
  const found = await ctx.db.query("SELECT * FROM sync_runs WHERE id IN (SELECT value FROM json_each(?))", [ids]);
  const runs = new Map(found.map((row) => [String(row.id), runSummary(runRow(row))]));
  return rows.map((raw) => {
    const row = connectionRow(raw);
    return {
      ...connectionSummary(row),
      settings: row.settings,
      webhookUrl: webhookUrl(ctx, row.kind, row.id),
      budget: row.budget,
      createdAt: row.createdAt,
      previousUntil: row.previousUntil !== null && row.previousUntil > ctx.now() ? row.previousUntil : null,
      warning: raw.warning === null ? null : String(raw.warning),
      lastRun: runs.get(String(raw.run_id)) ?? null,
    };
  });
}
export const noSuchConnection = () =>
  appError({ code: "connection_not_found", status: 404, message: "There is no such connection here." });

export async function load({ ctx, orgId }: Scope, id: string): Promise<ConnectionRow> {
  const [row] = await ctx.db.query("SELECT * FROM connections WHERE org_id = ? AND id = ?", [orgId, id]);
  if (!row) throw noSuchConnection();
  return connectionRow(row);
}

export async function listConnections(
  { ctx, orgId }: Scope,
  input: { kind?: ConnectionKind } = {},
): Promise<ConnectionView[]> {
  const rows = await ctx.db.query(
    `${VIEW} WHERE c.org_id = ?1 AND (?2 IS NULL OR c.kind = ?2) ORDER BY c.created_at, c.id`,
    [orgId, input.kind ?? null],
  );
  return views(ctx, rows);
}

export async function getConnection({ ctx, orgId }: Scope, input: { id: string }): Promise<ConnectionView> {
  const [found] = await views(ctx, await ctx.db.query(`${VIEW} WHERE c.org_id = ? AND c.id = ?`, [orgId, input.id]));
  if (!found) throw noSuchConnection();
  return found;
}
