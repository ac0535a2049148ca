import { dayIn } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import { type Column, decimalsOf, type Wide } from "./export-columns.ts";

/** `figure`: an amount of ours, written as it is; a minus sign makes no formula of it. */
type Cell = string | number | { figure: string } | null;

/** So that Excel reads the file as UTF-8. */
const BOM = "\uFEFF";

/** Text that a spreadsheet would run as a formula is made plain text by an apostrophe (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One cell by RFC 4180: quoted when it must be. Numbers stay numbers; text that begins like a formula is defused.
 *
 * @example csvCell('=1+1') // "'=1+1"
 */
export function csvCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "object") return value.figure;
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const row = (cells: readonly Cell[]) => `${cells.map(csvCell).join(",")}\r\n`;

function cellOf(column: Column, order: Wide, day: (at: number) => string): Cell {
  switch (column.kind) {
    case "time": {
      const at = column.of(order);
      return at === null ? null : new Date(at).toISOString();
    }
    case "day":
      return day(column.of(order));
    case "money": {
      const decimals = decimalsOf(column.of(order));
      return decimals && { figure: decimals.text };
    }
    default:
      return column.of(order);
  }
}

/**
 * Orders as CSV (RFC 4180, UTF-8 with a mark for Excel), a page at a time: the reader's pace sets ours. Amounts are decimals with
 * their currency beside them; instants are UTC, and the day is the organisation's own.
 */
export function csvStream(input: {
  columns: readonly Column[];
  timeZone: string;
  pages: AsyncGenerator<readonly Wide[], void>;
}): ReadableStream<Uint8Array> {
  const { columns, timeZone, pages } = input;
  const zone = zoneNamed(timeZone);
  const day = (at: number) => dayIn(at, zone);
  const encoder = new TextEncoder();
  const title = ({ name, kind }: Column) =>
    kind === "time" ? `${name} (UTC)` : kind === "day" ? `${name} (${timeZone})` : name;
  let head = BOM + row(columns.map(title));
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value: page } = await pages.next();
        if (page === undefined) {
          if (head) controller.enqueue(encoder.encode(head));
          return controller.close();
        }
        const lines = page.map((order) => row(columns.map((column) => cellOf(column, order, day))));
        controller.enqueue(encoder.encode(head + lines.join("")));
        head = "";
      },
      cancel: async () => void (await pages.return(undefined)),
    },
    { highWaterMark: 1 },
  );
}
