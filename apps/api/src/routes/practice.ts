import { practiceRemovedSchema, practiceSchema } from "@waybill/domain/connection/answers";
import { connectPractice, disconnectPractice, practiceState } from "@waybill/engine/setup/practice";
import { json, named, newRouter, type RouteParts, secured } from "./kit.ts";

const practice = named(practiceSchema, "Practice");
const tags = ["Practice"];
const path = "/api/practice";

/** The simulated shop and carriers as a channel to practise on: connected and removed by one call. */
export function practiceRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path,
        summary: "Whether the practice shop is offered, and whether it is connected",
        tags,
        responses: { 200: json(practice) },
      }),
      async (c) => c.json(await practiceState(c.get("scope")), 200),
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
        const made = await connectPractice(c.get("scope"));
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
        return c.json(await disconnectPractice(c.get("scope")), 200);
      },
    );
}
