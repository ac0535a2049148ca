import { describe, expect, test } from "bun:test";
import type { ListedOrder } from "@waybill/domain/order/answers";
import { orderAttentionOf } from "@waybill/domain/order/attention";
import { attentionOf } from "@waybill/domain/shipment/attention";
import { orderStatuses, shipmentStatuses, syncStates } from "@waybill/domain/status";
import fc from "fast-check";
import { byPlacing, matches, type OrderFilter, wantsAttention } from "./list-model.ts";
import { MOST_WAITING, makeOrderList } from "./order-list.ts";

const all: OrderFilter = {
  q: "",
  channel: [],
  connection: [],
  bucket: null,
  status: [],
  sync: [],
  attention: false,
  from: null,
  to: null,
};

const order = (over: Partial<ListedOrder> & { id: string }): ListedOrder => ({
  number: `#${over.id}`,
  ...{ toShip: 0, parcels: 0, parcelsArrived: 0, test: false, cashOnDelivery: false, archivedAt: null },
  ...{ deletedAt: null, cancelledAt: null, refundedMinor: null, buyerCurrency: null, buyerTotalMinor: null },
  channel: "shopify",
  connectionId: "con_1",
  externalId: over.id,
  placedAt: 1000,
  status: "paid",
  payment: "paid",
  totalMinor: 100,
  currency: "EUR",
  customerName: null,
  customerEmail: null,
  country: null,
  units: 1,
  shipped: 0,
  delivered: 0,
  parcelStatus: null,
  syncState: "success",
  syncReason: null,
  changedAt: 1,
  expected: null,
  ...over,
});

/** A list that read one page. */
function listOf(items: ListedOrder[], more = false) {
  const list = makeOrderList();
  list.page({ items, more, fresh: true, sorted: true });
  return list;
}

describe("the live list", () => {
  test("an order that changed keeps its place; one that is new waits until the list may move", () => {
    const list = listOf([order({ id: "b", placedAt: 20 }), order({ id: "a", placedAt: 10 })]);
    expect(list.apply(order({ id: "a", placedAt: 10, status: "shipped", changedAt: 2 }), all)).toBe("row");
    expect(list.ids()).toEqual(["b", "a"]);
    expect(list.get("a")?.status).toBe("shipped");
    expect(list.apply(order({ id: "c", placedAt: 30, changedAt: 3 }), all)).toBe("waiting");
    expect([list.ids(), list.waiting()]).toEqual([["b", "a"], 1]);
    expect(list.settle()).toEqual(["c"]);
    expect([list.ids(), list.waiting()]).toEqual([["c", "b", "a"], 0]);
  });

  test("a frame that is older than the row does not overwrite it", () => {
    const list = listOf([order({ id: "a", status: "delivered", changedAt: 9 })]);
    expect(list.apply(order({ id: "a", status: "paid", changedAt: 8 }), all)).toBeNull();
    expect(list.get("a")?.status).toBe("delivered");
  });

  test("a row that no longer matches the filter stays until the list may move", () => {
    const failed = { ...all, sync: ["failed"] };
    const list = listOf([order({ id: "a", syncState: "failed" })]);
    list.apply(order({ id: "a", syncState: "success", changedAt: 2 }), failed);
    expect(list.ids()).toEqual(["a"]);
    list.settle();
    expect(list.ids()).toEqual([]);
  });

  test("an order older than the last loaded row is left to its own page", () => {
    const list = listOf([order({ id: "b", placedAt: 50 })], true);
    expect(list.apply(order({ id: "a", placedAt: 10 }), all)).toBeNull();
    expect(list.waiting()).toBe(0);
  });

  test("more arrivals than anybody reads are counted, not kept", () => {
    const list = listOf([order({ id: "a", placedAt: 1 })]);
    for (let n = 0; n < MOST_WAITING + 40; n++) list.apply(order({ id: `n${n}`, placedAt: 100 + n }), all);
    expect([list.waiting(), list.overflowed()]).toEqual([MOST_WAITING + 40, true]);
    list.page({ items: [order({ id: "z", placedAt: 1, changedAt: 99 })], more: false, fresh: true, sorted: true });
    expect(list.overflowed()).toBe(false);
  });

  test("cut short, it forgets the rows below and knows that there are more", () => {
    const list = listOf([3, 2, 1].map((n) => order({ id: `o${n}`, placedAt: n })));
    expect(list.trim(2)).toBe(true);
    expect([list.ids(), list.more(), list.get("o1")]).toEqual([["o3", "o2"], true, undefined]);
    // What is below now belongs to a page that will be read.
    expect(list.apply(order({ id: "o1", placedAt: 1, changedAt: 5 }), all)).toBeNull();
  });

  test("when a parcel is expected stays with its row through changes of the order", () => {
    const expected = { date: "2026-11-26", from: "14:00", to: "18:00", dueAt: 1_795_719_600_000 };
    const list = listOf([order({ id: "a", expected })]);
    list.apply(order({ id: "a", status: "shipped", changedAt: 2 }), all);
    expect(list.get("a")?.expected).toEqual(expected);
  });

  test("a search cannot be answered by the browser; every other filter can", () => {
    expect(matches(order({ id: "a" }), { ...all, q: "silva" })).toBeNull();
    expect(matches(order({ id: "a", channel: "etsy" }), { ...all, q: "silva", channel: ["shopify"] })).toBe(false);
    expect(matches(order({ id: "a" }), { ...all, connection: ["con_2"] })).toBe(false);
    const trouble = order({ id: "a", parcelStatus: "exception" });
    expect(matches(trouble, { ...all, attention: true })).toBe(true);
    expect(matches({ ...trouble, status: "completed" }, { ...all, attention: true })).toBe(false);
    expect(matches(order({ id: "a" }), { ...all, attention: true })).toBe(false);
  });

  test("what needs attention is what the domain says", () => {
    const NOW = Date.parse("2026-11-20T12:00:00Z");
    const parcel = fc.record({
      status: fc.constantFrom(...shipmentStatuses),
      reason: fc.constantFrom(null, "returned", "customs"),
      dueAt: fc.option(fc.integer({ min: NOW - 9 * 86_400_000, max: NOW + 86_400_000 })),
      movedAt: fc.integer({ min: NOW - 9 * 86_400_000, max: NOW }),
      pushState: fc.constantFrom("none" as const, "failed" as const),
    });
    const own = fc.record({ status: fc.constantFrom(...orderStatuses), syncState: fc.constantFrom(...syncStates) });
    fc.assert(
      fc.property(own, fc.option(parcel), (facts, one) => {
        const summary = order({ id: "a", ...facts, parcelStatus: one?.status ?? null });
        const rest = { deliveredAt: null, shippedAt: NOW, pushReason: null, lastMessage: null, leftAt: null };
        const ruled = orderAttentionOf(summary, one && attentionOf({ ...rest, ...one }, NOW)) !== null;
        // What the browser is sure of is so; what it is not sure of it leaves to the server.
        expect([ruled, null]).toContain(wantsAttention(summary));
      }),
      { numRuns: 500 },
    );
  });

  test("however changes come, each order is in the list once, in placing order, and is found where it stands", () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 30 }).map((n) => `o${n}`),
      at: fc.integer({ min: 1, max: 99 }),
      settle: fc.boolean(),
      sync: fc.constantFrom("success" as const, "failed" as const),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        const filter = { ...all, sync: ["success"] };
        const list = listOf([order({ id: "o3", placedAt: 30 }), order({ id: "o1", placedAt: 10 })]);
        for (const { id, at, settle, sync } of changes) {
          list.apply(order({ id, placedAt: Number(id.slice(1)) * 10, changedAt: at, syncState: sync }), filter);
          if (settle) list.settle();
          const rows = list.ids().map((one) => list.get(one) as ListedOrder);
          expect(new Set(list.ids()).size).toBe(rows.length);
          expect(rows).toEqual(rows.toSorted(byPlacing));
          expect(list.ids().map((one) => list.indexOf(one))).toEqual([...rows.keys()]);
        }
        list.settle();
        expect(list.ids().every((one) => list.get(one)?.syncState === "success")).toBe(true);
      }),
    );
  });

  test("the snapshot and the frames may cross each other in any order: the same rows result", () => {
    const change = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), changedAt: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(change, { selector: (c) => c.changedAt, maxLength: 20 }),
        fc.nat(20),
        fc.integer(),
        (changes, cut, seed) => {
          const versions = changes.map((c) => order({ ...c, placedAt: c.id.charCodeAt(0), totalMinor: c.changedAt }));
          const byAge = versions.toSorted((x, y) => x.changedAt - y.changedAt);
          // The server's page holds the newest telling of everything up to the cut.
          const page = new Map(byAge.slice(0, cut).map((o) => [o.id, o]));
          const items = [...page.values()].sort(byPlacing);
          const mixed = (x: ListedOrder) => (x.changedAt * 7919 + seed) % 31;
          const shuffled = versions.toSorted((x, y) => mixed(x) - mixed(y));
          const list = makeOrderList();
          for (const o of shuffled.slice(0, Math.floor(shuffled.length / 2))) list.apply(o, all);
          list.page({ items, more: false, fresh: true, sorted: true });
          // After a snapshot every frame is delivered again by the catch-up or still to come.
          for (const o of [...shuffled, ...shuffled]) list.apply(o, all);
          list.settle();
          const final = new Map(byAge.map((o) => [o.id, o.totalMinor]));
          const shown = list.ids().map((id) => [id, list.get(id)?.totalMinor]);
          expect(shown).toEqual([...final].sort(([x], [y]) => (x < y ? 1 : -1)));
        },
      ),
    );
  });
});
