import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";

export const ORG = "org_a";
export const BY: By = { kind: "user", id: "usr_1", name: "Sam" };

/** Sam's scope in the tests' organisation, or another's. */
export const testScope = (ctx: Ctx, orgId: string = ORG, by: By = BY): Scope => makeScope(ctx, { orgId, by });
