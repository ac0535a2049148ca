import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { ChannelOrder, Fulfilment } from "@waybill/domain/order/order";
import { HOUR_MS } from "@waybill/domain/time";
import { getOrder } from "../screens/order-page.ts";
import { type StopKind, upsAlert } from "../testing/events.ts";
import {
  deliver,
  type EngineWorld,
  line,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";

// Lives of orders as shops and carriers tell them, each told step by step to the real engine: what is said at the end is what a person
// of this job would say (docs/architecture.md#statuses).

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
let ups: TestConnection;
beforeAll(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  ups = await putConnection(world, { adapter: "ups" });
});
afterAll(() => database.close());

type OrderNow = Partial<ChannelOrder>;
type Step = { tell: OrderNow } | { scan: StopKind | "lost"; number: string } | { hand: string; units?: number };
type Parcels = Record<string, string>;
type Row = [what: string, steps: Step[], end: Partial<OrderSummary>, parcels?: Parcels];

/** Lines by id: units bought, and of them those that the channel still expects. */
const lines = (
  units: Record<string, [quantity: number, unfulfilled: number]>,
  more: Partial<ReturnType<typeof line>> = {},
) => Object.entries(units).map(([id, [quantity, unfulfilled]]) => ({ ...line(id, quantity), unfulfilled, ...more }));
const ful = (
  id: string,
  units: Record<string, number>,
  numbers: string[],
  more: Partial<Fulfilment> = {},
): Fulfilment => ({
  ...{ externalId: id, cancelled: false, createdAt: NOW - 5 * HOUR_MS },
  tracking: numbers.map((number) => ({ company: "UPS", number, url: null })),
  lines: Object.entries(units).map(([externalLineId, quantity]) => ({ externalLineId, quantity })),
  ...more,
});
const tell = (order: OrderNow): Step => ({ tell: order });
const one = lines({ a: [1, 0] });
/** One unit in one parcel. */
const sent = (number: string, more: OrderNow = {}) =>
  tell({ lines: one, fulfilments: [ful("f", { a: 1 }, [number])], ...more });
const scan = (number: string, kind: StopKind | "lost"): Step => ({ scan: kind, number });
const card = { ...line("card", 1), requiresShipping: false };
const money = (minor: number) => ({ minor, currency: "USD" });

let orders = 0;
let moment = 0;
/** "A" is another number in each life. */
const numberOf = (letter: string) => `1Z12345E0${String(letter.charCodeAt(0) - 64)}${String(orders).padStart(8, "0")}`;

async function scanned(letter: string, kind: StopKind | "lost"): Promise<void> {
  moment += 60_000;
  const at = NOW - 2 * HOUR_MS + (moment % HOUR_MS);
  const stop = { kind: kind === "lost" ? ("departed" as const) : kind, at, city: "Omaha", region: "NE" };
  const alert = upsAlert({ number: numberOf(letter), stop });
  const lost = JSON.stringify({ ...JSON.parse(alert), activityStatus: { type: "X", code: "UO", description: "Lost" } });
  await deliver(world, ups, kind === "lost" ? lost : alert);
  await world.settle();
}

async function live(steps: Step[]) {
  orders += 1;
  const externalId = String(orders);
  let id = "";
  for (const step of steps) {
    if ("scan" in step) await scanned(step.number, step.scan);
    else if ("hand" in step) {
      const lines = step.units === undefined ? undefined : [{ externalLineId: "a", quantity: step.units }];
      await putShipment(world, { orderId: id, number: numberOf(step.hand), carrier: "ups", lines });
    } else {
      moment += 1;
      const { fulfilments = [] } = step.tell;
      const named = fulfilments.map((f) => ({
        ...f,
        tracking: f.tracking.map((t) => ({ ...t, number: /^[A-Z]$/.test(t.number) ? numberOf(t.number) : t.number })),
      }));
      id = await putOrder(world, shop, { externalId, updatedAt: NOW + moment, ...step.tell, fulfilments: named });
    }
  }
  const page = await getOrder(world.scope, { id });
  const parcels = page.shipments.map((s): [string, string] => [
    s.number.slice(9, 10),
    s.leftAt === null ? s.status : `left, ${s.status}`,
  ]);
  const letters = parcels.map(([digit, status]) => [String.fromCharCode(64 + Number(digit)), status]);
  return { id, order: page.order, parcels: Object.fromEntries(letters) as Parcels };
}

function lives(rows: Row[]): void {
  for (const [what, steps, end, parcels] of rows)
    test(what, async () => {
      const lived = await live(steps);
      expect(lived.order).toMatchObject(end);
      if (parcels) expect(lived.parcels).toEqual(parcels);
    });
}

describe("one parcel is not one fulfilment", () => {
  const both = lines({ a: [1, 0], b: [1, 0] });
  lives([
    [
      "three parcels for one fulfilment, one there: nothing counts as delivered yet",
      [
        tell({ lines: lines({ a: [2, 0] }), fulfilments: [ful("f", { a: 2 }, ["A", "B", "C"])] }),
        scan("A", "delivered"),
      ],
      { status: "partially_delivered", shipped: 2, delivered: 0, parcels: 3, parcelsArrived: 1, toShip: 0 },
    ],
    [
      "one parcel for two fulfilments brings the goods of both",
      [
        tell({ lines: both, fulfilments: [ful("f", { a: 1 }, ["A"]), ful("g", { b: 1 }, ["A"])] }),
        scan("A", "delivered"),
      ],
      { status: "delivered", shipped: 2, delivered: 2, parcels: 1 },
    ],
    [
      "one lost, one there",
      [
        tell({ lines: both, fulfilments: [ful("f", { a: 1 }, ["A"]), ful("g", { b: 1 }, ["B"])] }),
        ...[scan("A", "delivered"), scan("B", "lost")],
      ],
      { status: "partially_delivered", delivered: 1, parcelStatus: "lost" },
    ],
    [
      "a fulfilment that says nothing of its lines holds what is shipped",
      [tell({ lines: lines({ a: [2, 0] }), fulfilments: [ful("f", {}, ["A"])] }), scan("A", "delivered")],
      { status: "delivered", delivered: 2 },
    ],
    [
      "a fulfilment that was made smaller leaves the rest to ship",
      [
        tell({ lines: lines({ a: [3, 0] }), fulfilments: [ful("f", { a: 3 }, ["A"])] }),
        tell({ lines: lines({ a: [3, 1] }), fulfilments: [ful("f", { a: 2 }, ["A"])] }),
      ],
      { status: "partially_shipped", shipped: 2, toShip: 1 },
    ],
    [
      "handed in here, then told by the channel under another spelling: counted once",
      [
        tell({ lines: lines({ a: [2, 2] }) }),
        { hand: "A", units: 2 },
        tell({ lines: lines({ a: [2, 0] }), fulfilments: [ful("f", { a: 2 }, ["A"])] }),
      ],
      { status: "shipped", shipped: 2, parcels: 1, toShip: 0 },
    ],
    [
      "half picked up in the shop, half in a parcel",
      [
        tell({
          lines: lines({ a: [2, 0] }),
          fulfilments: [ful("f", { a: 1 }, [], { arrival: { kind: "picked_up", at: NOW } }), ful("g", { a: 1 }, ["A"])],
        }),
      ],
      { status: "partially_delivered", delivered: 1, parcels: 1 },
    ],
  ]);
});

test("handed in without a word beside another parcel, it holds the rest and nothing of what the other one holds", async () => {
  const { id } = await live([
    tell({ lines: lines({ a: [1, 0], b: [3, 3] }), fulfilments: [ful("f", { a: 1 }, ["A"])] }),
    { hand: "B" },
  ]);
  const { order, shipments } = await getOrder(world.scope, { id });
  expect(order).toMatchObject({ status: "shipped", shipped: 4, toShip: 0, parcels: 2 });
  expect(shipments.map((parcel) => parcel.lines)).toContainEqual([{ externalLineId: "b", quantity: 3 }]);
});

describe("a tie that ended does not count", () => {
  lives([
    [
      "corrected after the stranger's parcel was delivered: it is on its way again",
      [sent("A"), scan("A", "delivered"), sent("B")],
      { status: "shipped", delivered: 0, parcels: 1 },
      { A: "left, delivered", B: "pre_transit" },
    ],
    [
      "corrected twice",
      [sent("A"), sent("B"), sent("C"), scan("C", "delivered")],
      { status: "delivered", delivered: 1, parcels: 1 },
      { A: "left, cancelled", B: "left, cancelled", C: "delivered" },
    ],
    [
      "taken off and put back",
      [sent("A"), scan("A", "departed"), tell({ lines: one, fulfilments: [ful("f", { a: 1 }, [])] }), sent("A")],
      { status: "shipped", parcels: 1 },
      { A: "in_transit" },
    ],
    [
      "cancelled with its parcel on the way, made again under another number",
      [
        ...[sent("A"), scan("A", "departed")],
        tell({ lines: one, fulfilments: [ful("f", { a: 1 }, ["A"], { cancelled: true }), ful("g", { a: 1 }, ["B"])] }),
        scan("A", "delivered"),
      ],
      { status: "shipped", delivered: 0, parcels: 1 },
      { A: "left, delivered", B: "pre_transit" },
    ],
    [
      "cancelled and made again under the same number",
      [
        sent("A"),
        tell({ lines: lines({ a: [1, 1] }), fulfilments: [ful("f", { a: 1 }, ["A"], { cancelled: true })] }),
        tell({ lines: one, fulfilments: [ful("f", { a: 1 }, ["A"], { cancelled: true }), ful("g", { a: 1 }, ["A"])] }),
      ],
      { status: "shipped", shipped: 1, parcels: 1 },
      { A: "pre_transit" },
    ],
    [
      "cancelled and not made again: to ship",
      [sent("A"), tell({ lines: lines({ a: [1, 1] }), fulfilments: [ful("f", { a: 1 }, ["A"], { cancelled: true })] })],
      { status: "paid", shipped: 0, toShip: 1, parcels: 0 },
    ],
    [
      "the order's own number in the field is no parcel",
      [tell({ number: "#10234", lines: one, fulfilments: [ful("f", { a: 1 }, ["#10234"])] })],
      { status: "shipped", parcels: 0 },
      {},
    ],
  ]);
});

describe("what is left to do is a fact of its own", () => {
  const half = { lines: lines({ a: [2, 1] }), fulfilments: [ful("f", { a: 1 }, ["A"])] };
  const gone = [{ ...line("a", 0), unfulfilled: 0, refunded: 2 }];
  lives([
    [
      "a line added after all was delivered",
      [sent("A"), scan("A", "delivered"), sent("A", { lines: lines({ a: [1, 0], b: [2, 2] }) })],
      { status: "partially_delivered", toShip: 2 },
    ],
    [
      "money back and no goods off",
      [tell({ lines: lines({ a: [3, 3] }), payment: "partially_refunded", refunded: money(100) })],
      { status: "paid", toShip: 3 },
    ],
    [
      "the rest was taken off",
      [
        tell({ ...half, lines: lines({ a: [1, 0] }), payment: "partially_refunded", refunded: money(900) }),
        scan("A", "delivered"),
      ],
      { status: "delivered", toShip: 0, units: 1 },
    ],
    [
      "all taken off, shipping cost kept",
      [tell({ lines: gone, payment: "partially_refunded", refunded: money(900) })],
      { status: "refunded", toShip: 0 },
    ],
    ["all taken off, payment voided", [tell({ lines: gone, payment: "voided" })], { status: "cancelled", toShip: 0 }],
    [
      "only a gift card is left",
      [sent("A", { lines: [...one, card] }), scan("A", "delivered")],
      { status: "delivered", toShip: 0 },
    ],
    ["only a gift card, paid", [tell({ lines: [card] })], { status: "completed", toShip: 0 }],
    ["only a gift card, not paid", [tell({ lines: [card], payment: "pending" })], { status: "pending", toShip: 0 }],
    ["the rest is held back", [tell({ ...half, onHold: true })], { status: "partially_shipped", toShip: 1 }],
    ["the rest was cancelled", [tell({ ...half, cancelledAt: NOW })], { status: "cancelled", toShip: 0 }],
    [
      "the rest was put away",
      [tell({ ...half, archivedAt: NOW }), scan("A", "delivered")],
      { status: "delivered", toShip: 0 },
    ],
    [
      "lines that cannot be read are not lines that are not there",
      [tell({ lines: [], gaps: [{ field: "lines.quantity", kind: "unreadable", words: "…" }] })],
      { status: "paid" },
    ],
  ]);
});

describe("an order's nature and its end", () => {
  const archived = { archivedAt: NOW };
  lives([
    [
      "put away when it was shipped: it goes on",
      [sent("A", archived), scan("A", "departed")],
      { status: "shipped", toShip: 0 },
    ],
    ["and arrives", [sent("A", archived), scan("A", "delivered")], { status: "delivered" }],
    ["put away unshipped", [tell({ lines: lines({ a: [1, 1] }), ...archived })], { status: "archived", toShip: 0 }],
    [
      "and taken out again",
      [tell({ lines: lines({ a: [1, 1] }), ...archived }), tell({ lines: lines({ a: [1, 1] }), archivedAt: null })],
      { status: "paid", toShip: 1 },
    ],
    [
      "cash on delivery is ready to ship",
      [tell({ lines: lines({ a: [1, 1] }), payment: "pending", cashOnDelivery: true })],
      { status: "paid", toShip: 1, syncState: "success" },
    ],
    [
      "refunded and cancelled",
      [tell({ lines: lines({ a: [1, 1] }), payment: "refunded", cancelledAt: NOW, refunded: money(4_200) })],
      { status: "cancelled", toShip: 0 },
    ],
    [
      "refunded, not cancelled",
      [tell({ lines: lines({ a: [1, 1] }), payment: "refunded", refunded: money(4_200) })],
      { status: "refunded", toShip: 0 },
    ],
    [
      "the payment was voided and the goods are on their way",
      [sent("A", { payment: "voided" }), scan("A", "departed")],
      { status: "shipped", toShip: 0 },
    ],
    [
      "a replacement at no price",
      [tell({ lines: lines({ a: [1, 1] }), total: money(0) })],
      { status: "paid", toShip: 1 },
    ],
  ]);
  test("a trial order moves and nobody is mailed of it; one like it that is real is mailed", async () => {
    const mails = async (nature: OrderNow) => {
      const { id, order } = await live([sent("A", nature), scan("A", "delivered")]);
      expect(order.status).toBe("delivered");
      return (await world.ctx.db.query("SELECT trigger FROM outbox WHERE order_id = ? ORDER BY seq", [id])).map(
        (r) => r.trigger,
      );
    };
    expect(await mails({ test: true })).toEqual([]);
    expect(await mails({ test: false })).toEqual(["shipped", "delivered"]);
  });
});
