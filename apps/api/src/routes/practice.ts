import { practiceRemovedSchema, practiceSchema } from "@waybill/domain/connection/answers";
import { connectPractice, disconnectPractice, practiceState } from "@waybill/engine/setup/practice";
import { byOf } from "../auth/identity.ts";
import { json, named, newRouter, type RouteParts, secured } from "./kit.ts";

const practice = named(practiceSchema, "Practice");
const tags = ["Practice"];
const path = "/api/practice";

/** The simulated shop and carriers as a channel to practise on: connected and removed by one call. */
export function practiceRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path,
        summary: "Whether the practice shop is offered, and whether it is connected",
        tags,
        responses: { 200: json(practice) },
      }),
      async (c) => c.json(await practiceState(ctx, { orgId: c.get("principal").orgId }), 200),
    )
    .openapi(
      secured(parts, "connections:write", {
        method: "post",
        path,
        summary: "Connect the practice shop and its carriers; the first sync begins",
        tags,
        responses: { 201: json(practice, "Connected") },
      }),
      async (c) => {
        const principal = c.get("principal");
        const made = await connectPractice(ctx, { orgId: principal.orgId, by: byOf(principal) });
        return c.json({ available: true, connected: true, connections: made.map(({ id }) => id) }, 201);
      },
    )
    .openapi(
      secured(parts, "connections:write", {
        method: "delete",
        path,
        summary: "Disconnect the practice shop and remove every order, parcel and mail that it brought",
        tags,
        responses: { 200: json(practiceRemovedSchema, "What was removed") },
      }),
      async (c) => {
        const principal = c.get("principal");
        return c.json(await disconnectPractice(ctx, { orgId: principal.orgId, by: byOf(principal) }), 200);
      },
    );
}
