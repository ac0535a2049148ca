#!/usr/bin/env bash
# hucre 1.0.0 writes two kinds of text into a workbook that do not come back as they were:
#   "_x0041_" stands there unescaped, and whoever reads it by ECMA-376 (ST_Xstring; here SheetJS 0.20.3) makes "A" of it;
#   U+FFFE stands there raw, which XML 1.0 forbids: ExcelJS 4.4.0 refuses the whole file.
# Control characters, by contrast, are escaped rightly. Seen on Node 20.20.2. Fails when one of these changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund hucre@1.0.0 exceljs@4.4.0 @e965/xlsx@0.20.3 >/dev/null
cat >finding.mjs <<'JS'
import * as SheetJS from "@e965/xlsx";
import ExcelJS from "exceljs";
import { writeXlsxStream } from "hucre/xlsx";

const written = (text) => new Response(writeXlsxStream([[text]], { name: "Sheet" })).arrayBuffer();
for (const text of ["_x0041_", "\u0008"]) {
  const { v } = SheetJS.read(new Uint8Array(await written(text))).Sheets.Sheet.A1;
  console.log("SheetJS", JSON.stringify(text), "->", JSON.stringify(v));
}
const told = await new ExcelJS.Workbook().xlsx.load(await written("\ufffe")).then(() => "opened", (error) => error.message);
console.log("ExcelJS U+FFFE ->", told.replace(/^\d+:\d+: /, ""));
JS
node finding.mjs | tee output.txt
cat >expected.txt <<'TXT'
SheetJS "_x0041_" -> "A"
SheetJS "\b" -> "\b"
ExcelJS U+FFFE -> disallowed character.
TXT
diff expected.txt output.txt
