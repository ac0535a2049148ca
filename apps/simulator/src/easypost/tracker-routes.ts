import type { Context, Hono } from "hono";
import { carrierByName, normaliseNumber } from "../world/numbers.ts";
import { registerParcel } from "../world/parcels.ts";
import { homes, hubs, warehouses } from "../world/places.ts";
import { hex } from "../world/random.ts";
import type { PlannedScan, ScanKind } from "../world/types.ts";
import { failure, missing, object, text } from "./reply.ts";
import { easypostCarrier, easypostStatus, type Tracker, trackerBody } from "./tracker.ts";
import { type EasypostContext, sendTrackerEvent } from "./webhooks.ts";

// EasyPost's test codes, one per status; their story is over when they are first asked for.
const testCodes: Record<string, readonly ScanKind[]> = {
  EZ1000000001: ["label"],
  EZ2000000002: ["label", "picked_up", "departed"],
  EZ3000000003: ["label", "picked_up", "departed", "arrived", "out_for_delivery"],
  EZ4000000004: ["label", "picked_up", "departed", "arrived", "out_for_delivery", "delivered"],
  EZ5000000005: ["label", "picked_up", "departed", "attempted", "returning"],
  EZ6000000006: ["label", "picked_up", "address_problem"],
  // Nothing is known of it.
  EZ7000000007: [],
};

function testJourney(number: string): PlannedScan[] | undefined {
  const kinds = testCodes[number];
  const place = hubs.usps[0] ?? warehouses[0].place;
  return kinds?.map((kind) => ({ kind, place: kind === "delivered" ? (homes.US?.[5] ?? place) : place, wait: 0 }));
}

/** Makes, shows and lists trackers. */
export function addTrackers(app: Hono, context: EasypostContext): void {
  const { trackers } = context.easypost;
  app.post("/trackers", (c) => createTracker(context, c));
  app.get("/trackers/:id", (c) => {
    const tracker = trackers.get(c.req.param("id"));
    const body = tracker === undefined ? null : show(context, tracker);
    return body === null ? c.json(missing, 404) : c.json(body);
  });
  app.get("/trackers", (c) => {
    const query = c.req.query();
    const size = Math.min(100, Math.max(1, Number(query.page_size ?? 20) || 20));
    const newestFirst = [...trackers.values()].reverse();
    const start = query.before_id === undefined ? 0 : newestFirst.findIndex((each) => each.id === query.before_id) + 1;
    const wanted = newestFirst.slice(start).filter((each) => {
      const byCode = query.tracking_code === undefined || each.number === normaliseNumber(query.tracking_code);
      return byCode && (query.carrier === undefined || each.carrier === query.carrier);
    });
    const page = wanted.slice(0, size).flatMap((each) => show(context, each) ?? []);
    return c.json({ trackers: page, has_more: wanted.length > size });
  });
}

function show({ world }: EasypostContext, tracker: Tracker) {
  const parcel = world.parcels.get(tracker.number);
  return parcel === undefined ? null : trackerBody(tracker, parcel);
}

/** The same number twice is the same tracker, with the answer of the first time. */
async function createTracker(context: EasypostContext, c: Context): Promise<Response> {
  const { easypost, world, options } = context;
  const input = object(object(await c.req.json<unknown>().catch(() => null)).tracker);
  const code = text(input.tracking_code);
  if (code === undefined)
    return c.json(failure("PARAMETER.REQUIRED", "Missing required parameter: tracking_code"), 422);
  const number = normaliseNumber(code);
  const existing = easypost.byNumber.get(number);
  if (existing !== undefined) return c.json(show(context, existing));
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
  return c.json(show(context, tracker));
}
