import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { payments } from "@waybill/domain/order/order";
import { parcelWord } from "@waybill/domain/said/seller-words";
import { shipmentStatuses } from "@waybill/domain/status";
import { dashboardSummary } from "@waybill/engine/screens/overview";
import { line, NOW } from "@waybill/engine/testing/world";
import fc from "fast-check";
import { isBuilt } from "./built.ts";
import { type OrderWorld, startOrderWorld } from "./order-world.ts";
import { type Scanned, upsNumber } from "./said-scans.ts";

// Whatever a shop and a carrier say of an order, no two places contradict each other.

let world: OrderWorld;
let made = 0;
beforeAll(async () => {
  if (isBuilt) world = await startOrderWorld();
}, 30_000);
afterAll(() => world?.close());

const LETTERS = ["A", "B", "C"] as const;
const happy = fc.constantFrom("in_transit" as const, "out_for_delivery" as const, "delivered" as const);
const scans = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 2, arbitrary: happy },
      fc.constantFrom(...shipmentStatuses.filter((status) => status !== "cancelled")),
    ),
    fc.constantFrom(null, "address", "customs", "returned", "not_home"),
  ),
  { minLength: 1, maxLength: 4 },
);
const fulfilment = fc.record({
  units: fc.array(fc.constantFrom(0, 1, 1, 2), { minLength: 3, maxLength: 3 }),
  typed: fc.uniqueArray(fc.constantFrom(...LETTERS, ...LETTERS, "Local pickup"), { maxLength: 2 }),
  cancelled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  arrival: fc.option(fc.constantFrom("picked_up" as const, "delivered" as const, "ready_for_pickup" as const), {
    freq: 3,
  }),
});
const rarely = fc.integer({ min: 0, max: 11 }).map((n) => n === 0);
const life = fc.record({
  lines: fc.array(
    fc.record({ quantity: fc.constantFrom(0, 1, 1, 2, 3), shipped: fc.integer({ min: 0, max: 5 }).map((n) => n > 0) }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  fulfilments: fc.array(fulfilment, { minLength: 1, maxLength: 3 }),
  scans: fc.record({ A: scans, B: scans, C: scans }),
  payment: fc.oneof({ weight: 3, arbitrary: fc.constant("paid" as const) }, fc.constantFrom(...payments)),
  ...{ test: rarely, onHold: rarely, cancelled: rarely, archived: rarely, cashOnDelivery: rarely, mute: rarely },
  unreadable: rarely,
  /** The number of the first fulfilment is taken back before the carrier scans it. */
  retyped: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never;

/** The order as its channel would tell it: no unit in two fulfilments, and what is in none is still expected. */
function orderOf(given: Life, numbers: Record<string, string>) {
  const left: number[] = given.lines.map((one) => one.quantity);
  const fulfilments = given.fulfilments.map(({ units, typed, cancelled, arrival }, i) => {
    const lines = given.lines.flatMap((one, n) => {
      const quantity = one.shipped ? Math.min(units[n] ?? 0, left[n] ?? 0) : 0;
      if (!cancelled) left[n] = (left[n] ?? 0) - quantity;
      return quantity > 0 ? [{ externalLineId: String(n), quantity }] : [];
    });
    const tracking = typed.map((word) => ({ company: "UPS", number: numbers[word] ?? word, url: null }));
    const said = arrival && { kind: arrival, at: NOW - 60_000 };
    return { externalId: `f${i}`, cancelled, tracking, lines, createdAt: NOW - 3_600_000 + i, arrival: said };
  });
  const lines = given.lines.map(({ quantity, shipped }, n) => ({
    ...line(String(n), quantity),
    ...{ unfulfilled: shipped ? (left[n] ?? 0) : 0, requiresShipping: shipped },
  }));
  return { lines, fulfilments: fulfilments.filter((one) => one.lines.length > 0) };
}

async function live(given: Life): Promise<string> {
  made += 1;
  const externalId = `p${made}`;
  const numbers: Record<string, string> = Object.fromEntries(LETTERS.map((letter) => [letter, upsNumber()]));
  const order = {
    ...{ externalId, ...orderOf(given, numbers), payment: given.payment, test: given.test, onHold: given.onHold },
    ...{ cashOnDelivery: given.cashOnDelivery, cancelledAt: given.cancelled ? NOW - 7_200_000 : null },
    archivedAt: given.archived ? NOW - 7_200_000 : null,
    ...(given.mute ? { customer: { name: "Ana Marlow", email: null, phone: null } } : {}),
  };
  const id = await world.tell(order);
  if (given.retyped) {
    const [first, ...others] = order.fulfilments;
    const tracking = [{ company: "UPS", number: upsNumber(), url: null }];
    const fulfilments = first ? [{ ...first, tracking }, ...others] : [];
    await world.tell({ ...order, fulfilments, updatedAt: NOW - 60_000 });
  }
  const seen = new Set((await world.mailsOf(id)).map((mail) => mail.id));
  for (const letter of LETTERS) {
    await world.scan(numbers[letter] ?? "", given.scans[letter] as Scanned[], async () => {
      const written = (await world.mailsOf(id)).filter((mail) => !seen.has(mail.id));
      const pages = written.length > 0 ? await world.pagesOf(id) : [];
      for (const mail of written) {
        seen.add(mail.id);
        const page = pages.find((one) => one.id === mail.shipmentId);
        // The step of a mail is the step of the page when it is written; no mail tells of a number that was replaced.
        expect([mail.step, page?.replaced]).toEqual([page?.step, false]);
        expect(arrivedIn(`${mail.subject} ${mail.text}`)).toEqual(arrivedIn(page?.text ?? ""));
      }
    });
  }
  if (given.unreadable) await world.fail(externalId, "The shop gave no lines.");
  return id;
}

const ENDED = ["cancelled", "refunded", "completed", "archived", "deleted"];
const WAITING = ["on_hold", "pending"];
const COUNT = /(One|\d+) of (\d+) parcels arrived/;
/** "One of 2 parcels arrived" as [1, 2]; null where nobody says it. */
function arrivedIn(text: string): [number, number] | null {
  const found = COUNT.exec(text);
  return found && [found[1] === "One" ? 1 : Number(found[1]), Number(found[2])];
}

async function check(given: Life): Promise<void> {
  const { api, list, panel, file, drawers, customer, pages, mails } = await world.places(await live(given));
  const { order, shipments } = api;
  const counted = shipments.filter((one) => one.leftAt === null && one.status !== "cancelled");
  const arrived = counted.filter((one) => one.status === "delivered").length;

  // Counts.
  expect([order.delivered <= order.shipped, order.shipped <= order.units]).toEqual([true, true]);
  expect([order.parcels, order.parcelsArrived]).toEqual([counted.length, arrived]);
  expect([file.Items, file["Items shipped"], file["Items delivered"], file["To ship"]]).toEqual(
    [order.units, order.shipped, order.delivered, order.toShip].map(String),
  );
  expect([file.Parcels, file["Parcels arrived"]]).toEqual([order.parcels, order.parcelsArrived].map(String));
  expect(list.items).toBe(`${order.units} ${order.units === 1 ? "item" : "items"}`);
  const said = [list.detail ?? "", panel.parcels ?? ""].map(arrivedIn).filter((one) => one !== null);
  for (const one of said) expect(one).toEqual([arrived, counted.length]);
  for (const page of pages) {
    const own = arrivedIn(page.text);
    if (own && !page.replaced) expect(own).toEqual([arrived, counted.length]);
  }

  // What is left to ship.
  expect(panel.left).toBe(order.toShip > 0 ? `${order.toShip} of ${order.units}` : "Nothing left");
  if (ENDED.includes(order.status)) expect(order.toShip).toBe(0);
  const inStep = order.syncState === "success";
  const mayShip = order.toShip > 0 && inStep && !order.test && !WAITING.includes(order.status);
  expect(drawers.includes("to_ship")).toBe(mayShip);
  expect(drawers.length).toBe(order.test ? 0 : 1);
  if (list.detail && /to ship/.test(list.detail) && inStep) expect(order.toShip).toBeGreaterThan(0);

  // Words.
  expect(panel.word).toBe(file.Status ?? "");
  for (const word of [list.word, panel.word]) if (word === "Delivered") expect(order.status).toBe("delivered");
  if (customer.headline === "Your order has arrived")
    expect([order.toShip, order.delivered]).toEqual([0, order.shipped]);
  if (customer.headline === "Your order was sent") expect(order.toShip).toBe(0);
  const moves = (status: string) => counted.some((one) => one.status === status);
  if (list.word === "On its way") expect(moves("in_transit")).toBe(true);
  if (list.word === "Out for delivery") expect(moves("out_for_delivery")).toBe(true);

  // Parcels: panel and page, and what left the order.
  expect(pages.map((page) => page.step)).toEqual(panel.cards.map((card) => card.step));
  expect(pages.map((page) => page.replaced)).toEqual(shipments.map((one) => one.leftAt !== null));
  expect(panel.cards.map((card) => card.left !== null)).toEqual(shipments.map((one) => one.leftAt !== null));
  const numbers = counted.map((one) => one.number).toSorted();
  expect(
    (file["Tracking numbers"] ?? "")
      .split(/[\s,;]+/)
      .filter(Boolean)
      .toSorted(),
  ).toEqual(numbers);
  const words = counted.map((one) => parcelWord(one.status, one.reason));
  expect(counted.length === 0 ? [""] : words).toContain(file.Parcel ?? "");

  // Without a parcel: what the panel says instead of one.
  if (panel.none === "Nothing was shipped yet") expect(order.shipped).toBe(0);
  if (panel.none === "Nothing to ship") expect([order.toShip, order.shipped]).toEqual([0, 0]);
  if (panel.none === "Picked up") expect([order.toShip, order.delivered]).toEqual([0, order.shipped]);

  // Mails.
  if (order.test || order.customerEmail === null) expect(mails).toEqual([]);
  expect(panel.mails.length).toBe(mails.length);
}

describe.skipIf(!isBuilt)("whatever a shop and a carrier say", () => {
  test("no two places contradict each other, and the drawers hold each counted order once", async () => {
    await fc.assert(fc.asyncProperty(life, check), { numRuns: 100 });
    const { orders } = await dashboardSummary(world.world.scope);
    const sum = Object.values(orders.buckets).reduce((n, one) => n + one, 0);
    const [row] = await world.world.ctx.db.query("SELECT COUNT(*) AS n FROM orders WHERE test = 0");
    expect([sum, orders.total]).toEqual([Number(row?.n), Number(row?.n)]);
  }, 30_000);
});
