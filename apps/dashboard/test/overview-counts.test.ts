import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@waybill/api/bun";
import type { Statement } from "@waybill/db/database";
import { notificationStates } from "@waybill/db/schema/outbox";
import type { DashboardSummary } from "@waybill/domain/screens/answers";
import type { ShipmentCounts } from "@waybill/domain/shipment/answers";
import { attentionKinds } from "@waybill/domain/shipment/attention";
import { TEST_NUMBER } from "@waybill/domain/shipment/test-number";
import { orderStatuses, shipmentStatuses, syncStates } from "@waybill/domain/status";
import { dayIn } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import fc from "fast-check";
import { urlOf } from "../src/api/api.ts";
import { type InboxChosen, inboxKeys, inboxQuery } from "../src/inbox/inbox-query.ts";
import { needsYou } from "../src/notifications/words.ts";
import { type Chosen, filterKeys, filterOf, orderQuery, sensible } from "../src/orders/filter/address.ts";
import { byConnection, hrefOfShare } from "../src/overview/days.ts";
import { problemsOf } from "../src/overview/problems.ts";
import { buckets } from "../src/parts/buckets.ts";
import { attentionGroups } from "../src/shipments/attention-groups.ts";
import { shipmentQuery, stateOf, tabs } from "../src/shipments/listing.ts";

setDefaultTimeout(120_000);
const folder = mkdtempSync(join(tmpdir(), "waybill-counts-"));
let server: Awaited<ReturnType<typeof startServer>>;
let orgId: string;
let cookie: string;
beforeAll(async () => {
  server = await startServer({
    tick: false,
    env: {
      ...{ PORT: "0", HOST: "127.0.0.1", DATABASE_URL: `file:${join(folder, "waybill.db")}`, SIMULATOR_PORT: "0" },
      ...{ APP_SECRET: "a secret of the tests, long enough", DEMO: "0", LOG_LEVEL: "error", NODE_ENV: "test" },
    },
  });
  const post = (path: string, body: object) =>
    fetch(server.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url, cookie: cookie ?? "" },
      body: JSON.stringify(body),
    });
  const person = { name: "Sam", email: "sam@example.com", password: "correct horse battery" };
  const signedUp = await post("/api/auth/sign-up/email", person);
  cookie = signedUp.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  orgId = ((await (await post("/api/organisations", { name: "Kraft" })).json()) as { id: string }).id;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const DAY = 86_400_000;
const ZONE = "Pacific/Auckland";
const read = async <T>(path: string): Promise<T> => {
  const answer = await fetch(server.url + path, { headers: { cookie } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

/** The list behind an address of the dashboard, asked as its page asks. */
function listOf(href: string): string {
  const { pathname, searchParams } = new URL(href, "http://dashboard");
  const word = (key: string) => searchParams.get(key) ?? "";
  if (pathname === "/") {
    const chosen = sensible(Object.fromEntries(filterKeys.map((key) => [key, word(key)])) as Chosen);
    const filter = filterOf(chosen, { today: dayIn(server.ctx.now(), zoneNamed(ZONE)), zone: zoneNamed(ZONE) });
    return urlOf("/api/orders", { query: { ...orderQuery(filter), limit: 50 } });
  }
  if (pathname === "/shipments") {
    const filter = { state: stateOf(word("state") || undefined), why: word("why"), carrier: "", connection: "", q: "" };
    return urlOf("/api/shipments", { query: { ...shipmentQuery(filter), limit: 50 } });
  }
  if (pathname === "/notifications" && word("tab") === "parked") return `/api/notifications?limit=50&state=${needsYou}`;
  if (pathname === "/inbox") {
    const chosen = Object.fromEntries(inboxKeys.map((key) => [key, word(key)])) as InboxChosen;
    return urlOf("/api/inbox", { query: { ...inboxQuery(chosen, server.ctx.now()), limit: 50 } });
  }
  throw new Error(`no list is known behind ${href}`);
}

/** The ids of a whole list, page after page. */
async function ids(path: string): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const cursor: string = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const page: { items: { id: string | number }[]; next: string | null } = await read(path + cursor);
    found.push(...page.items.map((item) => String(item.id)));
    next = page.next;
  }
  expect(new Set(found).size).toBe(found.length);
  return found;
}

const ago = (days: number) => fc.integer({ min: -days * 24, max: 0 }).map((h) => h * 3_600_000 - 60_000);
type Parcel = {
  status: (typeof shipmentStatuses)[number];
  reason: string | null;
  /** From now, ms. */
  due: number | null;
  moved: number;
  push: string;
  reports: number;
  /** Its order's place among the orders. */
  order: number | null;
  delivered: boolean;
};
const parcel: fc.Arbitrary<Parcel> = fc.record({
  status: fc.constantFrom(...shipmentStatuses, "in_transit" as const, "pre_transit" as const),
  reason: fc.constantFrom(null, "returned", "returning", "customs"),
  due: fc.option(ago(80)),
  moved: fc.oneof(ago(10), ago(100)),
  push: fc.constantFrom("none", "success", "failed"),
  reports: fc.constantFrom(0, 0, 0, 1, 3),
  order: fc.option(fc.nat(79)),
  delivered: fc.constantFrom(false, false, true),
});
const order = fc.record({
  status: fc.constantFrom(...orderStatuses),
  sync: fc.constantFrom(...syncStates, "success" as const),
  shop: fc.constantFrom("con_a", "con_b"),
  placed: ago(40),
});
const inboxStates = ["received", "processed", "duplicate", "unmatched", "not_understood", "ignored", "failed"] as const;

/** A world of all kinds, the same for the same seed. What came back, what is long lost, and an open report of old are in every one of them. */
function seeded(seed: number): Statement[] {
  const now = server.ctx.now();
  const some = <T>(kind: fc.Arbitrary<T>, numRuns: number) => fc.sample(kind, { seed, numRuns });
  const still = { due: null, push: "none", reports: 0, order: null, delivered: false } as const;
  const parcels: readonly Parcel[] = [
    ...some(parcel, 130),
    { ...still, status: "returned_to_sender", reason: "returned", moved: -DAY },
    { ...still, status: "lost", reason: null, moved: -90 * DAY },
    { ...still, status: "delivered", reason: null, moved: -100 * DAY, reports: 2, delivered: true },
  ];
  const tables = ["orders", "shipments", "reports", "outbox", "inbox", "inbox_numbers"];
  const zone = JSON.stringify({ timeZone: ZONE, language: "en" });
  return [
    ...tables.map((table) => ({ sql: `DELETE FROM ${table}`, args: [] })),
    {
      sql: "INSERT INTO org_settings (org_id, name, value, changed_at) VALUES (?, 'general', ?, 0) ON CONFLICT DO NOTHING",
      args: [orgId, zone],
    },
    ...some(order, 80).map((one, n) => ({
      sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
        VALUES (?, ?, ?, 'shopify', ?, '#1', ?, 0, 'paid', ?, ?, 0, 0)`,
      args: [`ord_${n}`, orgId, one.shop, `e${n}`, now + one.placed, one.status, one.sync],
    })),
    ...parcels.flatMap((one, n) => {
      const moved = now + one.moved;
      const made = {
        sql: `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, lines, token, status, reason, delivered_at, not_before,
          shipped_at, push_state, created_at, changed_at, due_at, moved_at) VALUES (?, ?, ?, 'ups', ?, ?, '[]', ?, ?, ?, ?, 0, ?, ?, 0, ?, ?, ?)`,
        args: [
          ...[
            `shp_${n}`,
            orgId,
            one.order === null ? null : `ord_${one.order}`,
            `1Z${n}`,
            `s${n}`,
            `t${n}`,
            one.status,
          ],
          ...[one.reason, one.delivered || one.status === "delivered" ? moved : null, moved, one.push, moved],
          ...[one.due === null ? null : now + one.due, moved],
        ],
      };
      const reports = Array.from({ length: one.reports }, (_, i) => ({
        sql: "INSERT INTO reports (id, org_id, shipment_id, kind, message, state, created_at) VALUES (?, ?, ?, 'damaged', 'm', ?, ?)",
        args: [`rep_${n}_${i}`, orgId, `shp_${n}`, i === 1 ? "closed" : "open", now - i],
      }));
      return [made, ...reports];
    }),
    ...some(fc.constantFrom(...notificationStates), 60).map((state, n) => ({
      sql: `INSERT INTO outbox (id, org_id, key, lane, seq, trigger, channel, recipient, payload, subject, state, cause, created_at)
        VALUES (?, ?, ?, ?, 1, 'shipped', 'email', 'a@b.example', '{}', 'Shipped', ?, '{"kind":"system","id":null,"text":"test"}', ?)`,
      args: [`ntf_${n}`, orgId, `k${n}`, `l${n}`, state, now - n],
    })),
    ...some(fc.constantFrom(...inboxStates), 60).flatMap((state, n) => {
      const made = {
        sql: `INSERT INTO inbox (id, org_id, connection_id, kind, adapter, key, received_at, headers, body, verified, state)
          VALUES (?, ?, 'con_c', 'carrier', 'easypost', ?, ?, '{}', x'7b7d', 'test', ?)`,
        args: [n + 1, orgId, `k${n}`, now, state],
      };
      // Every third of what matches no parcel was the seller's own test.
      const number = n % 3 === 0 ? `${TEST_NUMBER}${n}` : `1ZX${n}`;
      const numbered = {
        sql: "INSERT INTO inbox_numbers (org_id, number, inbox_id) VALUES (?, ?, ?)",
        args: [orgId, number, n + 1],
      };
      return state === "unmatched" ? [made, numbered] : [made];
    }),
  ];
}

describe.each([1, 2, 3, 4, 5])("the overview's numbers, world %p", (seed) => {
  let summary: DashboardSummary;
  beforeAll(async () => {
    await server.ctx.db.commit(seeded(seed));
    summary = await read<DashboardSummary>("/api/dashboard/summary");
  });

  test("each leads to a list that holds as many", async () => {
    const problems = problemsOf(summary, { agent: true }).filter(({ n }) => n !== null);
    const numbers: [string, number][] = [
      ["/", summary.orders.total],
      ...buckets.map(({ id, query }): [string, number] => [query, summary.orders.buckets[id]]),
      ...problems.map(({ href, n }): [string, number] => [href, n ?? 0]),
      ...Object.entries(byConnection(summary.days)).map(([id, n]): [string, number] => [hrefOfShare(id), n]),
      ["/shipments?state=attention", summary.shipments.attention],
      ["/notifications?tab=parked", summary.notifications.parked],
    ];
    const listed = await Promise.all(numbers.map(async ([href]) => [href, (await ids(listOf(href))).length]));
    expect(listed).toEqual(numbers);
    // A world in which nothing is wrong would say nothing.
    expect(problems.map(({ id }) => id).sort()).toEqual(
      [
        ...attentionGroups.map(({ id }) => id),
        "inbox-failed",
        "inbox-strange",
        "inbox-unmatched",
        "mails",
        "sync",
      ].sort(),
    );
  });

  test("what wants a person is counted alike on the overview, on the tabs and in the lists", async () => {
    const tab = await read<ShipmentCounts>("/api/shipments/counts");
    expect(tab.attention).toEqual({ n: summary.shipments.attention, exact: true });
    for (const { state } of tabs) {
      expect([state, (await ids(listOf(`/shipments?state=${state}`))).length]).toEqual([state, tab[state].n]);
    }
    const all = await ids("/api/shipments?state=attention&limit=50");
    const parts = await Promise.all(
      attentionKinds.map((kind) => ids(`/api/shipments?state=attention&limit=50&why=${kind}`)),
    );
    expect(parts.map((part) => part.length)).toEqual(attentionKinds.map((kind) => summary.shipments.why[kind]));
    expect(parts.flat().sort()).toEqual([...all].sort());

    const orders = await read<{ attention: number }>("/api/orders/counts");
    expect((await ids(listOf("/?attention=1"))).length).toBe(orders.attention);
    expect(await read<object>("/api/orders/total?attention=1")).toEqual({ n: orders.attention, exact: true });
    for (const [status, n] of Object.entries(summary.shipments.byStatus)) {
      expect([status, (await ids(`/api/shipments?limit=50&status=${status}`)).length]).toEqual([status, n]);
    }
    expect((await ids("/api/reports?limit=50&state=open")).length).toBe(summary.reports.open);
  });

  test("what came back, and what is long lost, is in neither; a customer's open report is in both, however old", async () => {
    const all = await ids("/api/shipments?state=attention&limit=50");
    expect(all).not.toContain("shp_130");
    expect(all).not.toContain("shp_131");
    expect(all).toContain("shp_132");
    const { items } = await read<{ items: { id: string; reported: string | null }[] }>(
      listOf("/shipments?state=attention&why=reported").replace("limit=50", "limit=200"),
    );
    expect(items.find(({ id }) => id === "shp_132")?.reported).toBe("damaged");
  });
});
