import { z } from "zod";

/** Why something happened. Every event has one; the screen shows it as a sentence with a link. */
export const causeSchema = z.object({
  kind: z.enum(["webhook", "poll", "sync", "user", "api_key", "system", "replay", "customer"]),
  /** Inbox row ("inb_12"), run id, user id, key id … */
  id: z.string().nullable(),
  /** "EasyPost evt_…, verified by HMAC-SHA256" */
  text: z.string(),
});
export type Cause = z.infer<typeof causeSchema>;

/**
 * What travels on a socket and from the catch-up: oldest first, `seq` gap-free per organisation (per shipment on the
 * public page, where it is the stream's version).
 */
const frameSchema = z.object({
  seq: z.number().int(),
  type: z.string(),
  at: z.number().int(),
  stream: z.string(),
  data: z.unknown(),
});
export type Frame = z.infer<typeof frameSchema>;

/** One thing that happened, with its cause; `seq` is its place in the organisation's log. */
export const happeningSchema = frameSchema.extend({ cause: causeSchema });
export type Happening = z.infer<typeof happeningSchema>;

/** The answer of `GET /live/events?since=` : frames after `since`, whether more follow, or reset. */
export const catchUpSchema = z.union([
  z.object({ reset: z.literal(true), seq: z.number(), reason: z.string() }),
  z.object({ reset: z.literal(false), frames: z.array(frameSchema), seq: z.number(), more: z.boolean() }),
]);
export type CatchUp = z.infer<typeof catchUpSchema>;
