import { z } from "@hono/zod-openapi";
import { orderBuckets } from "@waybill/domain/order/buckets";
import { orderStatusSchema, syncStateSchema } from "@waybill/domain/status";
import { listOf } from "./kit.ts";

/** The last instant that a Date can hold, ms from 1970. */
const FARTHEST = 8.64e15;

/** An instant: ISO date or date-time (UTC when it has no offset), or milliseconds. */
const instant = z
  .string()
  .transform((text, issues) => {
    const ms = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text);
    if (Math.abs(ms) <= FARTHEST) return ms;
    issues.addIssue({ code: "custom", message: "A date, a date-time or milliseconds" });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "2026-11-01" });

/** Which orders a question is about: the list, its total and its exports ask alike. */
export const orderFilters = {
  q: z.string().trim().max(200).optional(),
  channel: listOf(z.string().max(60)),
  connection: listOf(z.string().max(80)),
  status: listOf(orderStatusSchema),
  sync: listOf(syncStateSchema),
  bucket: z
    .enum(orderBuckets)
    .optional()
    .openapi({ description: "Only those of one drawer of the first screen, without trial orders" }),
  attention: z
    .literal("1")
    .optional()
    .transform((value) => value === "1")
    .openapi({ type: "string", description: "`1`: only those that want a person's look" }),
  from: instant.optional(),
  to: instant.optional(),
};
