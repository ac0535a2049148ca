import { describe, expect, test } from "bun:test";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import fc from "fast-check";
import { attentionGroups } from "./attention-groups.ts";
import { emptyList, paged, updated } from "./list-state.ts";

import { rowWords } from "./row-words.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const parcel = (id: string, input: Partial<ListedShipment> = {}) =>
  ({
    ...{
      id,
      number: id,
      carrier: "ups",
      status: "in_transit",
      reason: null,
      changedAt: NOW,
      movedAt: NOW,
      leftAt: null,
    },
    ...{
      shippedAt: NOW,
      deliveredAt: null,
      dueAt: null,
      pushState: "none",
      pushReason: null,
      lastMessage: null,
      lastPlace: null,
    },
    ...{ orderNumber: "#1", customerName: "M. Okafor", ...input },
  }) as ListedShipment;

describe("the live list", () => {
  test("rows never move for a frame; a newer one changes its row in place and keeps its order’s number", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.integer({ min: -5, max: 5 }))), (versions) => {
        const ids = ["a", "b", "c"];
        let list = paged(
          emptyList,
          ids.map((id) => parcel(id)),
          true,
        );
        const newest = new Map(ids.map((id) => [id, NOW]));
        for (const [which, later] of versions) {
          const id = String.fromCharCode(97 + which);
          const { orderNumber: _n, customerName: _c, ...frame } = parcel(id, { changedAt: NOW + later });
          list = updated(list, frame);
          newest.set(id, Math.max(newest.get(id) ?? 0, NOW + later));
        }
        expect(list.rows.map((row) => row.id)).toEqual(ids);
        for (const row of list.rows) {
          expect(row.orderNumber).toBe("#1");
          expect(row.changedAt).toBe(newest.get(row.id) ?? 0);
        }
        for (const id of list.waiting) expect(ids).not.toContain(id);
      }),
    );
  });

  test("a page read before a frame does not take the frame back, and no row comes twice", () => {
    const list = updated(
      paged(emptyList, [parcel("a")], true),
      parcel("a", { status: "delivered", changedAt: NOW + 5 }),
    );
    expect(paged(list, [parcel("a")], true).rows[0]?.status).toBe("delivered");
    expect(paged(list, [parcel("a"), parcel("b")], false).rows.map((row) => row.id)).toEqual(["a", "b"]);
  });
});

test("what is handled together holds every reason exactly once, so that its lines sum to the tab", () => {
  expect(attentionGroups.flatMap(({ kinds }) => kinds).sort()).toEqual([...attentionKinds].sort());
});

describe("the one action that helps", () => {
  test("follows from what is wrong", () => {
    const day = 86_400_000;
    expect(rowWords(parcel("a"), NOW).help).toBeNull();
    expect(rowWords(parcel("a", { movedAt: NOW - 6 * day }), NOW).help).toBe("poll");
    expect(rowWords(parcel("a", { reported: "damaged" }), NOW)).toMatchObject({
      help: "order",
      attention: { kind: "reported", words: "The customer says it is damaged" },
    });
    expect(rowWords(parcel("a", { pushState: "failed" }), NOW).help).toBe("push");
    expect(rowWords(parcel("a", { status: "lost" }), NOW).help).toBe("order");
  });
});
