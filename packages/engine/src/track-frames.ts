import type { EventData, Frame } from "@waybill/domain/events";
import type { PublicUpdate } from "@waybill/domain/public-update";
import { publicScan } from "@waybill/domain/public-view";
import type { Scan } from "@waybill/domain/scan";
import type { TimelineItem } from "@waybill/domain/views";

const asScan = (item: TimelineItem): Scan => ({ ...item, ordinal: null });

/** What the public page's feed may carry of a shipment event; its `seq` is the stream's version. */
export function publicFrame(of: {
  type: "shipment.created" | "shipment.updated";
  at: number;
  version: number;
  data: EventData<"shipment.created"> | EventData<"shipment.updated">;
}): Frame {
  const { status, reason, eta, deliveredAt } = of.data.shipment;
  const scans = "scans" in of.data ? of.data.scans : [];
  const data: PublicUpdate = { status, reason, eta, deliveredAt, scans: scans.map(asScan).map(publicScan) };
  return { seq: of.version, type: of.type, at: of.at, stream: "shipment", data };
}
