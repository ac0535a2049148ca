import { codeTable, type Meaning, unlisted } from "../../kit/codes.ts";

// EasyPost's tracker statuses and details (EasyPost/easypost-node, types/Tracker).
const statuses = codeTable(`
pre_transit: pre_transit
in_transit: in_transit
out_for_delivery: out_for_delivery
available_for_pickup: available_for_pickup
delivered: delivered
exception: failure
returned_to_sender: return_to_sender
cancelled: cancelled
unknown: unknown
unknown/tracker_error: error
`);

const details = codeTable(`
pre_transit: label_created
accepted: received_at_origin_facility
in_transit: in_transit arrived_at_facility departed_facility departed_origin_facility
in_transit: received_at_destination_facility transferred_to_destination_carrier
out_for_delivery: out_for_delivery
available_for_pickup: arrived_at_pickup_location
delivery_attempt_failed: delivery_exception
delayed: delayed
delayed/weather: weather_delay
delayed/misrouted: missorted
on_hold: held
exception: failure transit_exception
exception/address: address_correction
exception/damage: damaged
exception/info_needed: awaiting_information
exception/refused: refused
returned_to_sender: return
cancelled: cancelled
lost: lost
unknown/expired: expired
-: arrived_at_destination status_update unknown
`);

/** These end a parcel's journey: a detail may explain them, never undo them. */
const final = new Set(["delivered", "returned_to_sender", "cancelled"]);

/**
 * What an EasyPost status says, refined by its detail.
 *
 * @example meaningOf("failure", "lost") // { status: "lost", reason: null }
 */
export function meaningOf(status: string | null, detail: string | null): Meaning {
  const base = status === null ? undefined : statuses.get(status);
  if (!base) return unlisted;
  const refined = detail === null ? undefined : details.get(detail);
  if (!refined || refined.status === null || final.has(base.status ?? "")) return base;
  return refined.status === base.status ? { status: base.status, reason: refined.reason ?? base.reason } : refined;
}
