import type { ChannelDefinition, PulledOrder } from "@waybill/adapters/ports/channel";
import { isConditionFailed } from "@waybill/db/database";
import { appError, errorText } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import type { OpenConnection } from "../connections/open.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import type { Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { notificationStatements } from "../notifications/on-change.ts";
import { knownOrders, type Merged, mergeOrder } from "./merge-order.ts";

type MergeInput = { connection: OpenConnection; cause: Cause; runId: string | null };

export async function mergePage(
  scope: Scope,
  input: MergeInput & { pulled: readonly PulledOrder[] },
): Promise<Merged[]> {
  const { ctx } = scope;
  // The same order twice on a page (it changed while we paged): the later telling counts.
  const unique = new Map(input.pulled.map((p) => [p.ok ? p.order.externalId : p.externalId, p]));
  const known = await knownOrders(ctx, input.connection.row, [...unique.keys()]);
  const merged: Merged[] = [];
  for (const [externalId, pulled] of unique) {
    const one = mergeOrder(scope, {
      connection: input.connection.row,
      pulled,
      known: known.get(externalId),
      cause: input.cause,
      runId: input.runId,
    });
    if (pulled.ok && one.order) {
      for (const plan of one.shipments) {
        one.statements.push(
          ...(await notificationStatements(scope, {
            before: null,
            after: plan.row,
            timeline: null,
            order: one.order,
            parcels: one.parcels,
            lines: pulled.order.lines,
            cause: input.cause,
          })),
        );
      }
    }
    merged.push(one);
  }
  return merged;
}

/** Merges one order in its own commit; another writer's change is re-read, anything else quarantines it with the reason. */
export async function mergeOne(scope: Scope, input: MergeInput & { pulled: PulledOrder }): Promise<Merged> {
  try {
    return await retryOnConflict({ ctx: scope.ctx, what: "order", attempts: 8, unique: true }, () => {
      return mergeOnce(scope, input);
    });
  } catch (failure) {
    // Others change it faster than it can be merged: nothing is wrong with the order, and it is read again.
    if (isConditionFailed(failure)) throw failure;
    return quarantine(scope, input, failure);
  }
}

async function mergeOnce(scope: Scope, input: MergeInput & { pulled: PulledOrder }): Promise<Merged> {
  const [one] = await mergePage(scope, { ...input, pulled: [input.pulled] });
  if (!one) throw new Error("Nothing came of merging it.");
  const { statements, events } = one;
  await append(scope, { cause: input.cause, statements, events });
  return one;
}

/** It is kept as failed, with the reason, so that it stands in nobody's way. */
function quarantine(scope: Scope, input: MergeInput & { pulled: PulledOrder }, failure: unknown): Promise<Merged> {
  const p = input.pulled;
  const reason = `This order could not be stored: ${errorText(failure)}`;
  const bad: PulledOrder = {
    ok: false,
    externalId: p.ok ? p.order.externalId : p.externalId,
    number: p.ok ? p.order.number : p.number,
    placedAt: p.ok ? p.order.placedAt : p.placedAt,
    reason,
    transient: false,
    raw: p.ok ? p.order.raw : p.raw,
  };
  if (p.ok === false) throw appError({ code: "order_not_stored", status: 500, message: reason, cause: failure });
  return mergeOne(scope, { ...input, pulled: bad });
}

/** Re-reads one order from its channel and merges what it says. Null: the channel no longer has it. */
export async function readOrder(
  scope: Scope,
  input: { connection: OpenConnection; externalId: string; cause: Cause },
): Promise<Merged | null> {
  const { ctx } = scope;
  const definition = input.connection.definition as ChannelDefinition;
  const pulled = await definition.read(input.connection.adapterCtx, input.externalId);
  if (!pulled) return null;
  const merged = await mergeOne(scope, { ...input, pulled, runId: null });
  wake(ctx, "jobs");
  wake(ctx, "outbox");
  // What carriers told before the parcel was known here is read now.
  if (merged.shipments.length > 0) wake(ctx, "inbox");
  return merged;
}
