import type { Frame } from "../frame.ts";
import type { EventData, EventType } from "../live/events.ts";
import type { TimelineItem } from "../shipment/answers.ts";
import type { Scan } from "../shipment/scan.ts";
import { newsAt } from "./news.ts";
import type { PublicUpdate } from "./update.ts";
import { promisedBefore, publicScan } from "./view.ts";

const asScan = (item: TimelineItem): Scan => ({ ...item, ordinal: null });

type ParcelData = EventData<"shipment.created"> | EventData<"shipment.updated">;

/** What the public page's feed may carry of a shipment event; its `seq` is the stream's version. */
function publicFrame(input: {
  type: "shipment.created" | "shipment.updated";
  at: number;
  version: number;
  data: ParcelData;
}): Frame {
  const { status, reason, eta, deliveredAt, proof } = input.data.shipment;
  const scans = ("scans" in input.data ? input.data.scans : []).map(asScan).map(publicScan);
  const data: PublicUpdate = {
    ...{
      status,
      reason,
      eta,
      deliveredAt,
      newsAt: newsAt(scans) ?? input.at,
      promised: promisedBefore(input.data.shipment),
    },
    signedBy: status === "delivered" ? (proof?.signedBy ?? null) : null,
    scans,
  };
  return { seq: input.version, type: input.type, at: input.at, stream: "shipment", data };
}

/**
 * A row of the shipment's stream as the public feed repeats it. Of what a stranger is not told (a customer's report stands in
 * the same stream) only the place in the order is left, so that no client sees a hole.
 */
export function publicFrameOf(row: { version: number; type: EventType; at: number; data: unknown }): Frame {
  const { version, type, at } = row;
  if (type === "shipment.created" || type === "shipment.updated") {
    return publicFrame({ type, at, version, data: row.data as ParcelData });
  }
  return { seq: version, type: "other", at, stream: "shipment", data: null };
}
