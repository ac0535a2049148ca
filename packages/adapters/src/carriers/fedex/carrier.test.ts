import { describe, expect, test } from "bun:test";
import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { carrierContract } from "../../contract/carrier.ts";
import { shared, sharedJson, startPlatform, testContext } from "../../contract/world.ts";
import { hmacSha256, utf8 } from "../../kit/signature.ts";
import type { TrackRef } from "../../ports/carrier.ts";
import fedex from "./carrier.ts";

const settings = {
  clientId: "fedex-client",
  clientSecret: "fedex-client-secret",
  securityToken: "fedex-security-token",
};
const REPLY = "fixtures/fedex/trackingnumbers.response.json";
const NUMBER = "123456789012";
const NOW = 1_790_000_000_000;

/** A webhook body with one result; `over` replaces parts of it. */
const body = (over: object, number = NUMBER) =>
  JSON.stringify({ output: { completeTrackResults: [{ trackingNumber: number, trackResults: [over] }] } });
const scan = (over: object) => ({
  date: "2026-09-20T10:00:00-05:00",
  eventType: "IT",
  eventDescription: "In transit",
  ...over,
});
const read = (text: string): TrackingUpdate[] =>
  fedex.parse({ body: utf8(text), headers: {}, url: "https://x.example" });
const one = (over: object): TrackingUpdate => read(body(over))[0] as TrackingUpdate;

const official = {
  number: NUMBER,
  carrier: "fedex",
  uniqueId: "245822~123456789012~FDEG",
  scans: [{ code: "PU/A25", status: "accepted" as const, at: "2018-02-02T12:01:00-07:00", city: "SEATTLE" }],
  // The window ends at T00:00:00-06:00: a date and no hour.
  eta: "2021-10-15",
  signedBy: null,
};

carrierContract(fedex, {
  settings,
  webhookSecret: "securityToken",
  signsBody: true,
  vector: {
    name: "fixtures/signatures.json, fedex",
    settings: {},
    headers: { "fdx-signature": "WlQnJXX0i6zsuKZxcxnCf3ipbwggmwo8AUYOuz+OADg=" },
    body: () => shared(REPLY),
  },
  samples: [
    {
      name: "the documentation's reply, which carries an error and a scan at once",
      source: "FedEx Track API sample",
      body: () => shared(REPLY),
      expect: [official],
    },
    {
      name: "the same as a bare result",
      source: "FedEx Track API sample, unwrapped",
      body: () => JSON.stringify((sharedJson(REPLY) as Reply).output.completeTrackResults[0]?.trackResults[0]),
      // Without the outer number the printed one is all there is.
      expect: [{ ...official, number: "128667043726" }],
    },
    {
      name: "the same without its envelope",
      source: "FedEx Track API sample, unwrapped",
      body: () => JSON.stringify((sharedJson(REPLY) as Reply).output),
      expect: [official],
    },
  ],
  notUnderstood: [
    { name: "a body without results", body: () => '{"transactionId":"1","output":{}}' },
    { name: "a result without a number", body: () => body({ scanEvents: [] }, "") },
  ],
  unknownCode: { body: (code) => body({ scanEvents: [scan({ eventType: code })] }), allowed: [] },
  numbers: {
    passes: [
      "986578788855",
      "477179081230",
      "041441760228964",
      "9611020987654312345672",
      "1001921334250001000300779017972697",
    ],
    fails: ["996578788855", "568283610012732"],
  },
  poll: {
    ref: { number: NUMBER, carrier: "fedex", handle: null, uniqueId: null, shippedAt: null },
    token: {
      path: "/oauth/token",
      reply: { token_type: "bearer", expires_in: 3599, scope: "CXS" },
      accepts: (request) =>
        request.body === "grant_type=client_credentials&client_id=fedex-client&client_secret=fedex-client-secret" &&
        request.headers["content-type"] === "application/x-www-form-urlencoded",
    },
    asks: (request) =>
      request.method === "POST" &&
      request.path === "/track/v1/trackingnumbers" &&
      request.headers["x-locale"] === "en_US" &&
      request.body ===
        `{"includeDetailedScans":true,"trackingInfo":[{"trackingNumberInfo":{"trackingNumber":"${NUMBER}"}}]}`,
    found: { source: "FedEx Track API sample", body: () => shared(REPLY), expect: official },
    notFound: [
      {
        name: "an error inside HTTP 200",
        status: 200,
        body: body({
          error: { code: "TRACKING.TRACKINGNUMBER.NOTFOUND", message: "Tracking number cannot be found." },
        }),
      },
    ],
    malformed: ["{}", "[]", "null", '{"output":{"completeTrackResults":{}}}'],
    unauthorised: '{"transactionId":"1","errors":[{"code":"NOT.AUTHORIZED.ERROR","message":"Access token expired."}]}',
  },
});

type Reply = { output: { completeTrackResults: { trackResults: object[] }[] } };

describe("fedex: signature", () => {
  test("hex is accepted as well as base64 (one sentence of FedEx's page says hex)", () => {
    const bytes = utf8('{"a":1}');
    const signature = hmacSha256(settings.securityToken, bytes, "hex");
    const request = { body: bytes, headers: { "fdx-signature": signature }, url: "" };
    const parsed = fedex.settings.parse(settings);
    expect(fedex.webhook.verify(request, parsed, NOW).ok).toBe(true);
    expect(fedex.webhook.verify({ ...request, body: utf8('{"a":2}') }, parsed, NOW).ok).toBe(false);
  });
});

describe("fedex: reading", () => {
  test("a scan without an offset stays local, and at midnight is a date; with an offset midnight is midnight", () => {
    const { scans } = one({
      scanEvents: [
        scan({ date: "2026-09-20T00:00:00-05:00" }),
        scan({ date: "2026-09-19T14:30:00" }),
        scan({ date: "2026-09-18T00:00:00" }),
        scan({ date: "yesterday" }),
      ],
    });
    expect(scans.map(({ time, ordinal }) => [time.local, time.offset, time.precision, ordinal])).toEqual([
      ["2026-09-20T00:00:00", -300, "second", 3],
      ["2026-09-19T14:30:00", null, "second", 2],
      ["2026-09-18", null, "date", 1],
    ]);
  });
  const SCANNED = Date.UTC(2026, 8, 20, 15, 0, 0);
  const eta = (over: object) => one({ scanEvents: [scan({})], ...over }).eta;
  test("ETA: estimated window, ESTIMATED_DELIVERY, standard window, COMMITMENT (docs/platforms/fedex.md#estimates)", () => {
    const commitment = { dateAndTimes: [{ type: "COMMITMENT", dateTime: "2026-09-26T20:00:00-05:00" }] };
    const standard = { ...commitment, standardTransitTimeWindow: { window: { ends: "2026-09-25T00:00:00-06:00" } } };
    const estimated = {
      ...standard,
      dateAndTimes: [...commitment.dateAndTimes, { type: "ESTIMATED_DELIVERY", dateTime: "2026-09-24T00:00:00" }],
    };
    const window = {
      ...estimated,
      estimatedDeliveryTimeWindow: {
        window: { begins: "2026-09-23T09:15:00-05:00", ends: "2026-09-23T13:15:00-05:00" },
      },
    };
    expect(eta(window)).toEqual({ date: "2026-09-23", from: "09:15", to: "13:15", asOf: SCANNED });
    expect(eta({ ...window, estimatedDeliveryTimeWindow: { window: {} } })).toEqual({
      date: "2026-09-24",
      from: null,
      to: null,
      asOf: SCANNED,
    });
    expect(eta(standard)?.date).toBe("2026-09-25");
    expect(eta(commitment)).toMatchObject({ date: "2026-09-26", to: "20:00" });
    expect(eta({ estimatedDeliveryTimeWindow: {}, standardTransitTimeWindow: { window: {} } })).toBeNull();
  });
  test("a webhook's ETA is dated by its newest scan; without an offset, by the earliest instant that can be meant", () => {
    const late = { estimatedDeliveryTimeWindow: { window: { ends: "2026-09-23T13:00:00" } } };
    expect(eta({ ...late, scanEvents: [scan({ date: "2026-09-20T10:00:00" })] })?.asOf).toBe(
      Date.UTC(2026, 8, 19, 20, 0, 0),
    );
    expect(eta({ ...late, scanEvents: [] })).toBeNull();
  });
  test("after delivery there is no ETA, and the proof is dated by the delivery", () => {
    const update = one({
      scanEvents: [scan({ eventType: "DL", derivedStatusCode: "DL", date: "2026-09-21T16:05:00-05:00" }), scan({})],
      dateAndTimes: [{ type: "ESTIMATED_DELIVERY", dateTime: "2026-09-24T00:00:00" }],
      deliveryDetails: { receivedByName: "J.DOE", signedByName: "" },
    });
    expect([update.eta, update.proof]).toEqual([null, { signedBy: "J.DOE", asOf: Date.UTC(2026, 8, 21, 21, 5, 0) }]);
  });
  test("a result without scans still says that it was delivered, when it says when", () => {
    const latest = {
      code: "DL",
      derivedCode: "DL",
      statusByLocale: "Delivered",
      scanLocation: { city: "Boise", countryCode: "US" },
    };
    const dated = {
      latestStatusDetail: latest,
      dateAndTimes: [{ type: "ACTUAL_DELIVERY", dateTime: "2026-09-21T16:05:00-05:00" }],
    };
    const scanned = {
      scanEvents: [{ date: "2026-09-21T16:05:00-05:00", eventType: "DL", scanLocation: latest.scanLocation }],
    };
    expect(one(dated).scans.map(({ key, status }) => [key, status])).toEqual([
      [one(scanned).scans[0]?.key ?? "", "delivered"],
    ]);
    expect(one({ latestStatusDetail: latest }).scans).toEqual([]);
  });
});

describe("fedex: several results and several numbers", () => {
  const ref = (over: Partial<TrackRef> = {}): TrackRef => ({
    number: NUMBER,
    carrier: "fedex",
    handle: null,
    uniqueId: null,
    shippedAt: null,
    ...over,
  });
  const result = (uniqueId: string, date: string) => ({
    trackingNumberInfo: { trackingNumber: NUMBER, trackingNumberUniqueId: uniqueId },
    scanEvents: [scan({ date })],
  });
  const ask = async (refs: TrackRef[], blocks: object[]) => {
    const bodies: string[] = [];
    const platform = startPlatform((request) => {
      if (request.path === "/oauth/token") return Response.json({ access_token: "t", expires_in: 3600 });
      bodies.push(request.body);
      return Response.json({ output: { completeTrackResults: blocks } });
    });
    const ctx = testContext({ settings: fedex.settings.parse({ ...settings, baseUrl: platform.url }), now: NOW });
    const answers = await fedex.poll.fetch(ctx, refs);
    platform.stop();
    return { answers, bodies };
  };
  test("of a reused number the newest is meant, or the one with the known id, or the one that began nearest to the shipping day", async () => {
    const results = [
      result("old", "2021-01-05T10:00:00-05:00"),
      result("new", "2026-09-18T10:00:00-05:00"),
      result("other", "2026-09-01T10:00:00-05:00"),
    ];
    const chosen = async (over: Partial<TrackRef>) => {
      const { answers } = await ask([ref(over)], [{ trackingNumber: NUMBER, trackResults: results }]);
      return answers[0]?.outcome === "update" ? answers[0].update.uniqueId : answers[0];
    };
    expect(await chosen({})).toBe("new");
    expect(await chosen({ uniqueId: "old" })).toBe("old");
    expect(await chosen({ shippedAt: Date.UTC(2021, 0, 2) })).toBe("old");
    expect(await chosen({ shippedAt: Date.UTC(2026, 8, 2) })).toBe("other");
    // Nothing fits the shipping day: the newest is still better than nothing.
    expect(await chosen({ shippedAt: Date.UTC(2030, 0, 1) })).toBe("new");
  });
  test("a parcel that was handed in again on its way goes on under another unique id, as a redirected one's reply has it", async () => {
    const whole = (uniqueId: string, ...dates: string[]) => ({
      ...result(uniqueId, ""),
      scanEvents: dates.map((date) => scan({ date })),
    });
    const results = [
      whole("first", "2026-04-26T07:50:00-07:00", "2026-04-25T13:26:00-07:00", "2026-04-24T16:05:00-07:00"),
      whole("again", "2026-04-26T09:26:00-07:00", "2026-04-25T08:55:00-07:00"),
      whole("a year later", "2027-05-01T10:00:00-07:00"),
    ];
    const chosen = async (over: Partial<TrackRef>) => {
      const { answers } = await ask([ref(over)], [{ trackingNumber: NUMBER, trackResults: results }]);
      return answers[0]?.outcome === "update" ? answers[0].update.uniqueId : answers[0];
    };
    expect(await chosen({ uniqueId: "first" })).toBe("again");
    expect(await chosen({ shippedAt: Date.UTC(2026, 3, 24) })).toBe("again");
    expect(await chosen({})).toBe("a year later");
    // A second label of the same day is no news of a parcel that moves.
    const label = { ...whole("label", ""), scanEvents: [scan({ date: "2026-04-26T12:00:00-07:00", eventType: "OC" })] };
    results.splice(0, 3, whole("moves", "2026-04-26T07:50:00-07:00"), label);
    expect([await chosen({}), await chosen({ uniqueId: "label" })]).toEqual(["moves", "moves"]);
  });
  test("each asked number gets its own answer, in batches of 30", async () => {
    const refs = Array.from({ length: 31 }, (_, i) =>
      ref({ number: `${800_000_000_000 + i}`, uniqueId: i === 0 ? "u~1" : null }),
    );
    const { answers, bodies } = await ask(refs, [
      { trackingNumber: "800000000000", trackResults: [result("u~1", "2026-09-18T10:00:00-05:00")] },
      {
        trackingNumber: "800000000001",
        trackResults: [{ error: { code: "TRACKING.DATA.NOTFOUND", message: "No data." } }],
      },
      { trackingNumber: "800000000002", trackResults: [{ error: { code: "SYSTEM.BUSY", message: "Try later." } }] },
    ]);
    expect(bodies.map((text) => (JSON.parse(text) as { trackingInfo: object[] }).trackingInfo.length)).toEqual([30, 1]);
    expect(bodies[0]).toContain('"trackingNumber":"800000000000","trackingNumberUniqueId":"u~1"');
    expect(answers.map((answer) => answer.number)).toEqual(refs.map(({ number }) => number));
    expect(answers.slice(0, 4).map((answer) => answer.outcome)).toEqual(["update", "not_found", "failed", "failed"]);
  });
});
