import type { Ctx } from "./context.ts";

/**
 * What this process keeps in memory of one database: made when first asked for, gone with the handle.
 *
 * @example const heldBy = perDatabase(() => new Map<string, Setting>()); heldBy(ctx).get(key)
 */
export function perDatabase<T>(make: () => T): (ctx: Pick<Ctx, "db">) => T {
  const kept = new WeakMap<Ctx["db"], T>();
  return ({ db }) => {
    const known = kept.get(db);
    if (known !== undefined) return known;
    const fresh = make();
    kept.set(db, fresh);
    return fresh;
  };
}
