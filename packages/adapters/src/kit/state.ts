import type { Scan } from "@waybill/domain/shipment/scan";
import { foldTimeline } from "@waybill/domain/shipment/timeline";
import type { ShipmentStatus } from "@waybill/domain/status";

/** What the scans of one reply amount to, by the domain's own rule; null without any that says something. */
export function statusOf(scans: readonly Scan[]): ShipmentStatus | null {
  const { status, statusKey } = foldTimeline(scans, { notBefore: Number.NEGATIVE_INFINITY });
  return statusKey === null ? null : status;
}

/** It is with its sender again, or on the way there: nobody signed for it as the customer. */
export const wentBack = (scans: readonly Scan[]): boolean => statusOf(scans) === "returned_to_sender";

/** Statuses after which an expected delivery means nothing any more. */
export const settled = (status: ShipmentStatus | null): boolean =>
  status === "delivered" || status === "returned_to_sender" || status === "cancelled";
