import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition, ChannelHint } from "@waybill/adapters/ports/channel";
import type { Receipt, SenderDefinition } from "@waybill/adapters/ports/sender";
import { errorText } from "@waybill/domain/errors";
import { type CarrierReport, carrierReportSchema, normaliseTrackingNumber } from "@waybill/domain/shipment/scan";
import { z } from "zod";
import { definitionOf } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import type { InboxRow } from "./rows.ts";

export type Meaning =
  | { kind: "reports"; reports: CarrierReport[] }
  | { kind: "hints"; hints: ChannelHint[] }
  | { kind: "receipts"; receipts: Receipt[] }
  | { kind: "not_understood"; reason: string };

/** What a stored row says, by its adapter's parser. Pure: this is also what a replay runs. */
export function understand(ctx: Pick<Ctx, "adapters">, row: InboxRow): Meaning {
  try {
    if (row.kind === "poll") {
      const reports = z.array(carrierReportSchema).parse(JSON.parse(new TextDecoder().decode(row.body)));
      return { kind: "reports", reports };
    }
    const definition = definitionOf(ctx as Ctx, row.kind, row.adapter);
    if (!definition) return { kind: "not_understood", reason: `There is no adapter named "${row.adapter}" any more.` };
    if (row.kind === "carrier")
      return { kind: "reports", reports: (definition as CarrierDefinition).parse(row).map(normalised) };
    if (row.kind === "channel") return { kind: "hints", hints: (definition as ChannelDefinition).parse(row) };
    return { kind: "receipts", receipts: (definition as SenderDefinition).parse(row) };
  } catch (error) {
    // A parser that throws anything else has a bug; the delivery is kept all the same, and a replay repairs it.
    return {
      kind: "not_understood",
      reason: isAdapterError(error) ? error.message : `The parser failed: ${errorText(error)}`,
    };
  }
}
const normalised = (report: CarrierReport): CarrierReport => ({
  ...report,
  number: normaliseTrackingNumber(report.number),
});
