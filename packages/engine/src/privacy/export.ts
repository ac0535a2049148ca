import type { Row } from "@waybill/db/database";
import { type Scope, streamScope } from "../core/scope.ts";
import { camelCase, type ExportTable, exportTables } from "./export-tables.ts";

/** Rows read at a time: what is in memory while a large organisation is exported. */
const PAGE = 500;

/** Each line of an export. `kind` says what `data` is; the last line is "end" and holds how many of each there were. */
export type ExportLine = { kind: string; data: unknown };

/** A row as people read it: camelCase, JSON as JSON, instants as ISO-8601 UTC, without the columns that are ours alone. */
function readable(row: Row, table: ExportTable): Record<string, unknown> {
  const entries = Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
    if (column === "row" || column === "org_id" || table.without?.includes(column)) return [];
    return [[camelCase(column), readableValue(column, value, table)]];
  });
  return Object.fromEntries(entries);
}

function readableValue(column: string, value: unknown, table: ExportTable): unknown {
  if (value === null || value === undefined) return null;
  if (table.json?.includes(column)) return JSON.parse(String(value)) as unknown;
  if (table.times?.includes(column)) return new Date(Number(value)).toISOString();
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return bodyText(new Uint8Array(value));
  return value;
}

/** Raw deliveries are text nearly always; what is not is given as base64. */
function bodyText(bytes: Uint8Array): string | { base64: string } {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { base64: btoa(binary) };
  }
}

/**
 * Everything that is kept of an organisation, one line at a time, page by page: settings, people, connections without their
 * secrets, orders with lines and the platform's own record, parcels with scans, notifications, raw deliveries and the log.
 * It is no snapshot: what changes while it is read may be in it before or after. The shape is described in `data-export-tables`.
 *
 * @example for await (const { kind, data } of exportLines(scope)) write(JSON.stringify({ kind, data }));
 */
async function* exportLines({ ctx, orgId }: Scope): AsyncGenerator<ExportLine> {
  const counts: Record<string, number> = {};
  yield {
    kind: "waybill.export",
    data: { version: 1, organisation: orgId, at: new Date(ctx.now()).toISOString() },
  };
  for (const table of exportTables) {
    const own = table.orgColumn ?? "org_id";
    counts[table.kind] = 0;
    for (let after = 0; ; ) {
      // `+`: pages follow the row's own order; by another index each page would sort the whole organisation.
      const rows = await ctx.db.query(
        `SELECT ${table.alias ?? table.name}.rowid AS row, ${table.columns ?? "*"} FROM ${table.from ?? table.name}
         WHERE +${own} = ? AND ${table.alias ?? table.name}.rowid > ? ORDER BY ${table.alias ?? table.name}.rowid LIMIT ${PAGE}`,
        [orgId, after],
      );
      for (const row of rows) {
        after = Number(row.row);
        counts[table.kind] = (counts[table.kind] ?? 0) + 1;
        yield { kind: table.kind, data: readable(row, table) };
      }
      if (rows.length < PAGE) break;
    }
  }
  yield { kind: "end", data: counts };
}

/**
 * The export as gzipped JSON lines. A file without its "end" line was cut off.
 *
 * @example return new Response(exportStream(scope), { headers: { "content-type": "application/gzip" } });
 */
export function exportStream(scope: Scope): ReadableStream<Uint8Array<ArrayBuffer>> {
  const lines = exportLines(streamScope(scope));
  const encoder = new TextEncoder();
  const plain = new ReadableStream<Uint8Array<ArrayBuffer>>({
    // Pulled: the database is read as fast as the reader takes it, never faster.
    pull: async (controller) => {
      const chunk: string[] = [];
      while (chunk.length < PAGE) {
        const next = await lines.next();
        if (next.done) {
          if (chunk.length > 0) controller.enqueue(encoder.encode(chunk.join("")));
          controller.close();
          return;
        }
        chunk.push(`${JSON.stringify(next.value)}\n`);
      }
      controller.enqueue(encoder.encode(chunk.join("")));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return plain.pipeThrough(new CompressionStream("gzip"));
}
