import type { Scope } from "@waybill/engine/core/scope";
import type { Person, Principal } from "../auth/identity.ts";

/** What a runtime passes with each request: `app.fetch(request, bindings)`. */
type RequestBindings = {
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
    /** The principal's organisation, for the engine's verbs: set with `principal` by the guard, and made nowhere else. */
    scope: Scope;
    person: Person;
    /** More fields for the request's one log line. */
    wide: Record<string, unknown>;
  };
};
