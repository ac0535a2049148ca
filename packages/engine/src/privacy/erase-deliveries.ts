import { inboxMoves } from "@waybill/domain/inbox/states";
import type { Scope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";

const PAGE = 1_000;

/**
 * Empties the raw deliveries that speak of the given streams alone (orders, shipments, notifications). One that also speaks of
 * others stays whole and is counted as left: their parcels are rebuilt from it. Walks the inbox once.
 */
export async function eraseDeliveries(
  { ctx, orgId }: Scope,
  input: { email: string; streams: ReadonlySet<string> },
): Promise<{ deliveries: number; left: number }> {
  const { email, streams } = input;
  let deliveries = 0;
  let left = 0;
  for (let after = 0; ; ) {
    const rows = await ctx.db.query(
      `SELECT id, effects, state, instr(lower(CAST(body AS TEXT)), ?) > 0 AS named FROM inbox
       WHERE org_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
      [email, orgId, after],
    );
    const theirs: number[] = [];
    for (const row of rows) {
      after = Number(row.id);
      const effects = row.effects ? (JSON.parse(String(row.effects)) as string[]) : [];
      const alone = effects.length > 0 && effects.every((id) => streams.has(id));
      // Nothing came of it, and they are named in it: it is about them.
      const nothing =
        effects.length === 0 && Boolean(row.named) && !["received", "duplicate"].includes(String(row.state));
      if (alone || nothing) theirs.push(after);
      else if (row.named || effects.some((id) => streams.has(id))) left += row.state === "duplicate" ? 0 : 1;
    }
    if (theirs.length > 0) {
      const ids = JSON.stringify(theirs);
      const [emptied] = await ctx.db.commit([
        {
          sql: `UPDATE inbox SET body = x'', headers = '{}', url = '', state = 'ignored', note = 'Erased: a customer asked for it.'
            WHERE id IN (SELECT value FROM json_each(?)) AND org_id = ? AND ${comesFrom(inboxMoves, "ignored", { stays: true })}`,
          args: [ids, orgId],
        },
        {
          sql: `DELETE FROM inbox WHERE state = 'duplicate' AND org_id = ?2 AND (connection_id, key) IN
            (SELECT connection_id, key FROM inbox WHERE id IN (SELECT value FROM json_each(?1)))`,
          args: [ids, orgId],
        },
      ]);
      deliveries += emptied?.changes ?? 0;
    }
    if (rows.length < PAGE) return { deliveries, left };
  }
}
