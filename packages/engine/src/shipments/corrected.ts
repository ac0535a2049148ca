import type { Statement } from "@waybill/db/database";
import type { Scope } from "../core/scope.ts";
import { earlierScans, linkOf, registerStatement, scopeKeyOf } from "./new.ts";
import type { ShipmentRow } from "./rows.ts";

/** What a fulfilment says of whose a number is; `null`: it does not. */
type Word = { carrier: string | null; trackingUrl: string | null };

/**
 * A parcel whose shop has put its carrier right, or has given a link where there was none. Only while no carrier has told of it: then
 * it is theirs, whatever the shop types. Answers the row as it is otherwise.
 */
export function corrected({ ctx }: Scope, row: ShipmentRow, word: Word): ShipmentRow {
  if (row.pushState !== "none" || row.scanCount > 0 || word.carrier === null) return row;
  const link = () => linkOf(ctx, { carrier: word.carrier ?? "", number: row.number, trackingUrl: word.trackingUrl });
  if (word.carrier === row.carrier) return row.trackingUrl === null ? { ...row, trackingUrl: link() } : row;
  const unfollowed = { connectionId: null, handle: null, nextPollAt: null, pollNote: null };
  return { ...row, ...unfollowed, carrier: word.carrier, trackingUrl: link() };
}

/** The new carrier is asked to tell of the parcel, and what it has told already is read. */
export function correctionStatements(scope: Scope, row: ShipmentRow): Statement[] {
  return [
    { sql: "UPDATE shipments SET scope = ? WHERE id = ?", args: [scopeKeyOf(row), row.id] },
    registerStatement(scope, row.id),
    ...earlierScans(row),
  ];
}
