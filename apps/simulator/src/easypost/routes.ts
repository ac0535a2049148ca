import { Hono } from "hono";
import { credentials } from "../credentials.ts";
import { carrierByName, normaliseNumber } from "../world/numbers.ts";
import { registerParcel } from "../world/parcels.ts";
import { homes, hubs, warehouses } from "../world/places.ts";
import { hex } from "../world/random.ts";
import { isoSeconds } from "../world/times.ts";
import type { PlannedScan, ScanKind } from "../world/types.ts";
import { easypostCarrier, easypostStatus, type Tracker, trackerBody } from "./tracker.ts";
import { type EasypostContext, type Hook, sendTrackerEvent } from "./webhooks.ts";

type Fields = Record<string, unknown>;

function object(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const failure = (code: string, message: string) => ({ error: { code, message, errors: [] } });

// EasyPost's test codes, one per status; their story is over when they are first asked for.
const testCodes: Record<string, readonly ScanKind[]> = {
  EZ1000000001: ["label"],
  EZ2000000002: ["label", "picked_up", "departed"],
  EZ3000000003: ["label", "picked_up", "departed", "arrived", "out_for_delivery"],
  EZ4000000004: ["label", "picked_up", "departed", "arrived", "out_for_delivery", "delivered"],
  EZ5000000005: ["label", "picked_up", "departed", "attempted", "returning"],
  EZ6000000006: ["label", "picked_up", "address_problem"],
};

function testJourney(number: string): PlannedScan[] | undefined {
  const kinds = testCodes[number];
  const place = hubs.usps[0] ?? warehouses[0].place;
  return kinds?.map((kind) => ({ kind, place: kind === "delivered" ? (homes.US?.[5] ?? place) : place, wait: 0 }));
}

/** Trackers and webhooks as EasyPost's API v2 offers them. */
export function easypostRoutes(context: EasypostContext): Hono {
  const { easypost, world, options } = context;
  const app = new Hono();

  app.use("*", async (c, next) => {
    const expected = `Basic ${Buffer.from(`${credentials.easypost.apiKey}:`).toString("base64")}`;
    const given = c.req.header("authorization") ?? "";
    if (given !== expected && given !== `Bearer ${credentials.easypost.apiKey}`) {
      return c.json(
        failure("APIKEY.INACTIVE", "This API key is not valid. Please use a different API key or contact support."),
        401,
      );
    }
    return next();
  });

  const show = (tracker: Tracker) => {
    const parcel = world.parcels.get(tracker.number);
    return parcel === undefined ? null : trackerBody(tracker, parcel);
  };

  app.post("/trackers", async (c) => {
    const input = object(object(await c.req.json<unknown>().catch(() => null)).tracker);
    const code = text(input.tracking_code);
    if (code === undefined)
      return c.json(failure("PARAMETER.REQUIRED", "Missing required parameter: tracking_code"), 422);
    const number = normaliseNumber(code);
    const existing = easypost.byNumber.get(number);
    if (existing !== undefined) return c.json(show(existing));
    const asked = text(input.carrier);
    const carrier = carrierByName(asked);
    if (asked !== undefined && carrier === undefined) {
      return c.json(failure("TRACKER.CREATE.ERROR", `The carrier ${asked} is not supported.`), 422);
    }
    const known = world.parcels.has(number);
    const parcel = registerParcel(world, { number, carrier, finished: known ? undefined : testJourney(number) });
    const tracker: Tracker = {
      id: `trk_${hex(world.random.ids, 32)}`,
      number,
      carrier: asked ?? easypostCarrier(parcel),
      createdAt: options.now(),
      previousStatus: easypostStatus(parcel),
    };
    easypost.trackers.set(tracker.id, tracker);
    easypost.byNumber.set(number, tracker);
    sendTrackerEvent(context, { tracker, parcel, description: "tracker.created", previous: {} });
    return c.json(show(tracker));
  });

  app.get("/trackers/:id", (c) => {
    const tracker = easypost.trackers.get(c.req.param("id"));
    const body = tracker === undefined ? null : show(tracker);
    return body === null
      ? c.json(failure("NOT_FOUND", "The requested resource could not be found."), 404)
      : c.json(body);
  });

  app.get("/trackers", (c) => {
    const query = c.req.query();
    const size = Math.min(100, Math.max(1, Number(query.page_size ?? 20) || 20));
    const newestFirst = [...easypost.trackers.values()].reverse();
    const start = query.before_id === undefined ? 0 : newestFirst.findIndex((each) => each.id === query.before_id) + 1;
    const wanted = newestFirst.slice(start).filter((each) => {
      const byCode = query.tracking_code === undefined || each.number === normaliseNumber(query.tracking_code);
      return byCode && (query.carrier === undefined || each.carrier === query.carrier);
    });
    const page = wanted.slice(0, size).flatMap((each) => show(each) ?? []);
    return c.json({ trackers: page, has_more: wanted.length > size });
  });

  const hookBody = (hook: Hook) => ({
    id: hook.id,
    object: "Webhook",
    mode: "test",
    url: hook.url,
    created_at: isoSeconds(hook.createdAt),
    disabled_at: hook.disabledAt === null ? null : isoSeconds(hook.disabledAt),
    custom_headers: hook.customHeaders,
  });
  const headersOf = (value: unknown) =>
    (Array.isArray(value) ? value : []).flatMap((each: unknown) => {
      const { name, value: content } = object(each);
      return typeof name === "string" && typeof content === "string" ? [{ name, value: content }] : [];
    });

  app.post("/webhooks", async (c) => {
    const body = object(await c.req.json<unknown>().catch(() => null));
    const input = object(body.webhook ?? body);
    const url = text(input.url);
    if (url === undefined || !URL.canParse(url))
      return c.json(failure("WEBHOOK.URL.INVALID", "The webhook URL is not valid."), 422);
    if ([...easypost.hooks.values()].some((hook) => hook.url === url)) {
      return c.json(failure("WEBHOOK.DUPLICATE", "A webhook with this URL exists already."), 422);
    }
    const hook: Hook = {
      id: `hook_${hex(world.random.ids, 32)}`,
      url,
      secret: text(input.webhook_secret) ?? null,
      customHeaders: headersOf(input.custom_headers),
      createdAt: options.now(),
      disabledAt: null,
    };
    easypost.hooks.set(hook.id, hook);
    return c.json(hookBody(hook), 201);
  });
  app.get("/webhooks", (c) => c.json({ webhooks: [...easypost.hooks.values()].map(hookBody) }));

  const missing = failure("NOT_FOUND", "The requested resource could not be found.");
  app.get("/webhooks/:id", (c) => {
    const hook = easypost.hooks.get(c.req.param("id"));
    return hook === undefined ? c.json(missing, 404) : c.json(hookBody(hook));
  });
  app.on(["PATCH", "PUT"], "/webhooks/:id", async (c) => {
    const hook = easypost.hooks.get(c.req.param("id"));
    if (hook === undefined) return c.json(missing, 404);
    const body = object(await c.req.json<unknown>().catch(() => null));
    const input = object(body.webhook ?? body);
    if (text(input.webhook_secret) !== undefined) hook.secret = text(input.webhook_secret) ?? null;
    if (input.custom_headers !== undefined) hook.customHeaders = headersOf(input.custom_headers);
    hook.disabledAt = null;
    return c.json(hookBody(hook));
  });
  app.delete("/webhooks/:id", (c) => {
    if (!easypost.hooks.delete(c.req.param("id"))) return c.json(missing, 404);
    return c.json({});
  });

  app.all("*", (c) => c.json(missing, 404));
  return app;
}
