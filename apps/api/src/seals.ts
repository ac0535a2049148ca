import { isAppError } from "@waybill/domain/errors";
import { connectionRow, connectionSummary, openConnection } from "@waybill/engine/connections";
import type { Ctx } from "@waybill/engine/context";
import { append, type By, causeOf } from "@waybill/engine/log";

const by: By = { kind: "system", id: "start", name: "The start of the server" };
const UNREADABLE = new Set(["secret_changed", "secret_unreadable"]);

/**
 * At start: a connection whose sealed credentials can't be opened (APP_SECRET was changed) is shown as failing with what to
 * do, and one that can be opened again is shown as well. The server runs either way.
 */
export async function checkSeals(ctx: Ctx): Promise<void> {
  const rows = await ctx.db.query("SELECT * FROM connections ORDER BY id");
  for (const raw of rows) {
    const row = connectionRow(raw);
    const reason = await openConnection(ctx, row.id).then(
      () => null,
      (error: unknown) => {
        if (isAppError(error) && UNREADABLE.has(error.code)) return error;
        throw error;
      },
    );
    const told = row.failures === 0 && row.health === "failing";
    if (reason ? row.healthReason === reason.message : !told) continue;
    if (reason) ctx.log.warn("connection can't be opened", { connection: row.id, reason: reason.message });
    const health = reason ? ("failing" as const) : ("ok" as const);
    const next = { ...row, health, healthReason: reason?.message ?? null, failures: 0, backoffUntil: null };
    await append(ctx, {
      orgId: row.orgId,
      cause: causeOf(by),
      statements: [
        {
          sql: "UPDATE connections SET health = ?, health_reason = ?, failures = 0, backoff_until = NULL WHERE id = ?",
          args: [next.health, next.healthReason, row.id],
        },
      ],
      events: [{ type: "connection.changed", stream: row.id, data: { connection: connectionSummary(next) } }],
    });
  }
}
