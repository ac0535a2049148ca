import { codeTable, type Meaning, unlisted } from "../../kit/codes.ts";
import { deliveredAs } from "../../kit/problem-words.ts";
import { byWords, type WordRules } from "../../kit/words.ts";
import { mailInnovationsCodes } from "./mail-innovations.ts";
import { activityCodes } from "./pairs.ts";

// UPS's published codes (Tracking appendix), grouped by what they do to a shipment. A code is unique only inside its type:
// M/DP is a manifest, I/DP a departure; D is not always delivered, X often no exception (docs/platforms/ups.md#codes).

/** The three-digit status codes of Track, and of Track Alert's `descriptionCode` when written with three digits. */
export const statusCodes = codeTable(`
pre_transit: 003 044 045 079 080 157 166
pre_transit/pickup_attempt: 065 131 135
pre_transit/pickup_scheduled: 077
pre_transit/pickup_voided: 043
accepted: 038 160 167 168 169
in_transit: 005 010 016 018 025 027 028 039 041 042 047 054 056 057 063 070 071 072 073 074 075 082 087 093 094 095
in_transit: 096 097 098 099 100 101 110 111 112 113 114 120 121 122 133 137 138 158 159 164 165
in_transit/customs_cleared: 014 084 134
out_for_delivery: 006 021 037 078 089 091 146 162
available_for_pickup: 017 040
available_for_pickup/pickup_point: 161
available_for_pickup/post_office: 144
delivered: 011 026 156
delivered/agent: 143
delivery_attempt_failed: 022 023 060 061 062 066 145
delivery_attempt_failed/final: 024
delayed: 046 048 049 086 090 132
delayed/rescheduled: 055 115 116 136
delayed/weather: 032 051 052 053
on_hold: 083 102 103 104 105
on_hold/customer_request: 019 020 106 107 108 109
on_hold/payment: 085
on_hold/customs: 012 058 092 123 124 125 126
exception: 013 029 030 069 076 139 141
exception/address: 050
exception/claim: 127 128 129 130 142
exception/damage: 059
exception/destroyed: 149
exception/refused: 064
exception/seized: 147
returned_to_sender/returned: 034 067 081
returned_to_sender/returning: 035 036
returned_to_sender/return_requested: 033 117 118 119
cancelled: 007
lost: 068 140
unknown: 000 088 148 163
-/delivery_photo: 155
-/eta_date_changed: 154
-/eta_time_changed: 153
`);

/**
 * Only where UPS defines the type itself: a new D code is a place where the parcel was left (D/FS, D/F4 occur in its own
 * samples), a manifest is a label. A new "I" code stays unknown: the type also holds what is out for delivery.
 */
const typeDefaults: Readonly<Record<string, Meaning>> = {
  D: { status: "delivered", reason: null },
  M: { status: "pre_transit", reason: null },
  P: { status: "accepted", reason: null },
  MV: { status: "cancelled", reason: "voided" },
  X: { status: "exception", reason: null },
  O: { status: "out_for_delivery", reason: null },
  RS: { status: "returned_to_sender", reason: "returning" },
};

/** Freight set down at a container station or in a warehouse: called "Delivered Origin CFS", and at no customer's. */
const freight: ReadonlySet<string> = new Set(["DO", "DD", "W"]);

const cleared: Meaning = { status: "in_transit", reason: "customs_cleared" };
const means = (status: Meaning["status"], reason: string | null): Meaning => ({ status, reason });

/**
 * Tried in order on the words of a code that no table lists. Only a release by customs and UPS's plain sentence lead to in_transit:
 * anything else would be a guess.
 */
const keywords: WordRules = [
  [/return(ed|ing)? to (the )?(original )?(sender|shipper)/i, means("returned_to_sender", "returning")],
  [/refused/i, means("exception", "refused")],
  [/\b(not|un(able|successful)|could ?n.t)\b.*deliver|undeliverable/i, means("exception", "undeliverable")],
  [/attempt(ed|s)?\b/i, means("delivery_attempt_failed", null)],
  [/out for delivery/i, means("out_for_delivery", null)],
  [/access point|(ready|held|awaiting|available)\b.*(pick ?up|collection)/i, means("available_for_pickup", null)],
  [/\b(released|cleared)\b.*(customs|clearance|government|agency)|customs.*\b(released|cleared)\b/i, cleared],
  // Cleared, and of what is not said.
  [/clear(ed|ance completed)\b/i, unlisted],
  [/customs|clearance/i, means("on_hold", "customs")],
  [/weather/i, means("delayed", "weather")],
  [/delay|resched/i, means("delayed", null)],
  [/void|cancel/i, means("cancelled", null)],
  [/^delivered\b/i, means("delivered", null)],
  [/^((your|the) )?(package|shipment|parcel) is (in transit|on (the|its) way)/i, means("in_transit", null)],
];

type Activity = {
  type: string | null;
  code: string | null;
  statusCode: string | null;
  description: string | null;
  /** The number may be of Mail Innovations, which has a list of its own under the same letters. */
  isMail?: boolean;
};

/**
 * What a UPS activity says about the shipment, by the order of docs/platforms/ups.md#codes: three-digit code, then (type, code), then words,
 * then the type's own meaning. Type U (a new date, a photo) never moves a shipment.
 *
 * @example meaningOf({ type: "I", code: "OT", statusCode: null, description: "Out for Delivery" }) // out_for_delivery
 */
export function meaningOf(activity: Activity): Meaning {
  const meant = codedMeaning(activity);
  if (meant.status !== "delivered") return meant;
  if (freight.has(activity.type ?? "")) return unlisted;
  // Under the code for a delivery it may be at a counter, or with its sender again: its words say so.
  const said = deliveredAs(activity.description);
  return { status: said.status, reason: said.status === "delivered" ? (meant.reason ?? said.reason) : said.reason };
}

function codedMeaning(activity: Activity): Meaning {
  const { type, statusCode, description } = activity;
  const pair = pairOf(activity);
  if (type === "U") return pair ?? { status: null, reason: null };
  const byStatus = statusCode === null ? undefined : statusCodes.get(statusCode.padStart(3, "0"));
  if (byStatus && byStatus.status !== "unknown" && isPossible({ byStatus, activity, pair })) {
    // The pair often knows why ("customs", "weather") where the three digits only say what.
    const reason = byStatus.reason ?? (pair?.status === byStatus.status ? pair.reason : null);
    return { status: byStatus.status, reason };
  }
  if (pair) return pair;
  // "Status not available" is the last word when nothing else in the scan says more.
  if (byStatus?.status === "unknown") return byStatus;
  const said = byWords(keywords, description);
  // The return itself ends like a delivery: of type D it is no longer on its way.
  if (said?.status === "returned_to_sender" && type === "D") return { ...said, reason: "returned" };
  return said ?? typeDefaults[type ?? ""] ?? unlisted;
}

/** A mail parcel's code is looked for among UPS's own first: the same number may still be in UPS's hands. Its words tell which it is. */
function pairOf({ type, code, description, isMail }: Activity): Meaning | undefined {
  const listed = lookUp(activityCodes[type ?? ""], code);
  const mail = isMail && code !== null ? mailInnovationsCodes.get(code) : undefined;
  const saysMail = /usps|post office|mail innovations|international carrier|addressee|en ?route/i.test(
    description ?? "",
  );
  return saysMail ? (mail ?? listed) : (listed ?? mail);
}

/** No label: what these types tell has happened to a parcel. */
const happened: ReadonlySet<string | null> = new Set(["D", "X"]);

/**
 * The three digits are a summary, and can be absurd beside the scan's own type: a customs release that is called a label (UPS's
 * own example), a manifest that is called delivered. Then the pair and the words say what it is.
 */
function isPossible(input: { byStatus: Meaning; activity: Activity; pair: Meaning | undefined }): boolean {
  const { byStatus, activity, pair } = input;
  const { type } = activity;
  const isLabel = byStatus.status === "pre_transit";
  if (type === "M" || type === "MV") return isLabel || byStatus.status === "cancelled";
  if (pair?.status === byStatus.status) return true;
  if (isLabel) return !happened.has(type) && (pair === undefined || pair.status === null);
  const isOnItsWay = byStatus.status === "in_transit" || byStatus.status === "out_for_delivery";
  // "On the way" beside a scan that says where the parcel stopped: its type, and its pair or its words, are two against one.
  if (type === "D" && isOnItsWay && !pair) return !/^delivered\b/i.test(activity.description ?? "");
  if (type === "X" && byStatus.status === "in_transit" && byStatus.reason === null && pair && isTrouble(pair))
    return false;
  // A summary alone delivers no parcel whose own pair says that it is somewhere else.
  return byStatus.status !== "delivered" || type === "D" || pair === undefined;
}

const isTrouble = ({ status }: Meaning) => status !== null && status !== "in_transit" && status !== "unknown";

/** UPS writes numeric codes both as "9" and as "09". */
function lookUp(table: ReadonlyMap<string, Meaning> | undefined, code: string | null): Meaning | undefined {
  if (!table || code === null) return undefined;
  return table.get(code) ?? table.get(code.replace(/^0+(?=\d+$)/, ""));
}
