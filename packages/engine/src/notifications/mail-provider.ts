import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import { appError } from "@waybill/domain/errors";
import { adapterContext, openConnection } from "../connections/open.ts";
import type { ConnectionRow, Settings } from "../connections/rows.ts";
import type { Scope } from "../core/scope.ts";
import type { OutboxRow } from "./rows.ts";

/** Who carries the mail: a provider, or the table that is read in the demo. */
export type OpenMailProvider =
  | { kind: "mailbox"; id: "mailbox" }
  | {
      kind: "provider";
      /** Connection id, or "env:resend". Kept on the row: an idempotency key means something to this account only. */
      id: string;
      definition: MailProviderDefinition;
      adapterCtx: ReturnType<typeof adapterContext>;
      /** Null for the one from the environment. */
      connection: ConnectionRow | null;
    };

const mailbox: OpenMailProvider = { kind: "mailbox", id: "mailbox" };
const ENV_RESEND = "env:resend";

/**
 * The organisation's own sender, else Resend by `RESEND_API_KEY`, else the mailbox. A row that was handed to a sender before
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
  if (id === ENV_RESEND) return envMailProvider(scope);
  const open = await openConnection(ctx, id);
  if (!open || open.row.orgId !== orgId || open.row.kind !== "sender" || !open.row.enabled) return null;
  if (open.locked) throw appError({ code: "connection_locked", status: 500, message: open.locked });
  const definition = open.definition as MailProviderDefinition;
  return { kind: "provider", id, definition, adapterCtx: open.adapterCtx, connection: open.row };
}

function envMailProvider({ ctx, orgId }: Scope): OpenMailProvider | null {
  const apiKey = ctx.config.resendApiKey;
  const definition = ctx.adapters.senders.resend;
  if (!apiKey || !definition) return null;
  const settings = definition.settings.parse({ apiKey }) as Settings;
  const adapterCtx = adapterContext(ctx, { id: ENV_RESEND, orgId }, settings);
  return { kind: "provider", id: ENV_RESEND, definition, adapterCtx, connection: null };
}
