import data from "moment-timezone/data/packed/latest.json" with { type: "json" };
import { parseOffset } from "../time.ts";
import type { Zone } from "./offsets.ts";

// For the server alone: the rules of the whole world are 33 KB gzipped. A browser is handed the zone it needs (`offsets.ts`).

/** Which edition of the IANA time zone database is in force, for example "2026f". */
export const ZONES_VERSION: string = data.version;

type Packed = { name: string; text: string };
const known = new Map<string, Packed>();
for (const text of data.zones) {
  const name = text.slice(0, text.indexOf("|"));
  known.set(name.toLowerCase(), { name, text });
}
for (const link of data.links) {
  const [target = "", name = ""] = link.split("|");
  const text = known.get(target.toLowerCase())?.text;
  if (text !== undefined) known.set(name.toLowerCase(), { name, text });
}
const unpacked = new Map<string, Zone>();

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX";

/** "-1c.u" → minutes: the package writes numbers in base 60, with seconds behind the dot. */
function base60(text: string): number {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  let value = 0;
  for (const digit of whole) value = value * 60 + DIGITS.indexOf(digit);
  let part = 1;
  for (const digit of fraction) {
    part /= 60;
    value += DIGITS.indexOf(digit) * part;
  }
  return text.startsWith("-") ? -value : value;
}

const fixed = (timeZone: string, minutes: number): Zone => ({ timeZone, timeZoneOffsets: [[0, minutes]] });

/** name|abbreviations|offsets west of UTC|which of them, a digit each|minutes between the changes, the first since 1970|people */
function unpack({ name, text }: Packed): Zone {
  const [, , offsets = "", order = "", untils = ""] = text.split("|");
  // Local mean time had seconds; our offsets are whole minutes. `0 - x`: no zone is −0 from UTC.
  const minutes = offsets.split(" ").map((offset) => Math.round(0 - base60(offset)) + 0);
  let at = 0;
  const froms = untils ? untils.split(" ").map((until) => (at += base60(until)) * 60_000).map(Math.round) : [];
  const all = [...order].map((digit, i) => [froms[i - 1] ?? 0, minutes[DIGITS.indexOf(digit)] ?? 0] as const);
  // Only what the clocks show counts, not what an hour is called.
  const kept = all.filter(([, now], i) => i === 0 || now !== all[i - 1]?.[1]);
  const [first, second] = kept;
  const begin = Math.min(0, (second?.[0] ?? 0) - 1);
  return { timeZone: name, timeZoneOffsets: first ? [[begin, first[1]], ...kept.slice(1)] : [[0, 0]] };
}

function find(name: string): Zone | null {
  const key = name.trim().toLowerCase();
  const held = unpacked.get(key);
  if (held) return held;
  const packed = known.get(key);
  const minutes = packed ? null : /^[+-]\d\d:?\d\d$/.test(key) ? parseOffset(key) : null;
  const zone = packed ? unpack(packed) : minutes === null ? null : fixed(name, minutes);
  if (zone) unpacked.set(key, zone);
  return zone;
}

/** Whether a name is a zone that we know: of the IANA database, links and `Etc/…` included, or a fixed offset such as "+05:30". */
export const isZone = (name: string): boolean => find(name) !== null;

/**
 * The rules of a zone, from 1970 and before to 2037, by the edition that is installed and never by the runtime's own. What is
 * no zone is UTC: settings are checked when they are written, and a screen must not fall over one that was renamed since.
 *
 * @example offsetAt(Date.parse("2026-12-01T00:00:00Z"), zoneNamed("America/Vancouver")) // -420
 */
export const zoneNamed = (name: string): Zone => find(name) ?? fixed("UTC", 0);

/** The zones that a person chooses from: UTC, and every zone that people live in, by today's name (IANA, zone.tab). */
export function zoneNames(): string[] {
  const lived = data.countries.flatMap((country) => country.slice(country.indexOf("|") + 1).split(" "));
  return ["UTC", ...[...new Set(lived)].sort()];
}
