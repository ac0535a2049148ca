import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import { errorText } from "@waybill/domain/errors";
import { HOUR_MS } from "@waybill/domain/time";
import { openConnection, webhookUrl } from "../connections/open.ts";
import { type Job, type JobOutcome, jobStatement } from "../core/jobs.ts";
import type { Scope } from "../core/scope.ts";

/** Creates missing webhook subscriptions at the platform. Answers what went wrong in words, or null. */
export async function subscribe({ ctx, orgId }: Scope, input: { id: string }): Promise<string | null> {
  const connection = await openConnection(ctx, input.id);
  if (!connection || connection.row.orgId !== orgId) return null;
  const definition = connection.definition as Partial<Pick<ChannelDefinition, "subscribe">>;
  if (!definition.subscribe) return null;
  try {
    await definition.subscribe(connection.adapterCtx, webhookUrl(ctx, connection.row.kind, input.id));
    return null;
  } catch (error) {
    return `Webhooks could not be set up, so changes are only seen by polling: ${errorText(error)}`;
  }
}

/** Looks after the subscriptions of a new connection, a day from now for the first time. */
export const subscriptionJob = (scope: Scope, input: { id: string }): Statement =>
  jobStatement(scope, {
    kind: "connection.subscribe",
    key: `connection.subscribe ${input.id}`,
    payload: { connectionId: input.id },
    at: scope.ctx.now() + 24 * HOUR_MS,
  });

/**
 * Job `connection.subscribe`: once a day what is missing is subscribed again. A platform drops a subscription after some failed
 * deliveries (Shopify: eight), and nobody would notice but for the slower polling.
 */
export async function subscribeJob(scope: Scope, job: Job): Promise<JobOutcome> {
  const { ctx } = scope;
  const id = String(job.payload.connectionId);
  const connection = await openConnection(ctx, id);
  if (!connection) return { state: "done" };
  const asked = connection.row.enabled && connection.row.health !== "disconnected";
  const reason = asked ? await subscribe(scope, { id }) : null;
  if (reason) ctx.log.warn("webhooks not set up", { connection: id, reason });
  return { state: "again", at: ctx.now() + (reason ? HOUR_MS : 24 * HOUR_MS), reason };
}
