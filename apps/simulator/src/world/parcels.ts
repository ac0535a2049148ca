import { guessCarrier, normaliseNumber } from "./numbers.ts";
import { homes, warehouses } from "./places.ts";
import { digits } from "./random.ts";
import { isTroubleScan, planRoute, remainingJourney } from "./route.ts";
import type { Carrier, Fulfilment, Order, Parcel, Place, PlannedScan, Scan } from "./types.ts";
import { emit, later, stampNow, type World, worldTime } from "./world.ts";

/** Scans after which nothing more happens. */
const FINAL = new Set(["delivered", "returned"]);

function promise(world: World, parcel: Parcel): number {
  const known = parcel.scans.some((scan) => isTroubleScan(scan.kind));
  return world.clock.stamp(worldTime(world) + remainingJourney(parcel.plan, known));
}

function step(world: World, parcel: Parcel): void {
  const planned = parcel.plan.shift();
  if (planned === undefined) return;
  const last = parcel.scans.at(-1);
  // Two scans never carry the same second, nor two of a kind in one place the same minute: readers order scans and tell
  // them apart by that, and a van does not leave twice in a minute.
  const alike = parcel.scans.findLast((each) => each.kind === planned.kind && each.place === planned.place);
  const earliest = Math.max(last === undefined ? 0 : last.at + 1000, alike === undefined ? 0 : alike.at + 61_000);
  const at = Math.max(Math.floor(stampNow(world) / 1000) * 1000, earliest);
  const scan: Scan = { kind: planned.kind, at, place: planned.place };
  parcel.scans.push(scan);
  parcel.updatedAt = at;
  if (isTroubleScan(scan.kind) || parcel.scans.length === 1) parcel.eta = promise(world, parcel);
  if (FINAL.has(scan.kind)) parcel.eta = at;
  if (parcel.scans.length === 1) parcel.firstEta = parcel.eta;
  emit(world, { type: "scan", parcel, scan });
  schedule(world, parcel);
}

function schedule(world: World, parcel: Parcel): void {
  const next = parcel.plan[0];
  if (next === undefined || parcel.frozen) return;
  const reached = parcel.scans.length;
  // A parcel advanced by hand has moved on; the step planned for its old state is then void.
  later(world, next.wait, () => {
    if (parcel.scans.length === reached && world.parcels.get(parcel.number) === parcel) step(world, parcel);
  });
}

type NewParcel = {
  number: string;
  carrier?: Carrier | undefined;
  from?: Place | undefined;
  to?: Place | undefined;
  recipient?: string | undefined;
  grams?: number | undefined;
  order?: Order | undefined;
  fulfilment?: Fulfilment | undefined;
  /** A ready-made journey, taken at once to its end (test codes). */
  finished?: PlannedScan[] | undefined;
};

/**
 * The parcel of a number. A number that the world does not know becomes a new parcel: its label is printed at once and
 * it starts to move.
 *
 * @example registerParcel(world, { number: "1Z999AA10123456784", carrier: "ups" }).scans[0]?.kind // "label"
 */
export function registerParcel(world: World, input: NewParcel): Parcel {
  const number = normaliseNumber(input.number);
  const known = world.parcels.get(number);
  if (known !== undefined) return known;
  const random = world.random.parcels;
  const carrier = input.carrier ?? guessCarrier(number) ?? "usps";
  const from = input.from ?? warehouses[0].place;
  const to = input.to ?? random.pick(homes.US as Place[]);
  const route = planRoute({ random, carrier, from, to });
  const at = stampNow(world);
  const parcel: Parcel = {
    number,
    carrier,
    uniqueId: `${245_000 + world.parcels.size}0~${number}~FDEG`,
    orderId: input.order?.id ?? null,
    fulfilmentId: input.fulfilment?.id ?? null,
    from,
    to,
    recipient: input.recipient ?? random.pick(["M. Okafor", "J. Bennett", "A. Whitfield", "S. Castellanos"]),
    grams: input.grams ?? Number(digits(random, 3)) + 200,
    createdAt: at,
    updatedAt: at,
    scans: [],
    plan: input.finished ?? route.plan,
    eta: at,
    firstEta: at,
    trouble: input.finished === undefined ? route.trouble : null,
    frozen: input.finished !== undefined,
  };
  world.parcels.set(number, parcel);
  step(world, parcel);
  while (parcel.frozen && parcel.plan.length > 0) step(world, parcel);
  return parcel;
}

/** Makes the next `steps` scans happen now; returns how many there were left to make. */
export function advanceParcel(world: World, parcel: Parcel, steps: number): number {
  let made = 0;
  while (made < steps && parcel.plan.length > 0) {
    step(world, parcel);
    made += 1;
  }
  return made;
}

/** States the promised delivery of every moving parcel anew, after the pace of the world has changed. */
export function restatePromises(world: World): void {
  for (const parcel of world.parcels.values()) {
    if (parcel.plan.length === 0 || parcel.frozen) continue;
    parcel.eta = promise(world, parcel);
    parcel.firstEta = parcel.eta;
  }
}
