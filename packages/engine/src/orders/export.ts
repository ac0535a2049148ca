import type { Row } from "@waybill/db/database";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { dayIn } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import type { Ctx } from "../core/context.ts";
import { type Scope, streamScope } from "../core/scope.ts";
import { generalSettings } from "../organisation/settings.ts";
import { orderColumns, type Wide } from "./export-columns.ts";
import { csvStream } from "./export-csv.ts";
import { xlsxStream } from "./export-xlsx.ts";
import type { OrderFilter } from "./filter.ts";
import { readOrders } from "./list.ts";

/** Read at once; the next page waits until the reader has taken this one. */
const PAGE = 500;

const kinds = { csv: csvStream, xlsx: xlsxStream } as const;
export type ExportKind = keyof typeof kinds;

async function widened(
  ctx: Ctx,
  input: { items: readonly OrderSummary[]; shops: Map<string, string> },
): Promise<Wide[]> {
  const ids = JSON.stringify(input.items.map((order) => order.id));
  const [rows, gaps] = await Promise.all([
    ctx.db.query(
      "SELECT order_id, number, status, reason, left_at FROM shipments WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id",
      [ids],
    ),
    ctx.db.query(
      `SELECT orders.id, group_concat(json_extract(gap.value, '$.words'), ' ') AS words
        FROM orders, json_each(orders.detail, '$.gaps') AS gap
        WHERE orders.id IN (SELECT value FROM json_each(?)) GROUP BY orders.id`,
      [ids],
    ),
  ]);
  const missing = new Map(gaps.map((row) => [String(row.id), String(row.words)]));
  const numbers = Map.groupBy(rows, (r) => String(r.order_id));
  return input.items.map((order) => ({
    ...order,
    shop: input.shops.get(order.connectionId) ?? "",
    channelName: ctx.adapters.channels[order.channel]?.name ?? order.channel,
    // A number that was replaced is no longer this order's.
    tracking: (numbers.get(order.id) ?? []).flatMap((r) => (r.left_at === null ? [String(r.number)] : [])).join(" "),
    gaps: missing.get(order.id) ?? "",
    parcelReason: reasonOf(numbers.get(order.id) ?? [], order.parcelStatus),
  }));
}

/** Why the parcel that the order's row is about stands so. */
function reasonOf(parcels: readonly Row[], status: string | null): string | null {
  const one = parcels.find((parcel) => parcel.left_at === null && parcel.status === status && parcel.reason !== null);
  return one ? String(one.reason) : null;
}

type OrdersExport = { filename: string; body: ReadableStream<Uint8Array> };

/**
 * The filtered orders as a file, newest first, one page in memory at a time: the reader's pace sets ours. Throws what `listOrders`
 * throws, before the first byte.
 *
 * @example const { filename, body } = await exportOrders(scope, { kind: "xlsx", filter: { sync: ["failed"] } });
 */
export async function exportOrders(
  asked: Scope,
  input: { kind: ExportKind; filter?: Omit<OrderFilter, "cursor" | "limit"> },
): Promise<OrdersExport> {
  const scope = streamScope(asked);
  const { ctx, orgId } = scope;
  const { kind, filter = {} } = input;
  const { timeZone } = await generalSettings(scope);
  const rows = await ctx.db.query("SELECT id, name FROM connections WHERE org_id = ?", [orgId]);
  const shops = new Map(rows.map((shop) => [String(shop.id), String(shop.name)]));
  const read = (cursor?: string) => readOrders(scope, { ...filter, cursor, limit: PAGE });
  const first = await read();
  async function* pages() {
    for (let page = first; ; page = await read(page.next)) {
      yield await widened(ctx, { items: page.items, shops });
      // A breath between pages: others are answered while a long file is written.
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (page.next === null) return;
    }
  }
  const body = await kinds[kind]({ columns: orderColumns, timeZone, pages: pages() });
  return { filename: `orders-${dayIn(ctx.now(), zoneNamed(timeZone))}.${kind}`, body };
}
