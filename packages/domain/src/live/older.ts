/** What a row of before fulfilments carried the lines (up to 0.1.0) does not say. */
const orderBefore = {
  ...{
    toShip: 0,
    parcels: 0,
    parcelsArrived: 0,
    test: false,
    cashOnDelivery: false,
    archivedAt: null,
    deletedAt: null,
  },
  ...{ cancelledAt: null, refundedMinor: null, buyerCurrency: null, buyerTotalMinor: null },
};
const shipmentBefore = { fulfilmentIds: [], leftAt: null, replacedBy: null };

/**
 * The data of a logged event as today's code knows it. The log is never rewritten, so what an earlier version wrote is
 * brought up to date where it is read: up to 0.1.0 a notification's medium was called its channel, and orders and parcels had fewer
 * facts.
 *
 * @example dataAsNow("notification.changed", { notification: { id: "ntf_1", channel: "email" } }) // … medium: "email"
 */
export function dataAsNow(type: string, data: unknown): unknown {
  const { order, shipment, notification } = data as Record<string, Record<string, unknown> | undefined>;
  const now = data as Record<string, unknown>;
  if (order && "units" in order && !("toShip" in order)) return { ...now, order: { ...orderBefore, ...order } };
  if (shipment && "trackToken" in shipment && !("fulfilmentIds" in shipment))
    return { ...now, shipment: { ...shipmentBefore, ...shipment } };
  if (type !== "notification.changed" || !notification || !("channel" in notification)) return data;
  const { channel, ...rest } = notification;
  return { notification: { ...rest, medium: channel } };
}
