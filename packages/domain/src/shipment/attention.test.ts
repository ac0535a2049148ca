import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { shipmentStatuses } from "../status.ts";
import { attentionOf, FORGOTTEN_AFTER_MS, LABEL_AFTER_MS, STUCK_AFTER_MS, type Watched } from "./attention.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const DAY = 86_400_000;
const parcel = (input: Partial<Watched> = {}): Watched => ({
  ...{
    status: "in_transit",
    reason: null,
    deliveredAt: null,
    dueAt: null,
    movedAt: NOW,
    shippedAt: NOW,
    pushState: "none",
  },
  ...{ pushReason: null, lastMessage: null, leftAt: null, ...input },
});
const kind = (input: Partial<Watched>, now = NOW) => attentionOf(parcel(input), now)?.kind ?? null;

describe("what wants a person", () => {
  test("a parcel whose number left the order wants nobody", () => {
    expect(kind({ status: "lost", leftAt: NOW })).toBeNull();
  });

  test("trouble the carrier tells of; a return only until it has come back", () => {
    expect(kind({ status: "exception" })).toBe("exception");
    expect(kind({ status: "delivery_attempt_failed" })).toBe("attempt_failed");
    expect(kind({ status: "on_hold" })).toBe("on_hold");
    expect(kind({ status: "lost" })).toBe("lost");
    expect(kind({ status: "returned_to_sender", reason: "returning" })).toBe("returning");
    expect(kind({ status: "returned_to_sender", reason: "returned" })).toBeNull();
  });

  test("late from the moment it is due, never once it has arrived", () => {
    expect(kind({ dueAt: NOW })).toBeNull();
    expect(kind({ dueAt: NOW - 1 })).toBe("late");
    expect(kind({ dueAt: NOW - DAY, status: "delivered" })).toBeNull();
    expect(attentionOf(parcel({ dueAt: NOW - 2 * DAY }), NOW)?.words).toBe("2 days late");
  });

  test("no movement: five days under way, three after the label", () => {
    expect(kind({ movedAt: NOW - STUCK_AFTER_MS })).toBeNull();
    expect(kind({ movedAt: NOW - STUCK_AFTER_MS - 1 })).toBe("no_movement");
    expect(kind({ movedAt: NOW - LABEL_AFTER_MS - 1 })).toBeNull();
    expect(kind({ status: "pre_transit", movedAt: NOW - LABEL_AFTER_MS - 1 })).toBe("not_handed_over");
    expect(kind({ status: "available_for_pickup", movedAt: NOW - 9 * DAY })).toBeNull();
    // A number that its carrier knows nothing of is no better than a label that nobody handed over.
    const silent = attentionOf(parcel({ status: "unknown", movedAt: NOW - LABEL_AFTER_MS - DAY }), NOW);
    expect(silent).toEqual({ kind: "not_handed_over", words: "The carrier tells nothing of it for 4 days" });
    expect(kind({ status: "unknown", movedAt: NOW - DAY })).toBeNull();
  });

  test("a channel that was not told, with its own reason", () => {
    expect(
      attentionOf(parcel({ pushState: "failed", pushReason: "The token lacks write_fulfillments." }), NOW),
    ).toEqual({
      kind: "push_failed",
      words: "The token lacks write_fulfillments.",
    });
  });

  test("a customer's open report comes first, however long ago the parcel moved, and says what is wrong", () => {
    expect(attentionOf(parcel({ status: "lost", reported: "not_arrived" }), NOW)).toEqual({
      kind: "reported",
      words: "The customer says it has not arrived",
    });
    expect(kind({ status: "delivered", movedAt: NOW - 400 * DAY, reported: "damaged" })).toBe("reported");
    expect(kind({ status: "delivered", reported: null })).toBeNull();
  });

  test("what was delivered once and moved again is neither late nor standing still", () => {
    const again = { deliveredAt: NOW - 8 * DAY, movedAt: NOW - 8 * DAY };
    expect(kind({ ...again, dueAt: NOW - DAY })).toBeNull();
    expect(kind({ ...again, status: "exception" })).toBe("exception");
  });

  test("time alone brings trouble, and takes it away only when it is history", () => {
    const any = fc.record({
      status: fc.constantFrom(...shipmentStatuses),
      dueAt: fc.option(fc.integer({ min: NOW - 5 * DAY, max: NOW + 5 * DAY })),
      movedAt: fc.integer({ min: NOW - 5 * DAY, max: NOW }),
    });
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 50 * DAY }), (input, later) => {
        if (kind(input) !== null) expect(kind(input, NOW + later)).not.toBeNull();
        expect(kind(input, (input.movedAt ?? 0) + FORGOTTEN_AFTER_MS + 1)).toBeNull();
      }),
    );
  });
});
