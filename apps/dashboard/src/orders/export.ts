import { urlOf } from "../api/api.ts";
import { sendForFile } from "../api/file.ts";
import { orderQuery } from "./filter/address.ts";
import type { OrderFilter } from "./list/list-model.ts";

export type ExportKind = "xlsx" | "csv";
/** Which orders: those that were marked, or all that a filter holds; `count` says how many, where it is known. */
export type ExportOf = { ids: readonly string[] } | { filter: OrderFilter; narrowed: boolean; count: string | null };
export type SavedFile = { name: string; bytes: number };

/** The API takes this many by name in one export. */
export const MOST_NAMED = 5_000;

/**
 * Fetches a file of orders and hands it to the browser to be saved. It is put together here, so that its progress and its end can be
 * seen, and a file that broke off is not saved as if it were whole.
 *
 * @throws what the server said, in words, or that the file broke off
 */
export async function exportOrders(input: {
  kind: ExportKind;
  which: ExportOf;
  signal: AbortSignal;
  onBytes: (bytes: number) => void;
}): Promise<SavedFile> {
  const { kind, which, signal, onBytes } = input;
  const response = await sendForFile({ ...requestFor(kind, which), signal });
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? `orders.${kind}`;
  const type = response.headers.get("content-type") ?? "";
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  try {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      parts.push(read.value);
      bytes += read.value.length;
      onBytes(bytes);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error("The file broke off before its end, so nothing was saved. Try again.");
  }
  const url = URL.createObjectURL(new Blob(parts, { type }));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return { name, bytes };
}

function requestFor(kind: ExportKind, which: ExportOf): { path: string; body?: unknown } {
  if ("ids" in which) return { path: "/api/orders/export", body: { kind, ids: which.ids } };
  const query = orderQuery(which.filter);
  return {
    path: kind === "csv" ? urlOf("/api/orders/export.csv", { query }) : urlOf("/api/orders/export.xlsx", { query }),
  };
}

function save(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
