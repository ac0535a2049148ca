import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { defaultOptions, type SimOptions } from "../options.ts";
import { createAgenda } from "./agenda.ts";
import { createClock } from "./clock.ts";
import { followParcels, fulfilmentState, shipOrder } from "./fulfilment.ts";
import { begin, liveHistory } from "./history.ts";
import { advanceParcel, registerParcel } from "./parcels.ts";
import { createDeck, createRandom } from "./random.ts";
import { receiveOrder } from "./shop-life.ts";
import { localTime } from "./times.ts";
import type { WorldEvent } from "./types.ts";
import { createWorld, runDue, tick, type World } from "./world.ts";

const HOUR = 3_600_000;
const start = Date.UTC(2026, 10, 20, 12);

function makeWorld(options: Partial<SimOptions> = {}): { world: World; events: WorldEvent[] } {
  const world = createWorld({
    ...defaultOptions,
    now: () => start,
    autoRun: false,
    ordersPerMinute: 0,
    seed: "w",
    ...options,
  });
  const events: WorldEvent[] = [];
  followParcels(world);
  liveHistory(world);
  begin(world);
  world.listeners.push((event) => events.push(event));
  return { world, events };
}

const story = (world: World) =>
  JSON.stringify({
    orders: world.orders.map((order) => [
      order.id,
      order.buyer.email,
      order.total,
      order.createdAt,
      order.fault?.kind,
      fulfilmentState(order),
    ]),
    parcels: [...world.parcels.values()].map((parcel) => [
      parcel.number,
      parcel.scans.map((scan) => [scan.kind, scan.at, scan.place.city]),
    ]),
  });

describe("the agenda", () => {
  test("gives tasks by due time, and by entry within one instant", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (dues) => {
        const agenda = createAgenda();
        const ran: [number, number][] = [];
        for (const [index, due] of dues.entries()) agenda.at(due, () => ran.push([due, index]));
        for (let task = agenda.takeDue(100); task !== undefined; task = agenda.takeDue(100)) task.run(task.due);
        const expected = dues
          .map((due, index): [number, number] => [due, index])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(ran).toEqual(expected);
      }),
    );
  });
});

describe("the clock", () => {
  test("runs faster than real time, but the calendar does not leave the present", () => {
    let real = start;
    const clock = createClock({ now: () => real, startAt: start, speed: 240, running: true });
    real += 10_000;
    expect(clock.elapsed()).toBe(2_400_000);
    expect(clock.stamp(clock.elapsed())).toBe(start + 10_000);
    clock.advance(HOUR);
    expect(clock.elapsed()).toBe(2_400_000 + HOUR);
    expect(clock.stamp(clock.elapsed())).toBe(start + 10_000 + HOUR);
  });

  test("stands still while paused, and a change of speed does not make time jump", () => {
    let real = start;
    const clock = createClock({ now: () => real, startAt: start, speed: 100, running: true });
    real += 1000;
    clock.setSpeed(10);
    expect(clock.elapsed()).toBe(100_000);
    real += 1000;
    clock.pause(true);
    real += 60_000;
    expect(clock.elapsed()).toBe(110_000);
    clock.pause(false);
    real += 1000;
    expect(clock.elapsed()).toBe(120_000);
  });
});

describe("the world", () => {
  test("the same seed tells the same story, another seed another one", () => {
    const [first, second, other] = [makeWorld(), makeWorld(), makeWorld({ seed: "other" })];
    for (const { world } of [first, second, other]) tick(world, 24 * HOUR);
    expect(story(first.world)).toBe(story(second.world));
    expect(story(first.world)).not.toBe(story(other.world));
  });

  test("begins with a past: forty orders, some shipped, delivered and on the way, none in the future", () => {
    const { world } = makeWorld();
    const states = new Set([...world.parcels.values()].map((parcel) => parcel.scans.at(-1)?.kind));
    expect(world.orders.length).toBe(40);
    expect(states.has("delivered")).toBe(true);
    expect(states.size).toBeGreaterThan(3);
    for (const parcel of world.parcels.values())
      for (const scan of parcel.scans) expect(scan.at).toBeLessThanOrEqual(start);
    for (const order of world.orders) expect(order.updatedAt).toBeLessThanOrEqual(start);
  });

  test("the default seed opens with a lively world: out for delivery, delayed, returned, awaiting payment", () => {
    const { world } = makeWorld({ seed: defaultOptions.seed });
    const last = (kind: string) => [...world.parcels.values()].filter((parcel) => parcel.scans.at(-1)?.kind === kind);
    expect(last("out_for_delivery").length).toBeGreaterThanOrEqual(2);
    expect(last("late_delay").length + last("weather_delay").length).toBeGreaterThanOrEqual(1);
    expect(last("returned").length).toBeGreaterThanOrEqual(1);
    expect(world.orders.some((order) => order.financial === "PENDING")).toBe(true);
  });

  test("at demo speed something moves within twenty real seconds, stamped with the present", () => {
    let real = start;
    const { world, events } = makeWorld({ now: () => real, autoRun: true, ordersPerMinute: 12, speed: 240 });
    real += 20_000;
    runDue(world);
    const scans = events.flatMap((event) => (event.type === "scan" ? [event.scan] : []));
    const orders = events.filter((event) => event.type === "order" && event.topic === "orders/create");
    expect(scans.length).toBeGreaterThanOrEqual(2);
    expect(orders.length).toBeGreaterThanOrEqual(3);
    for (const scan of scans) expect(Math.abs(scan.at - real)).toBeLessThan(21_000 + 61_000);
  });

  test("every parcel ends delivered or returned, with scans in order and a stage of delivery before the end", () => {
    const { world } = makeWorld({ initialOrders: 200 });
    tick(world, 20 * 24 * HOUR);
    expect(world.parcels.size).toBeGreaterThan(120);
    for (const parcel of world.parcels.values()) {
      const kinds = parcel.scans.map((scan) => scan.kind);
      expect(["delivered", "returned"]).toContain(kinds.at(-1) ?? "");
      expect(kinds[0]).toBe("label");
      expect(kinds).toContain("out_for_delivery");
      for (const [index, scan] of parcel.scans.entries()) {
        expect(scan.at).toBeGreaterThan(parcel.scans[index - 1]?.at ?? 0);
      }
    }
    const troubled = [...world.parcels.values()].filter((parcel) => parcel.trouble !== null).length;
    expect(troubled / world.parcels.size).toBeGreaterThan(0.06);
    expect(troubled / world.parcels.size).toBeLessThan(0.22);
  });

  test("a number nobody knows becomes a parcel at its label and moves on from there", () => {
    const { world, events } = makeWorld({ initialOrders: 0 });
    const parcel = registerParcel(world, { number: "1z 999 aa1 01 2345 6784" });
    expect([parcel.number, parcel.carrier, parcel.scans.length]).toEqual(["1Z999AA10123456784", "ups", 1]);
    expect(registerParcel(world, { number: "1Z999AA10123456784" })).toBe(parcel);
    tick(world, 6 * HOUR);
    expect(parcel.scans.length).toBeGreaterThan(1);
    const before = parcel.scans.length;
    advanceParcel(world, parcel, 1);
    // The step that had been planned for the old state is void: no scan happens twice.
    tick(world, 30 * 24 * HOUR);
    const scans = events.filter((event) => event.type === "scan");
    expect(scans.length).toBe(parcel.scans.length);
    expect(parcel.scans.length).toBeGreaterThan(before + 1);
  });

  test("a promise is kept when nothing goes wrong, and moved when a delay shows itself", () => {
    const { world } = makeWorld({ initialOrders: 0 });
    const parcels = Array.from({ length: 200 }, (_, index) =>
      registerParcel(world, { number: `9867887${10000 + index}`, carrier: "fedex" }),
    );
    const promised = new Map(parcels.map((parcel) => [parcel.number, parcel.eta]));
    const moved = new Map<string, number>();
    world.listeners.push((event) => {
      if (event.type !== "scan") return;
      const shown = ["weather_delay", "late_delay", "address_problem"].includes(event.scan.kind);
      if (shown) moved.set(event.parcel.number, event.parcel.eta);
    });
    tick(world, 10 * 24 * HOUR);
    for (const parcel of parcels) {
      const end = parcel.scans.find((scan) => scan.kind === "delivered")?.at ?? Number.NaN;
      const lateness = end - (promised.get(parcel.number) ?? 0);
      if (parcel.trouble === null) expect(Math.abs(lateness)).toBeLessThan(2000);
      if (parcel.trouble === "weather" || parcel.trouble === "late") expect(lateness).toBeGreaterThan(HOUR / 2);
      if (parcel.trouble === "attempt") expect(lateness).toBeGreaterThan(8 * HOUR);
    }
    expect(new Set(parcels.map((parcel) => parcel.trouble)).size).toBeGreaterThan(4);
    expect(moved.size).toBeGreaterThan(3);
    for (const [number, eta] of moved) {
      const end = world.parcels.get(number)?.scans.at(-1)?.at ?? Number.NaN;
      expect(Math.abs(end - eta)).toBeLessThan(2000);
    }
  });

  test("at demo speed a promise lies minutes ahead, not days", () => {
    const { world } = makeWorld({ autoRun: true, speed: 240 });
    const moving = [...world.parcels.values()].filter((parcel) => parcel.plan.length > 0);
    expect(moving.length).toBeGreaterThan(5);
    for (const parcel of moving) {
      expect(parcel.eta).toBeGreaterThan(start - 1000);
      expect(parcel.eta).toBeLessThan(start + 30 * 60_000);
    }
  });

  test("a step planned for a state that was left by hand is void, and does not hasten the next one", () => {
    const { world } = makeWorld({ initialOrders: 0 });
    const waits = (parcel: ReturnType<typeof registerParcel>) => parcel.plan.map((planned) => planned.wait);
    const candidates = Array.from({ length: 20 }, (_, index) =>
      registerParcel(world, { number: `9867887888${10 + index}`, carrier: "fedex" }),
    );
    const parcel = candidates.find((each) => (waits(each)[0] ?? 0) + 60_000 < (waits(each)[1] ?? 0));
    if (parcel === undefined) throw new Error("no parcel with a short first step");
    const planned = waits(parcel)[0] ?? 0;
    advanceParcel(world, parcel, 1);
    tick(world, planned + 1000);
    expect(parcel.scans.length).toBe(2);
  });

  test("stock is taken by an order, leaves with the parcel, and is never created or lost", () => {
    const { world } = makeWorld({ initialOrders: 0, outcomes: { clean: 1, retrySucceeds: 1 } });
    const sum = () => world.products.reduce((total, product) => total + product.available + product.committed, 0);
    const before = sum();
    const order = receiveOrder(world);
    expect(sum()).toBe(before);
    const pieces = order.lines.reduce((total, line) => total + line.quantity, 0);
    expect(shipOrder(world, order).length).toBe(order.fulfilmentOrders.length);
    expect(sum()).toBe(before - pieces);
    expect(fulfilmentState(order)).toBe("FULFILLED");
    expect(shipOrder(world, order)).toEqual([]);
  });

  test("a deck holds its share exactly in every deckful", () => {
    const deck = createDeck(createRandom("deck"), () => 0.6);
    for (let round = 0; round < 5; round += 1) {
      expect(Array.from({ length: 20 }, () => deck()).filter(Boolean).length).toBe(12);
    }
  });

  test("wall clocks follow the zone, daylight saving included", () => {
    // IANA: New York is UTC-4 in July and UTC-5 in November; Kolkata is UTC+5:30 all year.
    expect(localTime(Date.UTC(2026, 6, 1, 12), "America/New_York")).toEqual({
      naive: "2026-07-01T08:00:00",
      date: "20260701",
      time: "080000",
      offset: "-04:00",
    });
    expect(localTime(Date.UTC(2026, 10, 20, 12, 30), "America/New_York").offset).toBe("-05:00");
    expect(localTime(Date.UTC(2026, 10, 20, 12), "Asia/Kolkata").naive).toBe("2026-11-20T17:30:00");
  });
});
