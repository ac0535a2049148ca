import { z } from "@hono/zod-openapi";
import { pageOf } from "@waybill/domain/page";
import { problemReportSchema } from "@waybill/domain/problem-report/answers";
import { listProblemReports, settleProblemReport } from "@waybill/engine/tracking/problem-reports";
import { body, found, idParam, json, named, newRouter, paging, type RouteParts, secured } from "./kit.ts";

const report = named(problemReportSchema, "Report");
const state = z.enum(["open", "closed"]);
const tags = ["Orders"];

/** What customers told of on the public page, and settling it. */
export function reportRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "orders:read", {
        method: "get",
        path: "/api/reports",
        summary: "What customers reported, newest first",
        tags,
        request: {
          query: z.object({ state: state.optional(), orderId: z.string().max(80).optional(), ...paging }),
        },
        responses: { 200: json(pageOf(report)) },
      }),
      async (c) => {
        return c.json(await listProblemReports(c.get("scope"), c.req.valid("query")), 200);
      },
    )
    .openapi(
      secured(parts, "orders:write", {
        method: "patch",
        path: "/api/reports/{id}",
        summary: "Settle a report, or open it again",
        tags,
        request: { params: idParam, ...body(z.object({ state })) },
        responses: { 200: json(report) },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        const settled = await settleProblemReport(c.get("scope"), {
          id,
          ...c.req.valid("json"),
        });
        return c.json(found(settled, "report"), 200);
      },
    );
}
