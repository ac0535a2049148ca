import { describe, expect, test } from "bun:test";
import type { Eta, TrackingUpdate } from "@waybill/domain/shipment/scan";
import { utcTime } from "@waybill/domain/time";
import fc from "fast-check";
import { ORG } from "../testing/scope.ts";
import { NOW } from "../testing/world.ts";
import { foldInto, type UpdateBatch } from "./fold.ts";
import type { ShipmentRow } from "./rows.ts";

const HOUR = 3_600_000;
const row = {
  ...{ id: "shp_1", orgId: ORG, orderId: null, carrier: "ups", number: "1Z1", connectionId: "con_1", handle: null },
  ...{ uniqueId: null, status: "pre_transit", reason: null, statusAt: null, deliveredAt: null, postDelivery: false },
  ...{ eta: null, promised: null, dueAt: null, movedAt: NOW - 50 * HOUR, proof: null, scanCount: 0, lines: [] },
  ...{ lastMessage: null, lastPlace: null, shippedAt: NOW - 50 * HOUR, notBefore: NOW - 200 * HOUR, createdAt: NOW },
  ...{ lastHeardAt: null, nextPollAt: null, pollFailures: 0, pollNote: null, version: 0, changedAt: NOW },
} as unknown as ShipmentRow;

type Said = { hour: number; status: "in_transit" | "delivered" | null; eta: Omit<Eta, "asOf"> | null; asOf: number };
const seen: fc.Arbitrary<Said> = fc.record({
  hour: fc.integer({ min: -40, max: 0 }),
  status: fc.constantFrom("in_transit", "in_transit", "delivered", null),
  eta: fc.option(
    fc.record({
      date: fc.constantFrom("2026-11-24", "2026-11-25", "2026-11-26"),
      from: fc.constant(null),
      to: fc.constantFrom(null, "18:00"),
    }),
  ),
  asOf: fc.integer({ min: -40, max: 0 }),
});

const update = (input: Said): TrackingUpdate => ({
  ...{ number: "1Z1", carrier: "ups", uniqueId: null, handle: null, proof: null },
  scans:
    input.status === null
      ? []
      : [
          {
            ...{
              key: `${input.status} ${input.hour}`,
              code: input.status,
              status: input.status,
              reason: null,
              message: input.status,
            },
            ...{ time: utcTime(NOW + input.hour * HOUR), place: null, ordinal: null },
          },
        ],
  eta: input.eta && { ...input.eta, asOf: NOW + input.asOf * HOUR },
});
const batch = { inboxId: null, receivedAt: NOW, connectionId: "con_1" } as UpdateBatch;
const ctx = { now: () => NOW, random: () => 0.5 };

/** What is kept after these updates, folded `at` once and the others one by one. */
function kept(all: readonly Said[], at: number) {
  const scans = new Map<string, TrackingUpdate["scans"][number]>();
  let now = row;
  const groups = [all.slice(0, at), ...all.slice(at).map((one) => [one])];
  for (const group of groups) {
    const updates = group.map(update);
    now = foldInto({
      ctx,
      before: { row: now, scans: [...scans.values()], inbox: new Map() },
      batches: updates.map((one) => ({ batch, updates: [one] })),
      until: Number.POSITIVE_INFINITY,
    }).after;
    for (const scan of updates.flatMap((one) => one.scans)) scans.set(scan.key, scan);
  }
  return { promised: now.promised, dueAt: now.dueAt, movedAt: now.movedAt };
}

describe("what a parcel was promised, when it is due, when it last moved", () => {
  test("are the same in any order, with any duplicates, folded together or one by one", () => {
    const plan = fc.array(seen, { minLength: 1, maxLength: 6 }).chain((all) =>
      fc.record({
        all: fc.constant(all),
        mixed: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
        at: fc.nat(all.length),
      }),
    );
    fc.assert(fc.property(plan, ({ all, mixed, at }) => expect(kept(mixed, at)).toEqual(kept(all, all.length))));
  });

  test("the first promise stays when the carrier moves the day; movement is the newest scan", () => {
    const day = (date: string, asOf: number): Said => ({
      hour: asOf,
      status: "in_transit",
      eta: { date, from: null, to: null },
      asOf,
    });
    const after = kept([day("2026-11-26", -2), day("2026-11-24", -30)], 0);
    expect(after.promised?.date).toBe("2026-11-24");
    expect(after.dueAt).toBe(Date.parse("2026-11-27T12:00:00Z"));
    expect(after.movedAt).toBe(NOW - 2 * HOUR);
  });
});
