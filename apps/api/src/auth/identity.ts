import type { Role } from "@waybill/domain/organisation/roles";
import type { By } from "@waybill/engine/core/log";

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

/** The principal as the engine wants it named. */
export function byOf({ kind, id, name }: Principal): By {
  return { kind, id, name };
}
