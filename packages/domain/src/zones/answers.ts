import { z } from "zod";
import type { Zone } from "./offsets.ts";

/** A zone as the API hands it over: a browser's own rules may be older than the world. */
export const zoneSchema = z.object({
  timeZone: z.string().describe("IANA name"),
  timeZoneOffsets: z
    .array(z.tuple([z.number(), z.number()]))
    .describe("From which instant on (UTC ms) how many minutes east of UTC; before the first one its minutes hold too"),
}) satisfies z.ZodType<Zone>;
export type ZoneAnswer = z.infer<typeof zoneSchema>;

/** Whose clock an expected day and its hours are by. */
export const etaClockSchema = z.object({
  timeZone: z.string().describe("IANA name"),
  offset: z.number().describe("Minutes east of UTC, when it is expected"),
  words: z.string().describe('"New York time", in English'),
});
export type EtaClock = z.infer<typeof etaClockSchema>;

/** The zones to choose from, UTC first. */
export const zoneListSchema = z.object({
  version: z.string().describe("Edition of the IANA time zone database"),
  zones: z.array(z.object({ name: z.string(), offset: z.number().describe("Minutes east of UTC, now") })),
});
export type ZoneList = z.infer<typeof zoneListSchema>;
