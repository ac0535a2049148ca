import type { PreviousSettings } from "@waybill/adapters/kit/verdict";
import { type AdapterContext, adapterError, type StoredToken } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition } from "@waybill/adapters/ports/channel";
import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import type { Row } from "@waybill/db/database";
import { makeSealer } from "@waybill/db/seal";
import type { ConnectionKind } from "@waybill/domain/connection/answers";
import { errorText } from "@waybill/domain/errors";
import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";
import { type ConnectionRow, connectionRow, type Settings } from "./rows.ts";

/** A connection ready to be used: its settings opened, its adapter found, its token at hand. */
export type OpenConnection = {
  row: ConnectionRow;
  settings: Settings;
  adapterCtx: AdapterContext<Settings>;
  definition: CarrierDefinition | ChannelDefinition | MailProviderDefinition;
  /** Its credentials cannot be unsealed (APP_SECRET was changed): why and what to do. `settings` then holds the open fields only. */
  locked: string | null;
  /** Settings with secrets that were replaced a while ago, for webhooks alone. */
  previous: readonly PreviousSettings<Settings>[];
};

export function definitionOf(ctx: Ctx, kind: ConnectionKind, adapter: string) {
  const of = { carrier: ctx.adapters.carriers, channel: ctx.adapters.channels, sender: ctx.adapters.senders }[kind];
  return of[adapter] ?? null;
}

type Sealer = Awaited<ReturnType<typeof makeSealer>>;
type Held = {
  sealer: Promise<Sealer> | null;
  open: Map<string, { until: number; connection: OpenConnection }>;
  tokens: Map<string, StoredToken | null>;
  refreshing: Map<string, Promise<StoredToken>>;
};
const heldBy = perDatabase((): Held => ({ sealer: null, open: new Map(), tokens: new Map(), refreshing: new Map() }));

export function sealer(ctx: Ctx): Promise<Sealer> {
  const own = heldBy(ctx);
  own.sealer ??= makeSealer(ctx.config.appSecret);
  return own.sealer;
}
export const sealContext = (orgId: string, id: string) => `${orgId}/${id}`;

/** Forgets what is held of a connection, after it was changed. Another process notices within `HOLD`. */
export function forgetConnection(ctx: Ctx, id: string): void {
  const own = heldBy(ctx);
  own.open.delete(id);
  own.tokens.delete(id);
}

/** How long an opened connection is used before it is read again: bounds what another process's change can miss. */
const HOLD_MS = 5_000;

/**
 * Opens a connection by id; null when there is none or its adapter is gone. Cheap when used often. One whose credentials cannot
 * be unsealed is `locked`: its webhooks are refused, because there is no secret to verify them with, and whoever asks its
 * platform through it gets the words, which so become its health. It opens again by itself with the right APP_SECRET.
 *
 * @example const connection = await openConnection(ctx, "con_…");
 */
export async function openConnection(ctx: Ctx, id: string): Promise<OpenConnection | null> {
  const own = heldBy(ctx);
  const known = own.open.get(id);
  const now = ctx.now();
  if (known && known.until > now) return known.connection;
  const [row] = await ctx.db.query("SELECT * FROM connections WHERE id = ?", [id]);
  if (!row) {
    own.open.delete(id);
    return null;
  }
  const connection = await opened(ctx, row);
  if (connection) own.open.set(id, { until: now + HOLD_MS, connection });
  return connection;
}

async function opened(ctx: Ctx, raw: Row): Promise<OpenConnection | null> {
  const row = connectionRow(raw);
  const definition = definitionOf(ctx, row.kind, row.adapter);
  if (!definition) return null;
  const own = heldBy(ctx);
  const context = sealContext(row.orgId, row.id);
  try {
    const seal = await sealer(ctx);
    const secrets = JSON.parse(await seal.open(String(raw.sealed_settings), context)) as Settings;
    if (!own.refreshing.has(row.id)) {
      own.tokens.set(
        row.id,
        raw.sealed_token ? (JSON.parse(await seal.open(String(raw.sealed_token), context)) as StoredToken) : null,
      );
    }
    const settings = { ...row.settings, ...secrets };
    const replaced = raw.sealed_previous
      ? (JSON.parse(await seal.open(String(raw.sealed_previous), context)) as OpenConnection["previous"])
      : [];
    const previous = replaced.map((one) => ({ ...one, settings: { ...settings, ...one.settings } }));
    return { row, settings, definition, adapterCtx: adapterContext(ctx, row, settings), locked: null, previous };
  } catch (error) {
    const locked = `The credentials of ${row.name} cannot be opened. ${errorText(error)}`;
    const refuse = () => Promise.reject(adapterError({ kind: "auth", message: locked }));
    const adapterCtx = { ...adapterContext(ctx, row, row.settings), fetch: refuse };
    return { row, settings: row.settings, definition, adapterCtx, locked, previous: [] };
  }
}

/** What the adapter gets: guarded fetch, the clock, and a token store whose refresh runs once at a time and persists first. */
export function adapterContext(
  ctx: Ctx,
  row: Pick<ConnectionRow, "id" | "orgId">,
  settings: Settings,
): AdapterContext<Settings> {
  const own = heldBy(ctx);
  return {
    settings,
    fetch: ctx.fetch,
    now: ctx.now,
    sleep: ctx.sleep,
    tokens: {
      get: () => own.tokens.get(row.id) ?? null,
      refresh: (get) => {
        const running = own.refreshing.get(row.id);
        if (running) return running;
        const refresh = (async () => {
          const token = await get(own.tokens.get(row.id) ?? null);
          const sealed = await (await sealer(ctx)).seal(JSON.stringify(token), sealContext(row.orgId, row.id));
          await ctx.db.commit([
            { sql: "UPDATE connections SET sealed_token = ? WHERE id = ?", args: [sealed, row.id] },
          ]);
          own.tokens.set(row.id, token);
          return token;
        })().finally(() => own.refreshing.delete(row.id));
        own.refreshing.set(row.id, refresh);
        return refresh;
      },
    },
  };
}

/** Where a platform posts its webhooks for a connection. */
export function webhookUrl(ctx: Ctx, kind: "carrier" | "channel" | "sender", connectionId: string): string {
  return `${ctx.config.publicUrl}/webhooks/${kind}s/${connectionId}`;
}
