import { afterAll, describe, expect, test } from "bun:test";
import { hasShared, shared, startPlatform, testContext } from "../../contract/world.ts";
import ups from "./carrier.ts";

const TRACKED = "1Z1442YY7229014688";
const settings = { clientId: "ups-client", clientSecret: "ups-client-secret", credential: "credential-value" };

describe("ups: Track replies", () => {
  const platform = startPlatform(() => new Response());
  afterAll(() => platform.stop());
  const NOW = 1_790_000_000_000;
  const ctx = () => testContext({ settings: ups.settings.parse({ ...settings, baseUrl: platform.url }), now: NOW });
  const ref = { number: TRACKED, carrier: "ups", handle: null, uniqueId: null, shippedAt: null };
  const replying = async (packages: object[]) => {
    platform.answer = (request) =>
      request.path.includes("oauth")
        ? Response.json({ access_token: "t", expires_in: "3600" })
        : Response.json({ trackResponse: { shipment: [{ package: packages }] } });
    const [answer] = await ups.poll.fetch(ctx(), [ref]);
    if (answer?.outcome !== "update") throw new Error("no update");
    return answer.update;
  };
  const activity = (date: string, code: string) => ({
    date,
    time: "120000",
    status: { type: "I", code },
    location: {},
  });

  test("a rescheduled date beats the scheduled one; the window is the destination's; end of day is no hour", async () => {
    const parcel = {
      trackingNumber: TRACKED,
      activity: [activity("20260920", "DP")],
      deliveryDate: [
        { type: "SDD", date: "20260922" },
        { type: "RDD", date: "20260924" },
      ],
      deliveryTime: { type: "EDW", startTime: "093000", endTime: "133000" },
    };
    expect((await replying([parcel])).eta).toEqual({ date: "2026-09-24", from: "09:30", to: "13:30", asOf: NOW });
    const endOfDay = { ...parcel, deliveryTime: { type: "EOD", endTime: "210000" } };
    expect((await replying([endOfDay])).eta).toEqual({ date: "2026-09-24", from: null, to: null, asOf: NOW });
  });
  test("a delivery whose activity is held back is one, on the day and hour that the reply gives it", async () => {
    const parcel = {
      trackingNumber: TRACKED,
      currentStatus: { description: "Delivered", code: "011" },
      deliveryDate: [{ type: "DEL", date: "20260402" }],
      deliveryTime: { type: "DEL", endTime: "101500" },
      deliveryInformation: { receivedBy: "I. OWN" },
    };
    const { scans, eta, proof } = await replying([parcel]);
    expect(scans).toMatchObject([
      {
        code: "/011",
        status: "delivered",
        message: "Delivered",
        time: { local: "2026-04-02T10:15:00", instant: null },
      },
    ]);
    expect([eta, proof?.signedBy]).toEqual([null, "I. OWN"]);
    // No other status says when it came about.
    const moving = { ...parcel, currentStatus: { description: "On the Way", code: "005" }, deliveryDate: [] };
    expect((await replying([moving])).scans).toEqual([]);
  });
  test("ordinals count from the oldest, so that a scan keeps its place when newer ones come on top", async () => {
    const older = [activity("20260919", "OR"), { ...activity("", "DP"), date: "??" }, activity("20260918", "PU")];
    const before = await replying([{ trackingNumber: TRACKED, activity: older }]);
    const after = await replying([{ trackingNumber: TRACKED, activity: [activity("20260920", "DP"), ...older] }]);
    expect(before.scans.map((scan) => [scan.code, scan.ordinal])).toEqual([
      ["I/OR", 2],
      ["I/PU", 0],
    ]);
    expect(after.scans.slice(1)).toEqual(before.scans);
  });
  test("of two parcels that had the same number, the one scanned last is meant", async () => {
    const update = await replying([
      { trackingNumber: TRACKED, activity: [activity("20200101", "OR")] },
      { trackingNumber: TRACKED, activity: [activity("20260920", "DP")] },
      { trackingNumber: "1ZOTHER", activity: [activity("20270101", "OT")] },
    ]);
    expect(update.scans.map((scan) => scan.code)).toEqual(["I/DP"]);
  });
  test("a subscription carries address and credential, lives 14 days, and brings what happened before", async () => {
    const seen: string[] = [];
    const webhookUrl = "https://shop.example/webhooks/carriers/con_1";
    platform.answer = (request) => {
      if (request.path.includes("oauth")) return Response.json({ access_token: "t", expires_in: "3600" });
      if (request.method === "GET") {
        return Response.json({
          trackResponse: {
            shipment: [{ package: [{ trackingNumber: TRACKED, activity: [activity("20260920", "DP")] }] }],
          },
        });
      }
      seen.push(request.path, request.body);
      return Response.json({ validTrackingNumbers: [TRACKED] });
    };
    const result = await ups.register?.(ctx(), ref, webhookUrl);
    expect(seen[0]).toBe("/api/track/v1/subscription/standard/package");
    expect(JSON.parse(seen[1] ?? "")).toEqual({
      locale: "en_US",
      countryCode: "US",
      trackingNumberList: [TRACKED],
      destination: { url: webhookUrl, credentialType: "Bearer", credential: "credential-value" },
    });
    expect(result?.expiresAt).toBe(NOW + 14 * 24 * 3600 * 1000);
    expect(result?.update?.scans.map((scan) => scan.code)).toEqual(["I/DP"]);
  });
  test.skipIf(!hasShared)(
    "a refused subscription says UPS's own words (UPSTrackAlert.yaml 400; needs originals)",
    async () => {
      platform.answer = (request) =>
        request.path.includes("oauth")
          ? Response.json({ access_token: "t", expires_in: "3600" })
          : new Response(shared("fixtures/ups/track-alert.subscribe.error-400.json"), { status: 400 });
      const error = await ups.register?.(ctx(), ref, "https://x.example").then(String, String);
      expect(error).toContain("Locale is required");
    },
  );
});
