import type { ChannelHint } from "@waybill/adapters/ports/channel";
import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import { healthStatement } from "../connections/health.ts";
import { forgetConnection, openConnection } from "../connections/open.ts";
import { connectionSummary } from "../connections/rows.ts";
import { append } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";
import { runWorker } from "../core/worker.ts";
import { readStatement } from "./queue-read.ts";

/** A shop pushes one change under several topics at once (created, paid, updated): this long they are gathered into one read, ms. */
const SETTLE_MS = 250;

/** Which connection pushed. */
type Delivery = { connectionId: string };

/** A channel's push is a hint: the order is re-read, soon, once for many pushes. */
export async function applyHints(
  scope: Scope,
  input: {
    delivery: Delivery;
    cause: Cause;
    hints: ChannelHint[];
    marked: (state: "processed" | "ignored", note: string | null, effects?: string[]) => Statement[];
  },
): Promise<void> {
  const { ctx } = scope;
  const { delivery, cause, hints, marked } = input;
  const statements: Statement[] = [];
  const notes: string[] = [];
  for (const hint of hints) {
    if (hint.kind === "order_changed" || hint.kind === "order_deleted") {
      const { externalId } = hint;
      const { connectionId } = delivery;
      const deleted = hint.kind === "order_deleted";
      statements.push(readStatement(scope, { connectionId, externalId, cause, at: ctx.now() + SETTLE_MS, deleted }));
      notes.push(`${hint.topic}: the order is read again.`);
    } else if (hint.kind === "ignored") {
      notes.push(`${hint.topic}: ${hint.reason}`);
    } else {
      await disconnected(scope, delivery, cause, hint.reason);
      notes.push(`${hint.topic}: ${hint.reason}`);
    }
  }
  const acted = hints.some((h) => h.kind !== "ignored");
  const effects = hints.flatMap((h) => ("externalId" in h ? [h.externalId] : []));
  await ctx.db.commit([...statements, ...marked(acted ? "processed" : "ignored", notes.join(" ") || null, effects)]);
  ctx.defer(ctx.sleep(SETTLE_MS).then(() => runWorker(ctx, "jobs")));
}

async function disconnected(scope: Scope, delivery: Delivery, cause: Cause, reason: string): Promise<void> {
  const { ctx } = scope;
  const connection = await openConnection(ctx, delivery.connectionId);
  if (!connection) return;
  const health = healthStatement(ctx, connection.row, { ok: false, reason, retryAfterMs: null, disconnected: true });
  const data = { connection: connectionSummary(health.row) };
  await append(scope, {
    cause,
    statements: [health.statement],
    events: [{ type: "connection.changed", stream: delivery.connectionId, data }],
  });
  forgetConnection(ctx, delivery.connectionId);
}
