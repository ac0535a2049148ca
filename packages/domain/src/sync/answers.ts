import { z } from "zod";
import { statesOf } from "../moves.ts";
import { runMoves } from "./states.ts";

/** One pull from a channel, as it runs and when it is over. Times are UTC ms. */
export const runSummarySchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  channel: z.string(),
  trigger: z.enum(["manual", "schedule", "first"]),
  state: z.enum(statesOf(runMoves)),
  seen: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  pending: z.number(),
  pages: z.number(),
  reason: z.string().nullable(),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;

/** How many orders will be read from their channels again. */
export const queuedSchema = z.object({ queued: z.number() });
export type Queued = z.infer<typeof queuedSchema>;
