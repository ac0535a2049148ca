import type { Cause } from "@waybill/domain/frame";
import type { Ctx } from "./context.ts";

/** Who asks for a change. */
export type By = { kind: "user" | "api_key" | "system"; id: string; name: string };
export const causeOf = (by: By, text?: string): Cause => ({ kind: by.kind, id: by.id, text: text ?? by.name });
export const system = (text: string): Cause => ({ kind: "system", id: null, text });

/** Only a type: no such class exists at run time. Its protected field keeps literals and spread copies from being a scope. */
declare class Vouched {
  protected readonly vouched: true;
}

/**
 * For which organisation and by whom: every verb takes it first, so that what names no organisation, or one that nobody
 * vouched for, does not compile. `by` is the person or key that asks; in background work, the part of Waybill that does.
 */
export type Scope = Vouched & { readonly ctx: Ctx; readonly orgId: string; readonly by: By };

/**
 * Vouches for an organisation: its caller was authenticated, or its row was read from the database. Who may import it is
 * listed, each file with its reason, in apps/api/test/boundaries.test.ts.
 */
export function makeScope(ctx: Ctx, { orgId, by }: { orgId: string; by: By }): Scope {
  return { ctx, orgId, by } as Scope;
}

/**
 * The scope of a stream: it is read on after its request was answered, where a Worker no longer finds a request's own ports. So they
 * are taken now, while they are at hand.
 *
 * @example const { ctx } = streamScope(scope);
 */
export const streamScope = (scope: Scope): Scope => makeScope({ ...scope.ctx }, scope);
