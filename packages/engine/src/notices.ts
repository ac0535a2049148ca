import type { Statement } from "@waybill/db/database";
import type { Cause } from "@waybill/domain/events";
import { notificationsFor } from "@waybill/domain/notify";
import { foldTimeline, type Timeline } from "@waybill/domain/timeline";
import { openConnection } from "./connections.ts";
import type { Ctx } from "./context.ts";
import type { OrderRow } from "./order-rows.ts";
import { notificationPolicy } from "./org-settings.ts";
import { outboxStatements } from "./outbox.ts";
import { mannerOf } from "./outbox-manner.ts";
import type { ShipmentRow } from "./shipment-rows.ts";

type NoticeLine = { externalId: string; title: string; variant: string | null; quantity: number };

/**
 * Outbox rows for what a change of a parcel means to its customer: written in the commit of the change. `before` null: the
 * parcel was just made.
 */
export async function noticeStatements(
  ctx: Ctx,
  of: {
    before: ShipmentRow | null;
    after: ShipmentRow;
    timeline: Timeline | null;
    order: OrderRow | null;
    lines: readonly NoticeLine[];
    cause: Cause;
  },
): Promise<Statement[]> {
  const { before, after, order, lines, cause } = of;
  if (!order) return [];
  const now = ctx.now();
  const timeline = of.timeline ?? foldTimeline([], { notBefore: 0 });
  const intents = notificationsFor({
    before: before && { status: before.status, eta: before.eta },
    after: { ...timeline, eta: after.eta },
    shipment: { id: after.id, shippedAt: after.shippedAt },
    order: { id: order.id, customerEmail: order.customerEmail },
    policy: await notificationPolicy(ctx, after.orgId),
    since: (await openConnection(ctx, order.connectionId))?.row.createdAt,
    now,
  });
  if (intents.length === 0) return [];
  const { orgId } = after;
  const manner = await mannerOf(ctx, { orgId, order });
  return outboxStatements(ctx, { orgId, intents, shipment: after, order, lines, manner, cause, now });
}
