import data from "moment-timezone/data/packed/latest.json" with { type: "json" };
import { DAY_MS, parseOffset } from "../time.ts";
import type { ZoneAnswer } from "./answers.ts";
import { type Zone, zonePart } from "./offsets.ts";

// For the server alone: the rules of the whole world are 33 KB gzipped. A browser is handed the zone it needs (`offsets.ts`).

/** Which edition of the IANA time zone database is in force, for example "2026f". */
export const zonesVersion = (): string => data.version;

type Packed = { name: string; text: string };
let packed: Map<string, Packed> | null = null;

/** By small letters. Made when it is first asked for: a bundle that asks nothing then leaves the data out. */
function zones(): Map<string, Packed> {
  if (packed) return packed;
  packed = new Map();
  for (const text of data.zones) {
    const name = text.slice(0, text.indexOf("|"));
    packed.set(name.toLowerCase(), { name, text });
  }
  for (const link of data.links) {
    const [target = "", name = ""] = link.split("|");
    const text = packed.get(target.toLowerCase())?.text;
    if (text !== undefined) packed.set(name.toLowerCase(), { name, text });
  }
  return packed;
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

/** The package goes on to 2499; nobody is promised a parcel then, and a short list is a fast one. */
const LAST = Date.UTC(2100, 0, 1);

const fixed = (timeZone: string, minutes: number): Zone => ({ timeZone, timeZoneOffsets: [[0, minutes]] });

/** name|abbreviations|offsets west of UTC|which of them, a digit each|minutes between the changes, the first since 1970|people */
function unpack({ name, text }: Packed): Zone {
  const [, , offsets = "", order = "", untils = ""] = text.split("|");
  // Local mean time had seconds; our offsets are whole minutes. `0 - x`: no zone is −0 from UTC.
  const minutes = offsets.split(" ").map((offset) => Math.round(0 - base60(offset)) + 0);
  const froms: number[] = [];
  let at = 0;
  for (const until of untils ? untils.split(" ") : []) {
    at += base60(until);
    froms.push(Math.round(at * 60_000));
  }
  const all = [...order].map((digit, i) => [froms[i - 1] ?? 0, minutes[DIGITS.indexOf(digit)] ?? 0] as const);
  // Only what the clocks show counts, not what an hour is called.
  const kept = all.filter(([from, now], i) => i === 0 || (now !== all[i - 1]?.[1] && from < LAST));
  const [first, second] = kept;
  const begin = Math.min(0, (second?.[0] ?? 0) - 1);
  return { timeZone: name, timeZoneOffsets: first ? [[begin, first[1]], ...kept.slice(1)] : [[0, 0]] };
}

function find(name: string): Zone | null {
  const key = name.trim().toLowerCase();
  const held = unpacked.get(key);
  if (held) return held;
  const own = zones().get(key);
  const minutes = own ? null : /^[+-]\d\d:?\d\d$/.test(key) ? parseOffset(key) : null;
  const zone = own ? unpack(own) : minutes === null ? null : fixed(name, minutes);
  if (zone) unpacked.set(key, zone);
  return zone;
}

/** Whether a name is a zone that we know: of the IANA database, links and `Etc/…` included, or a fixed offset such as "+05:30". */
export const isZone = (name: string): boolean => find(name) !== null;

/**
 * The rules of a zone, from long ago to 2100, by the edition that is installed and never by the runtime's own. What is
 * no zone is UTC: settings are checked when they are written, and a screen must not fall over one that was renamed since.
 *
 * @example offsetAt(Date.parse("2026-12-01T00:00:00Z"), zoneNamed("America/Vancouver")) // -420
 */
export const zoneNamed = (name: string): Zone => find(name) ?? fixed("UTC", 0);

const AHEAD_MS = 400 * DAY_MS;
const BACK_MS = 100 * DAY_MS;

/** The rules of a zone as an answer carries them: from some time ago, or from what it shows, to more than a year ahead. */
export function zoneAround(name: string, input: { now: number; from?: number }): ZoneAnswer {
  const { now, from = now - BACK_MS } = input;
  const { timeZone, timeZoneOffsets } = zonePart(zoneNamed(name), { from, until: now + AHEAD_MS });
  return { timeZone, timeZoneOffsets: timeZoneOffsets.map(([at, minutes]) => [at, minutes]) };
}

/** The zones that a person chooses from: UTC, and every zone that people live in, by today's name (IANA, zone.tab). */
export function zoneNames(): string[] {
  const lived = data.countries.flatMap((country) => country.slice(country.indexOf("|") + 1).split(" "));
  return ["UTC", ...[...new Set(lived)].sort()];
}
