import type { Ctx } from "../core/context.ts";
import { perDatabase } from "../core/per-database.ts";

/** Keys seen lately, so that a redelivery is answered without touching the disk. A best guess: the fold is exact. */
const REMEMBERED = 50_000;

/** Dedupe key → the inbox row's id, or its commit still under way. */
type Seen = Map<string, number | Promise<number>>;
export const seenOf = perDatabase((): Seen => new Map());

/** What is on disk of a key; asked where other processes take deliveries in as well. */
export async function storedKey(ctx: Ctx, connectionId: string, key: string): Promise<number | undefined> {
  const [row] = await ctx.db.query("SELECT inbox_id FROM inbox_keys WHERE connection_id = ? AND key = ?", [
    connectionId,
    key,
  ]);
  return row ? Number(row.inbox_id) : undefined;
}

/** Remembers a key, and forgets the oldest when there are too many. */
export function remember(seen: Seen, key: string, value: number | Promise<number>): void {
  seen.set(key, value);
  if (seen.size <= REMEMBERED) return;
  for (const oldest of seen.keys()) {
    seen.delete(oldest);
    if (seen.size <= REMEMBERED * 0.9) return;
  }
}

/** Fills the memory of recent keys, so that a restart still answers 200 to a redelivery. */
export async function warmInbox(ctx: Ctx): Promise<void> {
  const seen = seenOf(ctx);
  const rows = await ctx.db.query("SELECT id, connection_id, key FROM inbox ORDER BY id DESC LIMIT 10000");
  for (const row of rows.reverse()) seen.set(`${row.connection_id} ${row.key}`, Number(row.id));
}
