import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import { appError } from "@waybill/domain/errors";
import { adapterContext, openConnection } from "../connections/open.ts";
import type { ConnectionRow, Settings } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import type { OutboxRow } from "./rows.ts";

/** Who carries the mail: a provider, or the table that is read in the demo. */
export type OpenMailProvider =
  | { kind: "mailbox"; id: "mailbox" }
  | {
      kind: "provider";
      /** Connection id, or "env:" and the adapter. Kept on the row: an idempotency key means something to this account only. */
      id: string;
      definition: MailProviderDefinition;
      adapterCtx: ReturnType<typeof adapterContext>;
      /** Null for the one from the environment. */
      connection: ConnectionRow | null;
    };

const mailbox: OpenMailProvider = { kind: "mailbox", id: "mailbox" };
/** The provider from the environment, as rows name it: "env:resend". */
const ENV = "env:";

/**
 * The organisation's own sender, else the one that the environment names, else the mailbox. A row that was handed to a sender before
 * stays with it; null when that one is gone.
 *
 * @throws AppError `connection_locked` when a connection's sealed settings cannot be opened
 */
export async function mailProviderFor(scope: Scope, row: OutboxRow): Promise<OpenMailProvider | null> {
  const { ctx } = scope;
  if (row.sender !== null && row.firstTriedAt !== null) return mailProviderById(scope, row.sender);
  const own = await ctx.db.query(
    `SELECT id FROM connections WHERE org_id = ? AND kind = 'sender' AND enabled = 1 AND health <> 'disconnected'
     ORDER BY created_at DESC, id DESC`,
    [row.orgId],
  );
  for (const { id } of own) {
    const sender = await mailProviderById(scope, String(id));
    if (sender) return sender;
  }
  return envMailProvider(scope) ?? mailbox;
}

export async function mailProviderById(scope: Scope, id: string): Promise<OpenMailProvider | null> {
  const { ctx, orgId } = scope;
  if (id === mailbox.id) return mailbox;
  if (id.startsWith(ENV)) return envMailProvider(scope, id);
  const open = await openConnection(ctx, id);
  if (!open || open.row.orgId !== orgId || open.row.kind !== "sender" || !open.row.enabled) return null;
  if (open.locked) throw appError({ code: "connection_locked", status: 500, message: open.locked });
  const definition = open.definition as MailProviderDefinition;
  return { kind: "provider", id, definition, adapterCtx: open.adapterCtx, connection: open.row };
}

/** Null when the environment names none, or no longer the one by this id. */
function envMailProvider({ ctx, orgId }: Scope, wanted?: string): OpenMailProvider | null {
  const given = ctx.config.mailProvider;
  const definition = given && ctx.adapters.senders[given.adapter];
  if (!definition) return null;
  const id = ENV + given.adapter;
  if (wanted !== undefined && wanted !== id) return null;
  const adapterCtx = adapterContext(ctx, { id, orgId }, definition.settings.parse(given.settings) as Settings);
  return { kind: "provider", id, definition, adapterCtx, connection: null };
}

/** Who carried a mail, for people, when it was no connection: the environment's provider by its name. */
export const mailProviderName = (ctx: Ctx, id: string): string =>
  id.startsWith(ENV) ? (ctx.adapters.senders[id.slice(ENV.length)]?.name ?? id) : id;
