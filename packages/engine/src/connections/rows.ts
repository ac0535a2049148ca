import { picker, type RowOf, rowsOf } from "@waybill/db/rows";
import { connections } from "@waybill/db/schema/connections";
import { type ConnectionSummary, connectionSummarySchema } from "@waybill/domain/connection/answers";

export type Settings = Record<string, string>;

type Sealed = "sealedSettings" | "sealedToken" | "sealedPrevious";
/** A connection as stored, without what is sealed. */
export type ConnectionRow = RowOf<typeof connections, Sealed>;
export const connectionRows = rowsOf(connections, { without: ["sealedSettings", "sealedToken", "sealedPrevious"] });
export const connectionRow = connectionRows.read;
export const connectionSummary: (row: ConnectionSummary) => ConnectionSummary = picker(
  Object.keys(connectionSummarySchema.shape),
);
