import { describe, expect, test } from "bun:test";
import type { Cause, Happening } from "@waybill/domain/frame";
import { moneyWords } from "@waybill/ui/money-words";
import { causeLink, causeWords, historyBlocks } from "./history-words.ts";

const push: Cause = { kind: "webhook", id: "inb_7", text: "webhook evt_1 from EasyPost, verified: X-Hmac-Signature" };
const sync: Cause = { kind: "sync", id: "run_1", text: "Harbour & Pine sync" };
const item = (seq: number, type: string, data: unknown, cause: Cause = push): Happening => ({
  ...{ seq, type, at: seq, stream: "s", data, cause },
});
const order = (status: string, more: Record<string, unknown> = {}) => ({
  ...{ status, payment: "paid", syncState: "success", syncReason: null, totalMinor: 5400, currency: "EUR" },
  ...{ units: 3, shipped: 0, delivered: 0, ...more },
});
const parcel = (status: string) => ({ id: "shp_1", number: "1Z", carrier: "ups", status, reason: null });
const euro = (minor: number) => moneyWords(minor, "EUR");
const lines = (items: Happening[]) => historyBlocks(items).map((block) => block.lines);

describe("everything that happened", () => {
  test("newest first; what one cause led to stands together, and a parcel's move is told once", () => {
    const items = [
      item(1, "order.created", { order: order("paid") }, sync),
      item(2, "shipment.created", { shipment: parcel("pre_transit") }, sync),
      item(3, "shipment.updated", { shipment: parcel("delivered"), from: "pre_transit", scans: [] }),
      item(4, "order.updated", { order: order("paid"), changed: ["parcelStatus"] }),
      item(5, "order.updated", { order: order("delivered"), changed: ["status", "delivered"] }),
    ];
    expect(lines(items.toReversed())).toEqual([
      ["The parcel: Label made → Delivered", "Order: To ship → Delivered"],
      ["The order came in: to ship", "Parcel 1Z by UPS was added"],
    ]);
  });

  test("an order that could not be read is not called unpaid; reading it whole is told with what was read", () => {
    const unread = order("pending", { totalMinor: null, currency: null, units: 0, syncState: "failed" });
    const changed = ["status", "payment", "totalMinor", "customerName", "syncState", "units"];
    expect(
      lines([
        item(1, "order.created", { order: unread }, sync),
        item(2, "order.updated", { order: order("paid"), changed }),
      ]),
    ).toEqual([
      [`Read whole: 3 items, ${euro(5400)}`, "The order is now to ship", "In step with the channel"],
      ["The order came in, but could not be read whole yet"],
    ]);
  });

  test("no field name of ours reaches the reader", () => {
    const changed = ["payment", "shipped", "syncState", "syncReason", "customerEmail", "totalMinor"];
    const failed = order("paid", { syncState: "failed", syncReason: "The token has expired.", totalMinor: 6000 });
    const [seen] = lines([
      item(1, "order.created", { order: order("paid") }),
      item(2, "order.updated", { order: failed, changed }, sync),
    ]);
    expect(seen).toContain("Sync failed: The token has expired.");
    expect(seen).toContain(`Total: ${euro(5400)} → ${euro(6000)}`);
    expect(seen?.join(" ")).not.toMatch(/[a-z][A-Z]/);
  });

  test("the facts beside the status have words of their own, and an unknown field none", () => {
    const before = order("partially_shipped", {
      toShip: 2,
      parcels: 2,
      parcelsArrived: 0,
      refundedMinor: 0,
      archivedAt: null,
    });
    const after = { ...before, toShip: 1, parcelsArrived: 1, refundedMinor: 1200, archivedAt: 5 };
    const changed = ["toShip", "parcelsArrived", "refundedMinor", "archivedAt", "someNewField"];
    const [seen] = lines([
      item(1, "order.created", { order: before }),
      item(2, "order.updated", { order: after, changed }, sync),
    ]);
    expect(seen).toEqual([
      "1 of 2 parcels arrived",
      "1 of 3 items left to ship",
      `Refunded: ${euro(0)} → ${euro(1200)}`,
      "Archived at the shop",
      "Its details changed",
    ]);
  });

  test("with several parcels each is named", () => {
    const other = { ...parcel("pre_transit"), id: "shp_2", number: "2Z" };
    const items = [
      item(1, "shipment.created", { shipment: parcel("pre_transit") }),
      item(2, "shipment.created", { shipment: other }),
      item(3, "shipment.updated", { shipment: { ...other, status: "lost" }, from: "pre_transit", scans: [] }, sync),
    ];
    expect(lines(items)[0]).toEqual(["Parcel 2Z: Label made → Lost"]);
  });

  test("an event kind of a later version is still a line", () => {
    expect(lines([item(1, "order.gift_wrapped", {})])).toEqual([["order.gift_wrapped"]]);
  });
});

describe("a cause", () => {
  test("a webhook says who sent it and how it was checked, and leads to the inbox", () => {
    expect(causeWords(push)).toEqual({ main: "EasyPost webhook 7", small: "checked by X-Hmac-Signature" });
    const keyless: Cause = { ...push, text: "webhook from FedEx, verified: fdx-signature (base64)" };
    expect(causeWords(keyless).main).toBe("FedEx webhook 7");
    expect(causeLink(push)).toBe("/inbox/7");
    expect(causeLink({ kind: "webhook", id: "12" })).toBe("/inbox/12");
  });

  test("anything else is a sentence and no link", () => {
    expect(causeWords({ kind: "system", id: null, text: "automatic retry" }).main).toBe("Automatic retry");
    expect(causeLink({ kind: "user", id: "usr_1" })).toBeNull();
  });
});
