import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { folderVersion, readTzif, zoneFiles } from "../testing/tzif.ts";
import { offsetAt } from "./offsets.ts";
import { isZone, zoneNamed, zoneNames, zonesVersion } from "./rules.ts";

const hours = (zone: string, at: string) => offsetAt(Date.parse(at), zoneNamed(zone)) / 60;

describe("names", () => {
  test("of the database, old names and fixed ones are zones; what is none is not", () => {
    for (const name of ["Europe/Lisbon", "Europe/Kiev", "Europe/Kyiv", "UTC", "Etc/UTC", "Etc/GMT+5", "GMT", "EST5EDT"])
      expect([name, isZone(name)]).toEqual([name, true]);
    for (const name of ["Mars/Olympus", "", "|", "zones", "__proto__", "constructor", "+25:00", "Europe/Lisbon|x"])
      expect([name, isZone(name)]).toEqual([name, false]);
  });

  test("an old name has the rules of the new one; letters may be small; POSIX counts the other way round", () => {
    expect(zoneNamed("Europe/Kiev").timeZoneOffsets).toEqual(zoneNamed("Europe/Kyiv").timeZoneOffsets);
    expect(zoneNamed("europe/lisbon").timeZone).toBe("Europe/Lisbon");
    expect(hours("Etc/GMT+5", "2026-11-20T12:00:00Z")).toBe(-5);
    expect(hours("+05:30", "2026-11-20T12:00:00Z")).toBe(5.5);
    expect(Object.is(hours("UTC", "2026-11-20T12:00:00Z"), 0)).toBe(true);
    expect(hours("No/Such", "2026-11-20T12:00:00Z")).toBe(0);
  });

  test("those to choose from are zones, UTC first, each once, and every one that this runtime lists has its rules", () => {
    const names = zoneNames();
    expect([names[0], new Set(names).size]).toEqual(["UTC", names.length]);
    expect(names).toContain("Europe/Kyiv");
    expect(names.filter((name) => !isZone(name))).toEqual([]);
    expect(Intl.supportedValuesOf("timeZone").filter((name) => !isZone(name))).toEqual([]);
  });
});

// What the world decided since many runtimes were built: NEWS of the IANA time zone database, editions 2026b to 2026f.
describe("as new as the world", () => {
  const before = "2026-10-31T12:00:00Z";
  test.each([
    ["2026b: British Columbia stays at -07 after 2026-03-08", "America/Vancouver", -7],
    ["2026b: and so does its old name", "Canada/Pacific", -7],
    ["2026c: Alberta, and with it most of the Northwest Territories, stays at -06", "America/Edmonton", -6],
    ["2026c: Yellowknife is a link to Edmonton", "America/Yellowknife", -6],
    ["2026d: the rest of the Northwest Territories too", "America/Inuvik", -6],
    ["2026e, f: Manitoba stays at -05", "America/Winnipeg", -5],
  ])("%s", (_, zone, offset) => {
    for (const at of [before, "2026-11-01T12:00:00Z", "2026-12-20T12:00:00Z", "2027-07-01T12:00:00Z"])
      expect([zone, at, hours(zone, at)]).toEqual([zone, at, offset]);
  });

  test("2026c: Morocco and Western Sahara stay at +00 from 2026-09-20 on, Ramadan or not", () => {
    for (const zone of ["Africa/Casablanca", "Africa/El_Aaiun"]) {
      expect(hours(zone, "2026-09-19T23:00:00Z")).toBe(1);
      for (const at of ["2026-09-20T12:00:00Z", "2027-01-20T12:00:00Z", "2027-07-01T12:00:00Z"])
        expect([zone, at, hours(zone, at)]).toEqual([zone, at, 0]);
    }
  });

  test("2026e, f: Cuba does not set its clocks back in 2026, its neighbours do", () => {
    expect(hours("America/Havana", "2026-12-01T12:00:00Z")).toBe(-4);
    expect(hours("America/New_York", "2026-12-01T12:00:00Z")).toBe(-5);
    expect(hours("America/Toronto", "2026-12-01T12:00:00Z")).toBe(-5);
    expect(hours("America/Los_Angeles", "2026-12-01T12:00:00Z")).toBe(-8);
  });
});

const FOLDER = "/usr/share/zoneinfo";
const theirs = folderVersion(FOLDER);
const isNewEnough = theirs !== null && theirs >= zonesVersion();
if (!isNewEnough) {
  process.stderr.write(
    `(rules.test.ts: ${FOLDER} has ${theirs ?? "no zones"}, ours are ${zonesVersion()}: the comparison is left out)\n`,
  );
}

/** Two years around the edition: every change of every zone to the second, and an hour of each day. */
function differences(folder: string): string[] {
  const from = Date.parse("2025-11-01T00:00:00Z") / 1000;
  const until = Date.parse("2027-12-01T00:00:00Z") / 1000;
  return zoneFiles(folder).flatMap(([name, path]) => {
    // Leap seconds ("right/…") and copies ("posix/…") are no zones of their own.
    if (/^(right|posix)\/|^(posixrules|localtime|Factory)$/.test(name)) return [];
    if (!isZone(name)) return [`${name} is missing`];
    const file = readTzif(readFileSync(path), [2025, 2026, 2027]);
    const zone = zoneNamed(name);
    const changes = [...file.changes, ...zone.timeZoneOffsets.map(([at]) => at / 1000)];
    const at = changes.filter((t) => t >= from && t < until).flatMap((t) => [t - 1, t, t + 1]);
    for (let t = from, i = 0; t < until; t += 86_400, i++) at.push(t + (i % 24) * 3_600 + i);
    const wrong = at.find((t) => offsetAt(t * 1000, zone) !== file.offsetAt(t) / 60);
    if (wrong === undefined) return [];
    const when = new Date(wrong * 1000).toISOString();
    return [`${name} ${when}: ${offsetAt(wrong * 1000, zone)}, not ${file.offsetAt(wrong) / 60}`];
  });
}

test.skipIf(!isNewEnough)(`every zone is what ${FOLDER} says, over two years`, () => {
  expect(zoneFiles(FOLDER).length).toBeGreaterThan(400);
  expect(differences(FOLDER)).toEqual([]);
});
