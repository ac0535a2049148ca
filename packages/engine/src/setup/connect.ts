import { type SettingsField, settingsFields } from "@waybill/adapters/kit/settings";
import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { SenderDefinition } from "@waybill/adapters/ports/sender";
import { isConditionFailed, type Row, type Statement } from "@waybill/db/database";
import { appError, errorText } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import type { ConnectionSummary, RunSummary } from "@waybill/domain/views";
import {
  adapterContext,
  type ConnectionKind,
  type ConnectionRow,
  connectionRow,
  connectionSummary,
  definitionOf,
  forgetConnection,
  openConnection,
  type Settings,
  sealContext,
  sealer,
  webhookUrl,
} from "../connections/open.ts";
import { checkedSettings, overStored } from "../connections/settings.ts";
import type { Ctx } from "../core/context.ts";
import { append, type By, causeOf } from "../core/log.ts";
import { seekFollowers } from "../polling/register.ts";
import { runRow, runSummary } from "../sync/run-rows.ts";
import { startSync } from "../sync/start.ts";
import { subscribe, subscriptionJob } from "./subscriptions.ts";

/** A connection as its owner sees it: open settings, where to point webhooks, never a secret. */
export type ConnectionView = ConnectionSummary & {
  settings: Settings;
  webhookUrl: string;
  budget: ConnectionRow["budget"];
  createdAt: number;
  /** What could not be set up, in words: webhooks that the platform did not accept. */
  warning: string | null;
  /** Channels: the newest pull; null before the first. */
  lastRun: RunSummary | null;
};

// Beside the row: its newest run, and why its webhooks are not in force.
const VIEW = `SELECT c.*, (SELECT reason FROM jobs WHERE key = 'connection.subscribe ' || c.id AND state <> 'done') AS warning,
  (SELECT id FROM sync_runs WHERE connection_id = c.id ORDER BY started_at DESC LIMIT 1) AS run_id FROM connections c`;

async function views(ctx: Ctx, rows: readonly Row[]): Promise<ConnectionView[]> {
  const ids = JSON.stringify(rows.flatMap((row) => row.run_id ?? []));
  const found = await ctx.db.query("SELECT * FROM sync_runs WHERE id IN (SELECT value FROM json_each(?))", [ids]);
  const runs = new Map(found.map((row) => [String(row.id), runSummary(runRow(row))]));
  return rows.map((raw) => {
    const row = connectionRow(raw);
    return {
      ...connectionSummary(row),
      settings: row.settings,
      webhookUrl: webhookUrl(ctx, row.kind, row.id),
      budget: row.budget,
      createdAt: row.createdAt,
      warning: raw.warning === null ? null : String(raw.warning),
      lastRun: runs.get(String(raw.run_id)) ?? null,
    };
  });
}

export type CatalogueEntry = {
  kind: ConnectionKind;
  id: string;
  name: string;
  about: string;
  docs: string;
  fields: SettingsField[];
  /** How its pushes are set up: by us for the account, by us for each parcel, or by the seller in the platform's own pages. */
  webhooks: "account" | "parcel" | "by_hand";
};

type Pushes = { subscribe?: unknown; register?: unknown };

/** Every platform that can be connected, with the fields of its form. */
export function adapterCatalogue(ctx: Ctx): CatalogueEntry[] {
  const entries = (
    kind: ConnectionKind,
    of: Record<string, Pick<CarrierDefinition, "id" | "name" | "about" | "docs" | "settings"> & Pushes>,
  ) =>
    Object.values(of).map((d) => ({
      kind,
      id: d.id,
      name: d.name,
      about: d.about,
      docs: d.docs,
      fields: settingsFields(d.settings),
      webhooks: d.subscribe ? ("account" as const) : d.register ? ("parcel" as const) : ("by_hand" as const),
    }));
  return [
    ...entries("channel", ctx.adapters.channels),
    ...entries("carrier", ctx.adapters.carriers),
    ...entries("sender", ctx.adapters.senders),
  ];
}

export const noSuchConnection = () =>
  appError({ code: "connection_not_found", status: 404, message: "There is no such connection here." });

export async function load(ctx: Ctx, orgId: string, id: string): Promise<ConnectionRow> {
  const [row] = await ctx.db.query("SELECT * FROM connections WHERE org_id = ? AND id = ?", [orgId, id]);
  if (!row) throw noSuchConnection();
  return connectionRow(row);
}

export async function listConnections(
  ctx: Ctx,
  of: { orgId: string; kind?: ConnectionKind },
): Promise<ConnectionView[]> {
  const rows = await ctx.db.query(
    `${VIEW} WHERE c.org_id = ?1 AND (?2 IS NULL OR c.kind = ?2) ORDER BY c.created_at, c.id`,
    [of.orgId, of.kind ?? null],
  );
  return views(ctx, rows);
}

export async function getConnection(ctx: Ctx, of: { orgId: string; id: string }): Promise<ConnectionView> {
  const [found] = await views(ctx, await ctx.db.query(`${VIEW} WHERE c.org_id = ? AND c.id = ?`, [of.orgId, of.id]));
  if (!found) throw noSuchConnection();
  return found;
}

export type Connect = {
  orgId: string;
  kind: ConnectionKind;
  adapter: string;
  name?: string;
  settings: unknown;
  by: By;
};

/**
 * Connects a platform: the settings are checked by the adapter's schema, the credentials proved by a cheap call, sealed and
 * kept, webhooks subscribed, and (for a channel) the first pull started. A webhook that can't be subscribed is a warning in
 * words, not a failure: polling carries on without it.
 */
export async function connect(ctx: Ctx, input: Connect): Promise<ConnectionView> {
  const { orgId, kind, adapter, by } = input;
  const settings = checkedSettings(ctx, { kind, adapter, settings: input.settings });
  const now = ctx.now();
  const id =
    (kind === "channel" ? await formerId(ctx, { orgId, adapter, settings: settings.open }) : null) ?? newId("con", now);
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
    createdAt: now,
    updatedAt: now,
  };
  const sealed = await (await sealer(ctx)).seal(JSON.stringify(settings.secret), sealContext(orgId, id));
  const made = append(ctx, {
    orgId,
    cause: causeOf(by, `${by.name} connected ${definition.name}`),
    statements: [
      {
        // Asked again inside the write: one account that is connected in two tabs at once would have each order twice.
        sql: `INSERT INTO connections (id, org_id, kind, adapter, name, settings, sealed_settings, enabled, health, failures, last_ok_at, created_at, updated_at)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 'ok', 0, ?8, ?8, ?8 WHERE ?3 <> 'channel'
            OR NOT EXISTS (SELECT 1 FROM connections WHERE org_id = ?2 AND kind = ?3 AND adapter = ?4 AND settings = ?6)`,
        args: [id, orgId, kind, adapter, row.name, JSON.stringify(settings.open), sealed, now],
        atLeast: 1,
      },
      subscriptionJob(ctx, { orgId, id }),
    ],
    events: [{ type: "connection.changed", stream: id, data: { connection: connectionSummary(row) } }],
  });
  await made.catch((error: unknown) => {
    throw isConditionFailed(error) ? alreadyConnected(row.name) : error;
  });
  const warning = await subscribeNow(ctx, { orgId, id });
  if (kind === "channel") await startSync(ctx, { orgId, connectionId: id, by, trigger: "first" });
  if (kind === "carrier") await ctx.db.commit([seekFollowers(ctx, orgId)]);
  return { ...(await getConnection(ctx, { orgId, id })), warning };
}

/** Subscribes, and keeps what went wrong with the daily job, so that the screen says it until it is cured. */
async function subscribeNow(ctx: Ctx, of: { orgId: string; id: string }): Promise<string | null> {
  const warning = await subscribe(ctx, of);
  const soon = ctx.now() + 60 * 60_000;
  const keep = "UPDATE jobs SET reason = ?1, run_at = CASE WHEN ?1 IS NULL THEN run_at ELSE ?2 END WHERE key = ?3";
  await ctx.db.commit([{ sql: keep, args: [warning, soon, `connection.subscribe ${of.id}`] }]);
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
async function formerId(ctx: Ctx, of: { orgId: string; adapter: string; settings: Settings }): Promise<string | null> {
  const name = accountName(of.adapter, of.settings);
  const live = await ctx.db.query("SELECT * FROM connections WHERE org_id = ? AND kind = 'channel' AND adapter = ?", [
    of.orgId,
    of.adapter,
  ]);
  const same = live.map(connectionRow).find((row) => accountName(row.adapter, row.settings) === name);
  if (same) throw alreadyConnected(same.name);
  const [former] = await ctx.db.query("SELECT value FROM org_settings WHERE org_id = ? AND name = ?", [of.orgId, name]);
  return former ? String(JSON.parse(String(former.value))) : null;
}

export async function prove(
  definition: CarrierDefinition | ChannelDefinition | SenderDefinition,
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

/**
 * Changes settings or the name; the new credentials are proved first. Absent secrets stay as they are, at the address they were
 * given for.
 */
export async function updateConnection(
  ctx: Ctx,
  of: { orgId: string; id: string; name?: string; settings?: Record<string, unknown>; by: By },
): Promise<ConnectionView> {
  const row = await load(ctx, of.orgId, of.id);
  const connection = await openConnection(ctx, of.id);
  if (!connection) throw noSuchConnection();
  const now = ctx.now();
  let next: ConnectionRow = { ...row, name: of.name ?? row.name };
  const statements: Statement[] = [
    // Disconnected in the same moment: it must not come back to life on screen.
    { sql: "UPDATE connections SET name = ?, updated_at = ? WHERE id = ?", args: [next.name, now, row.id], atLeast: 1 },
  ];
  if (of.settings) {
    const { kind, adapter } = row;
    const both = overStored(ctx, { kind, adapter, stored: connection.settings, given: of.settings });
    const settings = checkedSettings(ctx, { kind, adapter, settings: both });
    const proof = await prove(
      connection.definition,
      adapterContext(ctx, { id: `${row.id}:new`, orgId: row.orgId }, settings.all),
    );
    if (!proof.ok) throw appError({ code: "connection_refused", status: 422, message: proof.reason });
    const sealed = await (await sealer(ctx)).seal(JSON.stringify(settings.secret), sealContext(row.orgId, row.id));
    next = { ...next, settings: settings.open, health: "ok", healthReason: null, failures: 0, backoffUntil: null };
    statements.push(
      {
        sql: `UPDATE connections SET settings = ?, sealed_settings = ?, sealed_token = NULL, health = 'ok', health_reason = NULL, failures = 0,
          backoff_until = NULL, next_sync_at = MIN(next_sync_at, ?) WHERE id = ?`,
        args: [JSON.stringify(settings.open), sealed, now, row.id],
      },
      // What waited for the repair does not wait for the end of its pause.
      {
        sql: "UPDATE shipments SET next_poll_at = ?1 WHERE next_poll_at > ?1 AND connection_id = ?2",
        args: [now, row.id],
      },
    );
  }
  await append(ctx, {
    orgId: of.orgId,
    cause: causeOf(of.by),
    statements,
    events: [{ type: "connection.changed", stream: row.id, data: { connection: connectionSummary(next) } }],
  });
  forgetConnection(ctx, row.id);
  if (of.settings) await subscribeNow(ctx, of);
  return getConnection(ctx, of);
}
