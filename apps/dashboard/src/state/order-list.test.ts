import { describe, expect, test } from "bun:test";
import type { OrderSummary } from "@waybill/domain/views";
import fc from "fast-check";
import { applyOrder, applyPage, matches, noRows, type OrderFilter, settle } from "./order-list.ts";

const all: OrderFilter = { q: "", channel: "", status: [], sync: [], from: "", to: "" };

const order = (over: Partial<OrderSummary> & { id: string }): OrderSummary => ({
  number: `#${over.id}`,
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
  ...over,
});

describe("the live list", () => {
  test("an order that changed keeps its place; one that is new waits until the list may move", () => {
    const list = applyPage(noRows, {
      items: [order({ id: "b", placedAt: 20 }), order({ id: "a", placedAt: 10 })],
      more: false,
      fresh: true,
    });
    const changed = applyOrder(list, order({ id: "a", placedAt: 10, status: "shipped", changedAt: 2 }), all);
    expect(changed.rows.map((r) => [r.id, r.status])).toEqual([
      ["b", "paid"],
      ["a", "shipped"],
    ]);
    const arrived = applyOrder(changed, order({ id: "c", placedAt: 30, changedAt: 3 }), all);
    expect(arrived.rows.map((r) => r.id)).toEqual(["b", "a"]);
    expect(settle(arrived).rows.map((r) => r.id)).toEqual(["c", "b", "a"]);
  });

  test("a telling that is older than the row does not overwrite it", () => {
    const list = applyPage(noRows, {
      items: [order({ id: "a", status: "delivered", changedAt: 9 })],
      more: false,
      fresh: true,
    });
    expect(applyOrder(list, order({ id: "a", status: "paid", changedAt: 8 }), all)).toBe(list);
  });

  test("a row that no longer matches the filter stays until the list may move", () => {
    const failed = { ...all, sync: ["failed"] };
    const list = applyPage(noRows, { items: [order({ id: "a", syncState: "failed" })], more: false, fresh: true });
    const healed = applyOrder(list, order({ id: "a", syncState: "success", changedAt: 2 }), failed);
    expect(healed.rows).toHaveLength(1);
    expect(settle(healed).rows).toHaveLength(0);
  });

  test("an order older than the last loaded row is left to its own page", () => {
    const list = applyPage(noRows, { items: [order({ id: "b", placedAt: 50 })], more: true, fresh: true });
    expect(applyOrder(list, order({ id: "a", placedAt: 10 }), all).arrived).toHaveLength(0);
  });

  test("a search cannot be answered by the browser", () => {
    expect(matches(order({ id: "a" }), { ...all, q: "silva" })).toBeNull();
    expect(matches(order({ id: "a", channel: "etsy" }), { ...all, q: "silva", channel: "shopify" })).toBe(false);
  });

  test("the snapshot and the frames may cross each other in any order: the same rows result", () => {
    const change = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), changedAt: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(
        fc.uniqueArray(change, { selector: (c) => c.changedAt, maxLength: 20 }),
        fc.nat(20),
        fc.integer(),
        (changes, cut, seed) => {
          const tellings = changes.map((c) => order({ ...c, placedAt: c.id.charCodeAt(0), totalMinor: c.changedAt }));
          // The server's page holds the newest telling of everything up to the cut.
          const until = tellings.toSorted((x, y) => x.changedAt - y.changedAt).slice(0, cut);
          const page = new Map(until.map((o) => [o.id, o]));
          const shuffled = tellings.toSorted(
            (x, y) => ((x.changedAt * 7919 + seed) % 31) - ((y.changedAt * 7919 + seed) % 31),
          );
          const items = [...page.values()].sort((x, y) => y.placedAt - x.placedAt);
          const half = Math.floor(shuffled.length / 2);
          let list = noRows;
          for (const o of shuffled.slice(0, half)) list = applyOrder(list, o, all);
          list = applyPage(list, { items, more: false, fresh: true });
          // After a snapshot every frame is delivered again by the catch-up or still to come.
          for (const o of [...shuffled, ...shuffled]) list = applyOrder(list, o, all);
          const final = new Map(
            tellings.toSorted((x, y) => x.changedAt - y.changedAt).map((o) => [o.id, o.totalMinor]),
          );
          const shown = settle(list).rows;
          expect(shown.map((o) => [o.id, o.totalMinor])).toEqual([...final].sort(([x], [y]) => (x < y ? 1 : -1)));
        },
      ),
    );
  });
});
