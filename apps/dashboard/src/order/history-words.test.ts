import { describe, expect, test } from "bun:test";
import type { Frame } from "@waybill/domain/events";
import { causeLink, historyLines, historyWords } from "./history-words.ts";

const frame = (seq: number, type: string, data: unknown): Frame => ({ seq, type, at: seq, stream: "s", data });
const order = (status: string) => ({ status, syncState: "success", syncReason: null });

describe("everything that happened", () => {
  test("newest first; an order event that only follows its parcel is told by the parcel's line", () => {
    const items = [
      frame(1, "order.created", { order: order("paid") }),
      frame(2, "order.updated", { order: order("shipped"), changed: ["status"] }),
      frame(4, "order.updated", { order: order("shipped"), changed: ["status"] }),
      frame(3, "shipment.updated", { shipment: { number: "1Z", status: "in_transit" }, from: "accepted", scans: [] }),
    ];
    expect(historyLines(items).map((item) => item.seq)).toEqual([3, 2, 1]);
  });

  test("an event kind of a later version is still a line", () => {
    const later = frame(1, "order.gift_wrapped", {});
    expect(historyLines([later])).toEqual([later]);
    expect(historyWords(later)).toBe("order.gift_wrapped");
  });

  test("a move says from where to where", () => {
    const data = { shipment: { number: "1Z", status: "delivered", reason: null }, from: "out_for_delivery", scans: [] };
    expect(historyWords(frame(1, "shipment.updated", data))).toBe("Parcel 1Z: Out for delivery → Delivered");
  });

  test("only a webhook's cause leads to the inbox", () => {
    expect(causeLink({ kind: "webhook", id: "inb_12" })).toBe("/inbox/12");
    expect(causeLink({ kind: "webhook", id: "12" })).toBe("/inbox/12");
    expect(causeLink({ kind: "user", id: "usr_1" })).toBeNull();
  });
});
