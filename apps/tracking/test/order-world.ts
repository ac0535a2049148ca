import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { type OrderBucket, orderBuckets } from "@waybill/domain/order/buckets";
import type { ChannelOrder } from "@waybill/domain/order/order";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { HOUR_MS } from "@waybill/domain/time";
import { openConnection } from "@waybill/engine/connections/open";
import { runWorker } from "@waybill/engine/core/worker";
import { messageOf } from "@waybill/engine/notifications/message";
import { outboxRow } from "@waybill/engine/notifications/rows";
import { exportOrders } from "@waybill/engine/orders/export";
import { listOrders } from "@waybill/engine/orders/list";
import { getOrder } from "@waybill/engine/screens/order-page";
import { applyUpdates } from "@waybill/engine/shipments/apply-updates";
import { mergeOne } from "@waybill/engine/sync/merge-page";
import { makeTestShop } from "@waybill/engine/testing/channel";
import {
  channelOrder,
  deliver,
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
} from "@waybill/engine/testing/world";
import { startEngine } from "@waybill/engine/tick";
import { findByOrder } from "@waybill/engine/tracking/find";
import { publicShipment } from "@waybill/engine/tracking/page";
import { sellerScreens } from "@waybill/dashboard/testing/seller-screens";
import { renderer } from "./built.ts";
import { cells, listFacts, panelFacts, pick, stepIn } from "./order-places.ts";
import { textOf } from "./said-places.ts";
import { carrierScan, type Scanned } from "./said-scans.ts";

const CAUSE = { kind: "system" as const, id: null, text: "test" };

export type OrderWorld = Awaited<ReturnType<typeof startOrderWorld>>;

/** Orders that a shop in memory gives to the real engine, and what every place says of them. */
export async function startOrderWorld() {
  const [database, read] = await Promise.all([testDatabase(), placesReader()]);
  const shop = makeTestShop();
  const world = makeEngineWorld({ db: database.db, adapters: shop.adapters });
  startEngine(world.ctx);
  const settings = { shop: "kraft", key: "k" };
  const channel = await putConnection(world, { adapter: "testshop", kind: "channel", settings });
  const ups = await putConnection(world, { adapter: "ups" });
  const merge = async (pulled: Parameters<typeof mergeOne>[1]["pulled"]): Promise<string> => {
    const connection = await openConnection(world.ctx, channel.id);
    if (!connection) throw new Error("no such connection");
    return (await mergeOne(world.scope, { connection, cause: CAUSE, runId: null, pulled })).orderId;
  };
  return {
    ...{ world, close: () => (database as TestDatabase).close(), places: (id: string) => read(world, id) },
    mailsOf: (id: string) => mailsOf(world, id),
    pagesOf: async (id: string) => read.pages(world, await getOrder(world.scope, { id })),

    /** The shop says how the order stands now; answers its id. */
    tell(order: Partial<ChannelOrder> & { externalId: string }): Promise<string> {
      const given = channelOrder(order);
      shop.orders = [...shop.orders.filter((one) => one.externalId !== given.externalId), given];
      return merge({ ok: true, order: given });
    },

    /** The shop gives the order out, and it cannot be read. */
    fail(externalId: string, reason: string): Promise<string> {
      const number = `#${externalId}`;
      return merge({ ok: false, externalId, number, placedAt: NOW - HOUR_MS, reason, transient: false, raw: {} });
    },

    /** The shop deletes the order, and says so. */
    async remove(externalId: string): Promise<void> {
      shop.orders = shop.orders.filter((one) => one.externalId !== externalId);
      await deliver(world, channel, `-${externalId}`);
      await world.settle();
      world.clock.now += 1_000;
      await runWorker(world.ctx, "jobs");
      await world.settle();
      world.clock.now = NOW;
    },

    /** The carrier scans a parcel, one scan after the other; `seen` is called after each. */
    async scan(number: string, scans: readonly Scanned[], seen?: () => Promise<void>): Promise<void> {
      for (const [i, scanned] of scans.entries()) {
        const update = {
          ...{ number, carrier: "ups", uniqueId: null, handle: null, proof: null, eta: null },
          scans: [carrierScan({ number, i, of: scans.length, scanned })],
        };
        await applyUpdates(world.scope, [
          { inboxId: null, receivedAt: NOW, connectionId: ups.id, updates: [update], cause: CAUSE, marks: () => [] },
        ]);
        await seen?.();
      }
    },
  };
}

/** The order's mails as they go out, oldest first of each parcel. */
async function mailsOf({ ctx }: EngineWorld, id: string) {
  const rows = await ctx.db.query(
    "SELECT o.* FROM outbox o JOIN shipments s ON s.id = o.shipment_id WHERE s.order_id = ? ORDER BY o.seq",
    [id],
  );
  return Promise.all(
    rows.map(outboxRow).map(async (row) => {
      const mail = await messageOf(ctx, row);
      if (!mail) throw new Error("a mail that cannot be read");
      const step = pick(mail.html, "td.tone")[0] ?? null;
      return {
        id: row.id,
        trigger: row.trigger,
        shipmentId: row.shipmentId,
        subject: mail.subject,
        text: mail.text,
        step,
      };
    }),
  );
}

/** In which drawers of the first screen the order lies, by the list's own filter. */
async function drawersOf({ scope }: EngineWorld, id: string): Promise<OrderBucket[]> {
  const held = await Promise.all(orderBuckets.map((bucket) => listOrders(scope, { ids: [id], bucket, limit: 1 })));
  return orderBuckets.filter((_, i) => (held[i]?.items.length ?? 0) > 0);
}

async function fileRow({ scope }: EngineWorld, id: string): Promise<Record<string, string>> {
  const { body } = await exportOrders(scope, { kind: "csv", filter: { ids: [id] } });
  const [head = "", row = ""] = (await new Response(body).text()).replace("\uFEFF", "").trim().split("\r\n");
  const values = cells(row);
  return Object.fromEntries(cells(head).map((name, i) => [name, values[i] ?? ""]));
}

async function placesReader() {
  const [render, seller] = await Promise.all([renderer(), sellerScreens()]);
  const common = { locale: "en" as const, chosen: false, now: NOW };

  /** What somebody is told who asks for the order by its number and e-mail address. */
  const customer = async ({ ctx }: EngineWorld, { order }: OrderPage) => {
    const email = order.customerEmail ?? "ana@example.com";
    const found = await findByOrder(ctx, { order: order.number, email });
    if (found.kind !== "preparing") return { kind: found.kind, headline: null };
    return { kind: found.kind, headline: pick(render({ page: found, ...common }).html, "h1")[0] ?? null };
  };

  /** The page of each parcel, those that left the order among them. */
  const pages = ({ ctx }: EngineWorld, { shipments }: OrderPage) =>
    Promise.all(
      shipments.map(async ({ id, trackToken }) => {
        const view = await publicShipment(ctx, { token: trackToken });
        if (!view) throw new Error("no page");
        const { html } = render({ page: { kind: "parcel", token: "t", view, notice: null }, ...common });
        const said = { step: stepIn(html), text: textOf(html), replaced: view.replaced !== null };
        return { id, headline: pick(html, "h1")[0] ?? null, ...said };
      }),
    );

  /** All that is said of an order, as each place gives it. */
  const places = async (world: EngineWorld, id: string) => {
    const api = await getOrder(world.scope, { id });
    const [listed] = (await listOrders(world.scope, { ids: [id], limit: 1 })).items;
    if (!listed) throw new Error("no row");
    return {
      ...{ api, listed, list: listFacts(seller.renderRow(listed)) },
      panel: panelFacts(seller.renderPanel(api), api),
      file: await fileRow(world, id),
      drawers: await drawersOf(world, id),
      customer: await customer(world, api),
      pages: await pages(world, api),
      mails: await mailsOf(world, id),
    };
  };
  return Object.assign(places, { pages });
}
