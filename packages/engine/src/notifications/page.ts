import type { Page } from "@waybill/domain/page";
import { badCursor } from "../core/paging.ts";

const MOST = 200;

/** "1763692800000.ntf_…": the last row's place; the next page begins after it. */
export function readCursor(cursor: string | null | undefined): { at: number; id: string } | null {
  if (!cursor) return null;
  const match = /^(\d{1,15})\.([a-z]+_[0-9a-z]+)$/.exec(cursor);
  if (!match) throw badCursor();
  return { at: Number(match[1]), id: match[2] ?? "" };
}

/** A page of what was read with one more than `limit`. */
export function pageOf<T>(items: T[], limit: number, place: (item: T) => { at: number; id: string }): Page<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  const more = items.length > limit && last !== undefined;
  return { items: shown, next: more ? `${place(last).at}.${place(last).id}` : null };
}

/** How many a page holds. */
export const sized = (limit: number | undefined) => Math.min(Math.max(1, Math.floor(limit ?? 50)), MOST);
