import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import { jobStatement } from "../core/jobs.ts";
import type { Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";

/** The job that reads one order again: one per order, however often it is asked for while it waits. */
export function readStatement(
  scope: Scope,
  input: {
    connectionId: string;
    externalId: string;
    cause: Cause;
    at?: number;
    /** How often in a row the channel did not show it. */
    missed?: number;
    /** The channel said that it was deleted. */
    deleted?: boolean;
  },
): Statement {
  const { connectionId, externalId, cause, at, missed = 0, deleted = false } = input;
  return jobStatement(scope, {
    kind: "order.read",
    key: `order.read ${connectionId} ${externalId}`,
    payload: { connectionId, externalId, cause, missed, deleted },
    at,
  });
}

export async function queueReads(
  scope: Scope,
  input: { rows: readonly Record<string, unknown>[]; cause: Cause; also?: readonly Statement[] },
): Promise<void> {
  const { ctx } = scope;
  const jobs = input.rows.map((row) =>
    readStatement(scope, {
      connectionId: String(row.connection_id),
      externalId: String(row.external_id),
      cause: input.cause,
    }),
  );
  if (jobs.length > 0) await ctx.db.commit([...jobs, ...(input.also ?? [])]);
  wake(ctx, "jobs");
}
