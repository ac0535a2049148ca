import { zoneListSchema } from "@waybill/domain/zones/answers";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { zoneNamed, zoneNames, zonesVersion } from "@waybill/domain/zones/rules";
import { generalSettings } from "@waybill/engine/organisation/settings";
import { json, named, newRouter, type RouteParts, secured } from "../kit.ts";

const zoneList = named(zoneListSchema, "TimeZones");

/** The time zones that an organisation chooses from. */
export function timeZoneRoutes(parts: RouteParts) {
  const { ctx } = parts;
  return newRouter().openapi(
    secured(parts, "settings:read", {
      method: "get",
      path: "/api/time-zones",
      summary: "The time zones to choose from, with their present offsets",
      description: "By the server's own rules, whose edition `/healthz` also names: a browser's may be older.",
      tags: ["Settings"],
      responses: { 200: json(zoneList) },
    }),
    async (c) => {
      const now = ctx.now();
      // The one that was chosen is among them, also by an older name.
      const { timeZone } = await generalSettings(c.get("scope"));
      const names = [...new Set([...zoneNames(), timeZone])];
      const zones = names.map((name) => ({ name, offset: offsetAt(now, zoneNamed(name)) }));
      return c.json({ version: zonesVersion(), zones }, 200);
    },
  );
}
