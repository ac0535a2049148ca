import { picker, type RowOf, rowsOf } from "@waybill/db/rows";
import { syncRuns } from "@waybill/db/schema/jobs";
import { type RunSummary, runSummarySchema } from "@waybill/domain/sync/answers";
import { runMoves } from "@waybill/domain/sync/states";
import { comesFrom } from "../core/states.ts";

/** It goes on: the state of a run that can still be stopped. */
export const LIVE_RUN = comesFrom(runMoves, "cancelled");

/** A pull of a channel as stored: what the screen shows, and where to go on. */
export type RunRow = RowOf<typeof syncRuns, "version">;
export const runRows = rowsOf(syncRuns, { without: ["version"] });
export const runRow = runRows.read;
export const runSummary: (row: RunSummary) => RunSummary = picker(Object.keys(runSummarySchema.shape));
