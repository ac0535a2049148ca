import type { StatusText } from "./messages.ts";

/** A status's words in the order in which a customer reads them. */
export const text = (
  customer: string,
  happened: string,
  next: string | null = null,
  act: string | null = null,
): StatusText => ({ customer, happened, next, act });

/**
 * A language's long dates, from its own names. By table and not by Intl: the same mail has the same bytes on every runtime,
 * whatever its ICU data.
 *
 * @param input `weekdays` from Sunday and `months` from January, each separated by spaces
 * @returns "2026-11-26" (or a longer local time) → the words; what is no date stays as it is
 * @example longDates({ weekdays: "Sunday Monday …", months: "January …", say: (w, d, m) => `${w}, ${d} ${m}` })
 */
export function longDates(input: {
  weekdays: string;
  months: string;
  say: (weekday: string, day: number, month: string) => string;
}): (date: string) => string {
  const weekdays = input.weekdays.split(" ");
  const months = input.months.split(" ");
  return (date) => {
    const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
    if (Number.isNaN(day.getTime())) return date;
    return input.say(weekdays[day.getUTCDay()] ?? "", day.getUTCDate(), months[day.getUTCMonth()] ?? "");
  };
}
