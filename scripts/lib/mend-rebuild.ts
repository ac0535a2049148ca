// drizzle-kit 0.31.11 writes the rebuild of a SQLite table with two faults, mended here as its files are read.

/** Columns by table, as the snapshot before the step has them. */
export type TablesBefore = Readonly<Record<string, readonly string[]>>;

const COPY = /^INSERT INTO `__new_([^`]+)`\(([^)]*)\) SELECT (.*) FROM `([^`]+)`;?$/s;
const ADDED = /^ALTER TABLE `([^`]+)` ADD (?:COLUMN )?`([^`]+)`/i;
const RENAMED = /^ALTER TABLE `([^`]+)` RENAME COLUMN [`"]([^`"]+)[`"] TO [`"]([^`"]+)[`"]/i;

/**
 * The statements of a step as they were meant:
 *
 * - the copy `INSERT INTO __new_x (…, "new") SELECT …, "new" FROM x` also names columns that only the new table has. libSQL
 *   refuses them; a SQLite that reads an unknown double-quoted name as a text would fill each row with the column's own name.
 *   They are left to their default, and the others are quoted so that an unknown one is an error anywhere;
 * - an index over an expression comes back with the expression quoted as if it were a column's name.
 *
 * @example mendRebuild(statements, { order_lines: ["order_id", "price_minor"] })
 */
export function mendRebuild(statements: readonly string[], before: TablesBefore): string[] {
  const columns = new Map(Object.entries(before).map(([table, names]) => [table, new Set(names)]));
  return statements.map((sql) => {
    const [, added = "", column = ""] = ADDED.exec(sql) ?? [];
    columns.get(added)?.add(column);
    const [, renamed = "", from = "", to = ""] = RENAMED.exec(sql) ?? [];
    if (columns.get(renamed)?.delete(from)) columns.get(renamed)?.add(to);
    if (/^CREATE (UNIQUE )?INDEX\b/i.test(sql)) return sql.replace(/`([^`]*)`/g, expressionBare);
    const copy = COPY.exec(sql);
    return copy ? mendCopy({ copy, has: columns.get(copy[4] ?? "") ?? new Set() }) : sql;
  });
}

/** No column of ours has a quote or a bracket in its name. */
function expressionBare(whole: string, inner: string): string {
  return /["(]/.test(inner) ? inner : whole;
}

function mendCopy(input: { copy: RegExpExecArray; has: ReadonlySet<string> }): string {
  const [whole, table = "", into = "", from = "", source = ""] = input.copy;
  const names = (list: string) => list.split(/,\s*/).map((name) => name.trim().replace(/^["`]|["`]$/g, ""));
  const wanted = names(into);
  // Not what drizzle-kit writes: somebody copies by hand and says what goes where.
  if (from !== into) return whole;
  const kept = wanted.filter((name) => input.has.has(name)).map((name) => `\`${name}\``);
  return `INSERT INTO \`__new_${table}\`(${kept.join(", ")}) SELECT ${kept.join(", ")} FROM \`${source}\`;`;
}
