import type { Row, SqlValue } from "./database.ts";

/** What a lane hands back: values in column order, so that two columns of one name both survive. */
export type Table = { columns: readonly string[]; values: unknown[][]; changes: number; rowid: number | null };

const MAX_INTEGER = 2n ** 63n;

/**
 * Makes arguments safe to bind. The native driver ends the whole process on a boolean, binds every number as REAL
 * (so `json_array(?)` would give `9.0`) and turns NaN into NULL: whole numbers go as integers, anything else is refused here.
 *
 * Text is cut at NUL when it is read back (C strings in the driver), so NUL becomes U+FFFD.
 *
 * @throws TypeError naming the position, never the value
 * @example toBindings(["ord_1", 3, null]) // ["ord_1", 3n, null]
 */
export function toBindings(args: readonly unknown[]): SqlValue[] {
  return args.map((value, position) => {
    if (typeof value === "string") return value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
    if (typeof value === "number") {
      if (Number.isSafeInteger(value)) return BigInt(value);
      if (Number.isFinite(value)) return value;
      throw new TypeError(`Argument ${position} is not a finite number.`);
    }
    if (value === null || value instanceof Uint8Array) return value;
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (typeof value === "bigint") {
      if (value >= -MAX_INTEGER && value < MAX_INTEGER) return value;
      throw new TypeError(`Argument ${position} does not fit in 64 bits.`);
    }
    if (typeof value === "boolean") return value ? 1n : 0n;
    throw new TypeError(`Argument ${position} has a type that SQL does not know: ${typeof value}.`);
  });
}

/** Integers come as bigint: those that a number holds exactly become numbers, larger ones stay exact; blobs become bytes. */
export function fromDriver(values: unknown[][]): unknown[][] {
  for (const row of values) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      if (typeof value === "bigint") {
        const number = Number(value);
        if (Number.isSafeInteger(number)) row[i] = number;
      } else if (value instanceof ArrayBuffer) {
        row[i] = new Uint8Array(value);
      }
    }
  }
  return values;
}

export function toRows<T extends Row>(table: Table): T[] {
  const { columns, values } = table;
  return values.map((value) => {
    const row: Row = {};
    for (let i = 0; i < columns.length; i++) row[columns[i] as string] = value[i];
    return row as T;
  });
}
