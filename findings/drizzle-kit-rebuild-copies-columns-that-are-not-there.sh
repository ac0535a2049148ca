#!/usr/bin/env bash
# drizzle-kit 0.31.11 (drizzle-orm 0.45.4, SQLite): when one step adds a column and loosens another, the table is rebuilt, and
# the copy is `INSERT INTO __new_t("id", "price", "note") SELECT "id", "price", "note" FROM t`, though the old table has no
# "note". With libSQL the migration fails: no such column. Where SQLite still reads an unknown double-quoted name as a text
# (Bun's bun:sqlite), it passes, and every existing row holds the word note in the new column, without an error.
#
# Seen 2026-11-28: @libsql/client 0.18.0 "no such column: note"; bun:sqlite of Bun 1.4.5 a row 1|note.
# What Waybill does: scripts/lib/mend-rebuild.ts leaves such columns to their default.
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund drizzle-kit@0.31.11 drizzle-orm@0.45.4 @libsql/client@0.18.0 bun@1.4.5

schema() {
  cat > schema.mjs <<JS
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
export const t = sqliteTable("t", { id: integer("id").primaryKey(), price: integer("price")$1 });
JS
}
generate() { npx drizzle-kit generate --dialect sqlite --schema ./schema.mjs --out ./out --name "$1" >/dev/null; }
schema ".notNull()"
generate first
schema ', note: text("note")'
generate second
echo "The second step as it was generated:"
grep -h "INSERT INTO" out/*second.sql

cat > steps.mjs <<'JS'
import { readdirSync, readFileSync } from "node:fs";
export const steps = (name) => {
  const file = readdirSync("out").find((one) => one.endsWith(`${name}.sql`));
  return readFileSync(`out/${file}`, "utf8").split("--> statement-breakpoint");
};
JS
cat > libsql.mjs <<'JS'
import { createClient } from "@libsql/client";
import { steps } from "./steps.mjs";
const db = createClient({ url: "file:t.db" });
for (const sql of [...steps("first"), "INSERT INTO t VALUES (1, 500)"]) await db.execute(sql);
try {
  for (const sql of steps("second")) await db.execute(sql);
  console.log("it passed");
} catch (error) {
  console.log(error.message);
}
JS
cat > bun.mjs <<'JS'
import { Database } from "bun:sqlite";
import { steps } from "./steps.mjs";
const db = new Database(":memory:");
for (const sql of [...steps("first"), "INSERT INTO t VALUES (1, 500)", ...steps("second")]) db.run(sql);
const row = db.query("SELECT id, note FROM t").get();
console.log(`${row.id}|${row.note}`);
JS
libsql=$(node libsql.mjs)
bun=$(npx bun bun.mjs)
echo "libSQL: $libsql"
echo "Bun, the row of before (id and new column): $bun"
case "$libsql" in *"no such column: note"*) ;; *) echo "Changed: libSQL refused it."; exit 1 ;; esac
[ "$bun" = "1|note" ] || { echo "Changed: it was 1|note."; exit 1; }
