// Runs in four engines (Bun, Node, workerd, Chromium): what each of them makes of the same amounts.
import { decimalText, minorDigits } from "@waybill/domain/currency";
import { ACTIVE_CURRENCIES } from "@waybill/domain/iso-4217";
import { parseMoney, parseUnitPrice } from "@waybill/domain/money";
import { amountWords, moneyWords } from "@waybill/ui/money-words";

const AMOUNTS = [
  "0",
  "1",
  "5.00",
  "12990.00",
  "250000.00",
  "1299.50",
  "-79",
  "0.05",
  "1.234",
  "0.0125",
  "9007199254740.991",
];
const LOCALES = ["en", "de", "ja"];

/** Symbols and their places belong to the engine; the figures are ours. */
const figures = (words: string) => /\d[\d.,]*/.exec(words)?.[0] ?? words;

function answer(amount: string, currency: string) {
  const { money, text } = parseUnitPrice(amount, currency);
  const shown = LOCALES.map((locale) =>
    figures(money ? moneyWords(money.minor, currency, locale) : amountWords(text, currency, locale)),
  );
  const back = money && parseMoney(decimalText(money.minor, currency), currency).minor;
  return [amount, money?.minor ?? null, text, back, ...shown];
}

/** Every active currency: its digits, and each amount read, written and shown. */
export function moneyAnswers(): Record<string, unknown> {
  const codes = [...ACTIVE_CURRENCIES, "ANG", "HRK", "ZZZ", "USDC"];
  return Object.fromEntries(
    codes.map((code) => [code, [minorDigits(code), ...AMOUNTS.map((amount) => answer(amount, code))]]),
  );
}

export default { fetch: () => Response.json(moneyAnswers()) };
