import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { appError } from "@waybill/domain/errors";
import type { TestSent } from "@waybill/domain/inbox/answers";
import { TEST_NUMBER } from "@waybill/domain/shipment/test-number";
import { type OpenConnection, openConnection, webhookUrl } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { settled } from "../inbox/list.ts";
import { receive } from "../inbox/receive.ts";
import { noSuchConnection } from "./read.ts";

/** An order that no shop has: asked for it, the shop says so, and nothing changes. */
const TEST_ORDER = "1";

/**
 * Sends a connection a webhook of its own platform, signed with its own secret, through the same door as the real ones. It is made
 * up by the adapter and about nothing that exists, so it proves the way and changes no order and no parcel.
 *
 * @example await sendTestWebhook(scope, { kind: "carrier", id }) // { outcome: "accepted", inboxId: 12, reason: null }
 * @throws AppError `connection_not_found`; `no_sample` with words when the adapter has no sample; `credentials_locked`
 */
export async function sendTestWebhook(
  { ctx, orgId }: Scope,
  input: { kind: ConnectionKind; id: string },
): Promise<TestSent> {
  const connection = await openConnection(ctx, input.id);
  if (!connection || connection.row.orgId !== orgId || connection.row.kind !== input.kind) throw noSuchConnection();
  if (connection.locked) throw appError({ code: "credentials_locked", status: 422, message: connection.locked });
  const webhook = sampleOf(ctx, input.kind, connection);
  const received = await receive(ctx, { kind: input.kind, connectionId: input.id, webhook });
  if (received.outcome === "unknown_connection") throw noSuchConnection();
  if (received.outcome === "rejected") return { outcome: "rejected", inboxId: null, reason: received.reason };
  await settled(ctx);
  return { ...received, reason: null };
}

function sampleOf(ctx: Ctx, kind: ConnectionKind, { definition, settings, row }: OpenConnection): RawWebhook {
  const now = ctx.now();
  const url = webhookUrl(ctx, kind, row.id);
  const made = madeUp(definition as Partial<CarrierDefinition & ChannelDefinition>, kind, now);
  if (made === null) {
    const message = `Waybill has no sample of ${definition.name}'s webhooks to sign. Send one from ${definition.name}'s own pages, to ${url}`;
    throw appError({ code: "no_sample", status: 422, message });
  }
  const body = new TextEncoder().encode(made.body);
  const own = { "content-type": "application/json", "user-agent": "Waybill test webhook" };
  return { headers: { ...own, ...made.headers, ...definition.webhook.sign(body, settings, now) }, body, url };
}

function madeUp(
  definition: Partial<Pick<CarrierDefinition, "sample">> | Partial<Pick<ChannelDefinition, "sample">>,
  kind: ConnectionKind,
  now: number,
): { body: string; headers: Record<string, string> } | null {
  if (!definition.sample) return null;
  if (kind === "channel") return (definition as Pick<ChannelDefinition, "sample">).sample(TEST_ORDER, now);
  const number = `${TEST_NUMBER}${now}`;
  return { body: (definition as Pick<CarrierDefinition, "sample">).sample(number, now), headers: {} };
}
