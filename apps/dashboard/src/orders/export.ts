import { urlOf } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { say } from "../parts/toast.tsx";
import { orderQuery } from "./filter/address.ts";
import type { OrderFilter } from "./list/list-model.ts";

/** The API takes this many ids in one export. */
const IDS = 200;

function save(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Everything the filter holds, streamed by the server straight to a file. */
export function exportFiltered(filter: OrderFilter): void {
  if (!navigator.onLine) {
    say({ tone: "failed", text: "There is no network. Export again when the page is live." });
    return;
  }
  save(urlOf("/api/orders/export.csv", { query: orderQuery(filter) }), "");
  say({ tone: "delivered", text: "The export has begun; your browser saves it." });
}

/** Marked orders: a few at once, put together to one file. */
export async function exportMarked(ids: readonly string[]): Promise<void> {
  const parts: string[] = [];
  let name = "orders.csv";
  try {
    for (let at = 0; at < ids.length; at += IDS) {
      const answer = await fetch(urlOf("/api/orders/export.csv", { query: { ids: ids.slice(at, at + IDS) } }));
      if (!answer.ok) throw new Error("The server did not give the file. Try again.");
      name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? name;
      const text = await answer.text();
      parts.push(at === 0 ? text : text.slice(text.indexOf("\r\n") + 2));
    }
  } catch (error) {
    say({ tone: "failed", text: failureWords(error) });
    return;
  }
  // `text()` drops the mark by which Excel knows UTF-8.
  const url = URL.createObjectURL(new Blob(["\uFEFF", ...parts], { type: "text/csv" }));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  say({ tone: "delivered", text: `${ids.length.toLocaleString()} ${ids.length === 1 ? "order" : "orders"} exported.` });
}
