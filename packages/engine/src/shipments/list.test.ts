import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { wantingParcels } from "@waybill/db/attention";
import type { Statement } from "@waybill/db/database";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { attentionKinds, attentionOf } from "@waybill/domain/shipment/attention";
import { shipmentStates } from "@waybill/domain/shipment/states";
import { type ShipmentStatus, shipmentStatuses } from "@waybill/domain/status";
import fc from "fast-check";
import { ORG } from "../testing/scope.ts";
import { type EngineWorld, makeEngineWorld, NOW } from "../testing/world.ts";
import { listShipments, shipmentCounts, statusesOf } from "./list.ts";
import { shipmentRow } from "./rows.ts";

const DAY = 86_400_000;
let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(() => database.close());
const ctx = () => world.ctx;

type Parcel = {
  status: ShipmentStatus;
  reason?: string | null;
  dueAt?: number | null;
  movedAt?: number | null;
  changedAt?: number;
  pushState?: string;
  carrier?: string;
  number?: string;
  orgId?: string;
};
let made = 0;
function insert(input: Parcel): Statement {
  const n = ++made;
  const movedAt = input.movedAt === undefined ? NOW : input.movedAt;
  const changedAt = input.changedAt ?? Math.max(movedAt ?? 0, NOW - 90 * DAY);
  return {
    sql: `INSERT INTO shipments (id, org_id, carrier, number, scope, lines, token, status, reason, delivered_at, not_before, shipped_at,
      push_state, created_at, changed_at, due_at, moved_at) VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, 0, ?, ?, 0, ?, ?, ?)`,
    args: [
      `shp_${String(n).padStart(6, "0")}`,
      input.orgId ?? ORG,
      input.carrier ?? "ups",
      input.number ?? `1Z${n}`,
      `none|ups|${n}`,
      `t${n}`,
      input.status,
      input.reason ?? null,
      input.status === "delivered" ? movedAt : null,
      movedAt ?? NOW,
      input.pushState ?? "none",
      changedAt,
      input.dueAt ?? null,
      movedAt,
    ],
  };
}
const put = (...parcels: Parcel[]) => ctx().db.commit(parcels.map(insert));
const clear = () => ctx().db.commit([{ sql: "DELETE FROM shipments", args: [] }]);

const parcel: fc.Arbitrary<Parcel> = fc.record({
  status: fc.oneof(fc.constantFrom(...shipmentStatuses), fc.constantFrom("pre_transit", "in_transit")),
  reason: fc.constantFrom(null, "returned", "returning", "customs"),
  dueAt: fc.option(fc.integer({ min: -70, max: 10 }).map((d) => NOW + d * DAY)),
  // Most of them near the rule's own limits: three, five and sixty days.
  movedAt: fc
    .oneof(
      fc.integer({ min: -7 * 24, max: 0 }),
      fc.integer({ min: -70 * 24, max: 0 }),
      fc.constantFrom(-72, -120, -1440),
    )
    .map((h) => NOW + h * 3_600_000),
  pushState: fc.constantFrom("none", "success", "failed"),
  carrier: fc.constantFrom("ups", "fedex"),
});

describe("what wants attention", () => {
  test("the query finds everything that the rule names, whatever the parcels", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(parcel, { maxLength: 25 }), async (parcels) => {
        await clear();
        await put(...parcels, { status: "lost", orgId: "org_b" });
        const rows = (await ctx().db.query("SELECT * FROM shipments WHERE org_id = ?", [ORG])).map(shipmentRow);
        const named = rows.filter((row) => attentionOf(row, NOW) !== null).map((row) => row.id);
        const { items } = await listShipments(world.scope, { state: "attention", limit: 200 });
        expect(items.map((item) => item.id).sort()).toEqual(named.sort());
        expect((await shipmentCounts(world.scope)).attention).toEqual({ n: named.length, exact: true });
      }),
      { numRuns: 60 },
    );
  });

  test("worst first, page after page, none twice and none missed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(parcel, { maxLength: 25 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...shipmentStates, undefined),
        async (parcels, limit, state) => {
          await clear();
          await put(...parcels);
          const whole = await listShipments(world.scope, { state, limit: 200 });
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await listShipments(world.scope, { state, limit, cursor });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items.map((item) => item.id));
            cursor = page.next ?? undefined;
          } while (cursor);
          expect(seen).toEqual(whole.items.map((item) => item.id));
          if (state !== "attention") return;
          const ranks = whole.items.map((item) => attentionKinds.indexOf(attentionOf(item, NOW)?.kind ?? "lost"));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is read by indexes alone: no walk over all parcels", async () => {
    const { sql, args } = wantingParcels({ orgId: ORG, now: NOW });
    const plan = (await ctx().db.query(`EXPLAIN QUERY PLAN ${sql}`, args)).map((row) => String(row.detail));
    expect(plan.filter((step) => /^SCAN shipments/.test(step))).toEqual([]);
    expect(plan.join("\n")).toContain("shipments_due");
    expect(plan.join("\n")).toContain("shipments_moved");
    expect(plan.join("\n")).toContain("shipments_status");
  });
});

describe("the list", () => {
  test("every status is in exactly one state, so the numbers of the tabs sum", () => {
    expect(Object.values(statusesOf).flat().sort()).toEqual([...shipmentStatuses].sort());
  });

  test("by state, carrier and the beginning of the number; another organisation's are not in it", async () => {
    await put(
      { status: "in_transit", number: "1ZAAA1", carrier: "ups" },
      { status: "delivered", number: "1ZAAB2", carrier: "fedex" },
      { status: "in_transit", number: "1ZAAC3", carrier: "fedex", orgId: "org_b" },
    );
    const numbers = async (input: Partial<Parameters<typeof listShipments>[1]>) =>
      (await listShipments(world.scope, { limit: 50, ...input })).items.map((item) => item.number).sort();
    expect(await numbers({})).toEqual(["1ZAAA1", "1ZAAB2"]);
    expect(await numbers({ state: "moving" })).toEqual(["1ZAAA1"]);
    expect(await numbers({ carrier: ["fedex"] })).toEqual(["1ZAAB2"]);
    expect(await numbers({ q: "1z aab" })).toEqual(["1ZAAB2"]);
    expect(await numbers({ q: "1zaa", state: "moving" })).toEqual(["1ZAAA1"]);
  });

  test("counts stop at a thousand and say so", async () => {
    for (let i = 0; i < 3; i++) await put(...Array.from({ length: 400 }, () => ({ status: "delivered" as const })));
    const counts = await shipmentCounts(world.scope);
    expect(counts.delivered).toEqual({ n: 1000, exact: false });
    expect(counts.moving).toEqual({ n: 0, exact: true });
  });

  test("a cursor of somebody's making is refused in words", async () => {
    for (const state of [undefined, "attention"] as const) {
      expect(listShipments(world.scope, { state, cursor: "x", limit: 5 })).rejects.toThrow("not one of ours");
    }
  });
});
