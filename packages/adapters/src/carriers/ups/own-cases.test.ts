import { afterAll, describe, expect, test } from "bun:test";
import { type ShortUpdate, shortUpdate } from "../../contract/carrier-data.ts";
import { startPlatform, testContext } from "../../contract/world.ts";
import { utf8 } from "../../kit/signature.ts";
import ups from "./carrier.ts";

// Bodies of our own in the documented shape, so that the rules hold on a machine without the official samples.
// The source of every expected value: docs/platforms/ups.md, in the section that the test names.

const NUMBER = "1Z5R89390357567127";
const settings = { clientId: "own-client", clientSecret: "own-client-secret", credential: "own-credential" };
const request = (body: string, headers: Record<string, string> = {}) => ({
  body: utf8(body),
  headers,
  url: "https://x.example",
});

const alert = (over: object) =>
  JSON.stringify({
    trackingNumber: NUMBER,
    localActivityDate: "20260914",
    localActivityTime: "081205",
    gmtActivityDate: "20260914",
    gmtActivityTime: "131205",
    activityLocation: { city: "DULUTH", stateProvince: "MN", postalCode: "55802", country: "United States" },
    ...over,
  });

function expectUpdate(body: string, expected: ShortUpdate) {
  const updates = ups.parse(request(body));
  expect(updates.map((update) => shortUpdate(update, expected))).toEqual([expected]);
}

describe("ups: own alerts", () => {
  test("the credential header is the proof, whatever the body (#webhooks)", () => {
    const by = ups.settings.parse(settings);
    expect(ups.webhook.verify(request(alert({}), { credential: "own-credential" }), by, 0).ok).toBe(true);
    expect(ups.webhook.verify(request(`${alert({})}\n`, { credential: "own-credential" }), by, 0).ok).toBe(true);
    expect(ups.webhook.verify(request(alert({}), { credential: "own-credentiaL" }), by, 0).ok).toBe(false);
  });
  test("I/OT is out for delivery; the offset follows from GMT (#codes, #webhooks)", () => {
    expectUpdate(
      alert({
        activityStatus: { type: "I", code: "OT", description: "Own words" },
        scheduledDeliveryDate: "20260914",
      }),
      {
        number: NUMBER,
        carrier: "ups",
        scans: [{ code: "I/OT", status: "out_for_delivery", at: "2026-09-14T08:12:05-05:00", city: "DULUTH" }],
        eta: "2026-09-14",
        signedBy: null,
      },
    );
  });
  test("a code of type D outside the lists is delivered; a schedule of years ago is dropped (#codes, #webhooks)", () => {
    expectUpdate(
      alert({
        activityStatus: { type: "D", code: "FS", description: "Delivered" },
        scheduledDeliveryDate: "20180302",
        receivedBy: "Inga",
      }),
      {
        number: NUMBER,
        scans: [{ code: "D/FS", status: "delivered", at: "2026-09-14T08:12:05-05:00", city: "DULUTH" }],
        eta: null,
        signedBy: "Inga",
      },
    );
  });
});

describe("ups: own Track replies", () => {
  const platform = startPlatform(() => new Response());
  afterAll(() => platform.stop());
  const ref = { number: NUMBER, carrier: "ups", handle: null, uniqueId: null, shippedAt: null };
  const context = () => testContext({ settings: ups.settings.parse({ ...settings, baseUrl: platform.url }) });
  const activity = (over: object) => ({
    date: "20260914",
    time: "101500",
    gmtOffset: "-05:00",
    location: { address: { city: "DULUTH", countryCode: "US" } },
    ...over,
  });
  const track = {
    trackResponse: {
      shipment: [
        {
          inquiryNumber: NUMBER,
          package: [
            {
              trackingNumber: NUMBER,
              activity: [
                activity({ status: { type: "D", code: "F4", description: "Delivered" } }),
                activity({ time: "063000", location: {}, status: { type: "M", code: "MP", description: "Label" } }),
              ],
            },
          ],
        },
      ],
    },
  };

  test("activities come newest first, each with its pair (#polling, #codes)", async () => {
    platform.answer = ({ path }) =>
      path.includes("oauth") ? Response.json({ access_token: "t", expires_in: "3600" }) : Response.json(track);
    const expected: ShortUpdate = {
      number: NUMBER,
      scans: [
        { code: "D/F4", status: "delivered", at: "2026-09-14T10:15:00-05:00", city: "DULUTH" },
        { code: "M/MP", status: "pre_transit", at: "2026-09-14T06:30:00-05:00", city: null },
      ],
      eta: null,
      signedBy: null,
    };
    const [answer] = await ups.poll.fetch(context(), [ref]);
    if (answer?.outcome !== "update") throw new Error("no update");
    expect(shortUpdate(answer.update, expected)).toEqual(expected);
  });
  test("a refused token is replaced once, and the call made again (#auth)", async () => {
    let tokens = 0;
    platform.answer = ({ path, headers }) => {
      if (path.includes("oauth")) return Response.json({ access_token: `t${++tokens}`, expires_in: "3600" });
      return headers.authorization === "Bearer t1" ? new Response("{}", { status: 401 }) : Response.json(track);
    };
    const [answer] = await ups.poll.fetch(context(), [ref]);
    expect([answer?.outcome, tokens]).toEqual(["update", 2]);
  });
  test("a refused subscription says UPS's own words (#webhooks: an error body with 400)", async () => {
    platform.answer = ({ path }) =>
      path.includes("oauth")
        ? Response.json({ access_token: "t", expires_in: "3600" })
        : Response.json(
            { response: { errors: [{ code: "OWN01", message: "This number was not taken." }] } },
            { status: 400 },
          );
    const error = await ups.register?.(context(), ref, "https://x.example").then(String, String);
    expect(error).toContain("This number was not taken.");
  });
});
