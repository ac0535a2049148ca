import { expect, test } from "bun:test";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { zoneNamed, zoneNames } from "@waybill/domain/zones/rules";
import * as zones from "./time-zones.ts";

const { fits } = zones;
const answered = (name: string, at: number) => ({ name, offset: offsetAt(at, zoneNamed(name)) });
const zoneAt = (name: string, at: number) => zones.zoneAt(answered(name, at), at);
const zonesAt = (at: number) =>
  zones.zonesAt(
    zoneNames().map((name) => answered(name, at)),
    at,
  );

// Offsets by the IANA time zone database: Kolkata UTC+5:30 all year, Lisbon UTC+0 in winter and UTC+1 in summer.
const winter = Date.parse("2026-11-20T12:00:00Z");
const summer = Date.parse("2026-07-20T12:00:00Z");

test("a zone shows the clock of that place, daylight saving included", () => {
  expect(zoneAt("Asia/Kolkata", winter).now).toBe("17:30");
  expect(zoneAt("Europe/Lisbon", winter).now).toBe("12:00");
  expect(zoneAt("Europe/Lisbon", summer).now).toBe("13:00");
});

test("a zone is found by its city and by its whole name", () => {
  const zone = zoneAt("America/Argentina/Buenos_Aires", winter);
  expect([zone.city, zone.area]).toEqual(["Buenos Aires", "America, Argentina"]);
  expect(zone.text).toContain("America/Argentina/Buenos_Aires");
});

test("a city is found by how its name begins, today's name or the older one", () => {
  expect(fits(zoneAt("Europe/Lisbon", winter), "LIS")).toBe(true);
  expect(fits(zoneAt("Asia/Tbilisi", winter), "lis")).toBe(false);
  for (const name of ["kolk", "calc"]) expect(fits(zoneAt("Asia/Calcutta", winter), name)).toBe(true);
  expect(fits(zoneAt("America/New_York", winter), "new y")).toBe(true);
});

test("UTC is offered once, first", () => {
  const ids = zonesAt(winter).map((zone) => zone.id);
  expect(ids[0]).toBe("UTC");
  expect(ids.filter((id) => id === "UTC").length).toBe(1);
  expect(ids.length).toBeGreaterThan(300);
});
