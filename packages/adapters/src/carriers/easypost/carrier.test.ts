import { describe, expect, test } from "bun:test";
import EasyPostClient from "@easypost/api";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { carrierContract } from "../../contract/carrier.ts";
import { hasShared, type Seen, shared, startPlatform, testContext } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import easypost from "./carrier.ts";

const settings = { apiKey: "EZTKsecretkey", webhookSecret: "webhook-secret" };
const NOW = 1_790_000_000_000;
const file = (name: string) => () => shared(`fixtures/easypost/${name}`);
const ref = {
  number: "EZ1000000001",
  carrier: "usps",
  handle: "trk_9135862729734d96ad2f9ed0f0565a27",
  uniqueId: null,
  shippedAt: null,
};

/** A tracker event; `over` replaces parts of the tracker. */
const event = (over: object) => {
  const sample = JSON.parse(easypost.sample("EZ3000000003", NOW)) as { result: object };
  return JSON.stringify({ ...sample, result: { ...sample.result, ...over } });
};
const request = (body: string, headers: Record<string, string> = {}) => ({
  body: utf8(body),
  headers,
  url: "https://x.example",
});
const one = (over: object): TrackingUpdate => easypost.parse(request(event(over)))[0] as TrackingUpdate;

carrierContract(easypost, {
  settings,
  webhookSecret: "webhookSecret",
  signsBody: true,
  vector: {
    name: "fixtures/signatures.json, easypost (OFFICIAL, secret with an accent)",
    settings: { webhookSecret: "s\u00e9cret" },
    headers: { "x-hmac-signature": "hmac-sha256-hex=38f3f53c103713df81616a0a186d77141957323ec21d5fe9363db93840f527db" },
    body: file("event-body.raw.json"),
  },
  samples: [
    {
      name: "a FedEx parcel on its way",
      source: "EasyPost/examples event-body.json",
      body: file("event-body.raw.json"),
      expect: [
        {
          number: "1",
          carrier: "fedex",
          handle: "trk_1",
          scans: [
            { code: "pre_transit/label_created", status: "pre_transit", at: "2024-07-31T15:00:00Z", city: null },
            {
              code: "in_transit/arrived_at_facility",
              status: "in_transit",
              at: "2024-07-31T19:27:00Z",
              city: "ORLANDO",
            },
            { code: "in_transit/arrived_at_facility", status: "in_transit", at: "2024-07-31T22:35:00Z" },
            { code: "in_transit/departed_facility", status: "in_transit", at: "2024-08-01T14:42:13Z" },
            { code: "in_transit/unknown", status: "in_transit", at: "2024-08-02T02:46:19Z", city: "KENLY" },
            { code: "in_transit/unknown", status: "in_transit", at: "2024-08-02T18:35:20Z", city: "EDISON TWP" },
            {
              code: "in_transit/arrived_at_facility",
              status: "in_transit",
              at: "2024-08-02T18:50:00Z",
              city: "EDISON",
            },
          ],
          eta: "2024-08-05",
          signedBy: null,
        },
      ],
    },
    {
      name: "delivered and signed for, by an old event without details",
      source: "EasyPost/examples tracking_webhook_response.json",
      body: file("tracking-webhook-landing.json"),
      expect: [
        {
          number: "EZ4000000004",
          carrier: "ups",
          handle: "trk_Txyy1vaM",
          scans: [
            { code: "pre_transit", status: "pre_transit", at: "2014-08-21T14:24:00Z" },
            { code: "in_transit", status: "in_transit", at: "2014-08-21T14:48:00Z" },
            { code: "in_transit", status: "in_transit", at: "2014-08-22T08:51:00Z" },
            { code: "in_transit", status: "in_transit", at: "2014-08-23T09:31:00Z" },
            { code: "out_for_delivery", status: "out_for_delivery", at: "2014-08-24T08:10:00Z" },
            { code: "delivered", status: "delivered", at: "2014-08-24T15:33:00Z", city: "SAN FRANCISCO" },
          ],
          eta: null,
          signedBy: "John Tester",
        },
      ],
    },
  ],
  aboutNothing: [{ name: "a batch event", body: file("event-post-example.json") }],
  notUnderstood: [
    { name: "a tracker event without its tracker", body: () => '{"object":"Event","description":"tracker.updated"}' },
    { name: "a body that is no event", body: () => '{"hello":"world"}' },
  ],
  unknownCode: {
    body: (code) =>
      event({ tracking_details: [{ datetime: "2026-09-20T10:00:00Z", status: code, status_detail: "in_transit" }] }),
    allowed: [],
  },
  numbers: {
    passes: [
      "9400111206206406260787",
      "92748931507708513018050063",
      "420787459400111206206406260787",
      "RB123456785GB",
      "00340434161094015902",
      "1Z5R89390357567127",
      "986578788855",
    ],
    fails: ["9434611206206407667131", "RB123456786US"],
  },
  poll: {
    ref,
    token: null,
    asks: (seen) =>
      seen.method === "GET" &&
      seen.path === `/v2/trackers/${ref.handle}` &&
      seen.headers.authorization === `Basic ${btoa("EZTKsecretkey:")}`,
    found: {
      source: "EasyPost/examples trackers-retrieve.json",
      body: file("trackers-retrieve.response.json"),
      expect: {
        number: "EZ1000000001",
        carrier: "usps",
        handle: ref.handle,
        scans: [
          { code: "pre_transit/status_update", status: "pre_transit", at: "2025-04-09T20:40:17Z", city: null },
          { code: "pre_transit/status_update", status: "pre_transit", at: "2025-04-10T09:17:17Z", city: "HOUSTON" },
        ],
        eta: "2025-05-09",
        signedBy: null,
      },
    },
    notFound: [],
    malformed: ["{}", "[]", "null", '{"tracking_code":""}'],
    unauthorised: '{"error":{"code":"APIKEY.INACTIVE","message":"This API key is no longer active."}}',
  },
});

describe("easypost: signature", () => {
  const judge = new EasyPostClient("EZTKunused");
  test("EasyPost's own SDK accepts what we sign, accents in the secret included", () => {
    for (const webhookSecret of ["webhook-secret", "s\u00e9cret", "se\u0301cret", "ﬁ ✓"]) {
      const body = easypost.sample("EZ3000000003", NOW);
      const headers = easypost.webhook.sign(utf8(body), easypost.settings.parse({ ...settings, webhookSecret }), NOW);
      expect(judge.Utils.validateWebhook(Buffer.from(body), headers, webhookSecret)).toEqual(JSON.parse(body));
    }
  });
  test("the raw bytes are what is signed: a body that the SDK rewrites is judged as it came", () => {
    const parsed = easypost.settings.parse(settings);
    const body = '{"weight": 20}';
    const { headers } = request(body, easypost.webhook.sign(utf8(body), parsed, NOW));
    expect(easypost.webhook.verify(request(body, headers), parsed, NOW).ok).toBe(true);
    expect(easypost.webhook.verify(request('{"weight": 20.0}', headers), parsed, NOW).ok).toBe(false);
  });
  test.skipIf(!hasShared)("the event id is the dedupe key (needs originals)", () => {
    expect(easypost.webhook.dedupeKey(request(file("event-body.raw.json")()))).toBe("evt_1");
    expect(easypost.webhook.dedupeKey(request(file("tracking-webhook-landing.json")()))).toBe("evt_qatAiJDM");
    expect(easypost.webhook.dedupeKey(request('{"id":"trk_1"}'))).toBeNull();
  });
});

describe("easypost: reading", () => {
  test("the ETA is the destination's date and hour, said when the tracker was updated", () => {
    const detail = { est_delivery_date_local: "2026-09-22", est_delivery_time_local: "17:30:00" };
    const updated = { updated_at: "2026-09-20T08:00:00Z", status: "in_transit", status_detail: "in_transit" };
    expect(one({ ...updated, est_delivery_date: "2026-09-23T00:30:00Z", carrier_detail: detail }).eta).toEqual({
      date: "2026-09-22",
      from: null,
      to: "17:30",
      asOf: Date.UTC(2026, 8, 20, 8),
    });
    expect(one({ ...updated, est_delivery_date: "2026-09-23T00:00:00Z", carrier_detail: null }).eta).toMatchObject({
      date: "2026-09-23",
      to: null,
    });
    expect(one({ ...updated, est_delivery_date: null }).eta).toBeNull();
    expect(one({ ...updated, status: "delivered", carrier_detail: detail }).eta).toBeNull();
  });
  test("scans without a time are left out; the others keep their place in the list", () => {
    const at = (datetime: string | null, status = "in_transit") => ({ datetime, status });
    const { scans } = one({
      tracking_details: [at("2026-09-18T10:00:00Z"), at(null), at("2026-09-20T10:00:00Z", "delivered")],
    });
    expect(scans.map(({ ordinal, status }) => [ordinal, status])).toEqual([
      [0, "in_transit"],
      [2, "delivered"],
    ]);
  });
});

describe("easypost: calls", () => {
  const HOOK = "https://shop.example/webhooks/carriers/con_1";
  const run = async <T>(answer: (seen: Seen) => Response, act: (ctx: ReturnType<typeof context>) => Promise<T>) => {
    const platform = startPlatform(answer);
    const context_ = context(platform.url);
    const result = await act(context_).finally(() => platform.stop());
    return { result, seen: platform.seen.map(({ method, path, body }) => ({ method, path, body })) };
  };
  const context = (baseUrl: string) =>
    testContext({ settings: easypost.settings.parse({ ...settings, baseUrl }), now: NOW });

  test.skipIf(!hasShared)(
    "a parcel without a handle gets a tracker, which is the answer (trackers-create.json; needs originals)",
    async () => {
      const created = () => new Response(file("trackers-create.response.json")(), { status: 201 });
      const { result, seen } = await run(created, async (ctx) =>
        easypost.register?.(ctx, { ...ref, handle: null }, HOOK),
      );
      expect(seen).toEqual([
        { method: "POST", path: "/v2/trackers", body: '{"tracker":{"tracking_code":"EZ1000000001","carrier":"USPS"}}' },
      ]);
      expect([result?.handle, result?.update?.scans.length, result?.expiresAt]).toEqual([ref.handle, 2, null]);
    },
  );
  test.skipIf(!hasShared)("a handle that EasyPost has forgotten is made anew (needs originals)", async () => {
    const { result, seen } = await run(
      ({ method }) =>
        method === "GET"
          ? Response.json({ error: { message: "gone" } }, { status: 404 })
          : new Response(file("trackers-create.response.json")(), { status: 201 }),
      (ctx) => easypost.poll.fetch(ctx, [{ ...ref, carrier: "dhl" }]),
    );
    expect(result[0]?.outcome).toBe("update");
    expect(seen[1]?.body).toBe('{"tracker":{"tracking_code":"EZ1000000001"}}');
  });
  test("a number that EasyPost refuses is a failure of that number, in its words", async () => {
    const refusal = () =>
      Response.json({ error: { code: "TRACKER.CREATE.ERROR", message: "Unable to detect carrier." } }, { status: 422 });
    const { result } = await run(refusal, (ctx) => easypost.poll.fetch(ctx, [{ ...ref, handle: null }]));
    expect(result).toEqual([{ number: ref.number, outcome: "failed", reason: "Unable to detect carrier." }]);
  });
  test.skipIf(!hasShared)(
    "the account's webhook is made once, and put right when it is there (webhooks-list.json; needs originals)",
    async () => {
      const answer = ({ method }: Seen) =>
        new Response(file(method === "GET" ? "webhooks-list.response.json" : "webhooks-create.response.json")());
      const missing = await run(answer, async (ctx) => easypost.subscribe?.(ctx, HOOK));
      expect(missing.seen.slice(1)).toEqual([
        {
          method: "POST",
          path: "/v2/webhooks",
          body: `{"webhook":{"url":"${HOOK}","webhook_secret":"webhook-secret"}}`,
        },
      ]);
      const present = await run(answer, async (ctx) => easypost.subscribe?.(ctx, "http://example.com/"));
      expect(present.seen.slice(1)).toEqual([
        {
          method: "PATCH",
          path: "/v2/webhooks/hook_d393bda62d1511f09d140fc7cf06773a",
          body: '{"webhook":{"webhook_secret":"webhook-secret"}}',
        },
      ]);
    },
  );
});
