/** The tabs of the shipments page. `attention` cuts across the others, which share every status out among them. */
export const shipmentStates = ["attention", "waiting", "moving", "out", "delivered", "returned"] as const;
export type ShipmentState = (typeof shipmentStates)[number];
