import type { Statement } from "@waybill/db/database";
import { forgetConnection } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import { type By, makeScope, type Scope } from "../core/scope.ts";

/** Deleted in one commit at most: writers of other organisations wait no longer than this takes. */
const AT_ONCE = 1_000;
/** The mark of an organisation whose rows are being removed; with it the removal goes on after a crash. */
const MARK = "deleting";

/** What belongs to an organisation, what others point at last. Their triggers keep counts, slots and search index in step. */
const TABLES = [
  // First what strangers can still see.
  "shipments",
  "jobs",
  "sync_runs",
  "inbox_numbers",
  "inbox",
  "outbox",
  "mailbox",
  "suppressions",
  "preferences",
  "reports",
  "saved_views",
  "tracking_events",
  "order_lines",
  "order_payloads",
  "orders",
  "order_counts",
  "order_slots",
  "products",
  "stock",
  "stock_ledger",
  "events",
] as const;

/** The delivery keys of some inbox rows: they name no organisation, so they go with their rows. */
const keysOf = (some: string) =>
  `DELETE FROM inbox_keys WHERE (connection_id, key) IN (SELECT connection_id, key FROM inbox WHERE rowid IN (${some}))`;

/**
 * Ends an organisation: from this commit on nobody gets in, no key works, no platform is heard or asked. Its rows are removed
 * right after, in small commits; `purgeDeleted` goes on with it after a crash. Answers whose sockets must close: users and keys.
 *
 * @example const who = await deleteOrganisation(scope);
 */
export async function deleteOrganisation(scope: Scope): Promise<string[]> {
  const { ctx, orgId } = scope;
  const [members, keys, connections] = await Promise.all([
    ctx.db.query("SELECT user_id AS id FROM member WHERE organization_id = ?", [orgId]),
    ctx.db.query("SELECT id FROM apikey WHERE reference_id = ?", [orgId]),
    ctx.db.query("SELECT id FROM connections WHERE org_id = ?", [orgId]),
  ]);
  const own = (sql: string): Statement => ({ sql, args: [orgId] });
  await ctx.db.commit([
    own("DELETE FROM connections WHERE org_id = ?"),
    own("DELETE FROM apikey WHERE reference_id = ?"),
    own("DELETE FROM invitation WHERE organization_id = ?"),
    own("DELETE FROM member WHERE organization_id = ?"),
    own("UPDATE session SET active_organization_id = NULL WHERE active_organization_id = ?"),
    own("DELETE FROM jobs WHERE org_id = ?"),
    own("DELETE FROM org_settings WHERE org_id = ?"),
    {
      sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, ?, '{}', ?)",
      args: [orgId, MARK, ctx.now()],
    },
  ]);
  for (const { id } of connections) forgetConnection(ctx, String(id));
  ctx.defer(purge(scope));
  return [...members, ...keys].map((row) => String(row.id));
}

const REMOVAL: By = { kind: "system", id: "removal", name: "Removal" };

/** Removes what is left of organisations that were deleted. Run at the clock's tick. */
export async function purgeDeleted(ctx: Ctx): Promise<number> {
  const rows = await ctx.db.query("SELECT org_id FROM org_settings WHERE name = ?", [MARK]);
  for (const { org_id } of rows) await purge(makeScope(ctx, { orgId: String(org_id), by: REMOVAL }));
  return rows.length;
}

async function purge({ ctx, orgId }: Scope): Promise<void> {
  for (const table of TABLES) {
    for (;;) {
      const some = `SELECT rowid FROM ${table} WHERE org_id = ? ORDER BY rowid LIMIT ${AT_ONCE}`;
      const statements: Statement[] = [{ sql: `DELETE FROM ${table} WHERE rowid IN (${some})`, args: [orgId] }];
      if (table === "inbox") statements.unshift({ sql: keysOf(some), args: [orgId] });
      const gone = (await ctx.db.commit(statements)).at(-1)?.changes ?? 0;
      if (gone < AT_ONCE) break;
    }
  }
  await ctx.db.commit([
    { sql: "DELETE FROM org_settings WHERE org_id = ?", args: [orgId] },
    { sql: "DELETE FROM organization WHERE id = ?", args: [orgId] },
  ]);
}
