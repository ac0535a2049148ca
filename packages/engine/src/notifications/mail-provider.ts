import type { MailProviderDefinition } from "@waybill/adapters/ports/mail-provider";
import { errorText } from "@waybill/domain/errors";
import { adapterContext, openConnection } from "../connections/open.ts";
import type { ConnectionRow, Settings } from "../connections/rows.ts";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import type { OutboxRow } from "./rows.ts";

/** Who carries the mail: a provider, or the table that is read in the demo. */
type OpenMailProvider =
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

export type ConnectedMailProvider = Extract<OpenMailProvider, { kind: "provider" }>;

/** What is found where a provider was looked for. `failed`: its connection is there and cannot be opened, in words. */
export type FoundMailProvider = OpenMailProvider | { kind: "gone" } | { kind: "failed"; reason: string };

const mailbox: OpenMailProvider = { kind: "mailbox", id: "mailbox" };
const gone: FoundMailProvider = { kind: "gone" };
/** The provider from the environment, as rows name it: "env:resend". */
const ENV = "env:";

/**
 * The organisation's own provider, else the one that the environment names, else the mailbox. A row that was handed to one before
 * stays with it, also when that one is gone.
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
  if (id.startsWith(ENV)) return envMailProvider(scope, id) ?? gone;
  const open = await openConnection(ctx, id);
  if (!open || open.row.orgId !== orgId || open.row.kind !== "sender" || !open.row.enabled) return gone;
  if (open.locked) return { kind: "failed", reason: open.locked };
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
