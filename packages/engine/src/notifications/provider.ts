import type { SenderDefinition } from "@waybill/adapters/ports/sender";
import { appError } from "@waybill/domain/errors";
import { adapterContext, openConnection } from "../connections/open.ts";
import type { ConnectionRow, Settings } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { OutboxRow } from "./rows.ts";

/** Who carries the mail: a provider, or the table that is read in the demo. */
export type OpenSender =
  | { kind: "mailbox"; id: "mailbox" }
  | {
      kind: "provider";
      /** Connection id, or "env:resend". Kept on the row: an idempotency key means something to this account only. */
      id: string;
      definition: SenderDefinition;
      adapterCtx: ReturnType<typeof adapterContext>;
      /** Null for the one from the environment. */
      connection: ConnectionRow | null;
    };

const mailbox: OpenSender = { kind: "mailbox", id: "mailbox" };
const ENV_RESEND = "env:resend";

/**
 * The organisation's own sender, else Resend by `RESEND_API_KEY`, else the mailbox. A row that was handed to a sender before
 * stays with it; null when that one is gone.
 *
 * @throws AppError `connection_locked` when a connection's sealed settings cannot be opened
 */
export async function senderFor(ctx: Ctx, row: OutboxRow): Promise<OpenSender | null> {
  if (row.sender !== null && row.firstTriedAt !== null) return senderById(ctx, row.orgId, row.sender);
  const own = await ctx.db.query(
    `SELECT id FROM connections WHERE org_id = ? AND kind = 'sender' AND enabled = 1 AND health <> 'disconnected'
     ORDER BY created_at DESC, id DESC`,
    [row.orgId],
  );
  for (const { id } of own) {
    const sender = await senderById(ctx, row.orgId, String(id));
    if (sender) return sender;
  }
  return envSender(ctx, row.orgId) ?? mailbox;
}

export async function senderById(ctx: Ctx, orgId: string, id: string): Promise<OpenSender | null> {
  if (id === mailbox.id) return mailbox;
  if (id === ENV_RESEND) return envSender(ctx, orgId);
  const open = await openConnection(ctx, id);
  if (!open || open.row.orgId !== orgId || open.row.kind !== "sender" || !open.row.enabled) return null;
  if (open.locked) throw appError({ code: "connection_locked", status: 500, message: open.locked });
  const definition = open.definition as SenderDefinition;
  return { kind: "provider", id, definition, adapterCtx: open.adapterCtx, connection: open.row };
}

function envSender(ctx: Ctx, orgId: string): OpenSender | null {
  const apiKey = ctx.config.resendApiKey;
  const definition = ctx.adapters.senders.resend;
  if (!apiKey || !definition) return null;
  const settings = definition.settings.parse({ apiKey }) as Settings;
  const adapterCtx = adapterContext(ctx, { id: ENV_RESEND, orgId }, settings);
  return { kind: "provider", id: ENV_RESEND, definition, adapterCtx, connection: null };
}
