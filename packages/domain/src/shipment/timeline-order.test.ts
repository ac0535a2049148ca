import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ShipmentStatus } from "../status.ts";
import { utcTime } from "../time.ts";
import { type Scan, scanKey } from "./scan.ts";
import { foldTimeline } from "./timeline.ts";

// Rules (e) to (g) of docs/platforms/scans.md#status and those of #order: labels filed late, days without an hour, the way back.

const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 8, 14, 6);
const at = (city: string | null) => ({ city, region: null, postalCode: null, country: "US" });

function scan(status: ShipmentStatus | null, hour: number, extra: Partial<Scan> = {}): Scan {
  const time = extra.time ?? utcTime(T0 + hour * HOUR);
  const code = extra.code ?? String(status);
  const place = extra.place ?? at("RENO");
  const key = scanKey({ carrier: "ups", number: "1Z1", uniqueId: null, code, local: time.local, place });
  return { key, code, status, reason: null, message: code, place, ordinal: null, ...extra, time };
}
/** A scan of which only the day is known, as FedEx writes pickups. */
const onDay = (status: ShipmentStatus, local: string, extra: Partial<Scan> = {}) =>
  scan(status, 0, { time: { local, offset: null, instant: null, precision: "date" }, ...extra });
const fold = (...scans: Scan[]) => foldTimeline(scans, { notBefore: 0 });
const DAY = "2026-09-14";

describe("a label", () => {
  test("filed two minutes after the pickup takes no parcel back", () => {
    const state = fold(scan("in_transit", 10), scan("accepted", 9), scan("pre_transit", 10.05));
    expect([state.status, state.statusAt]).toEqual(["in_transit", T0 + 10 * HOUR]);
    expect(state.scans.map((s) => s.status)).toEqual(["accepted", "in_transit", "pre_transit"]);
  });

  test("is no activity after a delivery", () => {
    expect(fold(scan("delivered", 5), scan("pre_transit", 6))).toMatchObject({
      status: "delivered",
      postDelivery: false,
    });
  });

  test("that was voided stays so, until the parcel goes all the same", () => {
    const voided = [scan("pre_transit", 1), scan("cancelled", 2, { reason: "voided" })];
    expect(fold(...voided).status).toBe("cancelled");
    expect(fold(...voided, scan("pre_transit", 3, { code: "M/MP" })).status).toBe("cancelled");
    expect(fold(...voided, scan("accepted", 3)).status).toBe("accepted");
  });

  test("of a number's next life begins that life", () => {
    const scans = [scan("delivered", -24 * 60), scan("pre_transit", 1)];
    expect(foldTimeline(scans, { notBefore: T0 - 5 * 24 * HOUR }).status).toBe("pre_transit");
  });
});

test("at one moment a hold and its end stand as the carrier's list has them; a later step of life is later all the same", () => {
  const hold = (ordinal: number | null) => scan("on_hold", 1, { ordinal });
  const moves = (ordinal: number | null) => scan("in_transit", 1, { ordinal });
  expect(fold(moves(2), hold(1)).status).toBe("in_transit");
  expect(fold(moves(1), hold(2)).status).toBe("on_hold");
  // Not everything was listed: nobody said which came first.
  expect(fold(moves(2), hold(null)).status).toBe("on_hold");
  expect(fold(scan("delivered", 1, { ordinal: 1 }), moves(2)).status).toBe("delivered");
});

test("a parcel taken in once more on its way is no further back than it was", () => {
  expect(fold(scan("accepted", 1), scan("in_transit", 2), scan("accepted", 3)).status).toBe("in_transit");
  expect(fold(scan("pre_transit", 1), scan("accepted", 3)).status).toBe("accepted");
});

describe("a day without an hour", () => {
  const label = scan("pre_transit", 10.5);
  test("is not midnight: a pickup comes after the label of its day, and before the departure", () => {
    expect(fold(label, onDay("accepted", DAY)).status).toBe("accepted");
    const way = fold(onDay("accepted", DAY), scan("in_transit", 14), label);
    expect(way.scans.map((s) => s.status)).toEqual(["pre_transit", "accepted", "in_transit"]);
    expect(fold(scan("in_transit", -20), onDay("delivered", DAY), scan("out_for_delivery", 3)).status).toBe(
      "delivered",
    );
  });

  test("keeps its place among other days", () => {
    expect(
      fold(onDay("accepted", "2026-09-13"), label, onDay("in_transit", "2026-09-15")).scans.map((s) => s.status),
    ).toEqual(["accepted", "pre_transit", "in_transit"]);
  });

  test("the carrier's list is believed where it puts it after an hour, not where it sorts it as midnight", () => {
    const listed = (ordinal: number, status: ShipmentStatus, hour: number) => scan(status, hour, { ordinal });
    const late = fold(listed(0, "out_for_delivery", 3), onDay("in_transit", DAY, { ordinal: 1 }));
    expect(late.status).toBe("in_transit");
    const sorted = fold(listed(1, "pre_transit", 10.5), onDay("accepted", DAY, { ordinal: 0 }));
    expect(sorted.status).toBe("accepted");
  });

  test("leaves the instants of the others in force, whatever their wall clocks say", () => {
    // Auckland's morning is before Sydney's night of the day before, by the clocks on the wall.
    const flight = (local: string, offset: number, status: ShipmentStatus) =>
      scan(status, 0, {
        code: status,
        time: { local, offset, instant: Date.parse(`${local}Z`) - offset * 60_000, precision: "second" },
      });
    const state = fold(
      flight("2026-09-15T00:10:00", 720, "in_transit"),
      flight("2026-09-14T23:30:00", 600, "out_for_delivery"),
      onDay("accepted", "2026-09-13"),
    );
    expect(state.status).toBe("out_for_delivery");
  });
});

describe("on the way back", () => {
  const back = scan("returned_to_sender", 10, { reason: "returning", place: at("GRIMES") });
  const out = scan("out_for_delivery", 4, { place: at("GRIMES") });
  test("whatever it passes it is going back, and delivered it is back", () => {
    const passing = fold(
      out,
      back,
      scan("in_transit", 20),
      scan("delayed", 21),
      scan("out_for_delivery", 30, { place: at("TAMPA") }),
    );
    expect([passing.status, passing.reason]).toEqual(["returned_to_sender", "returning"]);
    const home = fold(out, back, scan("in_transit", 20), scan("delivered", 34, { place: at("TAMPA") }));
    expect([home.status, home.reason, home.deliveredAt, home.statusAt]).toEqual([
      "returned_to_sender",
      "returned",
      null,
      T0 + 34 * HOUR,
    ]);
    expect(fold(out, back, scan("delivered", 34), scan("in_transit", 40)).status).toBe("returned_to_sender");
  });

  test("a van that goes out again where it was before goes to the customer", () => {
    const again = scan("out_for_delivery", 28, { place: at("Grimes") });
    expect(fold(out, back, again).status).toBe("out_for_delivery");
    expect(fold(out, back, again, scan("delivered", 34))).toMatchObject({
      status: "delivered",
      deliveredAt: T0 + 34 * HOUR,
    });
  });

  test("a return that was only asked for may be too late", () => {
    const asked = scan("returned_to_sender", 5, { reason: "return_requested" });
    expect(fold(out, asked).status).toBe("returned_to_sender");
    expect(fold(out, asked, scan("delivered", 7)).status).toBe("delivered");
    expect(fold(scan("delivered", 4), asked)).toMatchObject({ status: "delivered", postDelivery: true });
  });

  test("lost is lost on the way back too", () => {
    expect(fold(out, back, scan("lost", 50)).status).toBe("lost");
  });
});

test("a reason belongs to its status: of two reports of one scan one is taken whole", () => {
  const weak = scan("delayed", 3, { code: "DE", reason: "weather" });
  const strong = { ...scan("delivery_attempt_failed", 3, { code: "DE" }), key: weak.key };
  expect(fold(weak, strong)).toMatchObject({ status: "delivery_attempt_failed", reason: null });
  expect(fold(strong, weak)).toMatchObject({ status: "delivery_attempt_failed", reason: null });
});

test("while no scan says anything the platform's own word holds", () => {
  const silent = (otherwise: "unknown" | "pre_transit", ...scans: Scan[]) =>
    foldTimeline(scans, { notBefore: 0, otherwise }).status;
  expect([silent("unknown"), silent("pre_transit"), silent("unknown", scan(null, 1))]).toEqual([
    "unknown",
    "pre_transit",
    "unknown",
  ]);
  expect(silent("unknown", scan("pre_transit", 1))).toBe("pre_transit");
});

const moved: readonly ShipmentStatus[] = [
  "accepted",
  "in_transit",
  "out_for_delivery",
  "delivered",
  "available_for_pickup",
];
const step = fc.record({
  status: fc.constantFrom<ShipmentStatus>("pre_transit", "delayed", "on_hold", ...moved),
  hour: fc.integer({ min: 0, max: 30 }),
  code: fc.constantFrom("A", "B"),
  form: fc.constantFrom("instant", "wall", "day"),
  ordinal: fc.constantFrom(null, 0, 1, 2),
});
const drawn = step.map(({ status, hour, code, form, ordinal }) => {
  const whole = utcTime(T0 + hour * HOUR);
  const wall = { ...whole, offset: null, instant: null };
  const time =
    form === "instant"
      ? whole
      : form === "wall"
        ? wall
        : { ...wall, local: whole.local.slice(0, 10), precision: "date" as const };
  return scan(status, hour, { code: `${code}/${status}`, time, ordinal });
});

test("in any order, however often told and wherever the label stands, a parcel that moved is never a label again", () => {
  fc.assert(
    fc.property(
      fc.array(drawn, { minLength: 1, maxLength: 8 }),
      fc.subarray([0, 3, 9, 15, 27, 31]),
      fc.infiniteStream(fc.nat()),
      (scans, labels, picks) => {
        const all = [...scans, ...labels.map((hour) => scan("pre_transit", hour, { code: "M/MP", ordinal: 9 }))];
        const mixed = [...all, ...all]
          .map((s) => [picks.next().value ?? 0, s] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, s]) => s);
        const state = fold(...all);
        expect(fold(...mixed)).toEqual(state);
        if (all.some((s) => s.status !== null && moved.includes(s.status)))
          expect(state.status).not.toBe("pre_transit");
      },
    ),
    { numRuns: 3000 },
  );
});

test("labels anywhere leave the state what it is without them", () => {
  fc.assert(
    fc.property(
      fc.array(
        drawn.filter((s) => s.status !== "pre_transit"),
        { minLength: 1, maxLength: 8 },
      ),
      fc.nat(30),
      (scans, hour) => {
        const { status, statusKey, deliveredAt } = fold(...scans);
        // The same form of time as the others, so that the label does not change how they are compared.
        const label = scan("pre_transit", hour, {
          code: "M/MP",
          ordinal: scans.every((s) => s.ordinal !== null) ? 5 : null,
        });
        const after = fold(...scans, label);
        expect({ status: after.status, deliveredAt: after.deliveredAt, statusKey: after.statusKey }).toEqual({
          status,
          deliveredAt,
          statusKey,
        });
      },
    ),
    { numRuns: 2000 },
  );
});
