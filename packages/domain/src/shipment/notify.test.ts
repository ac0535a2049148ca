import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ShipmentStatus } from "../status.ts";
import { utcTime } from "../time.ts";
import {
  defaultPolicy,
  mailAddress,
  notificationsFor,
  OLD_NEWS_MS,
  type ShipmentFactsLike,
  type Trigger,
} from "./notify.ts";
import type { Eta, Scan } from "./scan.ts";
import { foldTimeline } from "./timeline.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const HOUR = 3_600_000;
const shipment = { id: "shp_1", shippedAt: NOW };
const order = { id: "ord_1", customerEmail: "Ana@Example.com " };

const scan = (status: ShipmentStatus | null, at: number, over: Partial<Scan> = {}): Scan => ({
  key: `ups|1Z|${status}|${at}`,
  code: status ?? "note",
  status,
  reason: null,
  message: "",
  time: utcTime(at),
  place: null,
  ordinal: null,
  ...over,
});
const facts = (scans: readonly Scan[], eta: Eta | null = null): ShipmentFactsLike => ({
  ...foldTimeline(scans, { notBefore: 0 }),
  eta,
});
const eta = (date: string, asOf: number): Eta => ({ date, from: null, to: null, asOf });

const tell = (
  before: ShipmentFactsLike | null,
  after: ShipmentFactsLike,
  over: Partial<Parameters<typeof notificationsFor>[0]> = {},
) => notificationsFor({ before, after, shipment, order, policy: defaultPolicy, now: NOW, ...over });
const triggersOf = (...args: Parameters<typeof tell>) => tell(...args).map((i) => i.trigger);

describe("which change is told", () => {
  const label = facts([]);
  const moving = facts([scan("in_transit", NOW - 3 * HOUR)]);

  test("a parcel that was just made is shipped", () => {
    expect(tell(null, label)).toMatchObject([
      {
        trigger: "shipped",
        key: "shipped|shp_1|ana@example.com|email|once",
        recipient: "ana@example.com",
        orderId: "ord_1",
      },
    ]);
  });

  test("its first movement names the same message, so that the outbox keeps one", () => {
    expect(tell(label, moving)[0]?.key).toBe(tell(null, label)[0]?.key);
  });

  test.each<[ShipmentStatus, Trigger | undefined]>([
    ["out_for_delivery", "out_for_delivery"],
    ["available_for_pickup", "out_for_delivery"],
    ["delivered", "delivered"],
    ["delivery_attempt_failed", "problem"],
    ["exception", "problem"],
    ["on_hold", "problem"],
    ["returned_to_sender", "problem"],
    ["lost", "problem"],
    ["delayed", "delayed"],
    ["accepted", undefined],
    ["cancelled", undefined],
  ])("moving → %s: %s", (status, trigger) => {
    const after = facts([...moving.scans, scan(status, NOW - HOUR)]);
    expect(triggersOf(moving, after)).toEqual(trigger ? [trigger] : []);
    expect(triggersOf(after, after)).toEqual([]);
  });

  test("an unknown code tells nobody anything", () => {
    expect(triggersOf(label, facts([scan("unknown", NOW)]))).toEqual([]);
    expect(triggersOf(moving, facts([...moving.scans, scan("unknown", NOW)]))).toEqual([]);
  });

  test("from nothing straight to delivered is one message: delivered", () => {
    const all = [
      scan("accepted", NOW - 9 * HOUR),
      scan("out_for_delivery", NOW - 5 * HOUR),
      scan("delivered", NOW - HOUR),
    ];
    expect(triggersOf(null, facts(all))).toEqual(["delivered"]);
    expect(triggersOf(label, facts(all))).toEqual(["delivered"]);
  });

  test("what the seller turned off is not told, and nothing else instead", () => {
    const policy = { triggers: { ...defaultPolicy.triggers, delivered: false } };
    expect(triggersOf(label, facts([scan("delivered", NOW)]), { policy })).toEqual([]);
  });

  test("nobody to tell: no address, a broken one, no order", () => {
    for (const customerEmail of [null, "", "ana", "a@b", "a b@c.de", "a@b.de\r\nBcc: x@y.zz", "a@b.de,c@d.ef"]) {
      expect(triggersOf(null, label, { order: { id: "ord_1", customerEmail } })).toEqual([]);
    }
    expect(triggersOf(null, label, { order: null })).toEqual([]);
    expect(mailAddress(" Ana.Silva+x@Exämple.com ")).toBe("ana.silva+x@exämple.com");
  });
});

describe("old news", () => {
  test("a scan older than three days when learnt is not mailed; one a minute younger is", () => {
    const old = facts([scan("delivered", NOW - OLD_NEWS_MS - 60_000)]);
    expect(triggersOf(null, old)).toEqual([]);
    expect(triggersOf(null, facts([scan("delivered", NOW - OLD_NEWS_MS + 60_000)]))).toEqual(["delivered"]);
  });

  test("a parcel shipped last week and imported today makes no mail, its next movement does", () => {
    const shippedAt = NOW - 7 * 24 * HOUR;
    expect(triggersOf(null, facts([]), { shipment: { id: "shp_1", shippedAt } })).toEqual([]);
    expect(triggersOf(facts([]), facts([scan("in_transit", NOW)]), { shipment: { id: "shp_1", shippedAt } })).toEqual([
      "shipped",
    ]);
  });

  test("a day is not over before it ends", () => {
    const day = {
      local: "2026-11-17",
      offset: 0,
      instant: Date.parse("2026-11-17T00:00:00Z"),
      precision: "date",
    } as const;
    expect(triggersOf(null, facts([scan("delivered", 0, { time: day })]))).toEqual(["delivered"]);
  });

  test("a date alone, and a wall clock without a zone, get the benefit of the doubt", () => {
    const date = { local: "2026-11-17", offset: null, instant: null, precision: "date" } as const;
    expect(triggersOf(null, facts([scan("delivered", 0, { time: date })]))).toEqual(["delivered"]);
    expect(triggersOf(null, facts([scan("delivered", 0, { time: { ...date, local: "2026-11-15" } })]))).toEqual([]);
  });
});

describe("delays", () => {
  const before = facts([scan("in_transit", NOW - HOUR)], eta("2026-11-21", NOW - 9 * HOUR));

  test("a promise moved to a later day is told with both days", () => {
    const after = { ...before, eta: eta("2026-11-23", NOW - HOUR) };
    expect(tell(before, after)).toMatchObject([
      { trigger: "delayed", previousDate: "2026-11-21", eta: { date: "2026-11-23" } },
    ]);
  });

  test("an earlier day, another window on the same day, an older saying: nothing", () => {
    expect(triggersOf(before, { ...before, eta: eta("2026-11-20", NOW) })).toEqual([]);
    expect(triggersOf(before, { ...before, eta: { ...eta("2026-11-21", NOW), from: "14:00", to: "18:00" } })).toEqual(
      [],
    );
    expect(triggersOf(before, { ...before, eta: eta("2026-11-25", NOW - 10 * HOUR) })).toEqual([]);
    expect(triggersOf({ ...before, eta: null }, { ...before, eta: eta("2026-11-25", NOW) })).toEqual([]);
  });

  test("not once it is delivered", () => {
    const delivered = facts([scan("delivered", NOW)], before.eta);
    expect(triggersOf(delivered, { ...delivered, eta: eta("2026-11-25", NOW) })).toEqual([]);
  });
});

describe("episodes", () => {
  const step = (...list: [ShipmentStatus, number][]) => facts(list.map(([s, h]) => scan(s, NOW + h * HOUR)));

  test("trouble upon trouble is one message, trouble after a recovery is a second one", () => {
    const first = step(["exception", 1]);
    const still = step(["exception", 1], ["on_hold", 2]);
    const well = step(["exception", 1], ["on_hold", 2], ["in_transit", 3]);
    const again = step(["exception", 1], ["on_hold", 2], ["in_transit", 3], ["exception", 4]);
    expect(triggersOf(null, first)).toEqual(["problem"]);
    expect(triggersOf(first, still)).toEqual([]);
    expect(triggersOf(still, well)).toEqual([]);
    expect(tell(well, again)[0]?.key).not.toBe(tell(null, first)[0]?.key);
  });

  test("a second delivery after a return, or after the first was corrected, is told; the first one told late is not again", () => {
    const first = scan("delivered", NOW - 9 * HOUR);
    const back = scan("returned_to_sender", NOW - 5 * HOUR, { reason: "returning" });
    const wrong = scan("in_transit", NOW - 5 * HOUR, { reason: "delivery_corrected" });
    const second = scan("delivered", NOW - HOUR);
    // What was turned round goes to its sender; only from a van that is where it was before does it reach the customer again.
    const place = { city: "Lyon", region: null, postalCode: null, country: "FR" };
    const [out, outAgain] = [10, 2].map((hours) => scan("out_for_delivery", NOW - hours * HOUR, { place }));
    const once = tell(facts([]), facts([first]))[0]?.key;
    for (const between of [back, wrong]) {
      const before = [out, first, between, outAgain].filter((s) => s !== undefined);
      const [again] = tell(facts(before), facts([...before, second]));
      expect(again?.trigger).toBe("delivered");
      expect(again?.key).not.toBe(once);
      expect(tell(facts([second]), facts([...before, second]))).toEqual([]);
    }
    expect(tell(facts([first, back]), facts([first, back, second]))).toEqual([]);
    expect(tell(facts([]), facts([second]))[0]?.key).toBe(once);
  });

  test("going back to the sender is told even after trouble, once", () => {
    const trouble = step(["exception", 1]);
    const back = step(["exception", 1], ["returned_to_sender", 2]);
    expect(tell(trouble, back)).toMatchObject([{ trigger: "problem", episode: "returned_to_sender" }]);
    expect(triggersOf(back, step(["exception", 1], ["returned_to_sender", 2], ["returned_to_sender", 3]))).toEqual([]);
  });

  test("two scans of one morning are one message, the next day's try is another", () => {
    const loaded = step(["out_for_delivery", -4]);
    const reloaded = step(["out_for_delivery", -4], ["in_transit", -3], ["out_for_delivery", -2]);
    const next = step(["out_for_delivery", -4], ["delivery_attempt_failed", 5], ["out_for_delivery", 20]);
    const key = tell(null, loaded)[0]?.key;
    expect(tell(step(["in_transit", -5]), reloaded)[0]?.key).toBe(key ?? "");
    expect(tell(step(["delivery_attempt_failed", 5]), next)[0]?.key).not.toBe(key);
  });
});

/** Scans of a life in which every kind of news happens, at distinct minutes of three days. */
const life = fc.uniqueArray(
  fc.record({
    status: fc.constantFrom<ShipmentStatus | null>(
      "pre_transit",
      "accepted",
      "in_transit",
      "out_for_delivery",
      "delivery_attempt_failed",
      "exception",
      "on_hold",
      "delayed",
      "delivered",
      "returned_to_sender",
      "available_for_pickup",
      "unknown",
      null,
    ),
    minute: fc.integer({ min: 0, max: 3 * 24 * 60 - 1 }),
  }),
  { selector: (s) => s.minute, maxLength: 14 },
);
const bad: ReadonlySet<ShipmentStatus> = new Set([
  "delivery_attempt_failed",
  "exception",
  "on_hold",
  "returned_to_sender",
  "lost",
]);

test("any order of arrival, any duplicates: one message per trigger and episode, and no more than truly happened", () => {
  fc.assert(
    fc.property(life, fc.infiniteStream(fc.nat()), fc.boolean(), (facts_, random, mailedAtCreation) => {
      const pick = (n: number) => (random.next().value ?? 0) % n;
      const scans = facts_.map((f) => scan(f.status, NOW + f.minute * 60_000));
      const arrivals = scans.flatMap((s) => Array.from({ length: 1 + pick(3) }, () => s));
      for (let i = arrivals.length - 1; i > 0; i--) {
        const j = pick(i + 1);
        [arrivals[i], arrivals[j]] = [arrivals[j]!, arrivals[i]!];
      }
      // The outbox: a key that is there writes nothing.
      const outbox = new Map<string, Trigger>();
      const known: Scan[] = [];
      let before: ShipmentFactsLike | null = null;
      if (mailedAtCreation) {
        before = facts([]);
        for (const i of tell(null, before)) outbox.set(i.key, i.trigger);
      }
      while (arrivals.length > 0) {
        known.push(...arrivals.splice(0, 1 + pick(4)));
        const after = facts(known);
        const later = { now: NOW + 4 * 24 * HOUR, shipment: { id: "shp_1", shippedAt: NOW + 2 * 24 * HOUR } };
        const intents = tell(before, after, later);
        expect(intents.length).toBeLessThanOrEqual(1);
        expect(tell(before, after, later)).toEqual(intents);
        for (const intent of intents) outbox.set(intent.key, intent.trigger);
        before = after;
      }
      const count = (t: Trigger) => [...outbox.values()].filter((x) => x === t).length;
      const days = (...input: (ShipmentStatus | null)[]) =>
        new Set(scans.filter((s) => input.includes(s.status)).map((s) => `${s.status} ${s.time.local.slice(0, 10)}`))
          .size;
      expect(count("shipped")).toBeLessThanOrEqual(1);
      expect(count("delivered")).toBeLessThanOrEqual(deliveriesOf(scans));
      expect(count("out_for_delivery")).toBeLessThanOrEqual(days("out_for_delivery", "available_for_pickup"));
      expect(count("delayed")).toBeLessThanOrEqual(days("delayed"));
      expect(count("problem")).toBeLessThanOrEqual(spells(scans));
      // The last word is never missed while it is fresh.
      const deliveries = scans.filter((s) => s.status === "delivered");
      if (before?.status === "delivered" && deliveries.length === 1 && (before.statusAt ?? 0) > NOW + 24 * HOUR) {
        expect(count("delivered")).toBe(1);
      }
    }),
    { numRuns: 1_500 },
  );
});

/** Deliveries in the true order of things, counted by hand: another one needs a return between. */
function deliveriesOf(scans: readonly Scan[]): number {
  let n = 0;
  let there = false;
  for (const s of scans.toSorted((a, b) => (a.time.instant ?? 0) - (b.time.instant ?? 0))) {
    if (s.status === "delivered" && !there) n++;
    if (s.status === "delivered") there = true;
    if (s.status === "returned_to_sender") there = false;
  }
  return n;
}

/** Times of trouble in the true order of things, counted by hand: a spell ends when something else is scanned. */
function spells(scans: readonly Scan[]): number {
  let n = 0;
  let in_ = false;
  const finals = new Set<string>();
  for (const s of scans.toSorted((a, b) => (a.time.instant ?? 0) - (b.time.instant ?? 0))) {
    if (s.status === null || s.status === "unknown") continue;
    if (s.status === "returned_to_sender") finals.add(s.status);
    const trouble = bad.has(s.status);
    if (trouble && !in_) n++;
    in_ = trouble;
  }
  // A return is told once more even inside a spell.
  return n + finals.size;
}
