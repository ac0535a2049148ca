import { describe, expect, test } from "bun:test";
import { english } from "../languages/en/messages.ts";
import { notificationMoves } from "../notification/states.ts";
import { orderStatuses, shipmentStatuses } from "../status.ts";
import { addressLines } from "./address.ts";
import { isKeptHere, mailWords } from "./mail-words.ts";
import { saidOfParcel } from "./parcel.ts";
import { isUnread, orderWord, parcelWord, paymentWord } from "./seller-words.ts";
import { asksForAddress, statusKey } from "./status-key.ts";
import { togetherOf } from "./together.ts";

const parcel = (over: Partial<Parameters<typeof saidOfParcel>[0]>) =>
  saidOfParcel({ status: "in_transit", reason: null, scans: [], eta: null, promised: null, together: null, ...over });

describe("what is said of a parcel", () => {
  test("a label alone is ordered, and nothing moves yet", () => {
    const said = parcel({ status: "pre_transit" });
    expect([said.step, said.reached, said.headline]).toEqual(["ordered", 0, { id: "status" }]);
  });

  test("a day leads while nothing is in its way, and says when it is a new one", () => {
    const eta = { date: "2026-11-26" };
    expect(parcel({ eta }).headline).toEqual({ id: "arriving", date: "2026-11-26" });
    const late = parcel({ eta, promised: "2026-11-24" });
    expect([late.headline, late.sentence.status]).toEqual([{ id: "now_expected", date: "2026-11-26" }, "delayed"]);
    // An earlier day than promised is no delay, and a problem is told before any day.
    expect(parcel({ eta, promised: "2026-11-28" }).late).toBe(false);
    expect(parcel({ eta, status: "exception" }).headline).toEqual({ id: "status" });
    expect(parcel({ eta, status: "out_for_delivery" }).headline).toEqual({ id: "out", date: "2026-11-26" });
    // What only has a label is not called delayed on its way.
    expect(parcel({ eta, promised: "2026-11-24", status: "pre_transit" }).sentence.status).toBe("pre_transit");
  });

  test("a delivery of one of several counts them; a partial one says so first", () => {
    const two = (arrived: number) => ({ nth: 1, of: 2, arrived });
    const delivered = (arrived: number, reason: string | null = null) =>
      parcel({ status: "delivered", reason, together: two(arrived) }).headline.id;
    expect([delivered(1), delivered(2), delivered(1, "partial")]).toEqual(["some_arrived", "all_arrived", "status"]);
    expect(parcel({ status: "delivered" }).headline.id).toBe("status");
  });

  test("one that is back stands at its sender's door, one on its way back where it turned round", () => {
    const back = parcel({ status: "returned_to_sender", reason: "returned" });
    expect([back.reached, back.goesBack]).toEqual([4, true]);
    const going = parcel({ status: "returned_to_sender", reason: "returning" });
    expect([going.reached, going.goesBack]).toEqual([2, true]);
  });
});

describe("an order's parcels together", () => {
  const one = (id: string, status: "in_transit" | "delivered" | "cancelled", more: { leftAt?: number } = {}) => ({
    ...{ id, status, shippedAt: Number(id), leftAt: null, ...more },
  });

  test("are counted oldest first, without what was cancelled or has left the order", () => {
    const all = [
      one("3", "in_transit"),
      one("1", "delivered"),
      one("2", "cancelled"),
      one("4", "delivered", { leftAt: 9 }),
    ];
    expect(togetherOf(all, "1")).toEqual({ nth: 1, of: 2, arrived: 1 });
    expect(togetherOf(all, "3")).toEqual({ nth: 2, of: 2, arrived: 1 });
    expect([togetherOf(all, "2"), togetherOf(all, "4"), togetherOf([one("1", "delivered")], "1")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("words", () => {
  test("a reason by another name is told in the same words, and each key that is led to has words", () => {
    expect(statusKey({ status: "on_hold", reason: "charges_due" })).toBe("on_hold/payment");
    for (const reason of [
      "not_in",
      "missed",
      "to_agent",
      "charges_due",
      "hold_requested",
      "access_code",
      "customs",
      "address",
    ]) {
      for (const status of shipmentStatuses) {
        const key = statusKey({ status, reason });
        if (key !== `${status}/${reason}`) expect([key, key in english.reasons]).toEqual([key, true]);
      }
    }
    expect(asksForAddress({ status: "on_hold", reason: "address" })).toBe(true);
    expect(asksForAddress({ status: "delivered", reason: "address" })).toBe(false);
  });

  test("every status has its own; what a later version sends is unknown", () => {
    expect(new Set(shipmentStatuses.map((status) => parcelWord(status))).size).toBe(shipmentStatuses.length);
    expect(new Set(orderStatuses.map((status) => orderWord({ status }))).size).toBe(orderStatuses.length);
    expect([parcelWord("teleported"), parcelWord("constructor"), orderWord({ status: "x" })]).toEqual(
      Array(3).fill("Unknown"),
    );
    for (const word of [...shipmentStatuses, ...orderStatuses].map((status) => parcelWord(status)))
      expect(word).not.toMatch(/_/);
  });

  test("an order whose total is withheld was read", () => {
    expect(isUnread({ totalMinor: null, units: 0, syncState: "failed" })).toBe(true);
    expect(isUnread({ totalMinor: null, units: 2, syncState: "failed" })).toBe(false);
    expect(isUnread({ totalMinor: null, units: 0, syncState: "success" })).toBe(false);
    expect(orderWord({ status: "pending", totalMinor: null, syncState: "failed" })).toBe("Could not be read");
  });

  test("cash on delivery is the payment's business", () => {
    expect(paymentWord({ payment: "pending", cashOnDelivery: true })).toBe("Cash on delivery");
    expect(paymentWord({ payment: "paid", cashOnDelivery: true })).toBe("Paid");
    expect(paymentWord({ payment: "partially_refunded" })).toBe("Partly refunded");
  });

  test("a mail that nobody carried away was kept, everywhere", () => {
    const kept = { state: "sent", sender: "mailbox" };
    expect([isKeptHere(kept), mailWords(kept).badge, mailWords(kept).line]).toEqual([
      true,
      "Kept here",
      "Mail kept here, not sent",
    ]);
    expect(mailWords({ state: "sent", sender: "con_1" }).line).toBe("Mail sent");
    for (const state of Object.keys(notificationMoves)) expect(mailWords({ state, sender: null }).badge).toBeString();
  });
});

test("an address is written as on a label, without a name and a telephone number", () => {
  const berlin = {
    name: "A",
    company: null,
    line1: "Torstr. 1",
    line2: null,
    city: "Berlin",
    region: "DE-BE",
    phone: "1",
  };
  expect(addressLines({ ...berlin, region: "BE", postalCode: "10115", country: "DE" })).toEqual([
    "Torstr. 1",
    "10115 Berlin, BE",
    "DE",
  ]);
  const boston = { ...berlin, city: "Boston", region: "MA", postalCode: "02108", country: "US" };
  expect(addressLines(boston)).toEqual(["Torstr. 1", "Boston, MA 02108", "US"]);
  expect(addressLines(null)).toEqual([]);
});
