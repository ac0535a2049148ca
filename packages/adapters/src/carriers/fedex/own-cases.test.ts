import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { type ShortUpdate, shortUpdate } from "../../contract/carrier-data.ts";
import { startPlatform, testContext } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import fedex from "./carrier.ts";
import { meaningOf } from "./codes.ts";

// Bodies of our own in the documented shape, so that the rules hold on a machine without the official samples.
// The source of every expected value: docs/platforms/fedex.md, in the section that the test names.

const NUMBER = "986578788855";
const settings = { clientId: "own-client", clientSecret: "own-client-secret", securityToken: "own-security-token" };
const request = (body: string, headers: Record<string, string> = {}) => ({
  body: utf8(body),
  headers,
  url: "https://x.example",
});

const result = {
  trackingNumberInfo: { trackingNumber: NUMBER, trackingNumberUniqueId: "77~986578788855~OWN" },
  scanEvents: [
    {
      date: "2026-09-14T07:40:00-06:00",
      eventType: "OD",
      eventDescription: "On vehicle",
      scanLocation: { city: "BOISE", countryCode: "US" },
    },
    {
      date: "2026-09-12T18:05:00-07:00",
      eventType: "PU",
      exceptionCode: "Z9",
      eventDescription: "Picked up",
      scanLocation: { city: "RENO", countryCode: "US" },
    },
  ],
  standardTransitTimeWindow: { window: { ends: "2026-09-15T00:00:00-06:00" } },
};
const output = { completeTrackResults: [{ trackingNumber: NUMBER, trackResults: [result] }] };
const expected: ShortUpdate = {
  number: NUMBER,
  carrier: "fedex",
  uniqueId: "77~986578788855~OWN",
  scans: [
    { code: "OD", status: "out_for_delivery", at: "2026-09-14T07:40:00-06:00", city: "BOISE" },
    { code: "PU/Z9", status: "accepted", at: "2026-09-12T18:05:00-07:00", city: "RENO" },
  ],
  // A window that ends at midnight names a date and no hour (#estimates).
  eta: "2026-09-15",
  signedBy: null,
};

test("fedex: a body signed by node:crypto is accepted, a changed one is not (#webhooks: base64 HMAC-SHA256)", () => {
  // FedEx has no library of its own that signs.
  const body = JSON.stringify({ output });
  const signature = createHmac("sha256", "own-security-token").update(body).digest("base64");
  const by = fedex.settings.parse(settings);
  expect(fedex.webhook.verify(request(body, { "fdx-signature": signature }), by, 0).ok).toBe(true);
  expect(fedex.webhook.verify(request(`${body}\n`, { "fdx-signature": signature }), by, 0).ok).toBe(false);
});

for (const [name, body] of [
  ["in its envelope", { output }],
  ["without its envelope", output],
  ["as a bare result", result],
] as const) {
  test(`fedex: own scans ${name} (#webhooks, #codes, #estimates)`, () => {
    const updates = fedex.parse(request(JSON.stringify(body)));
    expect(updates.map((update) => shortUpdate(update, expected))).toEqual([expected]);
  });
}

describe("fedex: own Track replies", () => {
  const ref = { number: NUMBER, carrier: "fedex", handle: null, uniqueId: null, shippedAt: null };
  test("a refused token is replaced once, and the answer read (#auth, #polling)", async () => {
    let tokens = 0;
    const platform = startPlatform(({ path, headers }) => {
      if (path === "/oauth/token") return Response.json({ access_token: `t${++tokens}`, expires_in: 3600 });
      return headers.authorization === "Bearer t1" ? new Response("{}", { status: 401 }) : Response.json({ output });
    });
    const ctx = testContext({ settings: fedex.settings.parse({ ...settings, baseUrl: platform.url }) });
    const [answer] = await fedex.poll.fetch(ctx, [ref]).finally(() => platform.stop());
    if (answer?.outcome !== "update") throw new Error("no update");
    expect([shortUpdate(answer.update, expected), tokens]).toEqual([expected, 2]);
  });
});

test("fedex: each row of the document's table of codes (#codes)", () => {
  const rows = {
    pre_transit: "OC OX",
    accepted: "PU PX AP DO IP",
    in_transit: "AC AF AR AX CH DP EO FD IT IX LO OF Ow OW PF PL PM SF TR",
    out_for_delivery: "OD ED AD",
    available_for_pickup: "HL HP",
    delivered: "DL",
    delivery_attempt_failed: "DE",
    on_hold: "CP CD",
    delayed: "DD DY",
    cancelled: "CA",
  };
  for (const [status, codes] of Object.entries(rows)) {
    for (const code of codes.split(" ")) {
      const { status: ours } = meaningOf({ code, derived: null, exception: null, delay: null });
      expect(`${code} ${ours}`).toBe(`${code} ${status}`);
    }
  }
  for (const code of ["RR", "RM", "RC", "AE", "AO", "RP", "RG", "RD", "LP"]) {
    expect([code, meaningOf({ code, derived: null, exception: null, delay: null }).status]).toEqual([code, null]);
  }
});
