import type { Role } from "@waybill/domain/organisation/roles";
import type { Ctx } from "@waybill/engine/core/context";
import { makeScope, type Scope } from "@waybill/engine/core/scope";

/** A signed-in person, before we know of which organisation. */
export type Person = {
  id: string;
  name: string;
  email: string;
  activeOrgId: string | null;
  /** When the session ends by itself, UTC ms. */
  expiresAt: number;
};

/** Who calls, in which organisation and with which role. */
export type Principal = {
  kind: "user" | "api_key";
  id: string;
  name: string;
  orgId: string;
  role: Role;
};

/** What the engine's verbs are called with: the caller's organisation, and who they are. */
export function scopeOf(ctx: Ctx, { orgId, kind, id, name }: Principal): Scope {
  return makeScope(ctx, { orgId, by: { kind, id, name } });
}
