import { expect, test } from "bun:test";
import type { Place } from "../shipment/scan.ts";
import type { ScanTime } from "../time.ts";
import { wallOf } from "./clock.ts";

const clockAtPlace = (time: ScanTime, place: Place | null) => wallOf(time, place).local;

const at = (local: string, offset: number | null): ScanTime => ({
  ...{ local, offset, precision: "second" },
  instant: offset === null ? null : Date.parse(`${local}Z`) - offset * 60_000,
});
const in_ = (country: string | null, region: string | null = null): Place => ({
  ...{ city: "X", region, country, postalCode: null },
});

test("a time told in UTC is said by the place's own clock, summer and winter, across midnight", () => {
  expect(clockAtPlace(at("2026-11-21T06:54:00", 0), in_("DE"))).toBe("2026-11-21T07:54:00");
  expect(clockAtPlace(at("2026-07-21T23:30:00", 0), in_("DE"))).toBe("2026-07-22T01:30:00");
  expect(clockAtPlace(at("2026-11-21T00:10:00", 0), in_("JP"))).toBe("2026-11-21T09:10:00");
});

test("a time that is local already, has no zone, or is of a place nobody knows stays as it was told", () => {
  expect(clockAtPlace(at("2026-11-21T07:54:00", 60), in_("DE"))).toBe("2026-11-21T07:54:00");
  expect(clockAtPlace(at("2026-11-21T07:54:00", null), in_("DE"))).toBe("2026-11-21T07:54:00");
  expect(clockAtPlace(at("2026-11-21T06:54:00", 0), null)).toBe("2026-11-21T06:54:00");
  expect(clockAtPlace({ ...at("2026-11-21T00:00:00", 0), precision: "date" }, in_("US", "CA"))).toBe(
    "2026-11-21T00:00:00",
  );
});
