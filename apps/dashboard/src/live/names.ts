import type { OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { createSignal } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "./frame-data.ts";
import { useLive } from "./live.tsx";

/** What people call a thing: a tracking number, an order's number. Null: not among the recent ones. */
export type Names = { of: (id: string) => string | null };

/**
 * The names behind ids of recent orders and parcels (also a channel's own order ids): two pages read once, kept by frames.
 *
 * @example createNames().of("shp_1m7y…") // "1Z999AA10123456784"
 */
export function createNames(): Names {
  const live = useLive();
  const [names, setNames] = createSignal<ReadonlyMap<string, string>>(new Map());
  const add = (pairs: readonly (readonly [string, string])[]) =>
    setNames((all) => (pairs.every(([id, name]) => all.get(id) === name) ? all : new Map([...all, ...pairs])));
  const ofOrder = (order: OrderSummary) => [
    [order.id, order.number] as const,
    [order.externalId, order.number] as const,
  ];
  const ofParcel = (shipment: ShipmentSummary) => [[shipment.id, shipment.number] as const];
  live.onLoad(async () => {
    const [orders, shipments] = await Promise.all([
      api.get("/api/orders", { query: { limit: 100 } }),
      api.get("/api/shipments", { query: { limit: 100 } }),
    ]);
    add([...orders.items.flatMap(ofOrder), ...shipments.items.flatMap(ofParcel)]);
  });
  live.onFrame((frame) => {
    const order = frameData(frame, "order.created", "order.updated")?.order;
    if (order) add(ofOrder(order));
    const shipment = frameData(frame, "shipment.created", "shipment.updated")?.shipment;
    if (shipment) add(ofParcel(shipment));
  });
  return { of: (id) => names().get(id) ?? null };
}
