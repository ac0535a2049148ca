import { describe, expect, test } from "bun:test";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { carrierContract } from "../../contract/carrier.ts";
import { shared, startPlatform, testContext } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import type { RawWebhook } from "../../ports/webhook.ts";
import ups from "./carrier.ts";

const settings = {
  clientId: "ups-client",
  clientSecret: "ups-client-secret",
  credential: "credential-value",
  accountNumber: "123456",
};
const file = (name: string) => () => shared(`fixtures/ups/${name}`);
const TRACKED = "1Z1442YY7229014688";
const alert = (over: object) =>
  JSON.stringify({ ...JSON.parse(ups.sample("1Z204W4R0308071865", 1_790_000_000_000)), ...over });
const event = (body: string): RawWebhook => ({ body: utf8(body), headers: {}, url: "https://x.example" });
const one = (body: string): TrackingUpdate => ups.parse(event(body))[0] as TrackingUpdate;

carrierContract(ups, {
  settings,
  webhookSecret: "credential",
  signsBody: false,
  vector: {
    name: "fixtures/signatures.json, ups (Track Alert v1)",
    settings: { credential: "credential-value" },
    headers: { credential: "credential-value" },
    body: file("track-alert.webhook.1.json"),
  },
  samples: [
    {
      name: "out for delivery",
      source: "UPSTrackAlert.yaml, webhook example 1",
      body: file("track-alert.webhook.1.json"),
      expect: [
        {
          number: "1Z204W4R0308071865",
          carrier: "ups",
          scans: [{ code: "I/OT", status: "out_for_delivery", at: "2024-04-23T09:15:19-04:00", city: "Charlotte" }],
          eta: "2024-04-23",
          signedBy: null,
        },
      ],
    },
    {
      name: "delivered, code outside the tables, stale schedule of 2019 ignored",
      source: "UPSTrackAlert.yaml, webhook example 2",
      body: file("track-alert.webhook.2.json"),
      expect: [
        {
          number: "1Z204W4R0308071865",
          scans: [{ code: "D/FS", status: "delivered", at: "2024-04-23T09:50:04-04:00", city: "CHARLOTTE" }],
          eta: null,
          signedBy: "John",
        },
      ],
    },
  ],
  notUnderstood: [
    { name: "an event without a number", body: () => alert({ trackingNumber: "" }) },
    {
      name: "an event without any date",
      body: () => alert({ localActivityDate: "string", gmtActivityDate: "", gmtActivityTime: "" }),
    },
  ],
  unknownCode: {
    body: (code) => alert({ activityStatus: { type: "I", code, description: "Departed from Facility" } }),
    allowed: [],
  },
  numbers: {
    passes: ["1Z5R89390357567127", "1Z879E930346834440", "1ZXX3150YW44070023", "K1506235620", "V0490119172"],
    // UPS's own sample numbers fail their check digit (docs/platforms/tracking-numbers.md#check-digits).
    fails: ["1Z12345E0205271688", "1Z12345E6205277936"],
  },
  poll: {
    ref: { number: TRACKED, carrier: "ups", handle: null, uniqueId: null, shippedAt: null },
    token: {
      path: "/security/v1/oauth/token",
      // Every field is text (OAuthClientCredentials.yaml).
      reply: {
        token_type: "Bearer",
        issued_at: "1790000000000",
        client_id: "x",
        expires_in: "14399",
        status: "approved",
      },
      accepts: (request) =>
        request.headers.authorization === `Basic ${btoa("ups-client:ups-client-secret")}` &&
        request.headers["x-merchant-id"] === "123456" &&
        request.body === "grant_type=client_credentials",
    },
    asks: (request) =>
      request.path.startsWith(`/api/track/v1/details/${TRACKED}?`) &&
      request.headers.authorization?.startsWith("Bearer token-") === true &&
      Boolean(request.headers.transid && request.headers.transactionsrc),
    found: {
      source: "Tracking.yaml response example",
      body: file("track-details.response.json"),
      expect: {
        number: TRACKED,
        scans: [
          { code: "D/F4", status: "delivered", at: "2022-01-26T16:30:00", city: "PARAMUS" },
          { code: "M/MP", status: "pre_transit", at: "2022-01-26T15:16:41", city: null },
        ],
        eta: null,
        signedBy: null,
      },
    },
    notFound: [
      {
        name: "HTTP 404",
        status: 404,
        body: '{"response":{"errors":[{"code":"404","message":"Tracking number not found"}]}}',
      },
      {
        name: "HTTP 200 with a warning and no package",
        status: 200,
        body: `{"trackResponse":{"shipment":[{"inquiryNumber":"${TRACKED}","warnings":[{"code":"TW0001","message":"Tracking Information Not Found"}]}]}}`,
      },
    ],
    malformed: ["{}", "[]", "null", '{"trackResponse":null}', '{"trackResponse":{"shipment":7}}'],
    unauthorised: '{"response":{"errors":[{"code":"250002","message":"Invalid Authentication Information"}]}}',
  },
});

describe("ups: reading", () => {
  test("Track and Track Alert give one scan one key, whatever the case and the spelling of the country", async () => {
    const platform = startPlatform((request) =>
      request.path.includes("oauth")
        ? Response.json({ access_token: "t", expires_in: "3600" })
        : Response.json({
            trackResponse: {
              shipment: [
                {
                  package: [
                    {
                      trackingNumber: "1Z204W4R0308071865",
                      activity: [
                        {
                          date: "20240423",
                          time: "091500",
                          gmtOffset: "-04:00",
                          location: {
                            address: { city: "CHARLOTTE", stateProvince: "NC", countryCode: "US", country: "US" },
                          },
                          status: { type: "I", code: "OT", statusCode: "021", description: "Out For Delivery Today" },
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          }),
    );
    const ctx = testContext({ settings: ups.settings.parse({ ...settings, baseUrl: platform.url }) });
    const ref = { number: "1Z204W4R0308071865", carrier: "ups", handle: null, uniqueId: null, shippedAt: null };
    const [answer] = await ups.poll.fetch(ctx, [ref]);
    platform.stop();
    const pushed = one(
      alert({
        trackingNumber: " 1z204W4R0308071865",
        localActivityDate: "20240423",
        localActivityTime: "091519",
        gmtActivityDate: "20240423",
        gmtActivityTime: "131519",
        activityLocation: { city: "Charlotte ", stateProvince: "NC", postalCode: "30004", country: "United States" },
      }),
    );
    if (answer?.outcome !== "update") throw new Error("no update");
    expect(answer.update.scans.map((scan) => scan.key)).toEqual(pushed.scans.map((scan) => scan.key));
    expect(answer.update.scans.map((scan) => scan.status)).toEqual(pushed.scans.map((scan) => scan.status));
  });
  test("a three-digit descriptionCode is the status code; the older numbers are not (17 is held for pickup in Track)", () => {
    const status = (descriptionCode: unknown) =>
      one(alert({ activityStatus: { type: "I", code: "QQ", description: "?", descriptionCode } })).scans[0]?.status;
    expect([status("021"), status("17"), status(17)]).toEqual(["out_for_delivery", "unknown", "unknown"]);
  });
  test("an update of the date moves the ETA and not the status; an older date is ignored", () => {
    const update = (date: string) =>
      one(
        alert({
          localActivityDate: "20240423",
          localActivityTime: "091519",
          gmtOffset: "-04.00",
          activityStatus: { type: "U", code: "UP", description: "Updated Delivery Date" },
          scheduledDeliveryDate: date,
          deliveryStartTime: "150000",
          deliveryEndTime: "170000",
        }),
      );
    expect(update("20240425")).toMatchObject({
      scans: [{ status: null }],
      eta: { date: "2024-04-25", from: "15:00", to: "17:00", asOf: Date.UTC(2024, 3, 23, 13, 15, 19) },
    });
    expect(update("20240422").eta).toBeNull();
    expect(update("20191014").eta).toBeNull();
  });
});
