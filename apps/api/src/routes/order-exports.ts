import { z } from "@hono/zod-openapi";
import { type ExportKind, exportOrders } from "@waybill/engine/orders/export";
import type { OrderFilter } from "@waybill/engine/orders/filter";
import type { Context } from "hono";
import { body, newRouter, type RouteParts, secured } from "./kit.ts";
import { orderFilters } from "./order-filters.ts";

/** What one address may name; more is asked for by a body, or by a filter. */
const MOST_IN_ADDRESS = 200;
/** What one body may name: about what a person marks by hand. */
const MOST_NAMED = 5_000;

const idList = z
  .string()
  .optional()
  .transform((text) => (text ?? "").split(",").filter((id) => id !== ""))
  .pipe(z.array(z.string().max(80)).max(MOST_IN_ADDRESS))
  .openapi({ type: "string", description: "Only these, with commas; 200 at most" });
const exported = z.object({ ...orderFilters, ids: idList });
const named = z.object({
  kind: z.enum(["csv", "xlsx"]),
  ids: z.array(z.string().max(80)).min(1).max(MOST_NAMED),
});

const CSV = "text/csv";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const types: Record<ExportKind, string> = { csv: `${CSV}; charset=utf-8; header=present`, xlsx: XLSX };
const binary = z.string().openapi({ format: "binary" });
const tags = ["Orders"];

/** Orders as files: the list in a form that other programs open. */
export function orderExportRoutes(parts: RouteParts) {
  type Filter = Omit<OrderFilter, "cursor" | "limit">;
  const answer = async (c: Context, input: { kind: ExportKind; filter: Filter }) => {
    const { filename, body: stream } = await exportOrders(c.get("scope"), input);
    return c.body(stream, 200, {
      "content-type": types[input.kind],
      "content-disposition": `attachment; filename="${filename}"`,
    });
  };
  const filterOf = ({ ids, ...filter }: z.output<typeof exported>): Filter => ({
    ...filter,
    ids: ids.length > 0 ? ids : undefined,
  });
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/export.csv",
        summary: "The filtered orders as a CSV file",
        description:
          "RFC 4180, UTF-8 with a byte order mark, newest first, streamed. Amounts are decimals beside their currency; instants are UTC.",
        tags,
        request: { query: exported },
        responses: { 200: { description: "The file", content: { [CSV]: { schema: z.string() } } } },
      }),
      (c) => answer(c, { kind: "csv", filter: filterOf(c.req.valid("query")) }),
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/orders/export.xlsx",
        summary: "The filtered orders as an Excel workbook",
        description:
          "Newest first, streamed. Numbers of orders and parcels are text, amounts numbers, times dates in the organisation's zone, which the head names.",
        tags,
        request: { query: exported },
        responses: { 200: { description: "The file", content: { [XLSX]: { schema: binary } } } },
      }),
      (c) => answer(c, { kind: "xlsx", filter: filterOf(c.req.valid("query")) }),
    )
    .openapi(
      secured(parts, "orders:read", {
        method: "post",
        path: "/api/orders/export",
        summary: "Named orders as a file",
        tags,
        request: body(named),
        responses: {
          200: { description: "The file", content: { [CSV]: { schema: z.string() }, [XLSX]: { schema: binary } } },
        },
      }),
      (c) => {
        const { kind, ids } = c.req.valid("json");
        return answer(c, { kind, filter: { ids } });
      },
    );
}
