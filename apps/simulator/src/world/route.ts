import { MINUTE_MS } from "@waybill/domain/time";
import { gateways, hubs } from "./places.ts";
import type { Random } from "./random.ts";
import type { Carrier, Place, PlannedScan, ScanKind, Trouble } from "./types.ts";

/** Share of parcels that meet trouble on the way. */
const TROUBLE_SHARE = 0.13;

type Step = readonly [kind: ScanKind, place: Place, minMinutes: number, maxMinutes: number];

function pickTrouble(random: Random, abroad: boolean): Trouble | null {
  if (!random.chance(TROUBLE_SHARE)) return null;
  const domestic: Trouble[] = ["attempt", "attempt", "address", "return", "weather", "late"];
  return random.pick(abroad ? [...domestic, "customs", "customs", "customs"] : domestic);
}

function clean(input: { random: Random; carrier: Carrier; from: Place; to: Place }): Step[] {
  const { random, from, to } = input;
  const hub = random.pick(hubs[input.carrier]);
  const steps: Step[] = [
    ["label", from, 0, 0],
    ["picked_up", from, 60, 220],
    ["departed", from, 60, 160],
    ["arrived", hub, 130, 300],
    ["departed", hub, 60, 180],
  ];
  const gateway = gateways[to.country];
  if (to.country !== from.country && gateway !== undefined) {
    steps.push(["exported", hub, 40, 120], ["imported", gateway, 240, 480], ["customs_cleared", gateway, 60, 240]);
    steps.push(["departed", gateway, 40, 120]);
  }
  steps.push(["at_destination", to, 140, 320], ["out_for_delivery", to, 60, 200], ["delivered", to, 60, 220]);
  return steps;
}

function withTrouble(input: { steps: Step[]; trouble: Trouble; from: Place; to: Place }): Step[] {
  const { steps, to } = input;
  const cut = (kind: ScanKind) => steps.findIndex((step) => step[0] === kind);
  const insert = (index: number, ...extra: Step[]) => [...steps.slice(0, index), ...extra, ...steps.slice(index)];
  const gateway = gateways[to.country] ?? to;
  switch (input.trouble) {
    case "attempt":
      return insert(cut("delivered"), ["attempted", to, 90, 240], ["out_for_delivery", to, 500, 900]);
    case "customs":
      return insert(cut("customs_cleared"), ["customs_hold", gateway, 40, 120]);
    case "address":
      return insert(cut("out_for_delivery"), ["address_problem", to, 30, 90], ["address_fixed", to, 240, 700]);
    case "weather":
      return insert(cut("at_destination"), ["weather_delay", steps[3]?.[1] ?? to, 90, 400]);
    case "late":
      return insert(cut("at_destination"), ["late_delay", steps[3]?.[1] ?? to, 60, 240]);
    case "return":
      return [
        ...steps.slice(0, cut("delivered")),
        ["attempted", to, 90, 240],
        ["attempted", to, 600, 900],
        ["returning", to, 240, 500],
        ["departed", to, 60, 200],
        ["returned", input.from, 700, 1200],
      ];
  }
}

/** The journey of one parcel: its scans with the world time between them, trouble included. */
export function planRoute(input: {
  random: Random;
  carrier: Carrier;
  from: Place;
  to: Place;
  trouble?: Trouble | null;
}): {
  plan: PlannedScan[];
  trouble: Trouble | null;
} {
  const { random, from, to } = input;
  const trouble = input.trouble === undefined ? pickTrouble(random, to.country !== from.country) : input.trouble;
  const base = clean(input);
  const steps = trouble === null ? base : withTrouble({ steps: base, trouble, from, to });
  const plan = steps.map(([kind, place, min, max]) => ({
    kind,
    place,
    wait: random.int(min * MINUTE_MS, max * MINUTE_MS),
  }));
  return { plan, trouble };
}

const LATE: ReadonlySet<ScanKind> = new Set([
  "customs_hold",
  "address_problem",
  "address_fixed",
  "weather_delay",
  "late_delay",
  "attempted",
]);

/** World ms until the promised delivery; before trouble has shown itself, the promise does not count it. */
export function remainingJourney(plan: readonly PlannedScan[], troubleKnown: boolean): number {
  let sum = 0;
  for (const step of plan) {
    if (troubleKnown || step.kind === "attempted" || !LATE.has(step.kind)) sum += step.wait;
    // The first attempt was meant to be the delivery.
    if (step.kind === "delivered" || step.kind === "returning" || (step.kind === "attempted" && !troubleKnown)) break;
  }
  return sum;
}

export function isTroubleScan(kind: ScanKind): boolean {
  return LATE.has(kind);
}
