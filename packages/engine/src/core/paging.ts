import { appError } from "@waybill/domain/errors";
import type { Page } from "@waybill/domain/page";

/** What every list answers to a cursor that it never gave: 422, in the same words. */
const badCursor = () =>
  appError({ code: "bad_cursor", status: 422, message: "This cursor is not one of ours. Start again without it." });

type Kinds = readonly ("number" | "string")[];
/** Where a row stands in its list: what the list is sorted by, last what makes it one. */
type Place<K extends Kinds> = { -readonly [I in keyof K]: K[I] extends "number" ? number : string };

const encode = (value: unknown) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

function decode(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/**
 * A list by keyset: a page begins after the place in its cursor, so that its cost does not grow with its depth. A cursor is opaque,
 * holds the list's name and the last row's place, and another list refuses it.
 *
 * @example
 * const runs = pagesOf("runs", "number", "string");
 * const after = runs.after(input.cursor); // [startedAt, id], or null at the beginning
 * return runs.page(rows, input.limit, (run) => [run.startedAt, run.id]); // of limit + 1 rows
 */
export function pagesOf<const K extends Kinds>(list: string, ...kinds: K) {
  const cursorAt = (place: Place<K>) => encode([list, ...place]);
  return {
    cursorAt,
    /** @throws AppError `bad_cursor` */
    after: (cursor: string | null | undefined): Place<K> | null => {
      if (cursor === null || cursor === undefined || cursor === "") return null;
      const read = decode(cursor);
      if (!Array.isArray(read) || read.length !== kinds.length + 1 || read[0] !== list) throw badCursor();
      const place: unknown[] = read.slice(1);
      const fits = place.every(
        (one, i) => typeof one === kinds[i] && (kinds[i] === "string" || Number.isSafeInteger(one)),
      );
      if (!fits) throw badCursor();
      return place as Place<K>;
    },
    /** A page of what was read with one more than `limit`. */
    page: <T>(rows: readonly T[], limit: number, placeOf: (row: T) => Place<K>): Page<T> => {
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, next: rows.length > limit && last !== undefined ? cursorAt(placeOf(last)) : null };
    },
  };
}

const MOST = 200;
/** How many a page holds, where the caller may leave it open. */
export const sized = (limit: number | undefined) => Math.min(Math.max(1, Math.floor(limit ?? 50)), MOST);
