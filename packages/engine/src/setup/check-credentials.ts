import { setHealth } from "../connections/health.ts";
import { openConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope } from "../core/scope.ts";

const START: By = { kind: "system", id: "start", name: "Start" };

/**
 * At start: connections whose credentials were sealed with another APP_SECRET say so at once, with what to do, instead of at
 * their next call; those that open again no longer say it.
 */
export async function reportLockedConnections(ctx: Ctx): Promise<void> {
  for (const { id } of await ctx.db.query("SELECT id FROM connections WHERE enabled = 1")) {
    const connection = await openConnection(ctx, String(id));
    if (!connection) continue;
    const { locked, row } = connection;
    const scope = makeScope(ctx, { orgId: row.orgId, by: START });
    if (locked && row.healthReason !== locked) {
      await setHealth(scope, connection, { ok: false, reason: locked, retryAfterMs: null });
    } else if (!locked && row.healthReason?.includes("cannot be opened")) {
      await setHealth(scope, connection, { ok: true });
    }
  }
}
