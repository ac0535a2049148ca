import type { Row } from "@waybill/db/database";
import { picker, type RowOf, rowsOf } from "@waybill/db/rows";
import { orderLines, orders } from "@waybill/db/schema/orders";
import { type OrderSummary, orderSummarySchema } from "@waybill/domain/order/answers";
import type { ProgressLine, ProgressParcel } from "@waybill/domain/order/held";
import { leftToShip, type OrderFacts, orderStatus } from "@waybill/domain/order/order";
import { progress } from "@waybill/domain/order/progress";
import type { OrderStatus } from "@waybill/domain/status";
import { str } from "../core/columns.ts";

/** An order as stored. */
export type OrderRow = RowOf<typeof orders>;
export const orderRows = rowsOf(orders);
export const orderRow = orderRows.read;

const summaryKeys = orderSummarySchema.keyof().options;
export const orderSummary: (row: OrderSummary) => OrderSummary = picker(summaryKeys);

/** The columns a list needs: an order's detail is read on its own page only. */
export const SUMMARY_COLUMNS = orderRows.columns(summaryKeys);
export const orderSummaryRow: (raw: Row) => OrderSummary = orderRows.reader(summaryKeys);

export type LineRow = RowOf<typeof orderLines, "orgId" | "position">;
export const lineRows = rowsOf(orderLines, { without: ["orgId", "position"] });
export const lineRow = lineRows.read;

/** Where an order goes, as far as it tells whose clock a parcel's days are by. */
export const destinationOf = (order: OrderRow | null): { country: string | null; region: string | null } => {
  const address = order?.detail?.shippingAddress;
  return { country: address?.country ?? order?.country ?? null, region: address?.region ?? null };
};

/** The same, as columns of a statement over `orders`: a list does not read the whole detail. */
export const DESTINATION_COLUMNS = `COALESCE(json_extract(detail, '$.shippingAddress.country'), country) AS to_country,
  json_extract(detail, '$.shippingAddress.region') AS to_region`;
export const destinationRow = (row: Row | undefined): { country: string | null; region: string | null } => ({
  country: str(row?.to_country ?? null),
  region: str(row?.to_region ?? null),
});

/** The status an order row shows, from its facts. */
export function statusOf(row: FactColumns): OrderStatus {
  return orderStatus(factsOf(row));
}

type FactColumns = Pick<
  OrderRow,
  | "payment"
  | "onHold"
  | "cancelledAt"
  | "sellerMark"
  | "units"
  | "shipped"
  | "delivered"
  | "unshipped"
  | "kept"
  | "parcelsArrived"
  | "cashOnDelivery"
  | "archivedAt"
  | "deletedAt"
  | "refundedMinor"
  | "channelUpdatedAt"
> &
  Partial<Pick<OrderRow, "detail">>;

/** What an order's status and its units left to ship are computed from. */
export function factsOf(row: FactColumns): OrderFacts {
  return {
    payment: row.payment,
    cashOnDelivery: row.cashOnDelivery,
    archived: row.archivedAt !== null,
    deleted: row.deletedAt !== null,
    // Lines that could not be read are not lines that are not there: nothing is concluded from them.
    read:
      row.channelUpdatedAt > 0 &&
      !row.detail?.gaps?.some((gap) => gap.field === "lines" || gap.field === "lines.quantity"),
    kept: row.kept,
    left: row.unshipped,
    parcelArrived: row.parcelsArrived > 0,
    moneyBack: (row.refundedMinor ?? 0) > 0,
    onHold: row.onHold || row.sellerMark === "on_hold",
    cancelled: row.cancelledAt !== null || row.sellerMark === "cancelled",
    units: row.units,
    shipped: row.shipped,
    delivered: row.delivered,
    processing: row.sellerMark === "processing",
    completed: row.sellerMark === "completed",
  };
}

/** The order as its lines, its channel's fulfilments and its parcels make it now. */
export function counted(
  row: OrderRow,
  goods: { lines: readonly ProgressLine[]; parcels: readonly ProgressParcel[] },
): OrderRow {
  const next = { ...row, ...progress({ ...goods, fulfilments: row.detail?.fulfilments ?? [] }) };
  const facts = factsOf(next);
  return { ...next, status: orderStatus(facts), toShip: leftToShip(facts) };
}
