import type { Row } from "@waybill/db/database";
import { CURRENCY_CODE, decimalText } from "@waybill/domain/currency";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { orderWord, parcelWord, paymentWord, syncWord } from "@waybill/domain/said/seller-words";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import { generalSettings } from "../organisation/settings.ts";
import type { OrderFilter } from "./filter.ts";
import { readOrders } from "./list.ts";

/** Read at once; the next page waits until the reader has taken this one. */
const PAGE = 500;
/** So that Excel reads the file as UTF-8. */
const BOM = "\uFEFF";

/** `figure`: an amount of ours, written as it is; a minus sign makes no formula of it. */
type Cell = string | number | { figure: string } | null;
type Wide = OrderSummary & { shop: string; channelName: string; tracking: string; parcelReason: string | null };

/** Text that a spreadsheet would run as a formula is made plain text by an apostrophe (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One cell by RFC 4180: quoted when it must be. Numbers stay numbers; text that begins like a formula is defused.
 *
 * @example csvCell('=1+1') // "'=1+1"
 */
export function csvCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "object") return value.figure;
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const row = (cells: readonly Cell[]) => `${cells.map(csvCell).join(",")}\r\n`;

/** Exact decimals of minor units: 12840 EUR → "128.40". Null stays empty. */
function decimals(minor: number | null, currency: string | null): Cell {
  if (minor === null || currency === null || !CURRENCY_CODE.test(currency)) return null;
  return { figure: decimalText(minor, currency) };
}

const iso = (at: number) => new Date(at).toISOString();

function dayIn(zone: string): (at: number) => string {
  // Swedish dates are ISO dates.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  return (at) => format.format(at);
}

const columns = (zone: string): readonly [string, (order: Wide) => Cell][] => {
  const day = dayIn(zone);
  return [
    ["Order", (o) => o.number],
    ["Channel", (o) => o.channelName],
    ["Shop", (o) => o.shop],
    ["Placed (UTC)", (o) => iso(o.placedAt)],
    [`Day placed (${zone})`, (o) => day(o.placedAt)],
    ["Status", (o) => orderWord(o)],
    ["Payment", (o) => paymentWord(o)],
    ["Customer", (o) => o.customerName],
    ["Email", (o) => o.customerEmail],
    ["Country", (o) => o.country],
    ["Items", (o) => o.units],
    ["Items shipped", (o) => o.shipped],
    ["Items delivered", (o) => o.delivered],
    ["Total", (o) => decimals(o.totalMinor, o.currency)],
    ["Currency", (o) => o.currency],
    ["Parcel", (o) => o.parcelStatus && parcelWord(o.parcelStatus, o.parcelReason)],
    ["Parcels", (o) => o.parcels],
    ["Parcels arrived", (o) => o.parcelsArrived],
    ["Tracking numbers", (o) => o.tracking],
    ["Sync", (o) => syncWord(o.syncState)],
    ["Sync reason", (o) => o.syncReason],
    ["Changed (UTC)", (o) => iso(o.changedAt)],
    ["Id at the channel", (o) => o.externalId],
    ["Waybill id", (o) => o.id],
  ];
};

async function widened(
  ctx: Ctx,
  input: { items: readonly OrderSummary[]; shops: Map<string, string> },
): Promise<Wide[]> {
  const rows = await ctx.db.query(
    "SELECT order_id, number, status, reason, left_at FROM shipments WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id",
    [JSON.stringify(input.items.map((order) => order.id))],
  );
  const numbers = Map.groupBy(rows, (r) => String(r.order_id));
  return input.items.map((order) => ({
    ...order,
    shop: input.shops.get(order.connectionId) ?? "",
    channelName: ctx.adapters.channels[order.channel]?.name ?? order.channel,
    tracking: (numbers.get(order.id) ?? []).map((r) => String(r.number)).join(" "),
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
 * The filtered orders as CSV (RFC 4180, UTF-8 with a mark for Excel), newest first, one page in memory at a time: the
 * reader's pace sets ours. Amounts are decimals with their currency beside them; instants are UTC, and the day is the
 * organisation's own. Throws what `listOrders` throws, before the first byte.
 *
 * @example const { filename, body } = await exportOrders(scope, { sync: ["failed"] });
 */
export async function exportOrders(
  scope: Scope,
  filter: Omit<OrderFilter, "cursor" | "limit"> = {},
): Promise<OrdersExport> {
  const { ctx, orgId } = scope;
  const { timeZone } = await generalSettings(scope);
  const shops = await ctx.db.query("SELECT id, name FROM connections WHERE org_id = ?", [orgId]);
  const names = new Map(shops.map((shop) => [String(shop.id), String(shop.name)]));
  const all = columns(timeZone);
  const encoder = new TextEncoder();
  const read = (cursor?: string) => readOrders(scope, { ...filter, cursor, limit: PAGE });
  let page: Awaited<ReturnType<typeof read>> | null = await read();
  let head = BOM + row(all.map(([name]) => name));
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page === null) return controller.close();
        const wide = await widened(ctx, { items: page.items, shops: names });
        controller.enqueue(encoder.encode(head + wide.map((order) => row(all.map(([, of]) => of(order)))).join("")));
        head = "";
        page = page.next === null ? null : await read(page.next);
      },
    },
    { highWaterMark: 1 },
  );
  return { filename: `orders-${dayIn(timeZone)(ctx.now())}.csv`, body };
}
