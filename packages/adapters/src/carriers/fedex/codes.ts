import { codeTable, type Meaning, unlisted } from "../../kit/codes.ts";

// FedEx's status codes (Track API reference, Advanced Integrated Visibility), grouped by what they do to a shipment.
// OF is "at origin facility", not out for delivery; "Ow" has a lower-case w; RD is an expired return label (docs/platforms/fedex.md#codes).
const codes = codeTable(`
pre_transit/label: OC IN OX MD
pre_transit/pickup_scheduled: EP DS
pre_transit/pickup_attempt: DR
pre_transit/delay: PD
accepted: PU PX AP DO IP
in_transit: AA AC AF AR AX CH DP EA EO FD IT IX LO OF Ow OW PF PL PM SF SP TR
in_transit/customs_cleared: CC
in_transit/delivery_change: HA
out_for_delivery: OD ED AD
available_for_pickup: HL HP RL
delivered: DL
delivery_attempt_failed/attempt: DE
delayed: DD DY
on_hold/customs: CP CD
exception: SE
returned_to_sender/returning: RS RT
cancelled: CA
-/delivery_change: RR RM RC RA PR AS
-/eta: AE AO
-/return_label: RP RG RD LP
-: LC US
`);

/** A delivery exception (DE) is not always an attempt: the exception's words say what it was. */
const exceptions: readonly (readonly [RegExp, Meaning])[] = [
  [/refus/i, { status: "exception", reason: "refused" }],
  [
    /incorrect|incomplete|wrong|insufficient|unknown.*address|address.*(not|unable|correct)/i,
    { status: "exception", reason: "address" },
  ],
  [/damage/i, { status: "exception", reason: "damage" }],
  [/customs|clearance/i, { status: "on_hold", reason: "customs" }],
  [/future delivery|hold at|redirect|reroute|customer request/i, { status: "on_hold", reason: "delivery_change" }],
];

/** FedEx's kinds of delay, as reasons; the rest (OPERATIONAL, LOCAL, GENERAL) tell a customer nothing. */
const delays: Readonly<Record<string, string>> = { WEATHER: "weather", CLEARANCE: "customs" };

/**
 * What a FedEx scan says about the shipment. `derived` is FedEx's own roll-up and is read first: EA, CA, RC and SP mean two
 * things each, and it tells which. But a note (a changed delivery option, an ETA) stays a note whatever the roll-up repeats.
 *
 * @example meaningOf({ code: "OF", derived: "IT", exception: null, delay: null }) // { status: "in_transit", reason: null }
 */
export function meaningOf(input: {
  code: string | null;
  derived: string | null;
  exception: string | null;
  delay: string | null;
}): Meaning {
  const own = input.code === null ? undefined : codes.get(input.code);
  if (own?.status === null) return own;
  const derived = input.derived === null ? undefined : codes.get(input.derived);
  const rolled = derived && derived.status !== null ? derived : own;
  if (!rolled) return unlisted;
  if (rolled.status === "delivery_attempt_failed" && input.exception !== null) {
    const words = input.exception;
    return exceptions.find(([pattern]) => pattern.test(words))?.[1] ?? rolled;
  }
  const reason = rolled.reason ?? (own?.status === rolled.status ? own.reason : null);
  const late = rolled.status === "delayed" || rolled.status === "exception";
  return { status: rolled.status, reason: reason ?? (late ? (delays[input.delay ?? ""] ?? null) : null) };
}
