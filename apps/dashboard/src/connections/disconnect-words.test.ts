import { describe, expect, test } from "bun:test";
import type { ConnectionHealth } from "@waybill/domain/connection/answers";
import { disconnectWords } from "./disconnect-words.ts";

const nothing = { lastRuns: [], ordersFailed: 0, ordersPending: 0, orders: 0, parcels: 0, pushes: 0, mails: 0 };
const health = (kind: "channel" | "carrier" | "sender", change: Partial<ConnectionHealth> = {}) =>
  ({ ...nothing, connection: { kind }, ...change }) as ConnectionHealth;

describe("what a disconnect will do, in words", () => {
  test("a channel: work that is under way is named only when there is some", () => {
    const quiet = disconnectWords(health("channel"), { platform: "Shopify", others: 0 });
    expect(quiet.stops.join(" ")).not.toMatch(/sync that is running|still to be told/);
    expect(quiet.stays[0]).toBe("There are no orders of it yet.");
    const running = { state: "running" } as ConnectionHealth["lastRuns"][number];
    const busy = disconnectWords(health("channel", { pushes: 1, orders: 1204, lastRuns: [running] }), {
      platform: "Shopify",
      others: 0,
    });
    expect(busy.stops.join(" ")).toContain("1 shipment still to be told to it will not be told.");
    expect(busy.stops.join(" ")).toContain("The sync that is running stops");
    expect(busy.stays[0]).toContain("orders stay");
  });

  test("a carrier: its parcels look for another one, or stop moving when there is none", () => {
    const of = health("carrier", { parcels: 3 });
    expect(disconnectWords(of, { platform: "UPS", others: 1 }).stops[0]).toContain(
      "look for another connected carrier",
    );
    expect(disconnectWords(of, { platform: "UPS", others: 0 }).stops[0]).toContain("stop moving on screen");
  });

  test("a mail sender: mails are kept, and those that wait are counted", () => {
    const of = health("sender", { mails: 2 });
    expect(disconnectWords(of, { platform: "Resend", others: 0 }).stops.join(" ")).toContain("2 mails waiting now");
    expect(disconnectWords(of, { platform: "Resend", others: 1 }).stops.join(" ")).not.toContain("waiting now");
  });
});
