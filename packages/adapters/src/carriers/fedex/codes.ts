import { codeTable, type Meaning, unlisted } from "../../kit/codes.ts";
import { deliveredAs, problemRules } from "../../kit/problem-words.ts";
import { byWords, type WordRules } from "../../kit/words.ts";
import { exceptionCodes } from "./exceptions.ts";

// FedEx's status codes (Track API reference, Advanced Integrated Visibility), grouped by what they do to a shipment.
// OF is "at origin facility", not out for delivery; "Ow" has a lower-case w; RD is an expired return label (docs/platforms/fedex.md#codes).
const codes = codeTable(`
pre_transit: OC IN OX MD
pre_transit/pickup_scheduled: EP DS
pre_transit/pickup_attempt: DR
pre_transit/delay: PD
accepted: PU PX AP IP
accepted/dropoff: DO
in_transit: AA AC AF AR AX CH DP EA EO FD IT IX LO OF Ow OW PF PL PM SF SP TR
in_transit/customs: CU
in_transit/customs_cleared: CC
in_transit/delivery_change: HA
in_transit/partner: BR TP
out_for_delivery: OD ED AD
available_for_pickup: HL HP RL
delivered: DL
delivery_attempt_failed/attempt: DE
delayed: DD DY
on_hold/customs: CP CD
exception: SE
returned_to_sender/returning: RS
returned_to_sender/return_requested: RT
cancelled: CA
-/delivery_change: RR RM RC RA PR
-/address_corrected: AS
-/eta: AE AO
-/return_label: RP RG RD LP
-: LC US SH
`);

/** What is another word as a roll-up than it may be as a code: "Running Late", as replies have it. */
const rollUps: ReadonlyMap<string, Meaning> = new Map([["RL", { status: "delayed", reason: null }]]);

/** Each stands for two things, in two of FedEx's groups: there, and for a code that no list has, its roll-up tells which. */
const double: ReadonlySet<string> = new Set(["CA", "SP"]);

/** These say that something is wrong, and leave what to their exception. */
const general: ReadonlySet<string> = new Set(["DE", "SE", "DD", "DY"]);

/** FedEx's kinds of delay, as reasons; the rest (OPERATIONAL, LOCAL, GENERAL) tell a customer nothing. */
const delays: Readonly<Record<string, string>> = { WEATHER: "weather", CLEARANCE: "customs" };

type FedexScan = {
  code: string | null;
  derived: string | null;
  /** FedEx's words for the exception, or for the scan. */
  exception: string | null;
  exceptionCode?: string | null;
  delay: string | null;
};

/**
 * What a FedEx scan says about the shipment. The scan's own code comes first: `derived` is FedEx's roll-up, which says "in
 * transit" of a parcel out for delivery and "delivered" of one that goes back. It is believed only where the code says too little.
 *
 * @example meaningOf({ code: "OD", derived: "IT", exception: null, delay: null }) // { status: "out_for_delivery", reason: null }
 */
export function meaningOf(scan: FedexScan): Meaning {
  const { code } = scan;
  const own = code === null ? undefined : codes.get(code);
  const derived = scan.derived === null ? undefined : (rollUps.get(scan.derived) ?? codes.get(scan.derived));
  const rolled = derived && derived.status !== null ? derived : undefined;
  // CA is "carrier" in one of FedEx's groups; its words tell a cancelled shipment, whatever the roll-up still says.
  const isOwn = code !== null && (!double.has(code) || (code === "CA" && /cancel/i.test(scan.exception ?? "")));
  const said = own && isOwn ? own : (rolled ?? own);
  if (!said) return unlisted;
  if (said.status === "delivered") return deliveredAs(scan.exception);
  if (said.status === "returned_to_sender" && said.reason === "returning")
    return { ...said, reason: sentBackFor(scan) };
  const kind = own ? code : scan.derived;
  const why = kind !== null && general.has(kind) ? exceptionOf(scan, said) : said;
  const late = why.status === "delayed" || why.status === "exception";
  const delay = late ? (delays[scan.delay ?? ""] ?? null) : null;
  return { status: why.status, reason: why.reason ?? delay };
}

/** What only FedEx says: "Return tracking number 7712…" is how an Express parcel that goes back is told. */
const ownRules: WordRules = [
  [/^return tracking (number|id)\b/i, { status: "returned_to_sender", reason: "returning" }],
];

function exceptionOf(scan: FedexScan, said: Meaning): Meaning {
  const words = byWords(ownRules, scan.exception) ?? byWords(problemRules, scan.exception);
  const why = words ?? exceptionCodes.get(scan.exceptionCode ?? "") ?? said;
  // A delay stays a delay: what caused it is its reason, unless the parcel goes back or is lost.
  const stays = said.status === "delayed" && why.status !== "returned_to_sender" && why.status !== "lost";
  return stays ? { status: "delayed", reason: why.reason === "attempt" ? null : why.reason } : why;
}

/** Why it goes back, where the customer can be told more than that it does. */
function sentBackFor({ exception }: FedexScan): string {
  if (exception === null) return "returning";
  if (/unclaimed|not (collected|picked up)/i.test(exception)) return "unclaimed";
  return /address/i.test(exception) ? "address" : "returning";
}
