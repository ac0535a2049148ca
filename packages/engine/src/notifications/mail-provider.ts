import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import { errorText } from "@waybill/domain/errors";
import { adapterContext, openConnection } from "../connections/open.ts";
import type { ConnectionRow, Settings } from "../connections/rows.ts";
import type { Scope } from "../core/scope.ts";
import type { OutboxRow } from "./rows.ts";

/** Who carries the mail: a provider, or the table that is read in the demo. */
type OpenMailProvider =
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

export type ConnectedMailProvider = Extract<OpenMailProvider, { kind: "provider" }>;

/** What is found where a provider was looked for. `failed`: its connection is there and cannot be opened, in words. */
export type FoundMailProvider = OpenMailProvider | { kind: "gone" } | { kind: "failed"; reason: string };

const mailbox: OpenMailProvider = { kind: "mailbox", id: "mailbox" };
const gone: FoundMailProvider = { kind: "gone" };
const ENV_RESEND = "env:resend";

/**
 * The organisation's own provider, else Resend by `RESEND_API_KEY`, else the mailbox. A row that was handed to one before stays
 * with it, also when that one is gone.
 */
export async function mailProviderFor(scope: Scope, row: OutboxRow): Promise<FoundMailProvider> {
  try {
    if (row.sender !== null && row.firstTriedAt !== null) return await mailProviderById(scope, row.sender);
    return (await ownMailProvider(scope)) ?? envMailProvider(scope) ?? mailbox;
  } catch (error) {
    return { kind: "failed", reason: errorText(error) };
  }
}

/** The newest that is connected, and says why when it cannot be opened; null when there is none. */
async function ownMailProvider(scope: Scope): Promise<FoundMailProvider | null> {
  const { ctx, orgId } = scope;
  const own = await ctx.db.query(
    `SELECT id FROM connections WHERE org_id = ? AND kind = 'sender' AND enabled = 1 AND health <> 'disconnected'
     ORDER BY created_at DESC, id DESC`,
    [orgId],
  );
  for (const { id } of own) {
    const provider = await mailProviderById(scope, String(id));
    if (provider.kind !== "gone") return provider;
  }
  return null;
}

/** The one that a row was handed to before. */
export async function mailProviderById(scope: Scope, id: string): Promise<FoundMailProvider> {
  const { ctx, orgId } = scope;
  if (id === mailbox.id) return mailbox;
  if (id === ENV_RESEND) return envMailProvider(scope) ?? gone;
  const open = await openConnection(ctx, id);
  if (!open || open.row.orgId !== orgId || open.row.kind !== "sender" || !open.row.enabled) return gone;
  if (open.locked) return { kind: "failed", reason: open.locked };
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
