import type { By } from "@waybill/engine/core/log";
import type { Person } from "../auth/principal.ts";
import type { Role } from "../auth/roles.ts";

/** Who calls, in which organisation and with which role. */
export type Principal = {
  kind: "user" | "api_key";
  id: string;
  name: string;
  orgId: string;
  role: Role;
};

/** What a runtime passes with each request: `app.fetch(request, bindings)`. */
export type RequestBindings = {
  /** The caller's address as the runtime knows it; null when it does not. */
  address: string | null;
  /** Bun's server, for socket upgrades. */
  server?: unknown;
};

export type AppEnv = {
  Bindings: RequestBindings;
  Variables: {
    requestId: string;
    address: string;
    principal: Principal;
    person: Person;
    /** More fields for the request's one log line. */
    wide: Record<string, unknown>;
  };
};

/** The principal as the engine wants it named. */
export function byOf({ kind, id, name }: Principal): By {
  return { kind, id, name };
}
