import type { ShipmentStatus } from "../status.ts";

/** Carriers' tables call one thing by several names; each is told in the words of one. */
const sameAs: Readonly<Record<string, string>> = {
  "delivery_attempt_failed/not_in": "delivery_attempt_failed/not_home",
  "delivery_attempt_failed/missed": "delivery_attempt_failed/not_home",
  "exception/access_code": "delivery_attempt_failed/no_access",
  "exception/info_needed": "exception/address",
  "on_hold/address": "exception/address",
  "delayed/address": "exception/address",
  "on_hold/charges_due": "on_hold/payment",
  "on_hold/hold_requested": "on_hold/customer_request",
  "exception/customs": "on_hold/customs",
  "delayed/customs": "on_hold/customs",
  "delivered/to_agent": "delivered/agent",
};

/**
 * The key under which every table of words has a status with its reason: "exception/address". Where no table has it, the status's
 * own words are said.
 *
 * @example statusKey({ status: "on_hold", reason: "charges_due" }) // "on_hold/payment"
 */
export function statusKey({ status, reason }: { status: ShipmentStatus; reason: string | null }): string {
  const key = `${status}/${reason}`;
  return Object.hasOwn(sameAs, key) ? (sameAs[key] ?? key) : key;
}

/** The trouble is where it should go: whoever is asked to check the address is shown it. */
const aboutAddress: ReadonlySet<string> = new Set([
  "exception/address",
  "exception/moved",
  "delivery_attempt_failed/address",
]);
export const asksForAddress = (parcel: { status: ShipmentStatus; reason: string | null }): boolean =>
  aboutAddress.has(statusKey(parcel));
