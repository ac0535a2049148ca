import type { HandshakeAnswer, RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { openConnection, webhookUrl } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";

/** What a challenge came to: `answered` goes back to the platform as it is. */
export type Challenged =
  | { outcome: "answered"; answer: Extract<HandshakeAnswer, { ok: true }> }
  | { outcome: "rejected"; reason: string }
  | { outcome: "unknown_connection" };

/**
 * Answers a platform's challenge to a connection's address; null when its platform asks no such way, or the request is no
 * challenge. Nothing is kept: a challenge says nothing about an order or a parcel, and may be asked again at any time.
 *
 * @example const challenged = await answerChallenge(ctx, { kind: "channel", connectionId, method: "GET", webhook });
 */
export async function answerChallenge(
  ctx: Ctx,
  input: { kind: ConnectionKind; connectionId: string; method: "GET" | "POST"; webhook: RawWebhook },
): Promise<Challenged | null> {
  const connection = await openConnection(ctx, input.connectionId);
  if (!connection || connection.row.kind !== input.kind) return { outcome: "unknown_connection" };
  const { row, definition, settings, locked } = connection;
  const { handshake } = definition.webhook;
  // Without its secret a challenge is not told from a delivery: a post is then refused as every delivery is.
  if (handshake?.method !== input.method || (locked && input.method === "POST")) return null;
  const answer: HandshakeAnswer | null = locked
    ? { ok: false, reason: locked }
    : handshake.answer(input.webhook, settings, webhookUrl(ctx, row.kind, row.id));
  if (answer === null) return null;
  const outcome = answer.ok ? "answered" : "rejected";
  ctx.meter.count("waybill_handshakes_total", { adapter: row.adapter, outcome });
  if (answer.ok) return { outcome: "answered", answer };
  ctx.log.warn("handshake refused", { connection: row.id, adapter: row.adapter, reason: answer.reason });
  return { outcome: "rejected", reason: answer.reason };
}
