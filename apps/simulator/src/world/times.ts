import { localAt } from "@waybill/domain/time";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";

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
  const minutes = offsetAt(at, zoneNamed(zone));
  const naive = localAt(at, minutes);
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
