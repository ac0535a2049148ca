import { expect, test } from "bun:test";
import { english } from "@waybill/domain/languages/en/messages";
import { meaningOf as easypost } from "./easypost/codes.ts";
import { meaningOf as fedex } from "./fedex/codes.ts";
import { meaningOf as ups } from "./ups/codes.ts";

// A code whose reason a platform documents reaches the customer's own words for it. The labels: docs/platforms/{ups,fedex,easypost}.md#codes.

const upsPair = (type: string, code: string) => ups({ type, code, statusCode: null, description: null });
const fedexDelivery = (exception: string) => fedex({ code: "DE", derived: null, exception, delay: null });

const rows = [
  ["UPS D/50: wrong address", upsPair("D", "50"), "exception/address"],
  ["UPS D/53: refused", upsPair("D", "53"), "exception/refused"],
  ["UPS D/70: awaiting customs", upsPair("D", "70"), "on_hold/customs"],
  ["FedEx DE: refused", fedexDelivery("Refused by recipient"), "exception/refused"],
  ["FedEx DE: a wrong address", fedexDelivery("Incorrect address"), "exception/address"],
  ["FedEx CD: customs", fedex({ code: "CD", derived: null, exception: null, delay: null }), "on_hold/customs"],
  [
    "FedEx DY: delay type WEATHER",
    fedex({ code: "DY", derived: null, exception: null, delay: "WEATHER" }),
    "delayed/weather",
  ],
  ["EasyPost weather_delay", easypost("in_transit", "weather_delay"), "delayed/weather"],
  ["EasyPost address_correction", easypost("failure", "address_correction"), "exception/address"],
  ["EasyPost damaged", easypost("failure", "damaged"), "exception/damage"],
  ["EasyPost refused", easypost("failure", "refused"), "exception/refused"],
] as const;

for (const [label, { status, reason }, key] of rows) {
  test(`${label} is ${key}, which has words`, () => {
    expect(`${status}/${reason}`).toBe(key);
    expect(Object.keys(english.reasons)).toContain(key);
  });
}
