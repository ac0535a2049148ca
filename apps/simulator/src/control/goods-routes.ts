import type { Hono } from "hono";
import { z } from "zod";
import { type Sim, worldOf } from "../sim.ts";
import { fieldHabits } from "../world/field-habits.ts";
import { shipOrder } from "../world/fulfilment.ts";
import { demoNatures } from "../world/nature-shares.ts";
import { normaliseNumber } from "../world/numbers.ts";
import { archiveOrder, deleteOrder, handOver, readyForPickup, removeUnits } from "../world/order-changes.ts";
import { payOrder } from "../world/orders.ts";
import { advanceParcel, registerParcel } from "../world/parcels.ts";
import { receiveOrder } from "../world/shop-life.ts";
import type { Nature, Order } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { readBody } from "./body.ts";

const carriers = z.enum(["ups", "fedex", "usps"]);

/** What a seller or the shop does to an order by hand. */
const changes = {
  deleted: deleteOrder,
  archived: (world: World, order: Order) => archiveOrder(world, order, true),
  reopened: (world: World, order: Order) => archiveOrder(world, order, false),
  paid: payOrder,
  unit_removed: (world: World, order: Order) => removeUnits(world, { order, all: false }),
  all_refunded: (world: World, order: Order) => removeUnits(world, { order, all: true }),
  ready_for_pickup: readyForPickup,
  picked_up: (world: World, order: Order) => handOver(world, order, "picked_up"),
  delivered: (world: World, order: Order) => handOver(world, order, "delivered"),
};
const changeNames = Object.keys(changes) as [keyof typeof changes];
const natureNames = Object.keys(demoNatures) as [Nature];

/** Orders come in and are shipped, parcels appear and move on: now, not when the world would have done it. */
export function addGoods(app: Hono, sim: Sim): void {
  const { world } = sim;
  app.post("/orders", async (c) => {
    const input = await readBody(
      c,
      z.object({
        count: z.number().int().min(1).max(100_000).default(1),
        natures: z.array(z.enum(natureNames)).default([]),
        /** How long they cannot be read by their id, real ms. */
        unreadableMs: z.number().min(0).max(600_000).default(0),
      }),
    );
    if (input instanceof Response) return input;
    const orders = Array.from({ length: input.count }, () => receiveOrder(world, input.natures));
    if (input.unreadableMs > 0) for (const o of orders) o.readableAt = sim.options.now() + input.unreadableMs;
    return c.json({ created: orders.length, orders: orders.slice(0, 100).map(orderSummary) }, 201);
  });

  app.post("/orders/:id/ship", async (c) => {
    const input = await readBody(c, z.object({ carrier: carriers.optional(), habit: z.enum(fieldHabits).optional() }));
    if (input instanceof Response) return input;
    const found = findOrder(sim, c.req.param("id"));
    if (found === undefined) return c.json({ error: "No such order." }, 404);
    const { order } = found;
    const made = shipOrder(found.world, order, input);
    if (made.length === 0) return c.json({ error: "Nothing is left to ship." }, 409);
    return c.json({ order: orderSummary(order), fulfilments: made.length });
  });

  app.post("/orders/:id/change", async (c) => {
    const input = await readBody(c, z.object({ to: z.enum(changeNames) }));
    if (input instanceof Response) return input;
    const found = findOrder(sim, c.req.param("id"));
    if (found === undefined) return c.json({ error: "No such order." }, 404);
    changes[input.to](found.world, found.order);
    return c.json({ order: orderSummary(found.order) });
  });

  app.post("/parcels", async (c) => {
    const input = await readBody(c, z.object({ carrier: carriers.optional(), number: z.string().min(5).max(40) }));
    if (input instanceof Response) return input;
    const parcel = registerParcel(world, input);
    return c.json(
      { number: parcel.number, carrier: parcel.carrier, scans: parcel.scans, left: parcel.plan.length },
      201,
    );
  });

  app.post("/parcels/:number/advance", async (c) => {
    const input = await readBody(c, z.object({ steps: z.number().int().min(1).max(50).default(1) }));
    if (input instanceof Response) return input;
    const parcel = world.parcels.get(normaliseNumber(c.req.param("number")));
    if (parcel === undefined) return c.json({ error: "No such parcel." }, 404);
    const made = advanceParcel(worldOf(sim, parcel), parcel, input.steps);
    return c.json({ number: parcel.number, made, left: parcel.plan.length, last: parcel.scans.at(-1) });
  });
}

function findOrder(sim: Sim, id: string): { world: World; order: Order } | undefined {
  const plain = decodeURIComponent(id).replace(/^gid:\/\/shopify\/Order\//, "");
  for (const { world } of sim.shops) {
    const order =
      world.orderById.get(plain) ?? world.orders.find((each) => each.name === plain || each.name === `#${plain}`);
    if (order !== undefined) return { world, order };
  }
  return undefined;
}

function orderSummary(order: Order): object {
  return {
    id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    financial: order.financial,
    natures: [...order.natures],
    fault: order.fault?.kind ?? null,
    trackingNumbers: order.fulfilments.flatMap((each) => each.tracking.map((tracking) => tracking.number)),
  };
}
