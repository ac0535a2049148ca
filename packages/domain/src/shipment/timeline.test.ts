import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type ShipmentStatus, shipmentStatuses } from "../status.ts";
import { utcTime } from "../time.ts";
import type { Eta, Scan } from "./scan.ts";
import { scanKey } from "./scan.ts";
import { dueAtOf, firstEta, foldTimeline, mergeEta, movedAtOf, pollCadence } from "./timeline.ts";

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 10, 20, 8);

function scan(status: ShipmentStatus | null, hour: number, extra: Partial<Scan> = {}): Scan {
  const time = extra.time ?? utcTime(T0 + hour * HOUR);
  const code = extra.code ?? String(status);
  const place = extra.place ?? { city: "Lyon", region: null, postalCode: null, country: "FR" };
  const key = scanKey({ carrier: "ups", number: "1Z1", uniqueId: null, code, local: time.local, place });
  return { key, code, status, reason: null, message: code, place, ordinal: null, ...extra, time };
}
const fold = (...scans: Scan[]) => foldTimeline(scans, { notBefore: 0 });

// The rules are (a) to (d) of docs/platforms/scans.md#status, named beside each test.
describe("a timeline", () => {
  test("shows the newest status-bearing scan, whatever came last", () => {
    expect(fold(scan("out_for_delivery", 5), scan("in_transit", 2)).status).toBe("out_for_delivery");
  });

  test("keeps delivered against older and equal-time scans (a)", () => {
    expect(fold(scan("delivered", 6), scan("in_transit", 3)).status).toBe("delivered");
    expect(fold(scan("in_transit", 6), scan("delivered", 6)).status).toBe("delivered");
  });

  test("flags a newer scan after delivery and does not move for it (b)", () => {
    const state = fold(scan("delivered", 6), scan("exception", 7), scan("out_for_delivery", 8));
    expect(state.status).toBe("delivered");
    expect(state.postDelivery).toBe(true);
  });

  test("lets a return or an explicit correction undo a delivery (b)", () => {
    expect(fold(scan("delivered", 6), scan("returned_to_sender", 9, { reason: "returning" })).status).toBe(
      "returned_to_sender",
    );
    const corrected = fold(scan("delivered", 6), scan("in_transit", 9, { reason: "delivery_corrected" }));
    expect(corrected.status).toBe("in_transit");
    expect(corrected.deliveredAt).toBeNull();
  });

  test("leaves a terminal status only for a newer movement (c)", () => {
    expect(fold(scan("lost", 5), scan("on_hold", 6)).status).toBe("lost");
    expect(fold(scan("lost", 5), scan("in_transit", 6)).status).toBe("in_transit");
    expect(fold(scan("returned_to_sender", 5, { reason: "returned" }), scan("delayed", 6)).status).toBe(
      "returned_to_sender",
    );
  });

  test("is not moved by a scan without a status (d)", () => {
    expect(fold(scan("in_transit", 1), scan(null, 2, { code: "U/UP" })).status).toBe("in_transit");
  });

  test("shows unknown when unknown is all there is, and never lets it hide a known status", () => {
    expect(fold(scan("unknown", 1)).status).toBe("unknown");
    expect(fold(scan("accepted", 1), scan("unknown", 2)).status).toBe("accepted");
  });

  test("ignores the earlier life of a recycled number", () => {
    const state = foldTimeline([scan("delivered", -24 * 40), scan("accepted", 1)], { notBefore: T0 - 5 * 24 * HOUR });
    expect(state.status).toBe("accepted");
    expect(state.scans).toHaveLength(1);
  });

  test("folds a scan told twice in other words into one", () => {
    const first = scan("in_transit", 2, { message: "Departed" });
    const second = { ...scan("in_transit", 2), message: "Departed FedEx location" };
    expect(fold(first, second).scans.map((s) => s.message)).toEqual(["Departed FedEx location"]);
  });

  test("orders naked local times by date and the carrier's own order, never as UTC", () => {
    const naked = (local: string, ordinal: number, status: ShipmentStatus) =>
      scan(status, 0, { code: status, ordinal, time: { local, offset: null, instant: null, precision: "minute" } });
    // Eastward flight: the arrival's wall clock is earlier than the departure's on the same date.
    const state = fold(
      naked("2026-11-20T09:10:00", 1, "out_for_delivery"),
      naked("2026-11-20T11:40:00", 0, "in_transit"),
    );
    expect(state.status).toBe("out_for_delivery");
    expect(state.statusAt).toBeNull();
  });
});

const anyScan: fc.Arbitrary<Scan> = fc
  .record({
    status: fc.constantFrom(...shipmentStatuses, null),
    hour: fc.integer({ min: 0, max: 6 }),
    reason: fc.constantFrom(null, "returning", "returned", "customs", "delivery_corrected"),
    message: fc.string({ maxLength: 3 }),
    known: fc.boolean(),
    ordinal: fc.constantFrom(null, 0, 1, 2),
    code: fc.constantFrom("A", "B", "C"),
  })
  .map(({ status, hour, reason, message, known, ordinal, code }) => {
    const whole = utcTime(T0 + hour * HOUR);
    const time = known ? whole : { ...whole, offset: null, instant: null };
    return scan(status, hour, { reason, message, ordinal, code, time });
  });

describe("in any order, with any duplicates", () => {
  test("the same scans give the same timeline", () => {
    fc.assert(
      fc.property(
        fc.array(anyScan, { maxLength: 9 }).chain((scans) =>
          fc.record({
            scans: fc.constant(scans),
            shuffled: fc.shuffledSubarray(scans, { minLength: scans.length }),
            again: fc.subarray(scans),
          }),
        ),
        ({ scans, shuffled, again }) => {
          expect(foldTimeline([...again, ...shuffled, ...again], { notBefore: T0 })).toEqual(
            foldTimeline(scans, { notBefore: T0 }),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("folding what was folded before with what is new equals folding everything", () => {
    fc.assert(
      fc.property(fc.array(anyScan, { maxLength: 8 }), fc.array(anyScan, { maxLength: 8 }), (a, b) => {
        const step = foldTimeline(a, { notBefore: 0 });
        expect(foldTimeline([...step.scans, ...b], { notBefore: 0 })).toEqual(
          foldTimeline([...b, ...a], { notBefore: 0 }),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test("the newest saying about the delivery date wins", () => {
    const eta = fc.record({
      date: fc.constantFrom("2026-11-20", "2026-11-21"),
      from: fc.constantFrom(null, "09:00"),
      to: fc.constantFrom(null, "18:00"),
      asOf: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(eta, eta, eta, (a, b, c) => {
        expect(mergeEta(a, mergeEta(b, c))).toEqual(mergeEta(mergeEta(c, a), b));
        expect(mergeEta(a, a)).toEqual(a);
      }),
    );
  });
});

describe("how often a silent parcel is asked about (docs/platforms/scans.md#polling)", () => {
  const HOURS = 3_600;
  const DAYS = 24 * HOURS;
  const now = Date.parse("2026-11-20T12:00:00Z");
  const ago = (seconds: number) => now - seconds * 1000;
  const cadence = (input: Partial<Parameters<typeof pollCadence>[0]>) =>
    pollCadence({ status: "in_transit", eta: null, deliveredAt: null, newsAt: ago(HOURS), now, ...input });
  const within = (value: number | null, low: number, high: number) => {
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  };

  test("twice a day before it moves, every few hours under way, about hourly on its last day", () => {
    expect(cadence({ status: "pre_transit" })).toBe(12 * HOURS);
    within(cadence({}), 4 * HOURS, 6 * HOURS);
    const today = { date: "2026-11-20", from: null, to: null, asOf: now };
    within(cadence({ eta: today }), 1 * HOURS, 1.5 * HOURS);
    within(cadence({ status: "out_for_delivery" }), 1 * HOURS, 1.5 * HOURS);
    within(cadence({ status: "exception" }), 6 * HOURS, 12 * HOURS);
  });

  test("once more a day after the delivery, then never, whether or not its zone is known", () => {
    expect(cadence({ status: "delivered", deliveredAt: ago(2 * HOURS) })).toBe(22 * HOURS);
    expect(cadence({ status: "delivered", deliveredAt: ago(DAYS) })).toBeNull();
    expect(cadence({ status: "delivered", newsAt: ago(2 * HOURS) })).toBe(22 * HOURS);
    expect(cadence({ status: "delivered", newsAt: ago(DAYS + 1) })).toBeNull();
  });

  test("not after thirty days without news, nor when nothing more can come", () => {
    expect(cadence({ newsAt: ago(30 * DAYS + 1) })).toBeNull();
    for (const status of ["cancelled", "lost"] as const) expect(cadence({ status })).toBeNull();
  });
});

describe("what was promised and what is due", () => {
  const eta = fc.record({
    date: fc.constantFrom("2026-11-24", "2026-11-25", "2026-11-26"),
    from: fc.constantFrom(null, "14:00"),
    to: fc.constantFrom(null, "00:00", "12:00", "18:00"),
    asOf: fc.integer({ min: 1, max: 4 }),
  });

  test("the promise is the oldest saying, in any order and however often it is told", () => {
    fc.assert(
      fc.property(fc.array(eta, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (seen, picks) => {
        const fold = (all: readonly Eta[]) => all.reduce<Eta | null>(firstEta, null);
        const mixed = [...seen, ...seen].map((e) => [picks.next().value, e] as const).sort((a, b) => a[0] - b[0]);
        const first = fold(seen);
        expect(fold(mixed.map(([, e]) => e))).toEqual(first);
        expect(first?.asOf).toBe(Math.min(...seen.map((e) => e.asOf)));
      }),
    );
  });

  test("due is never before the day or the window is over, wherever on earth it is", () => {
    fc.assert(
      fc.property(eta, fc.integer({ min: -12 * 60, max: 14 * 60 }), (e, offset) => {
        const hour = e.to === null || e.to === "00:00" || e.to <= (e.from ?? "00:00") ? "T24:00:00Z" : `T${e.to}:00Z`;
        const over = Date.parse(`${e.date}${hour}`) - offset * 60_000;
        expect(dueAtOf(e, "in_transit")).toBeGreaterThanOrEqual(over);
      }),
    );
    const expected = { date: "2026-11-26", from: "14:00", to: "18:00", asOf: 1 };
    expect(dueAtOf(expected, "in_transit")).toBe(Date.parse("2026-11-27T06:00:00Z"));
    expect(dueAtOf({ ...expected, to: null }, "in_transit")).toBe(Date.parse("2026-11-27T12:00:00Z"));
  });

  test("nothing is due of a parcel that came to its end", () => {
    const e = { date: "2026-11-26", from: null, to: null, asOf: 1 };
    for (const status of ["delivered", "returned_to_sender", "lost", "cancelled"] as const)
      expect(dueAtOf(e, status)).toBeNull();
    expect(dueAtOf(null, "in_transit")).toBeNull();
  });

  test("it moved with its newest scan, else when it was handed in", () => {
    expect(movedAtOf([], 7)).toBe(7);
    expect(movedAtOf([scan("in_transit", 4), scan("accepted", 1)], 7)).toBe(T0 + 4 * HOUR);
  });
});
