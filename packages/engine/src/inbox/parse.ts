import { identified } from "@waybill/adapters/numbers/identity";
import { isAdapterError } from "@waybill/adapters/ports/adapter";
import type { CarrierDefinition } from "@waybill/adapters/ports/carrier";
import type { ChannelDefinition, ChannelHint } from "@waybill/adapters/ports/channel";
import type { MailProviderDefinition, Receipt, SuppressionChange } from "@waybill/adapters/ports/mail-provider";
import { errorText } from "@waybill/domain/errors";
import { type TrackingUpdate, trackingUpdateSchema } from "@waybill/domain/shipment/scan";
import { z } from "zod";
import { definitionOf } from "../connections/open.ts";
import type { Ctx } from "../core/context.ts";
import type { InboxRow } from "./rows.ts";

export type Meaning =
  | { kind: "updates"; updates: TrackingUpdate[] }
  | { kind: "hints"; hints: ChannelHint[] }
  | { kind: "receipts"; receipts: Receipt[]; suppressions: SuppressionChange[] }
  | { kind: "not_understood"; reason: string };

/** What a stored row says, by its adapter's parser. Pure: this is also what a replay runs. */
export function parseRow(ctx: Pick<Ctx, "adapters">, row: InboxRow): Meaning {
  try {
    if (row.kind === "poll") {
      const updates = z.array(trackingUpdateSchema).parse(JSON.parse(new TextDecoder().decode(row.body)));
      return { kind: "updates", updates: updates.map(identified) };
    }
    const definition = definitionOf(ctx as Ctx, row.kind, row.adapter);
    if (!definition) return { kind: "not_understood", reason: `There is no adapter named "${row.adapter}" any more.` };
    if (row.kind === "carrier")
      return { kind: "updates", updates: (definition as CarrierDefinition).parse(row).map(identified) };
    if (row.kind === "channel") return { kind: "hints", hints: (definition as ChannelDefinition).parse(row) };
    return mailMeaning((definition as MailProviderDefinition).parse(row));
  } catch (error) {
    // A parser that throws anything else has a bug; the delivery is kept all the same, and a replay repairs it.
    return {
      kind: "not_understood",
      reason: isAdapterError(error) ? error.message : `The parser failed: ${errorText(error)}`,
    };
  }
}

function mailMeaning(news: (Receipt | SuppressionChange)[]): Meaning {
  const isChange = (one: Receipt | SuppressionChange) => "suppression" in one;
  return {
    kind: "receipts",
    receipts: news.filter((one): one is Receipt => !isChange(one)),
    suppressions: news.filter((one): one is SuppressionChange => isChange(one)),
  };
}
