import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import type { Ctx } from "../core/context.ts";
import { jobStatement, kickJobs } from "../core/jobs.ts";

/** The job that reads one order again: one per order, however often it is asked for while it waits. */
export function readStatement(
  ctx: Ctx,
  input: { connection: { id: string; orgId: string }; externalId: string; cause: Cause; at?: number },
): Statement {
  const { connection, externalId, cause, at } = input;
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
  input: { orgId: string; rows: readonly Record<string, unknown>[]; cause: Cause; also?: readonly Statement[] },
): Promise<void> {
  const jobs = input.rows.map((row) => {
    const connection = { id: String(row.connection_id), orgId: input.orgId };
    return readStatement(ctx, { connection, externalId: String(row.external_id), cause: input.cause });
  });
  if (jobs.length > 0) await ctx.db.commit([...jobs, ...(input.also ?? [])]);
  kickJobs(ctx);
}
