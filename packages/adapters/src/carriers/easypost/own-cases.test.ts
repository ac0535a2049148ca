import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import EasyPostClient from "@easypost/api";
import type { ShipmentStatus } from "@waybill/domain/status";
import { type ShortUpdate, shortUpdate } from "../../contract/carrier-data.ts";
import { type Seen, startPlatform, testContext } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import easypost from "./carrier.ts";
import { meaningOf } from "./codes.ts";

// Bodies of our own in the documented shape, so that the rules hold on a machine without the official samples.
// The source of every expected value: docs/platforms/easypost.md, in the section that the test names.

const HOOK = "https://shop.example/webhooks/carriers/con_own";
const settings = { apiKey: "EZTKown", webhookSecret: "own-secret" };
const request = (body: string, headers: Record<string, string> = {}) => ({
  body: utf8(body),
  headers,
  url: "https://x.example",
});

const place = (city: string | null) => ({ object: "TrackingLocation", city, state: null, country: "US", zip: null });
const detail = (datetime: string, status: string, status_detail: string | null, city: string | null) => ({
  object: "TrackingDetail",
  datetime,
  message: "Own words",
  status,
  status_detail,
  tracking_location: place(city),
});
const tracker = {
  id: "trk_own1",
  object: "Tracker",
  tracking_code: "9400111206206406260787",
  carrier: "USPS",
  status: "delivered",
  status_detail: null,
  signed_by: "Inga Own",
  est_delivery_date: "2026-09-15T00:00:00Z",
  updated_at: "2026-09-14T16:00:00Z",
  carrier_detail: null,
  tracking_details: [
    detail("2026-09-12T08:00:00Z", "pre_transit", "label_created", null),
    detail("2026-09-13T09:30:00Z", "in_transit", "arrived_at_facility", "TULSA"),
    detail("2026-09-14T15:45:00Z", "delivered", null, "OMAHA"),
  ],
};
const expected: ShortUpdate = {
  number: "9400111206206406260787",
  carrier: "usps",
  handle: "trk_own1",
  scans: [
    { code: "pre_transit/label_created", status: "pre_transit", at: "2026-09-12T08:00:00Z", city: null },
    { code: "in_transit/arrived_at_facility", status: "in_transit", at: "2026-09-13T09:30:00Z", city: "TULSA" },
    { code: "delivered", status: "delivered", at: "2026-09-14T15:45:00Z", city: "OMAHA" },
  ],
  // None once the parcel is delivered (#estimates).
  eta: null,
  signedBy: "Inga Own",
};
const event = JSON.stringify({ id: "evt_own1", object: "Event", description: "tracker.updated", result: tracker });

describe("easypost: own events", () => {
  test("a signature that EasyPost's SDK accepts we accept, accents included (#webhooks: NFKD)", () => {
    const webhookSecret = "cl\u00e9-own";
    const hex = createHmac("sha256", webhookSecret.normalize("NFKD")).update(event).digest("hex");
    const signature = `hmac-sha256-hex=${hex}`;
    const judge = new EasyPostClient("EZTKunused");
    const sent = { "X-Hmac-Signature": signature };
    expect(judge.Utils.validateWebhook(Buffer.from(event), sent, webhookSecret)).toEqual(JSON.parse(event));
    const by = easypost.settings.parse({ ...settings, webhookSecret });
    expect(easypost.webhook.verify(request(event, { "x-hmac-signature": signature }), by, 0).ok).toBe(true);
    expect(easypost.webhook.verify(request(`${event}\n`, { "x-hmac-signature": signature }), by, 0).ok).toBe(false);
  });
  test("a tracker brings its whole list, oldest first (#polling, #codes)", () => {
    expect(easypost.parse(request(event)).map((update) => shortUpdate(update, expected))).toEqual([expected]);
  });
  test("an event about anything else changes nothing (#webhooks: only tracker.…)", () => {
    const batch = { id: "evt_own2", object: "Event", description: "batch.created", result: { object: "Batch" } };
    expect(easypost.parse(request(JSON.stringify(batch)))).toEqual([]);
  });
});

describe("easypost: own calls", () => {
  const ref = { number: tracker.tracking_code, carrier: "usps", handle: "trk_own1", uniqueId: null, shippedAt: null };
  const world = (answer: (seen: Seen) => Response) => {
    const platform = startPlatform(answer);
    const ctx = testContext({ settings: easypost.settings.parse({ ...settings, baseUrl: platform.url }) });
    return { platform, ctx };
  };
  test("a handle is asked for; one that is forgotten is made anew (#polling)", async () => {
    for (const forgotten of [false, true]) {
      const { platform, ctx } = world(({ method }) =>
        method === "GET" && forgotten ? Response.json({ error: {} }, { status: 404 }) : Response.json(tracker),
      );
      const [answer] = await easypost.poll.fetch(ctx, [ref]).finally(() => platform.stop());
      if (answer?.outcome !== "update") throw new Error("no update");
      expect(shortUpdate(answer.update, expected)).toEqual(expected);
      const calls = platform.seen.map(({ method, path }) => `${method} ${path}`);
      expect(calls).toEqual(["GET /v2/trackers/trk_own1", ...(forgotten ? ["POST /v2/trackers"] : [])]);
    }
  });
  test("a parcel without a handle gets a tracker, whose id is kept (#polling)", async () => {
    const { platform, ctx } = world(() => Response.json(tracker, { status: 201 }));
    const result = await easypost.register?.(ctx, { ...ref, handle: null }, HOOK).finally(() => platform.stop());
    expect([result?.handle, result?.update?.scans.length, result?.expiresAt]).toEqual(["trk_own1", 3, null]);
    expect(platform.seen.map(({ body }) => body)).toEqual([
      `{"tracker":{"tracking_code":"${ref.number}","carrier":"USPS"}}`,
    ]);
  });
  test("the account's webhook is made once, and updated when it is there (#webhooks)", async () => {
    for (const [url, call] of [
      ["https://other.example/", "POST /v2/webhooks"],
      [HOOK, "PATCH /v2/webhooks/hook_own1"],
    ]) {
      const hook = { id: "hook_own1", object: "Webhook", mode: "test", url, disabled_at: null };
      const { platform, ctx } = world(({ method }) => Response.json(method === "GET" ? { webhooks: [hook] } : hook));
      await easypost.subscribe?.(ctx, HOOK).finally(() => platform.stop());
      expect(platform.seen.slice(1).map(({ method, path }) => `${method} ${path}`)).toEqual([call ?? ""]);
    }
  });
});

test("easypost: each row of the document's two tables (#codes)", () => {
  const statuses: [string, ShipmentStatus][] = [
    ["pre_transit", "pre_transit"],
    ["in_transit", "in_transit"],
    ["out_for_delivery", "out_for_delivery"],
    ["available_for_pickup", "available_for_pickup"],
    ["delivered", "delivered"],
    ["return_to_sender", "returned_to_sender"],
    ["failure", "exception"],
    ["cancelled", "cancelled"],
    ["unknown", "unknown"],
    ["error", "unknown"],
  ];
  for (const [code, ours] of statuses) expect([code, meaningOf(code, null).status]).toEqual([code, ours]);
  const details: [string, ShipmentStatus][] = [
    ["label_created", "pre_transit"],
    ["received_at_origin_facility", "accepted"],
    ["arrived_at_pickup_location", "available_for_pickup"],
    ["delivery_exception", "delivery_attempt_failed"],
    ["weather_delay", "delayed"],
    ["missorted", "delayed"],
    ["held", "on_hold"],
    ["address_correction", "exception"],
    ["lost", "lost"],
    ["expired", "unknown"],
    ["status_update", "in_transit"],
  ];
  for (const [code, ours] of details) expect([code, meaningOf("in_transit", code).status]).toEqual([code, ours]);
});
