import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The offset of a zone at an instant (UTC seconds), and the instants at which it changes, by a TZif file. */
type TzFile = { changes: number[]; offsetAt: (at: number) => number };

/** A rule of a POSIX TZ string: "M3.2.0/2" is the second Sunday of March, two o'clock by the clock that ends. */
const RULE = /^(?:M(\d+)\.(\d)\.(\d)|J(\d+)|(\d+))(?:\/([+-]?[\d:]+))?$/;
const seconds = (text: string) => {
  const [h = "0", m = "0", s = "0"] = text.replace(/^[+-]/, "").split(":");
  return (text.startsWith("-") ? -1 : 1) * (Number(h) * 3600 + Number(m) * 60 + Number(s));
};
const utcDay = (year: number, month: number, day: number) => Date.UTC(year, month, day) / 1000;

/** When a rule takes effect in a year, by a clock that is `offset` seconds east of UTC (POSIX.1-2024, 8.3). */
function momentOf(rule: string, year: number, offset: number): number {
  const [, m, week, weekday, julian, day, time = "2"] = RULE.exec(rule) ?? [];
  let at: number;
  if (m !== undefined) {
    const month = Number(m) - 1;
    const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
    let date = 1 + ((Number(weekday) - first + 7) % 7) + (Number(week) - 1) * 7;
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    while (date > last) date -= 7;
    at = utcDay(year, month, date);
  } else if (julian !== undefined) {
    // Jn never counts 29 February.
    const n = Number(julian);
    const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
    at = utcDay(year, 0, leap && n > 59 ? n + 1 : n);
  } else at = utcDay(year, 0, 1 + Number(day));
  return at + seconds(time) - offset;
}

/** What a POSIX TZ string says of a span of years: "EST5EDT,M3.2.0,M11.1.0", "<+0330>-3:30". */
function posix(text: string, years: readonly number[]): { base: number; changes: [at: number, offset: number][] } {
  const name = "(?:<[^>]+>|[A-Za-z]+)";
  const whole = new RegExp(`^${name}([+-]?[\\d:]+)(?:${name}([+-]?[\\d:]+)?,([^,]+),([^,]+))?$`);
  const [, standard = "0", summer, begin, end] = whole.exec(text) ?? [];
  // POSIX counts west of UTC. `0 -`: none is −0.
  const base = 0 - seconds(standard);
  if (begin === undefined || end === undefined) return { base, changes: [] };
  const other = summer === undefined ? base + 3600 : 0 - seconds(summer);
  const changes = years.flatMap((year): [number, number][] => [
    [momentOf(begin, year, base), other],
    [momentOf(end, year, other), base],
  ]);
  return { base, changes: changes.sort(([a], [b]) => a - b) };
}

/** Reads a TZif file of version 2 or later (RFC 9636): its 64-bit block, and the footer for what comes after. */
export function readTzif(bytes: Uint8Array, years: readonly number[]): TzFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== 0x545a6966 || view.getUint8(4) < 0x32)
    throw new Error("No TZif file of version 2 or later");
  const counts = (at: number) => [0, 1, 2, 3, 4, 5].map((i) => view.getUint32(at + 20 + 4 * i));
  const [isUt = 0, isStd = 0, leap = 0, times = 0, types = 0, chars = 0] = counts(0);
  const second = 44 + times * 5 + types * 6 + chars + leap * 8 + isStd + isUt;
  const [isUt2 = 0, isStd2 = 0, leap2 = 0, times2 = 0, types2 = 0, chars2 = 0] = counts(second);
  const at = second + 44;
  const typeAt = at + times2 * 9;
  const offsetOf = (type: number) => view.getInt32(typeAt + 6 * type);
  const list = Array.from({ length: times2 }, (_, i): [number, number] => [
    Number(view.getBigInt64(at + 8 * i)),
    offsetOf(view.getUint8(at + 8 * times2 + i)),
  ]);
  const end = typeAt + types2 * 6 + chars2 + leap2 * 12 + isStd2 + isUt2;
  const footer = new TextDecoder().decode(bytes.subarray(end)).trim();
  const last = list.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
  const after = footer ? posix(footer, years) : { base: 0, changes: [] };
  if (list.length === 0) list.push([Number.NEGATIVE_INFINITY, footer ? after.base : offsetOf(0)]);
  list.push(...after.changes.filter(([when]) => when > last));
  return {
    changes: list.map(([when]) => when),
    offsetAt: (when) => list.findLast(([from]) => from <= when)?.[1] ?? offsetOf(0),
  };
}

/** Every zone below a folder of TZif files, by its name. */
export function zoneFiles(folder: string): [name: string, path: string][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    if (!statSync(path).isFile() || readFileSync(path).subarray(0, 4).toString() !== "TZif") return [];
    return [[name, path]];
  });
}

/** "2026b" of a folder of zones, by the text that Debian and zic put beside them; null where it is not said. */
export function folderVersion(folder: string): string | null {
  for (const name of ["+VERSION", "tzdata.zi", "version"]) {
    const path = join(folder, name);
    const found = existsSync(path) ? /\b(20\d\d[a-z])\b/.exec(readFileSync(path, "utf8").slice(0, 200)) : null;
    if (found?.[1]) return found[1];
  }
  return null;
}
