import { minorDigits } from "@waybill/domain/money";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { dayIn, type Zone } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
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
type Wide = OrderSummary & { shop: string; tracking: string };

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

/** Exact decimals of minor units, without floating point: 12840 EUR → "128.40". Null stays empty. */
function decimals(minor: number | null, currency: string | null): Cell {
  if (minor === null || currency === null || !/^[A-Z]{3}$/.test(currency)) return null;
  const digits = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return { figure: minor < 0 ? `-${whole}` : whole };
}

const iso = (at: number) => new Date(at).toISOString();

const columns = (zone: Zone): readonly [string, (order: Wide) => Cell][] => {
  return [
    ["Order", (o) => o.number],
    ["Channel", (o) => o.channel],
    ["Shop", (o) => o.shop],
    ["Placed (UTC)", (o) => iso(o.placedAt)],
    [`Day placed (${zone.timeZone})`, (o) => dayIn(o.placedAt, zone)],
    ["Status", (o) => o.status],
    ["Payment", (o) => o.payment],
    ["Customer", (o) => o.customerName],
    ["Email", (o) => o.customerEmail],
    ["Country", (o) => o.country],
    ["Items", (o) => o.units],
    ["Items shipped", (o) => o.shipped],
    ["Items delivered", (o) => o.delivered],
    ["Total", (o) => decimals(o.totalMinor, o.currency)],
    ["Currency", (o) => o.currency],
    ["Parcel", (o) => o.parcelStatus],
    ["Tracking numbers", (o) => o.tracking],
    ["Sync", (o) => o.syncState],
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
    "SELECT order_id, number FROM shipments WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY created_at, id",
    [JSON.stringify(input.items.map((order) => order.id))],
  );
  const numbers = Map.groupBy(rows, (r) => String(r.order_id));
  return input.items.map((order) => ({
    ...order,
    shop: input.shops.get(order.connectionId) ?? "",
    tracking: (numbers.get(order.id) ?? []).map((r) => String(r.number)).join(" "),
  }));
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
  const zone = zoneNamed(timeZone);
  const all = columns(zone);
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
  return { filename: `orders-${dayIn(ctx.now(), zone)}.csv`, body };
}
