import type { Row } from "@waybill/db/database";
import { type RowOf, rowsOf } from "@waybill/db/rows";
import { inbox } from "@waybill/db/schema/inbox";

/** What became of a delivery; whoever folds it does not look at it. */
type Marks = "state" | "note" | "effects" | "processedAt";

/** A stored delivery. `poll` rows hold what we asked for ourselves, so that a replay has it too. */
export type InboxRow = RowOf<typeof inbox, Marks>;
export const inboxRows = rowsOf(inbox, { without: ["state", "note", "effects", "processedAt"] });

/** Appends a delivery; it is `received`. */
export const insertDelivery = inboxRows.insert(inboxRows.keys(["id", "attempts"]));

export function inboxRow(raw: Row): InboxRow {
  const row = inboxRows.read(raw);
  // A body that SQL wrote may be text.
  if (!(row.body instanceof Uint8Array)) row.body = new TextEncoder().encode(String(row.body));
  return row;
}
