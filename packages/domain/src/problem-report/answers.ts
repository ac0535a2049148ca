import { z } from "zod";
import { problemKinds } from "./kinds.ts";

/** "Something is wrong", as a customer wrote it on the public page. */
export const problemReportSchema = z.object({
  id: z.string(),
  shipmentId: z.string(),
  orderId: z.string().nullable(),
  kind: z.enum(problemKinds),
  message: z.string(),
  contact: z.string().nullable(),
  state: z.enum(["open", "closed"]),
  closedBy: z.string().nullable(),
  closedAt: z.number().nullable(),
  createdAt: z.number(),
});
export type ProblemReport = z.infer<typeof problemReportSchema>;
