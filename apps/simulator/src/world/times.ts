import { HOUR_MS } from "@waybill/domain/time";

/** Wall-clock forms of an instant, as each carrier and the shop write them. */
type LocalTime = {
  /** YYYYMMDD */
  date: string;
  /** HHMMSS */
  time: string;
  /** YYYY-MM-DDTHH:mm:ss without an offset */
  naive: string;
  /** for example -05:00 */
  offset: string;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/** Minutes east of UTC at `at` in an IANA zone; remembered per hour, because formatting a date is slow. */
function offsetMinutes(at: number, zone: string): number {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  const key = `${zone}@${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const part: Record<string, string> = {};
  for (const { type, value } of formatFor(zone).formatToParts(hour)) part[type] = value;
  const local = Date.UTC(
    Number(part.year),
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  );
  const minutes = Math.round((local - hour) / 60_000);
  if (offsets.size > 20_000) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
}

/** `2026-11-20T10:00:00Z`, whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/**
 * The wall clock of a place at an instant.
 *
 * @example localTime(Date.UTC(2026, 10, 20, 15), "America/New_York").naive // "2026-11-20T10:00:00"
 */
export function localTime(at: number, zone: string): LocalTime {
  const minutes = offsetMinutes(at, zone);
  const naive = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  const pad = (value: number) => String(value).padStart(2, "0");
  return {
    naive,
    date: naive.slice(0, 10).replaceAll("-", ""),
    time: naive.slice(11).replaceAll(":", ""),
    offset: `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`,
  };
}

/** `2026-11-20T10:00:00-05:00` */
export function isoLocal(at: number, zone: string): string {
  const local = localTime(at, zone);
  return local.naive + local.offset;
}
