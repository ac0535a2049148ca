import { expect, test } from "bun:test";
import { orderStatuses, syncStates } from "../status.ts";
import { isSettled, orderAttentionOf } from "./attention.ts";

const late = { kind: "late", words: "2 days late" } as const;
const order = { status: "shipped", syncState: "success", syncReason: null, test: false } as const;

test("an order wants a person for its sync, for being held, or for a parcel: the first that is true, in its words", () => {
  expect(orderAttentionOf(order, null)).toBeNull();
  expect(orderAttentionOf(order, late)).toEqual({ kind: "parcel", words: "2 days late" });
  expect(orderAttentionOf({ ...order, status: "on_hold" }, late)?.kind).toBe("on_hold");
  const failed = { status: "on_hold", syncState: "failed", syncReason: "Token expired.", test: false } as const;
  expect(orderAttentionOf(failed, late)).toEqual({ kind: "sync_failed", words: "Token expired." });
});

test("a trial order of the shop wants nobody", () => {
  expect(orderAttentionOf({ ...order, test: true, syncState: "failed" }, late)).toBeNull();
});

test("one that is settled wants nobody for its parcels, and still for its sync", () => {
  for (const status of orderStatuses) {
    for (const syncState of syncStates) {
      const wants = orderAttentionOf({ ...order, status, syncState }, late) !== null;
      expect([status, syncState, wants]).toEqual([status, syncState, syncState === "failed" || !isSettled({ status })]);
    }
  }
  const settled = ["completed", "cancelled", "refunded", "archived", "deleted"] as const;
  expect(orderStatuses.filter((status) => isSettled({ status }))).toEqual([...settled]);
});
