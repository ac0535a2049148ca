#!/usr/bin/env bash
# libsql 0.5.29 and @babel/core 7.29.13 in one process, on Bun 1.4.5: once Babel has refused one source, every error that the
# database driver reports is a TypeError "First argument must be an Error object" without a code. Which statement failed and why
# (a unique key, a busy file) is lost, and whoever asks for the code takes a conflict for a fault. On Node 20 and 22 the code stays.
# Babel then wraps Error.prepareStackTrace and calls Bun's own one, which takes true errors alone; the driver's error is
# an object made by a plain function, handed to Error.captureStackTrace.
#
# Seen 2026-11-28: Bun before "SqliteError SQLITE_CONSTRAINT_UNIQUE", after "TypeError undefined"; Node both times the former.
# What Waybill does: components for tests are compiled in a process of their own (apps/dashboard/test/seller-build.ts).
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29 @babel/core@7.29.13 bun@1.4.5

cat > meet.cjs <<'JS'
const Database = require("libsql");
function conflict() {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE t (a UNIQUE)");
  db.exec("INSERT INTO t VALUES (1)");
  try {
    db.prepare("INSERT INTO t VALUES (1)").run();
  } catch (error) {
    return `${error.constructor.name} ${error.code}`;
  }
}
const before = conflict();
try {
  require("@babel/core").transformSync("const a = ;", { configFile: false, babelrc: false });
} catch {
  // A source that does not parse is refused, as it should be.
}
console.log(`${before} | ${conflict()}`);
JS
bun=$(npx bun meet.cjs)
node=$(node meet.cjs)
echo "Bun:  $bun"
echo "Node: $node"
[ "$bun" = "SqliteError SQLITE_CONSTRAINT_UNIQUE | TypeError undefined" ] &&
  [ "$node" = "SqliteError SQLITE_CONSTRAINT_UNIQUE | SqliteError SQLITE_CONSTRAINT_UNIQUE" ] && echo "Still so."
