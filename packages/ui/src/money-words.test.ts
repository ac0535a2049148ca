import { expect, test } from "bun:test";
import { amountWords, codedMoneyWords, moneyWords } from "./money-words.ts";

test("an amount shows its real value, with decimals only where they are customary or say something", () => {
  expect(moneyWords(1299000, "HUF", "en")).toMatch(/12,990$/);
  expect(moneyWords(25000000, "IDR", "en")).toMatch(/250,000$/);
  expect(moneyWords(8990000, "COP", "en")).toMatch(/89,900$/);
  expect(moneyWords(129950, "RSD", "en")).toMatch(/1,299\.50$/);
  expect(moneyWords(130000, "RSD", "en")).toMatch(/1,300$/);
  expect(moneyWords(12840, "EUR", "en")).toBe("€128.40");
  expect(moneyWords(12800, "EUR", "en")).toBe("€128.00");
  expect(moneyWords(-5, "USD", "en")).toBe("-$0.05");
  expect(moneyWords(7900, "JPY", "en")).toBe("¥7,900");
  expect(moneyWords(1500, "KWD", "en")).toMatch(/1\.500$/);
  expect(moneyWords(12840, "EUR", "de")).toBe("128,40\u00a0€");
  expect(moneyWords(Number.MAX_SAFE_INTEGER, "EUR", "en")).toBe("€90,071,992,547,409.91");
});

test("what is not known is a dash, and what is odd is still said", () => {
  expect(moneyWords(null, "EUR")).toBe("–");
  expect(moneyWords(100, null)).toBe("–");
  expect(moneyWords(100, "€")).toBe("–");
  expect(moneyWords(1050, "ZZZ", "en")).toMatch(/10\.50$/);
  expect(moneyWords(1050, "USDC", "en")).toBe("10.50\u00a0USDC");
});

test("a price finer than its currency shows every digit", () => {
  expect(amountWords("0.0125", "USD", "en")).toBe("$0.0125");
  expect(amountWords("12.5", "USD", "en")).toBe("$12.50");
  expect(amountWords("33.3", "JPY", "en")).toBe("¥33.3");
  expect(amountWords("12.500", "HUF", "en")).toMatch(/12\.50$/);
  expect(amountWords("123456789012345678.50", "EUR", "en")).toBe("€123,456,789,012,345,678.50");
});

test("beside another currency's amount the letters are said, not the sign that both may have", () => {
  expect(codedMoneyWords(115_172, "AUD", "en")).toBe("1,151.72\u00a0AUD");
  expect(codedMoneyWords(84_789, "JPY", "en")).toBe("84,789\u00a0JPY");
  expect(codedMoneyWords(115_172, "EUR", "de")).toBe("1.151,72\u00a0EUR");
  expect(codedMoneyWords(null, "AUD")).toBe("–");
});
