#!/usr/bin/env bash
# drizzle-kit 0.31.11 (drizzle-orm 0.45.4, SQLite): an index over an expression is created rightly with its table, but when the
# table is rebuilt (here: a NOT NULL loosened) it is written again with the expression quoted as if it were a column's name:
# CREATE INDEX `newest` ON `t` (`shop`,`"placed_at" desc`). SQLite refuses: no such column, and the migration fails halfway
# when its statements are not one transaction.
#
# Seen 2026-11-28 with @libsql/client 0.18.0 (SQLite 3.45.1): no such column: "placed_at" desc.
# What Waybill does: scripts/lib/mend-rebuild.ts takes the quotes off again.
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund drizzle-kit@0.31.11 drizzle-orm@0.45.4 @libsql/client@0.18.0

schema() {
  cat > schema.mjs <<JS
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const t = sqliteTable(
  "t",
  { id: integer("id").primaryKey(), shop: text("shop")$1, placedAt: integer("placed_at").notNull() },
  (t) => [index("newest").on(t.shop, sql\`\${t.placedAt} desc\`)],
);
JS
}
generate() { npx drizzle-kit generate --dialect sqlite --schema ./schema.mjs --out ./out --name "$1" >/dev/null; }
schema ".notNull()"
generate first
schema ""
generate second
echo "First:  $(grep -h 'CREATE INDEX' out/*first.sql)"
echo "Second: $(grep -h 'CREATE INDEX' out/*second.sql)"

cat > run.mjs <<'JS'
import { createClient } from "@libsql/client";
import { readdirSync, readFileSync } from "node:fs";
const db = createClient({ url: "file:t.db" });
const run = async (name) => {
  const file = readdirSync("out").find((one) => one.endsWith(`${name}.sql`));
  for (const sql of readFileSync(`out/${file}`, "utf8").split("--> statement-breakpoint")) await db.execute(sql);
};
await run("first");
console.log(await run("second").then(() => "it passed", (error) => error.message));
JS
seen=$(node run.mjs)
echo "Run: $seen"
case "$seen" in *"no such column"*) ;; *) echo "Changed: it was refused with no such column."; exit 1 ;; esac
