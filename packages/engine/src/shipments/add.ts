import { type Detection, detectCarrier } from "@waybill/adapters/numbers/detect";
import type { Row } from "@waybill/db/database";
import { isConditionFailed, isUniqueConflict } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import { newToken } from "@waybill/domain/ids";
import type { NewEvent } from "@waybill/domain/live/events";
import { normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import type { ShipmentSummary, TimelineItem } from "@waybill/domain/views";
import type { Ctx } from "../core/context.ts";
import { jobStatement, kickJobs } from "../core/jobs.ts";
import { append, type By, causeOf } from "../core/log.ts";
import { againOnConflict } from "../core/retry-on-conflict.ts";
import { sweep } from "../inbox/receive.ts";
import { noticeStatements } from "../notifications/on-change.ts";
import { kickOutbox } from "../notifications/send.ts";
import { orderSummary, progress, statusOf } from "../orders/rows.ts";
import { indexStatement, orderProgressStatement } from "../orders/write.ts";
import { noSuchOrder } from "../sync/reread.ts";
import { ordersOf } from "./apply-updates.ts";
import { LINK_LIFE, newShipment } from "./plan.ts";
import { num, type ShipmentRow, scanOf, shipmentRow, shipmentSummary, timelineItem } from "./rows.ts";

export const noSuchShipment = () =>
  appError({ code: "shipment_not_found", status: 404, message: "There is no such shipment here." });

/** Whose number may this be, best guess first; empty when nothing fits. */
export function detect(ctx: Ctx, of: { number: string; hint?: string | null }): Detection[] {
  return detectCarrier(Object.values(ctx.adapters.carriers), of.number, of.hint);
}

export type AddShipment = {
  orgId: string;
  orderId: string;
  number: string;
  /** Our id of the carrier; absent: guessed from the number. */
  carrier?: string;
  /** Channel line-item ids and quantities; absent: all that remains. */
  lines?: { externalLineId: string; quantity: number }[];
  /** Whether the channel should mail its customer too. */
  notifyCustomer?: boolean;
  by: By;
};

/**
 * A seller hands a parcel in: the shipment is kept, the carrier is asked to tell of it, and the channel is told, each as a
 * job written in the same commit. Adding the same number to the same order again answers the one there is.
 */
export async function addShipment(
  ctx: Ctx,
  input: AddShipment,
): Promise<{ shipment: ShipmentSummary; guesses: Detection[]; created: boolean }> {
  const number = normaliseTrackingNumber(input.number);
  if (!/^[A-Z0-9]{5,40}$/.test(number)) {
    throw appError({
      code: "bad_tracking_number",
      status: 422,
      message: "A tracking number has 5 to 40 letters and digits. Check what was typed or scanned.",
    });
  }
  const guesses = detect(ctx, { number, hint: input.carrier });
  const carrier = input.carrier ?? guesses[0]?.carrier;
  if (!carrier) {
    throw appError({
      code: "carrier_unknown",
      status: 422,
      message: "No carrier we know uses such a number. Choose the carrier, then add the shipment again.",
    });
  }
  for (let attempt = 0; ; attempt++) {
    const held = (await ordersOf(ctx, input.orgId, [input.orderId])).get(input.orderId);
    if (!held) throw noSuchOrder();
    const { row: order, lines } = held;
    checkLines(input.lines ?? [], lines);
    const siblings = (await ctx.db.query("SELECT * FROM shipments WHERE order_id = ?", [order.id])).map(shipmentRow);
    const same = siblings.find((s) => s.number === number && s.carrier === carrier);
    if (same) return { shipment: shipmentSummary(same), guesses, created: false };
    const now = ctx.now();
    const plan = newShipment(ctx, {
      orgId: input.orgId,
      orderId: order.id,
      placedAt: order.placedAt,
      carrier,
      number,
      shippedAt: now,
      trackingUrl: null,
      lines: input.lines ?? [],
      externalFulfilmentId: null,
      pushState: "pending",
    });
    const cause = causeOf(input.by, `${input.by.name} added a shipment`);
    const next = { ...order, ...progress(lines, [...siblings, plan.row]), changedAt: now };
    next.status = statusOf(next);
    const push = jobStatement(ctx, {
      orgId: input.orgId,
      kind: "shipment.push",
      key: `shipment.push ${plan.row.id}`,
      payload: { shipmentId: plan.row.id, notifyCustomer: input.notifyCustomer ?? false },
    });
    const notices = await noticeStatements(ctx, {
      before: null,
      after: plan.row,
      timeline: null,
      order: next,
      lines,
      cause,
    });
    const events: NewEvent[] = [
      { type: "shipment.created", stream: plan.row.id, data: { shipment: shipmentSummary(plan.row) } },
      { type: "order.updated", stream: order.id, data: { order: orderSummary(next), changed: ["shipped"] } },
    ];
    // The number becomes findable: the order's words are made anew.
    const words = [...lines.flatMap((l) => [l.sku ?? "", l.title]), ...siblings.map((s) => s.number), number];
    const search = indexStatement(order, words);
    try {
      await append(ctx, {
        orgId: input.orgId,
        cause,
        events,
        statements: [...plan.statements, orderProgressStatement(next), push, search, ...notices],
      });
      kickJobs(ctx);
      kickOutbox(ctx);
      await sweep(ctx);
      return { shipment: shipmentSummary(plan.row), guesses, created: true };
    } catch (error) {
      // Someone else changed the order or added the same parcel meanwhile: look again.
      if (attempt >= 5 || !(isConditionFailed(error) || isUniqueConflict(error))) throw error;
    }
  }
}

function checkLines(
  asked: readonly { externalLineId: string; quantity: number }[],
  lines: readonly { externalId: string; quantity: number; title: string }[],
): void {
  for (const { externalLineId, quantity } of asked) {
    const line = lines.find((l) => l.externalId === externalLineId);
    if (!line)
      throw appError({ code: "no_such_line", status: 422, message: `The order has no line ${externalLineId}.` });
    if (quantity > line.quantity) {
      throw appError({
        code: "too_many_units",
        status: 422,
        message: `"${line.title}" has ${line.quantity} units; ${quantity} cannot be shipped.`,
      });
    }
  }
}

export async function loadShipment(ctx: Ctx, orgId: string, id: string): Promise<ShipmentRow> {
  const [row] = await ctx.db.query("SELECT * FROM shipments WHERE org_id = ? AND id = ?", [orgId, id]);
  if (!row) throw noSuchShipment();
  return shipmentRow(row);
}

/** The public link's state: the seller sees whether the customer can still open it. */
export type LinkState = { revokedAt: number | null; expiresAt: number | null };
export type ShipmentView = ShipmentSummary & { timeline: TimelineItem[]; link: LinkState };

/** Shipments with their timelines, newest scan first. */
export async function withTimelines(ctx: Ctx, shipments: readonly ShipmentRow[]): Promise<ShipmentView[]> {
  if (shipments.length === 0) return [];
  const ids = JSON.stringify(shipments.map((s) => s.id));
  const rows = await ctx.db.query(
    "SELECT * FROM tracking_events WHERE shipment_id IN (SELECT value FROM json_each(?))",
    [ids],
  );
  const byShipment = Map.groupBy(rows, (r) => String(r.shipment_id));
  return shipments.map((s) => {
    const own: Row[] = byShipment.get(s.id) ?? [];
    const inbox = new Map(own.map((r) => [String(r.key), num(r.inbox_id)]));
    const ordered = foldTimeline(own.map(scanOf), { notBefore: s.notBefore }).scans;
    return {
      ...shipmentSummary(s),
      timeline: ordered.map((scan) => timelineItem(scan, inbox.get(scan.key) ?? null)).reverse(),
      link: { revokedAt: s.tokenRevokedAt, expiresAt: s.tokenExpiresAt },
    };
  });
}

export async function getShipment(ctx: Ctx, of: { orgId: string; id: string }): Promise<ShipmentView> {
  const [view] = await withTimelines(ctx, [await loadShipment(ctx, of.orgId, of.id)]);
  if (!view) throw noSuchShipment();
  return view;
}

const newLink = (now: number) => ({ trackToken: newToken(), tokenExpiresAt: now + LINK_LIFE });

/** Revokes or renews the public link; a renewed link is a new one. */
export function setTrackLink(
  ctx: Ctx,
  of: { orgId: string; id: string; revoke: boolean; by: By },
): Promise<ShipmentSummary> {
  return againOnConflict(async () => {
    const row = await loadShipment(ctx, of.orgId, of.id);
    const now = ctx.now();
    const fresh = of.revoke ? { ...row, tokenRevokedAt: now } : { ...row, ...newLink(now), tokenRevokedAt: null };
    fresh.changedAt = now;
    const data = { shipment: shipmentSummary(fresh), from: null, scans: [] };
    await append(ctx, {
      orgId: of.orgId,
      cause: causeOf(of.by, `${of.by.name} ${of.revoke ? "revoked" : "renewed"} the public link`),
      statements: [
        {
          sql: `UPDATE shipments SET token = ?, token_expires_at = ?, token_revoked_at = ?, changed_at = ?, version = version + 1
            WHERE id = ? AND version = ?`,
          args: [fresh.trackToken, fresh.tokenExpiresAt, fresh.tokenRevokedAt, now, row.id, row.version],
          atLeast: 1,
        },
      ],
      events: [{ type: "shipment.updated", stream: row.id, data }],
    });
    return shipmentSummary(fresh);
  });
}
