import { describe, expect, test } from "bun:test";
import { hasShared, sharedJson } from "../../contract/world.ts";
import { meaningOf, statusCodes } from "./codes.ts";
import { upsScanTime } from "./read.ts";

describe("ups: codes", () => {
  const meaning = (type: string, code: string, statusCode: string | null = null, description: string | null = null) =>
    meaningOf({ type, code, statusCode, description }).status;

  test("a code is unique only inside its type (docs/platforms/ups.md#codes)", () => {
    expect([meaning("M", "DP"), meaning("I", "DP")]).toEqual(["pre_transit", "in_transit"]);
    expect([meaning("M", "VP"), meaning("I", "VP")]).toEqual(["cancelled", "pre_transit"]);
    expect([meaning("I", "XD"), meaning("X", "XD")]).toEqual(["accepted", "in_transit"]);
    expect([meaning("I", "OD"), meaning("I", "OF"), meaning("I", "OT")]).toEqual([
      "in_transit",
      "out_for_delivery",
      "out_for_delivery",
    ]);
  });
  test("type D is not always delivered, type X not always an exception (docs/platforms/ups.md#codes)", () => {
    const of = (type: string, codes: string) => codes.split(" ").map((code) => meaning(type, code));
    expect(of("D", "53 50 57 70 28 B0 2Q 1N 2D 2J F0 F3")).toEqual([
      "exception",
      "exception",
      "delayed",
      "on_hold",
      "exception",
      "returned_to_sender",
      "available_for_pickup",
      "available_for_pickup",
      "in_transit",
      "in_transit",
      "in_transit",
      "in_transit",
    ]);
    expect(of("X", "ZP ZS RK XD YX UA UF")).toEqual([
      "available_for_pickup",
      "out_for_delivery",
      "out_for_delivery",
      "in_transit",
      "in_transit",
      "returned_to_sender",
      "returned_to_sender",
    ]);
  });
  test("codes outside the tables take their type's meaning, delivered for D; I stays unknown", () => {
    expect([meaning("D", "F4"), meaning("D", "FS"), meaning("D", "KB")]).toEqual([
      "delivered",
      "delivered",
      "delivered",
    ]);
    expect([meaning("I", "QQ"), meaning("W", "QQ"), meaning("", "")]).toEqual(["unknown", "unknown", "unknown"]);
    expect(meaning("D", "QQ", null, "Not delivered: no access")).toBe("exception");
  });
  test("U never moves the status, whatever else it carries", () => {
    expect([meaning("U", "UP"), meaning("U", "UT"), meaning("U", "PX")]).toEqual([null, null, null]);
    expect(meaning("U", "QQ", "011", "Delivered")).toBeNull();
  });
  test("the three-digit code comes first and is padded; 'not available' yields to the pair", () => {
    expect(meaning("D", "F4", "64")).toBe("exception");
    expect(meaning("I", "OT", "000")).toBe("out_for_delivery");
    expect(meaning("I", "QQ", "000")).toBe("unknown");
  });
  test.skipIf(!hasShared)("every published code has the status of the collected list (needs originals)", () => {
    type Table = Record<string, { status: string | null }>;
    const published = sharedJson("codes/ups_codes.json") as { statusCode: Table; byType: Record<string, Table> };
    const wrong: string[] = [];
    for (const [code, { status }] of Object.entries(published.statusCode)) {
      if (statusCodes.get(code)?.status !== (status ?? null)) wrong.push(code);
    }
    for (const [type, table] of Object.entries(published.byType)) {
      for (const [code, { status }] of Object.entries(table)) {
        if (meaning(type, code) !== (status ?? null)) wrong.push(`${type}/${code}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(statusCodes.size).toBe(160);
  });
});

describe("ups: times", () => {
  const time = (over: object) =>
    upsScanTime({ date: "20240423", time: "091519", gmtDate: null, gmtTime: null, gmtOffset: null, ...over });
  test("the offset is written with a colon or with a dot, or follows from GMT date and time", () => {
    for (const over of [
      { gmtOffset: "-04:00" },
      { gmtOffset: "-04.00" },
      { gmtDate: "20240423", gmtTime: "131519" },
      { gmtDate: "20240423", gmtTime: "13:15:19", gmtOffset: "" },
    ]) {
      expect(time(over)).toMatchObject({
        local: "2024-04-23T09:15:19",
        offset: -240,
        instant: Date.UTC(2024, 3, 23, 13, 15, 19),
      });
    }
  });
  test("a missing leading zero is put back", () => {
    expect(time({ time: "91519", gmtDate: "20240423", gmtTime: 71519 })).toMatchObject({
      local: "2024-04-23T09:15:19",
      offset: 120,
    });
  });
  test("no offset, no instant; no time, only a date; no date, nothing", () => {
    expect(time({})).toMatchObject({ offset: null, instant: null });
    expect(time({ time: "string", gmtOffset: "-04:00" })).toEqual({
      local: "2024-04-23",
      offset: -240,
      instant: null,
      precision: "date",
    });
    expect(time({ date: "00000000" })).toBeNull();
    expect(time({ date: "20230229" })).toBeNull();
  });
});
