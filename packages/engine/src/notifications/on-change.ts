import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/frame";
import { sharedWith } from "@waybill/domain/order/progress";
import { addressLines } from "@waybill/domain/said/address";
import { togetherOf } from "@waybill/domain/said/together";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { notificationsFor } from "@waybill/domain/shipment/notify";
import { customerStep, foldTimeline, type Timeline } from "@waybill/domain/shipment/timeline";
import { destinationZone } from "@waybill/domain/zones/destination";
import { openConnection } from "../connections/open.ts";
import type { Scope } from "../core/scope.ts";
import { destinationOf, type OrderRow } from "../orders/rows.ts";
import { notificationPolicy } from "../organisation/settings.ts";
import { outboxStatements } from "./compose.ts";
import { loadMailContext } from "./mail-context.ts";

/** What a message says of a parcel. */
type NotifiedParcel = Omit<ShipmentSummary, "dueAt"> & { orgId: string };
type MailedLine = {
  externalId: string;
  title: string;
  variant: string | null;
  quantity: number;
  requiresShipping: boolean;
};

/**
 * Outbox rows for what a change of a parcel means to its customer: written in the commit of the change. `before` null: the
 * parcel was just made.
 */
export async function notificationStatements(
  scope: Scope,
  input: {
    before: NotifiedParcel | null;
    after: NotifiedParcel;
    timeline: Timeline | null;
    order: OrderRow | null;
    /** All parcels of the order, as this change leaves them. */
    parcels: readonly Pick<NotifiedParcel, "id" | "status" | "shippedAt" | "leftAt" | "fulfilmentIds">[];
    lines: readonly MailedLine[];
    cause: Cause;
  },
): Promise<Statement[]> {
  const { ctx } = scope;
  const { before, after, order, lines, cause } = input;
  // Nobody is mailed of a trial order, nor of a number that is none of this order's any more.
  if (!order || order.test || after.leftAt !== null) return [];
  const now = ctx.now();
  const timeline = input.timeline ?? foldTimeline([], { notBefore: 0 });
  const intents = notificationsFor({
    before: before && { status: before.status, eta: before.eta },
    after: { ...timeline, eta: after.eta },
    shipment: { id: after.id, shippedAt: after.shippedAt },
    order: { id: order.id, customerEmail: order.customerEmail },
    policy: await notificationPolicy(scope),
    since: (await openConnection(ctx, order.connectionId))?.row.createdAt,
    now,
  });
  if (intents.length === 0) return [];
  const mailContext = await loadMailContext(scope, { order });
  const city = order.detail?.shippingAddress?.city || null;
  const destination = { zone: destinationZone({ ...destinationOf(order), scans: timeline.scans }), city };
  const parcelFacts = {
    step: customerStep(timeline),
    together: togetherOf(input.parcels, after.id),
    itemsIn: 1 + sharedWith(after, input.parcels),
    address: addressLines(order.detail?.shippingAddress ?? null),
  };
  return outboxStatements(scope, {
    intents,
    shipment: after,
    order,
    destination,
    parcelFacts,
    lines,
    mailContext,
    cause,
    now,
  });
}
