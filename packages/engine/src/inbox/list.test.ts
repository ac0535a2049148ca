import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { notUnderstood } from "@waybill/adapters/ports/adapter";
import { carriers } from "@waybill/adapters/registry.gen";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import type { Registry } from "../core/context.ts";
import { listActivity } from "../screens/activity.ts";
import { dashboardSummary } from "../screens/overview.ts";
import { sendTestWebhook } from "../setup/test-webhook.ts";
import { getShipment } from "../shipments/read.ts";
import { easypostEvent, route } from "../testing/events.ts";
import { ORG } from "../testing/scope.ts";
import {
  deliver,
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  realAdapters,
  signed,
  type TestConnection,
} from "../testing/world.ts";
import { countInbox } from "./filter.ts";
import { getInbox, listInbox, reprocess } from "./list.ts";
import { receive } from "./receive.ts";
import { replayRange } from "./replay-range.ts";

const USPS = "9400111899223197428490";
const USPS_2 = "9400111899223197428506";
const HOUR = 3_600_000;
const STOPS = route({ end: NOW - HOUR });

let database: TestDatabase;
let world: EngineWorld;
let easypost: TestConnection;
let shop: TestConnection;

beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  easypost = await putConnection(world, { adapter: "easypost" });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

const event = (number: string, upTo: number, id = `e${number}-${upTo}`) =>
  easypostEvent({ number, stops: STOPS.slice(0, upTo), id });
const list = (input: Partial<Parameters<typeof listInbox>[1]> = {}) => listInbox(world.scope, { limit: 50, ...input });
const ids = async (input?: Partial<Parameters<typeof listInbox>[1]>) =>
  (await list(input)).items.map((item) => item.id);

async function parcel(number = USPS): Promise<{ orderId: string; id: string }> {
  const orderId = await putOrder(world, shop, { externalId: `for-${number}` });
  const id = await putShipment(world, { orderId, number, carrier: "usps" });
  await world.settle();
  return { orderId, id };
}
const deliverScans = async (number: string, upTo: number) => {
  await deliver(world, easypost, event(number, upTo));
  await world.settle();
};

/** A redelivery that another process did not remember: it is kept, and found to be a copy. */
async function copyOf(body: string): Promise<void> {
  const forgetful = makeEngineWorld({ db: { ...database.db } });
  await receive(forgetful.ctx, {
    kind: "carrier",
    connectionId: easypost.id,
    webhook: signed(world.ctx, easypost, body),
  });
  await forgetful.settle();
}

describe("the list", () => {
  test("copies are folded under the delivery that was processed, and lead to each other", async () => {
    await parcel();
    await deliverScans(USPS, 2);
    await copyOf(event(USPS, 2));
    await copyOf(event(USPS, 2));
    expect((await list()).items.map(({ id, copies }) => [id, copies])).toEqual([[1, 2]]);
    expect(await ids({ state: "duplicate" })).toEqual([3, 2]);
    const first = await getInbox(world.scope, { id: 1 });
    const copy = await getInbox(world.scope, { id: 3 });
    expect([first.copyIds, first.copyOf, copy.copyIds, copy.copyOf]).toEqual([[3, 2], null, [], 1]);
    expect(await countInbox(world.scope)).toEqual({ deliveries: 1, more: false });
  });

  test("a number finds what waits for it, what moved its parcel, and what moved its order", async () => {
    const { orderId } = await parcel();
    await deliverScans(USPS, 2);
    await deliverScans(USPS_2, 2);
    const [order] = await world.ctx.db.query("SELECT number FROM orders WHERE id = ?", [orderId]);
    expect(await ids({ q: USPS })).toEqual([1]);
    expect(await ids({ q: `${USPS_2.slice(0, 4)} ${USPS_2.slice(4)}` })).toEqual([2]);
    expect(await ids({ q: String(order?.number) })).toEqual([1]);
    expect(await ids({ q: "inb_2" })).toEqual([2]);
    expect(await ids({ q: "nothing like it" })).toEqual([]);
    expect(await listInbox(world.scopeOf("org_b"), { limit: 50, q: USPS })).toEqual({ items: [], next: null });
  });

  test("days, states, kinds and connections narrow; the bounds of a day are exact", async () => {
    await parcel();
    for (let i = 0; i < 6; i++) {
      world.clock.now = NOW + i * HOUR;
      await deliverScans(i % 2 ? USPS : USPS_2, 1 + i);
    }
    expect(await ids({ from: NOW + 2 * HOUR, to: NOW + 4 * HOUR })).toEqual([4, 3]);
    expect(await ids({ from: NOW + 2 * HOUR + 1, to: NOW + 4 * HOUR + 1 })).toEqual([5, 4]);
    expect(await ids({ state: "unmatched" })).toEqual([5, 3, 1]);
    expect(await ids({ state: "processed", from: NOW + HOUR })).toEqual([6, 4, 2]);
    expect(await ids({ kind: "channel" })).toEqual([]);
    expect(await ids({ connectionId: easypost.id, limit: 2 })).toEqual([6, 5]);
    expect(await countInbox(world.scope, { state: "unmatched" })).toEqual({ deliveries: 3, more: false });
  });

  test("any span of time finds exactly the rows received in it", async () => {
    const hours = Array.from({ length: 12 }, (_, i) => i);
    for (const i of hours) {
      world.clock.now = NOW + i * HOUR;
      await deliver(world, easypost, event(USPS, 1, `h${i}`));
    }
    const hour = fc.integer({ min: -2 * 60, max: 14 * 60 });
    await fc.assert(
      fc.asyncProperty(hour, hour, async (a, b) => {
        const [from, to] = [NOW + Math.min(a, b) * 60_000, NOW + Math.max(a, b) * 60_000];
        const due = hours.filter((i) => NOW + i * HOUR >= from && NOW + i * HOUR < to).map((i) => i + 1);
        expect(await ids({ from, to })).toEqual(due.reverse());
      }),
      { numRuns: 40 },
    );
  });
});

describe("one delivery", () => {
  test("says what it changed by name, and what it caused in order", async () => {
    const { id, orderId } = await parcel();
    await deliverScans(USPS, 3);
    const detail = await getInbox(world.scope, { id: 1 });
    expect(detail.changed).toMatchObject([
      { kind: "shipment", id, name: USPS, orderId },
      { kind: "order", id: orderId, name: `#for-${USPS}`, orderId },
    ]);
    expect(detail.events.map((e) => e.cause.id)).toEqual(detail.events.map(() => "inb_1"));
    expect(detail.events.map((e) => e.type)).toContain("shipment.updated");
    expect(detail.events.map((e) => e.seq)).toEqual(detail.events.map((e) => e.seq).sort((a, b) => a - b));
  });

  test("bytes that are no text come whole, in base64; a byte order mark stays", async () => {
    const put = (bytes: number[]) =>
      world.ctx.db.commit([
        {
          sql: "INSERT INTO inbox (org_id, connection_id, kind, adapter, key, received_at, headers, body, verified, state) VALUES (?, ?, 'carrier', 'easypost', 'k', 0, '{}', ?, 't', 'ignored')",
          args: [ORG, easypost.id, new Uint8Array(bytes)],
        },
      ]);
    await put([0xff, 0xfe, 0x00, 0x41]);
    await put([0xef, 0xbb, 0xbf, 0x41]);
    expect((await getInbox(world.scope, { id: 1 })).bodyBase64).toBe("//4AQQ==");
    expect((await getInbox(world.scope, { id: 2 })).bodyText).toBe("\ufeffA");
  });

  test("read again it is the same; after a repair its state moves and it says what happened", async () => {
    await parcel();
    await deliverScans(USPS, 3);
    await reprocess(world.scope, { id: 1 });
    await world.settle();
    const detail = await getInbox(world.scope, { id: 1 });
    expect([detail.state, detail.events.length > 0]).toEqual(["processed", true]);
    const events = await listActivity(world.scope, { limit: 200 });
    expect(events.items.filter((e) => e.cause.id === "inb_1")).toHaveLength(detail.events.length);
  });
});

describe("a range read again", () => {
  const withEasypost = (parse: (typeof carriers.easypost)["parse"]): Registry => ({
    ...realAdapters,
    carriers: { ...realAdapters.carriers, easypost: { ...carriers.easypost, parse } as never },
  });
  const replay = (filter: Parameters<typeof replayRange>[1]["filter"]) => replayRange(world.scope, { filter });
  const deaf = () =>
    withEasypost(() => {
      throw notUnderstood("A new format.");
    });

  test("with the same parsers nothing changes and nothing is told", async () => {
    await parcel();
    await deliverScans(USPS, 2);
    await deliverScans(USPS, 5);
    const { next: _, items: before } = await listActivity(world.scope, { limit: 200 });
    const result = await replay({ connectionId: easypost.id });
    expect(result).toMatchObject({ deliveries: 2, shipments: 1, changed: 0, again: 0, states: {} });
    expect(result.hashAfter).toBe(result.hashBefore);
    expect((await listActivity(world.scope, { limit: 200 })).items).toEqual(before);
  });

  test("what nobody understood is read with today's parser; what lies outside of the range is left alone", async () => {
    world = makeEngineWorld({ db: database.db, adapters: deaf() });
    const { id } = await parcel();
    const other = await parcel(USPS_2);
    await deliverScans(USPS, 3);
    world.clock.now += HOUR;
    await deliverScans(USPS_2, 3);
    const at = world.clock.now;
    world = makeEngineWorld({ db: database.db, now: () => at, sleep: (ms) => Bun.sleep(ms) });
    const result = await replay({ to: at });
    expect(result).toMatchObject({ deliveries: 1, again: 1, states: { processed: 1 } });
    await world.settle();
    expect((await getShipment(world.scope, { id })).status).not.toBe("pre_transit");
    expect((await getShipment(world.scope, { id: other.id })).status).toBe("pre_transit");
    expect(await ids({ state: "not_understood" })).toEqual([2]);
  });

  test("a scan that a wrong parser made up goes, on the range's parcels", async () => {
    world = makeEngineWorld({
      db: database.db,
      adapters: withEasypost((webhook) =>
        carriers.easypost
          .parse(webhook)
          .map((r) => ({ ...r, scans: r.scans.map((s) => ({ ...s, status: "delivered" as const })) })),
      ),
    });
    const { id } = await parcel();
    await deliverScans(USPS, 2);
    expect((await getShipment(world.scope, { id })).status).toBe("delivered");
    world = makeEngineWorld({ db: database.db });
    const result = await replay({ from: NOW, to: NOW + HOUR });
    expect(result.changed).toBe(1);
    expect(result.hashAfter).not.toBe(result.hashBefore);
    expect((await getShipment(world.scope, { id })).status).not.toBe("delivered");
  });
});

describe("a test webhook", () => {
  for (const [adapter, kind] of [
    ["easypost", "carrier"],
    ["ups", "carrier"],
    ["fedex", "carrier"],
    ["shopify", "channel"],
  ] as const) {
    test(`${adapter}: signed with its own secret it passes the real door, and nothing that exists changes`, async () => {
      const connection = await putConnection(world, { adapter, kind });
      await parcel();
      const before = (await listActivity(world.scope, { limit: 200 })).items.map((e) => e.seq);
      const sent = await sendTestWebhook(world.scope, { kind, id: connection.id });
      await world.settle();
      expect(sent).toMatchObject({ outcome: "accepted", reason: null });
      const [row] = (await list()).items;
      expect(row).toMatchObject({ id: sent.inboxId, state: kind === "carrier" ? "unmatched" : "processed" });
      const after = (await listActivity(world.scope, { limit: 200 })).items.filter((e) => !before.includes(e.seq));
      expect(after.filter((e) => e.type !== "connection.changed")).toEqual([]);
      // Nobody need look for a parcel that shall not be.
      expect((await dashboardSummary(world.scope)).inbox.unmatched).toBe(0);
    });
  }

  test("without a secret the door says why; another organisation's connection is not found", async () => {
    const bare = await putConnection(world, { adapter: "easypost" });
    const call = sendTestWebhook(world.scopeOf("org_b"), { kind: "carrier", id: bare.id });
    expect(call).rejects.toMatchObject({ code: "connection_not_found" });
    expect(sendTestWebhook(world.scope, { kind: "channel", id: bare.id })).rejects.toMatchObject({
      status: 404,
    });
    expect(await ids()).toEqual([]);
  });

  test("an adapter without a sample says so, and where to send one from", async () => {
    const settings = { apiKey: "re_key", webhookSecret: "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=" };
    const resend = await putConnection(world, { adapter: "resend", kind: "sender", settings });
    expect(sendTestWebhook(world.scope, { kind: "sender", id: resend.id })).rejects.toMatchObject({
      code: "no_sample",
    });
  });
});

test("activity: newest first, page by page, each once", async () => {
  await parcel();
  await deliverScans(USPS, 2);
  await deliverScans(USPS, 5);
  const all = (await listActivity(world.scope, { limit: 200 })).items.map((e) => e.seq);
  expect(all).toEqual([...all].sort((a, b) => b - a));
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listActivity(world.scope, { limit: 2, cursor });
    seen.push(...page.items.map((e) => e.seq));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(all);
  expect((await listActivity(world.scopeOf("org_b"), { limit: 10 })).items).toEqual([]);
});
