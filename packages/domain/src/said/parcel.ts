import { customerStep } from "../shipment/timeline.ts";
import type { CustomerStep, ShipmentStatus } from "../status.ts";
import { asksForAddress } from "./status-key.ts";
import type { Together } from "./together.ts";

// What is said of a parcel as plain facts. Mail, page, list, panel, CSV and API take them from here and only choose words. No schema
// is imported: the public page's script brings no validator along.

/** The five steps in their order. (The domain's own list comes with the validator.) */
export const stepOrder = [
  "ordered",
  "shipped",
  "in_transit",
  "out_for_delivery",
  "delivered",
] as const satisfies readonly CustomerStep[];

/** What stands first, before any words: the language's tables have them. */
type Headline =
  /** A day is known and nothing is in its way; `now_expected`: another day than was promised. */
  | { id: "arriving" | "now_expected"; date: string }
  /** On the van: who knows what day it is says "today", a mail does not. */
  | { id: "out"; date: string | null }
  /** This one has arrived, of an order in several parcels. */
  | { id: "some_arrived" | "all_arrived"; arrived: number; of: number }
  /** The status's own word. */
  | { id: "status" };

type ParcelFacts = {
  status: ShipmentStatus;
  reason: string | null;
  scans: readonly { status: ShipmentStatus | null }[];
  /** The expected day; hours are said by whoever knows whose clock they are. */
  eta: { date: string } | null;
  /** A day that was promised before, where it is another than the expected one. */
  promised: string | null;
  together: Together | null;
};

export type ParcelSaid = {
  step: CustomerStep;
  /** The step's place, from 0; a parcel that is back stands at the last one, which is its sender's door. */
  reached: number;
  /** It goes back, or is back: the last step is called "Returned". */
  goesBack: boolean;
  headline: Headline;
  /** Which sentences tell what happened: the status's own, or those of a delay that only the day shows. */
  sentence: { status: ShipmentStatus; reason: string | null };
  /** Expected on another day than was promised. */
  late: boolean;
  together: Together | null;
  /** The trouble is the delivery address: who is asked to check it is shown it. */
  showsAddress: boolean;
};

/** On the way as planned: the arrival says more than the status. */
const smooth: ReadonlySet<ShipmentStatus> = new Set(["pre_transit", "accepted", "in_transit"]);
const moving: ReadonlySet<ShipmentStatus> = new Set(["accepted", "in_transit"]);

/** A delivery whose reason has a word of its own says that first. */
function headlineOf(facts: ParcelFacts, late: boolean): Headline {
  const { status, reason, eta, together } = facts;
  if (status === "delivered") {
    if (!together || reason === "partial") return { id: "status" };
    const { arrived, of } = together;
    return { id: arrived < of ? "some_arrived" : "all_arrived", arrived, of };
  }
  if (status === "out_for_delivery") return { id: "out", date: eta?.date ?? null };
  if (eta && (smooth.has(status) || status === "delayed")) {
    return { id: late ? "now_expected" : "arriving", date: eta.date };
  }
  return { id: "status" };
}

/**
 * The facts that everyone tells of a parcel in the same way. Pure.
 *
 * @example saidOfParcel({ status: "pre_transit", reason: null, scans: [], eta: null, promised: null, together: null }).step // "ordered"
 */
export function saidOfParcel(facts: ParcelFacts): ParcelSaid {
  const { status, reason, eta, promised, together } = facts;
  const step = customerStep(facts);
  const goesBack = status === "returned_to_sender";
  const isBack = goesBack && reason === "returned";
  const slipped = eta !== null && promised !== null && promised < eta.date;
  const late = slipped || status === "delayed";
  return {
    step,
    reached: isBack ? stepOrder.length - 1 : stepOrder.indexOf(step),
    goesBack,
    headline: headlineOf(facts, late),
    sentence: slipped && moving.has(status) ? { status: "delayed", reason: null } : { status, reason },
    late,
    together,
    showsAddress: asksForAddress({ status, reason }),
  };
}
