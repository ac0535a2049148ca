import { z } from "@hono/zod-openapi";
import { adapterCatalogue, platformNames } from "@waybill/engine/setup/catalogue";
import { checkWords, json, newRouter, type RouteParts, secured } from "./kit.ts";

const field = z.object({
  name: z.string(),
  kind: z.enum(["text", "secret", "url"]),
  label: z.string(),
  help: z.string().nullable(),
  placeholder: z.string().nullable(),
  required: z.boolean(),
  advanced: z.boolean(),
  default: z.string().nullable(),
});
const adapter = z
  .object({
    kind: z.enum(["carrier", "channel", "sender"]),
    id: z.string(),
    name: z.string(),
    /** The letters it is drawn with. */
    mark: z.string(),
    about: z.string(),
    docs: z.string(),
    /** What its own pages ask of the seller; `webhook`: where the address goes, when it is pasted by hand. */
    guide: z.object({
      steps: z.array(z.string()).readonly(),
      rights: z.array(z.string()).readonly(),
      webhook: z.string().nullable(),
    }),
    fields: z.array(field),
    /** How its pushes are set up: by us for the account or for each parcel, or by hand in its own pages. */
    webhooks: z.enum(["account", "parcel", "by_hand"]),
    /** How a delivery is checked, in words. */
    check: checkWords.nullable(),
  })
  .openapi("Adapter");
const platformName = z.object({ id: z.string(), name: z.string() });
const names = z.object({
  /** `moves`: it moves parcels itself; an aggregator only tells of them. */
  carriers: z.array(platformName.extend({ moves: z.boolean() })),
  channels: z.array(platformName),
  senders: z.array(platformName),
});

/** Which platforms there are: what each asks of who connects it, and what all of them are called. */
export function catalogueRoutes(parts: RouteParts) {
  return newRouter()
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: "/api/adapters/names",
        summary: "What carriers, channels and mail providers are called, by the ids that orders and shipments have",
        tags: ["Connections"],
        responses: { 200: json(names) },
      }),
      (c) => c.json(platformNames(parts.ctx), 200),
    )
    .openapi(
      secured(parts, "connections:read", {
        method: "get",
        path: "/api/adapters",
        summary: "What can be connected, and the fields each asks for",
        tags: ["Connections"],
        responses: { 200: json(z.array(adapter)) },
      }),
      async (c) => c.json(await adapterCatalogue(parts.ctx), 200),
    );
}
