#!/usr/bin/env bash
# rolldown 1 (vite 8): a module that nobody uses is left out of the bundle, but not the JSON that it reads a property of at its
# top: `import data from "./data.json"; export const version = data.version;` leaves the whole object behind as a statement of
# no effect. Read inside a function, or imported by name, the JSON goes too. Here it is 100 KB; of a time zone database 730 KB.
#
# Seen 2026-11-28 with vite 8.3.8 (rolldown 1.2.19) on Node 20.20.2: 100072 characters against 35 and 34.
# What Waybill does: packages/domain/src/zones/rules.ts reads its data in functions only.
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund vite@8.3.8

node -e 'require("fs").writeFileSync("data.json", JSON.stringify({ version: "1", text: "x".repeat(100_000) }))'
echo 'import data from "./data.json"; export const version = data.version; export const used = 1;' > top.mjs
echo 'import data from "./data.json"; export const version = () => data.version; export const used = 1;' > within.mjs
echo 'import { version as v } from "./data.json"; export const version = v; export const used = 1;' > named.mjs
for kind in top within named; do echo "import { used } from './$kind.mjs'; console.log(used);" > "main-$kind.mjs"; done

cat > run.mjs <<'JS'
import { readFileSync } from "node:fs";
import { build, version } from "vite";
const rolldown = JSON.parse(readFileSync("node_modules/rolldown/package.json", "utf8")).version;
console.log(`vite ${version}, rolldown ${rolldown}, Node ${process.version}`);
const seen = [];
for (const kind of ["top", "within", "named"]) {
  const entry = `${process.cwd()}/main-${kind}.mjs`;
  const options = { logLevel: "silent", configFile: false, build: { write: false, lib: { entry, formats: ["es"] } } };
  const [{ output }] = [await build(options)].flat();
  const kept = output[0].code.length > 50_000;
  console.log(`${kind}: ${output[0].code.length} characters, the JSON is ${kept ? "kept" : "left out"}`);
  seen.push(kept);
}
process.exit(seen.join() === "true,false,false" ? 0 : 1);
JS
node run.mjs && echo "Still so."
