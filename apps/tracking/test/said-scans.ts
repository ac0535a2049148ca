import type { ShipmentStatus } from "@waybill/domain/status";
import { HOUR_MS } from "@waybill/domain/time";
import { NOW } from "@waybill/engine/testing/world";

/** One scan: how it leaves the parcel, and why. */
export type Scanned = [status: ShipmentStatus | null, reason?: string | null];

let made = 0;
/** A number of UPS that nobody had yet. Its own check digit: letters count as their place less 63, every second figure twice. */
export function upsNumber(): string {
  made += 1;
  const body = `12345E02${String(made).padStart(7, "0")}`;
  const values = [...body].map((c) => (/\d/.test(c) ? Number(c) : (c.charCodeAt(0) - 63) % 10));
  const sum = values.reduce((n, value, i) => n + value * (i % 2 === 1 ? 2 : 1), 0);
  return `1Z${body}${(10 - (sum % 10)) % 10}`;
}

/** The `i`-th of so many scans, an hour apart, the last one an hour ago. */
export function carrierScan(input: { number: string; i: number; of: number; scanned: Scanned }) {
  const { number, i, of } = input;
  const [status, reason = null] = input.scanned;
  const instant = NOW - (of - i) * HOUR_MS;
  const local = new Date(instant - 7 * HOUR_MS).toISOString().slice(0, 19);
  return {
    ...{ key: `${number}|${i}`, code: `T${i}`, status, reason, message: "As the carrier words it", ordinal: null },
    time: { local, offset: -420, instant, precision: "minute" as const },
    place: { city: "BOULDER", region: "CO", postalCode: null, country: "US" },
  };
}
