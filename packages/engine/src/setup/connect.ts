import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import { isConditionFailed } from "@waybill/db/database";
import type { ConnectionKind, ConnectionView } from "@waybill/domain/connection/answers";
import { appError, errorText } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import { adapterContext, definitionOf, sealContext, sealer } from "../connections/open.ts";
import {
  type ConnectionRow,
  connectionRow,
  connectionRows,
  connectionSummary,
  type Settings,
} from "../connections/rows.ts";
import { checkedSettings } from "../connections/settings.ts";
import { append } from "../core/log.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { registerUntracked } from "../polling/register.ts";
import { startSync } from "../sync/start.ts";
import { getConnection, noSuchConnection } from "./read.ts";
import { subscribe, subscriptionJob } from "./subscriptions.ts";

type Connect = {
  kind: ConnectionKind;
  adapter: string;
  name?: string;
  settings: unknown;
};

/** Asked again inside the write: one account that is connected in two tabs at once would have each order twice. */
const insertConnection = connectionRows.insertIf(
  [...connectionRows.keys(), "sealedSettings"],
  `:kind <> 'channel' OR NOT EXISTS (SELECT 1 FROM connections
    WHERE org_id = :orgId AND kind = :kind AND adapter = :adapter AND settings = :settings)`,
);

/**
 * Connects a platform: the settings are checked by the adapter's schema, the credentials proved by a cheap call, sealed and
 * kept, webhooks subscribed, and (for a channel) the first pull started. A webhook that can't be subscribed is a warning in
 * words, not a failure: polling carries on without it.
 */
export async function connect(scope: Scope, input: Connect): Promise<ConnectionView> {
  const { ctx, orgId, by } = scope;
  const { kind, adapter } = input;
  const settings = checkedSettings(ctx, { kind, adapter, settings: input.settings });
  const now = ctx.now();
  const id =
    (kind === "channel" ? await formerId(scope, { adapter, settings: settings.open }) : null) ?? newId("con", now);
  const definition = definitionOf(ctx, kind, adapter);
  if (!definition) throw noSuchConnection();
  const proof = await prove(definition, adapterContext(ctx, { id, orgId }, settings.all));
  if (!proof.ok) throw appError({ code: "connection_refused", status: 422, message: proof.reason });
  const row: ConnectionRow = {
    id,
    orgId,
    kind,
    adapter,
    name: input.name || proof.label || definition.name,
    settings: settings.open,
    enabled: true,
    health: "ok",
    healthReason: null,
    failures: 0,
    backoffUntil: null,
    lastOkAt: now,
    lastWebhookAt: null,
    nextSyncAt: null,
    watermark: null,
    budget: null,
    previousUntil: null,
    createdAt: now,
    updatedAt: now,
  };
  const sealed = await (await sealer(ctx)).seal(JSON.stringify(settings.secret), sealContext(orgId, id));
  const made = append(scope, {
    cause: causeOf(by, `${by.name} connected ${definition.name}`),
    statements: [insertConnection({ ...row, sealedSettings: sealed }), subscriptionJob(scope, { id })],
    events: [{ type: "connection.changed", stream: id, data: { connection: connectionSummary(row) } }],
  });
  await made.catch((error: unknown) => {
    throw isConditionFailed(error) ? alreadyConnected(row.name) : error;
  });
  const warning = await subscribeNow(scope, { id });
  if (kind === "channel") await startSync(scope, { connectionId: id, trigger: "first" });
  if (kind === "carrier") await ctx.db.commit([registerUntracked(scope)]);
  return { ...(await getConnection(scope, { id })), warning };
}

/** Subscribes, and keeps what went wrong with the daily job, so that the screen says it until it is cured. */
export async function subscribeNow(scope: Scope, input: { id: string }): Promise<string | null> {
  const { ctx } = scope;
  const warning = await subscribe(scope, input);
  const soon = ctx.now() + 60 * 60_000;
  const keep = "UPDATE jobs SET reason = ?1, run_at = CASE WHEN ?1 IS NULL THEN run_at ELSE ?2 END WHERE key = ?3";
  await ctx.db.commit([{ sql: keep, args: [warning, soon, `connection.subscribe ${input.id}`] }]);
  return warning;
}

function alreadyConnected(name: string) {
  const message = `This account is connected already, as "${name}". Change its settings there.`;
  return appError({ code: "already_connected", status: 409, message });
}

/** Names a channel's account, so that it is the same connection when it is connected again. */
export const accountName = (adapter: string, settings: Settings) =>
  `account ${adapter} ${JSON.stringify(Object.entries(settings).sort())}`;

/**
 * The id under which this very account was connected before: its orders are known under it, and with another id each of them
 * would be there twice. Refused while it is still connected.
 */
async function formerId({ ctx, orgId }: Scope, input: { adapter: string; settings: Settings }): Promise<string | null> {
  const name = accountName(input.adapter, input.settings);
  const live = await ctx.db.query("SELECT * FROM connections WHERE org_id = ? AND kind = 'channel' AND adapter = ?", [
    orgId,
    input.adapter,
  ]);
  const same = live.map(connectionRow).find((row) => accountName(row.adapter, row.settings) === name);
  if (same) throw alreadyConnected(same.name);
  const [former] = await ctx.db.query("SELECT value FROM org_settings WHERE org_id = ? AND name = ?", [orgId, name]);
  return former ? String(JSON.parse(String(former.value))) : null;
}

export async function prove(
  definition: CarrierDefinition | ChannelDefinition | MailProviderDefinition,
  adapterCtx: ReturnType<typeof adapterContext>,
): Promise<{ ok: true; label: string | null } | { ok: false; reason: string }> {
  try {
    const answer = await definition.test(adapterCtx);
    return { ok: true, label: answer && typeof answer === "object" ? answer.label : null };
  } catch (error) {
    return {
      ok: false,
      reason: isAdapterError(error) ? error.message : `${definition.name} could not be reached: ${errorText(error)}`,
    };
  }
}
