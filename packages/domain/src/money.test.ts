import { expect, test } from "bun:test";
import fc from "fast-check";
import { decimalText } from "./currency.ts";
import { moneySchema, parseMoney, parseUnitPrice } from "./money.ts";

const currency = fc.constantFrom("EUR", "JPY", "KWD", "CLF", "HUF", "IDR", "COP", "RSD", "USDC");

test("an amount is exact by the standard's digits, whatever the runtime thinks of the currency", () => {
  expect(parseMoney("12990.00", "HUF")).toEqual({ minor: 1299000, currency: "HUF" });
  expect(parseMoney("250000.00", "IDR").minor).toBe(25000000);
  expect(parseMoney("89900.00", "COP").minor).toBe(8990000);
  expect(parseMoney("1299.50", "RSD").minor).toBe(129950);
  expect(parseMoney("7900", "JPY").minor).toBe(7900);
  expect(parseMoney("7900.00", "JPY").minor).toBe(7900);
  expect(parseMoney("-1.5", "KWD").minor).toBe(-1500);
  expect(Object.is(parseMoney("-0.00", "EUR").minor, 0)).toBe(true);
  expect(moneySchema.safeParse(parseMoney("10.5", "USDC")).success).toBe(true);
});

test("an amount that cannot be exact is refused in words, never rounded", () => {
  expect(() => parseMoney("0.0125", "USD")).toThrow('"0.0125" has more decimals than USD has.');
  expect(() => parseMoney("79.5", "JPY")).toThrow("more decimals");
  expect(() => parseMoney("90071992547409.92", "EUR")).toThrow("too large");
  for (const bad of ["", "abc", "1,5", "1.", ".5", "1e3", "0x10", "--1", "1 000"]) {
    expect(() => parseMoney(bad, "EUR")).toThrow("not a decimal amount");
    expect(() => parseUnitPrice(bad, "EUR")).toThrow("not a decimal amount");
  }
});

test("a unit price finer than its currency, or too large for an integer, is kept as its decimals", () => {
  expect(parseUnitPrice("12.50", "EUR")).toEqual({ money: { minor: 1250, currency: "EUR" }, text: null });
  expect(parseUnitPrice("12.5000", "EUR")).toEqual({ money: { minor: 1250, currency: "EUR" }, text: null });
  expect(parseUnitPrice("0.01250", "USD")).toEqual({ money: null, text: "0.0125" });
  expect(parseUnitPrice("-007.995", "USD")).toEqual({ money: null, text: "-7.995" });
  expect(parseUnitPrice("33.3", "JPY")).toEqual({ money: null, text: "33.3" });
  expect(parseUnitPrice("123456789012345678.5", "EUR")).toEqual({ money: null, text: "123456789012345678.50" });
  expect(() => parseUnitPrice("1.00", "€")).toThrow(RangeError);
});

test("whatever fits goes into minor units and comes back as the same decimals", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
      expect(parseMoney(decimalText(minor, code), code)).toEqual({ minor: minor + 0, currency: code });
    }),
  );
});
