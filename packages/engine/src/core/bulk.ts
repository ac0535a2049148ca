import type { Statement } from "@waybill/db/database";

/**
 * A statement over rows that arrive as one JSON array (`json_each(?)`): many of them become one, which is the cheapest way to
 * write (docs/performance.md#bulk-writes). `rows`: how many it carries; with `guarded` each of them must change a row.
 */
type BulkStatement = Statement & { rows: number };

/**
 * @example bulk("UPDATE t SET n = e.value ->> '$.n' FROM json_each(?) AS e WHERE t.id = e.value ->> '$.i'", [{ i: "a", n: 1 }], { guarded: true })
 */
export function bulk(sql: string, rows: readonly unknown[], options: { guarded?: boolean } = {}): BulkStatement {
  const atLeast = options.guarded ? { atLeast: rows.length } : {};
  return { sql, args: [JSON.stringify(rows)], rows: rows.length, ...atLeast };
}

const isBulk = (statement: Statement): statement is BulkStatement => "rows" in statement;

/** The same writes in fewer statements: bulk statements of one text become one, at the place of the first. */
export function combined(statements: readonly Statement[]): Statement[] {
  const bySql = new Map<string, BulkStatement[]>();
  for (const statement of statements) {
    if (!isBulk(statement) || statement.rows === 0) continue;
    const same = bySql.get(statement.sql);
    if (same) same.push(statement);
    else bySql.set(statement.sql, [statement]);
  }
  const done = new Set<string>();
  return statements.flatMap((statement): Statement[] => {
    if (!isBulk(statement)) return [statement];
    if (statement.rows === 0 || done.has(statement.sql)) return [];
    done.add(statement.sql);
    const same = bySql.get(statement.sql) ?? [];
    if (same.length === 1) return [statement];
    const atLeast = same.reduce((n, s) => n + (s.atLeast ?? 0), 0);
    // The arrays are text already: their insides are joined, not parsed again.
    const json = `[${same.map((s) => String(s.args[0]).slice(1, -1)).join(",")}]`;
    return [{ sql: statement.sql, args: [json], ...(atLeast > 0 ? { atLeast } : {}) }];
  });
}
