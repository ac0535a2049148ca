import { DAY_MS, SECOND_MS } from "@waybill/domain/time";
import { shifted } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import type { ColumnDef } from "hucre";
import { type Column, decimalsOf, type Wide } from "./export-columns.ts";

type Cell = string | number | null;

/** What a spreadsheet keeps of a number; an amount of more figures is written as text, where each of them stands. */
const EXACT_FIGURES = 15;
/** A spreadsheet refuses the whole file for one longer text. */
const LONGEST = 32_767;
/** Days from 1899-12-30, which spreadsheets count from, to 1970-01-01. */
const EPOCH_DAYS = 25_569;

const formats = { text: "@", count: "0", time: "yyyy-mm-dd hh:mm:ss" } as const;

/**
 * Text as a spreadsheet reads it back unchanged, but that a line in a cell ends with LF alone. Characters that XML has no place for are
 * written `_x0008_`, and what looks like that already has its underscore written so (ECMA-376, ST_Xstring).
 *
 * @example cellText("a\r\nb_x0041_") // "a\nb_x005F_x0041_"
 */
function cellText(text: string): string {
  const whole = text.replace(/\r\n?/g, "\n").toWellFormed().slice(0, LONGEST).toWellFormed();
  return whole.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML cannot hold.
    /_(?=x[0-9a-fA-F]{4}_)|[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
  );
}

/** An instant as a spreadsheet's date: days with a fraction, by the wall clock of the zone. */
function serialIn(timeZone: string): (at: number) => number {
  const zone = zoneNamed(timeZone);
  return (at) => shifted(Math.floor(at / SECOND_MS) * SECOND_MS, zone) / DAY_MS + EPOCH_DAYS;
}

function cellOf(column: Exclude<Column, { kind: "day" }>, order: Wide, serial: (at: number) => number): Cell {
  switch (column.kind) {
    case "text": {
      const text = column.of(order);
      return text === null ? null : cellText(text);
    }
    case "time": {
      const at = column.of(order);
      return at === null ? null : serial(at);
    }
    case "money": {
      const decimals = decimalsOf(column.of(order));
      if (!decimals) return null;
      const figures = decimals.text.replace(/^-?0*\.?0*|\./g, "").length;
      return figures > EXACT_FIGURES ? decimals.text : Number(decimals.text);
    }
    default:
      return column.of(order);
  }
}

/**
 * Orders as an Excel workbook, streamed: what is text is a cell of text, so neither a formula, nor a date, nor a lost zero comes of it;
 * amounts are numbers with their currency's decimals; times are dates by the organisation's clock, which their column names.
 */
export async function xlsxStream(input: {
  columns: readonly Column[];
  timeZone: string;
  pages: AsyncGenerator<readonly Wide[], void>;
}): Promise<ReadableStream<Uint8Array>> {
  const { timeZone, pages } = input;
  // A time that is a date needs no day beside it.
  const columns = input.columns.filter((column): column is Exclude<Column, { kind: "day" }> => column.kind !== "day");
  const serial = serialIn(timeZone);
  let amountFormat = "0";
  const headed = columns.map((column): ColumnDef => {
    const { name: header, kind, width } = column;
    if (kind === "time") return { header: `${header} (${timeZone})`, width, numFmt: formats.time };
    if (kind !== "money") return { header, width, numFmt: formats[kind] };
    // Asked for with each cell, so that an amount has the decimals of its own currency.
    return Object.defineProperty({ header, width }, "numFmt", { get: () => amountFormat, enumerable: true });
  });
  const money = columns.find((column) => column.kind === "money");
  async function* rows() {
    for await (const page of pages) {
      for (const order of page) {
        const digits = (money && decimalsOf(money.of(order))?.digits) ?? 0;
        amountFormat = digits === 0 ? "0" : `0.${"0".repeat(digits)}`;
        yield columns.map((column) => cellOf(column, order, serial));
      }
    }
  }
  // Loaded with the first file: a process that writes none does not carry it.
  const { writeXlsxStream } = await import("hucre/xlsx");
  return writeXlsxStream(rows(), { name: "Orders", columns: headed, freezePane: { rows: 1 } });
}
