import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/live/events";
import type { Ctx } from "../core/context.ts";
import { jobStatement, kickJobs } from "../core/jobs.ts";

/** The job that reads one order again: one per order, however often it is asked for while it waits. */
export function readStatement(
  ctx: Ctx,
  of: { connection: { id: string; orgId: string }; externalId: string; cause: Cause; at?: number },
): Statement {
  const { connection, externalId, cause, at } = of;
  return jobStatement(ctx, {
    orgId: connection.orgId,
    kind: "order.read",
    key: `order.read ${connection.id} ${externalId}`,
    payload: { connectionId: connection.id, externalId, cause },
    at,
  });
}

export async function queueReads(
  ctx: Ctx,
  of: { orgId: string; rows: readonly Record<string, unknown>[]; cause: Cause; also?: readonly Statement[] },
): Promise<void> {
  const jobs = of.rows.map((row) => {
    const connection = { id: String(row.connection_id), orgId: of.orgId };
    return readStatement(ctx, { connection, externalId: String(row.external_id), cause: of.cause });
  });
  if (jobs.length > 0) await ctx.db.commit([...jobs, ...(of.also ?? [])]);
  kickJobs(ctx);
}
