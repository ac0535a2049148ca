#!/usr/bin/env bash
# libsql 0.5.29 (the native driver, better-sqlite3's API): `EXPLAIN` or `EXPLAIN QUERY PLAN` of an INSERT, UPDATE or DELETE, read
# to its end by all(), leaves the statement in progress. The next COMMIT on the connection fails with SQLITE_BUSY, "cannot
# commit transaction - SQL statements in progress", which looks like another process that holds the file. EXPLAIN of a SELECT
# and UPDATE … RETURNING do not.
#
# Seen 2026-11-28 on Node 20.20, Node 22.23 and Bun 1.4.5, Linux x64.
# What Waybill does: packages/db/src/rebuild.ts compiles a trigger by an UPDATE … WHERE 0 instead.
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29

cat > run.cjs <<'JS'
const Database = require("libsql");
for (const sql of ["EXPLAIN SELECT a FROM t", "UPDATE t SET a = a RETURNING a", "EXPLAIN UPDATE t SET a = a", "EXPLAIN QUERY PLAN DELETE FROM t"]) {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1); BEGIN");
  const rows = db.prepare(sql).all().length;
  let outcome = "committed";
  try {
    db.exec("COMMIT");
  } catch (error) {
    outcome = error.message;
  }
  console.log(`${sql}: ${rows > 0 ? "rows" : "no rows"}, ${outcome}`);
}
JS
seen=$(node run.cjs)
echo "$seen"
[ "$(grep -c 'rows, committed' <<<"$seen")" = 2 ] && [ "$(grep -c 'statements in progress' <<<"$seen")" = 2 ] ||
  { echo "Changed: two of these committed and two did not."; exit 1; }
