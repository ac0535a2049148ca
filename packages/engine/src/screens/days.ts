import type { DayOrders } from "@waybill/domain/screens/answers";
import { dayIn } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import type { Scope } from "../core/scope.ts";

/** Slots [from, to) of half an hour since 1970, UTC, that make up a day. */
type DaySpan = { date: string; from: number; to: number };

export const SLOT_MS = 1_800_000;
const SLOTS_A_DAY = 48;
/** A day that clocks are set forward or back in is an hour or two off; this many slots to both sides are looked at. */
const SLACK = 5;

function dateIn(timeZone: string): (slot: number) => string {
  const zone = zoneNamed(timeZone);
  return (slot) => dayIn(slot * SLOT_MS, zone);
}

/**
 * The last days of a zone as spans of slots, oldest first; today ends with the slot that runs. A slot belongs to the day in which it
 * begins: exact where a zone is whole or half hours from UTC, a quarter of an hour off in the three zones that are not.
 *
 * @example daySpans({ timeZone: "Europe/Lisbon", now, days: 30 }).at(-1)?.date // "2026-11-21"
 */
export function daySpans(input: { timeZone: string; now: number; days: number }): DaySpan[] {
  const date = dateIn(input.timeZone);
  const spans: DaySpan[] = [];
  let to = Math.floor(input.now / SLOT_MS) + 1;
  for (let i = 0; i < input.days; i++) {
    const own = date(to - 1);
    // Today began some slots ago; a whole day began about 48 slots before its end.
    let from = i === 0 ? to - 1 : to - SLOTS_A_DAY - SLACK;
    if (i === 0) while (date(from - 1) === own) from -= 1;
    else while (date(from) !== own) from += 1;
    spans.push({ date: own, from, to });
    to = from;
  }
  return spans.reverse();
}

const SUMS = `SELECT d.key AS day, s.connection_id AS connection, SUM(s.n) AS n FROM json_each(?1) AS d
  CROSS JOIN order_slots AS s ON s.org_id = ?2 AND s.slot >= d.value ->> 0 AND s.slot < d.value ->> 1 GROUP BY 1, 2`;

/** Orders per day and connection, from the maintained slots: a day costs 48 slots a connection, however many its orders are. */
export async function ordersByDay(
  { ctx, orgId }: Scope,
  input: { timeZone: string; days: number },
): Promise<DayOrders[]> {
  const spans = daySpans({ timeZone: input.timeZone, now: ctx.now(), days: input.days });
  const rows = await ctx.db.query(SUMS, [JSON.stringify(spans.map(({ from, to }) => [from, to])), orgId]);
  const days = spans.map(({ date }): DayOrders => ({ date, byConnection: {} }));
  for (const row of rows) {
    const day = days[Number(row.day)];
    if (day && Number(row.n) > 0) day.byConnection[String(row.connection)] = Number(row.n);
  }
  return days;
}
