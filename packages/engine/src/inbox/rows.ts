import type { Row } from "@waybill/db/database";
import { type RowOf, rowsOf } from "@waybill/db/rows";
import { inbox } from "@waybill/db/schema/inbox";

export type InboxState = RowOf<typeof inbox>["state"];

/** What became of a delivery; whoever folds it does not look at it. */
type Marks = "state" | "note" | "effects" | "processedAt";

/** A stored delivery. `poll` rows hold what we asked for ourselves, so that a replay has it too. */
export type InboxRow = RowOf<typeof inbox, Marks>;
const inboxRows = rowsOf(inbox, { without: ["state", "note", "effects", "processedAt"] });

/** Appends a delivery; it is `received`. */
export const insertDelivery = inboxRows.insert(inboxRows.keys(["id", "attempts"]));

export function inboxRow(raw: Row): InboxRow {
  const row = inboxRows.read(raw);
  // A body that SQL wrote may be text.
  if (!(row.body instanceof Uint8Array)) row.body = new TextEncoder().encode(String(row.body));
  return row;
}

/** Headers that carry a secret are never kept; the others are evidence. */
const SECRET_HEADERS = /^(authorization|cookie|credential|x-api-key|proxy-authorization)$/;
const HEADERS_KEPT = 40;

export function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (count++ === HEADERS_KEPT) break;
    kept[name] = SECRET_HEADERS.test(name) ? "(not kept)" : value.slice(0, 500);
  }
  return kept;
}
