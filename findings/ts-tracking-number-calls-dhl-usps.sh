#!/usr/bin/env bash
# ts-tracking-number 1.0.17: a DHL Parcel DE number (00340 and 15 digits, here DHL's own sandbox numbers) is answered as "USPS 20",
# with a link to USPS, by `getTracking` and `findTracking`, even where the text says "DHL". Both carriers use one GS1 check digit, so
# USPS's passes exactly; a number that begins with 00 is an SSCC with its application identifier, and no number of USPS's. Nothing
# says that the answer is one of two, and asked for DHL alone it answers nothing.
#
# Seen 2026-11-28 on Node 22: usps "USPS 20" for 00340434161094015902 and 00340434161094022115; undefined with [dhl].
# What Waybill does: the shape that fixes 00340 at its start comes before one of any 20 digits (docs/platforms/tracking-numbers.md).
#
# Exits 0 while this is so, 1 when it is not any more. Needs Node 20 or newer and npm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ts-tracking-number@1.0.17

cat > read.cjs <<'JS'
const { getTracking, findTracking, dhl } = require("ts-tracking-number");
const said = (one) => (one ? `${one.courier.code} ${one.name}` : "nothing");
for (const number of ["00340434161094015902", "00340434161094022115"]) {
  console.log(`${number}: ${said(getTracking(number))}; of DHL alone: ${said(getTracking(number, [dhl]))}`);
}
console.log(`in words: ${findTracking("DHL 00340434161094015902").map(said).join(", ")}`);
JS
output=$(node read.cjs)
echo "$output"
expected="00340434161094015902: usps USPS 20; of DHL alone: nothing
00340434161094022115: usps USPS 20; of DHL alone: nothing
in words: usps USPS 20"
[ "$output" = "$expected" ] || { echo "Changed: it was"; echo "$expected"; exit 1; }
