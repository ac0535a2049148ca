import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { decimalText, minorDigits } from "./currency.ts";
import { ACTIVE_CURRENCIES, isIsoCurrency } from "./iso-4217.ts";

// ISO's own list one of 2024-06-25, which the package currency-codes 2.2.0 carries along.
const LIST = createRequire(import.meta.url).resolve("currency-codes/iso-4217-list-one.xml");
// What the standard changed after that list: the Caribbean guilder and the Arab accounting dinar came, three codes went.
const CAME = ["XCG", "XAD"];
const WENT = ["ANG", "BGN", "CUC"];

const text = readFileSync(LIST, "utf8");
const standard = new Map(
  [...text.matchAll(/<CcyNtry>([\s\S]*?)<\/CcyNtry>/g)].flatMap(([, entry = ""]) => {
    const code = /<Ccy>([A-Z]{3})<\/Ccy>/.exec(entry)?.[1];
    const units = /<CcyMnrUnts>(.+?)<\/CcyMnrUnts>/.exec(entry)?.[1];
    return code === undefined || units === undefined ? [] : [[code, units] as const];
  }),
);

test("the list of active codes is the standard's, and so is every number of minor digits", () => {
  expect(/Pblshd="([\d-]+)"/.exec(text)?.[1]).toBe("2024-06-25");
  expect(standard.size).toBeGreaterThan(170);
  const today = [...standard.keys(), ...CAME].filter((code) => !WENT.includes(code));
  expect([...ACTIVE_CURRENCIES].sort()).toEqual(today.sort());
  // Gold, drawing rights, "no currency": the standard names no digits for them, we count hundredths.
  for (const [code, units] of standard)
    expect([code, minorDigits(code)]).toEqual([code, units === "N.A." ? 2 : +units]);
  expect([...standard.values()].filter((units) => units !== "2").length).toBeGreaterThan(35);
});

test("a code that the standard has not counts in hundredths; what is no code is refused", () => {
  expect(["XXX", "ZZZ", "USDC", "JEP", "XCG"].map(minorDigits)).toEqual([2, 2, 2, 2, 2]);
  for (const bad of ["", "eur", "EURO€", "E1R", "EU", "BITCOIN"]) expect(() => minorDigits(bad)).toThrow(RangeError);
  expect(["EUR", "ANG", "HRK", "XXX", "XTS", "ZZZ"].map(isIsoCurrency)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("minor units as decimals, exact to the last digit", () => {
  expect(decimalText(12840, "EUR")).toBe("128.40");
  expect(decimalText(-5, "EUR")).toBe("-0.05");
  expect(decimalText(1500, "JPY")).toBe("1500");
  expect(decimalText(1, "KWD")).toBe("0.001");
  expect(decimalText(1299000, "HUF")).toBe("12990.00");
  expect(decimalText(Number.MAX_SAFE_INTEGER, "CLF")).toBe("900719925474.0991");
});
