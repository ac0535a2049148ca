import { describe, expect, test } from "bun:test";
import { basic, hasShared, post, quiet, sharedText, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import type { Simulator } from "../start.ts";
import { upsWords } from "./words.ts";

const NUMBER = "1Z999AA10123456784";
const { clientId, clientSecret, credential } = credentials.ups;

async function signIn(simulator: Simulator, secret: string = clientSecret) {
  const response = await fetch(`${simulator.url}/ups/security/v1/oauth/token`, {
    method: "POST",
    headers: { authorization: basic(clientId, secret) },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function headers(simulator: Simulator) {
  const { json } = await signIn(simulator);
  return { authorization: `Bearer ${String(json.access_token)}`, transId: "t-1", transactionSrc: "waybill" };
}

type Activity = {
  date: string;
  time: string;
  gmtDate: string;
  gmtTime: string;
  gmtOffset: string;
  status: { type: string; code: string; statusCode: string };
};
type Reply = {
  trackResponse: {
    shipment: {
      warnings?: { code: string }[];
      package?: { trackingNumber: string; activity: Activity[]; currentStatus: { statusCode: string } }[];
    }[];
  };
};

const details = async (simulator: Simulator, number: string, sent?: Record<string, string>) => {
  const response = await fetch(`${simulator.url}/ups/api/track/v1/details/${number}`, {
    headers: sent ?? (await headers(simulator)),
  });
  return { status: response.status, json: (await response.json()) as Reply };
};

const subscription = (url: string, numbers: string[]) => ({
  locale: "en_US",
  countryCode: "US",
  trackingNumberList: numbers,
  destination: { url, credentialType: "Bearer", credential },
});

describe("UPS", () => {
  test("a token has string fields only; a wrong secret, token or missing header is refused", async () => {
    const simulator = await quiet();
    const { json } = await signIn(simulator);
    for (const value of Object.values(json)) expect(typeof value).toBe("string");
    expect((await signIn(simulator, "no")).status).toBe(401);
    expect(
      (await details(simulator, NUMBER, { authorization: "Bearer no", transId: "1", transactionSrc: "x" })).status,
    ).toBe(401);
    const { transId: _, ...without } = await headers(simulator);
    expect((await details(simulator, NUMBER, without)).status).toBe(400);
    await simulator.stop();
  });

  test("an unknown number is a 404 or a warning inside 200", async () => {
    const simulator = await quiet();
    expect((await details(simulator, NUMBER)).status).toBe(404);
    const warned = await details(simulator, "K1506235620");
    expect([warned.status, warned.json.trackResponse.shipment[0]?.warnings?.[0]?.code]).toEqual([200, "TW0001"]);
    expect(warned.json.trackResponse.shipment[0]?.package).toBeUndefined();
    await simulator.stop();
  });

  test("activities come newest first, and local time plus offset is the GMT time", async () => {
    const simulator = await quiet();
    await post(simulator, "/_sim/parcels", { carrier: "ups", number: NUMBER });
    await post(simulator, `/_sim/parcels/${NUMBER}/advance`, { steps: 30 });
    const { json } = await details(simulator, NUMBER);
    const packed = json.trackResponse.shipment[0]?.package?.[0];
    const activities = packed?.activity ?? [];
    expect(activities.length).toBeGreaterThan(5);
    const instants = activities.map((each) => {
      const iso = (date: string, time: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time}`;
      const local = Date.parse(
        iso(each.date, `${each.time.slice(0, 2)}:${each.time.slice(2, 4)}:${each.time.slice(4)}`) + each.gmtOffset,
      );
      expect(local).toBe(Date.parse(`${iso(each.gmtDate, each.gmtTime)}Z`));
      return local;
    });
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    expect([activities.at(-1)?.status.type, activities.at(-1)?.status.code]).toEqual(["M", "MP"]);
    expect(packed?.currentStatus.statusCode).toBe(activities[0]?.status.statusCode ?? "");
    await simulator.stop();
  });

  test("Track Alert posts each scan flat, with the credential and an offset with a dot", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    const made = await post(
      simulator,
      "/ups/api/track/v1/subscription/standard/package",
      subscription(receiver.url, [NUMBER, "1Z1234567$8"]),
      await headers(simulator),
    );
    expect(made.json).toEqual({ validTrackingNumbers: [NUMBER], invalidTrackingNumbers: ["1Z1234567$8"] });
    await post(simulator, `/_sim/parcels/${NUMBER}/advance`, { steps: 3 });
    await simulator.idle();
    expect(receiver.received.length).toBe(3);
    for (const { headers: sent, body } of receiver.received) {
      expect(sent.credential).toBe(credential);
      const alert = JSON.parse(body) as Record<string, unknown>;
      expect(alert.trackingNumber).toBe(NUMBER);
      expect(String(alert.gmtOffset)).toMatch(/^[+-]\d\d\.\d\d$/);
    }
    await simulator.stop();
    await receiver.stop();
  });

  test("a lost alert is not sent again, and subscriptions without locale, address or valid number are refused", async () => {
    const simulator = await quiet();
    const receiver = startReceiver(() => 500);
    const path = "/ups/api/track/v1/subscription/standard/package";
    const sent = await headers(simulator);
    await post(simulator, path, subscription(receiver.url, [NUMBER]), sent);
    await post(simulator, `/_sim/parcels/${NUMBER}/advance`, {});
    await simulator.idle();
    expect(receiver.received.length).toBe(1);
    const { locale: _, ...without } = subscription(receiver.url, [NUMBER]);
    expect((await post(simulator, path, without, sent)).json).toMatchObject({
      response: { errors: [{ code: "VSS300" }] },
    });
    expect(
      (await post(simulator, path, { ...subscription(receiver.url, [NUMBER]), destination: {} }, sent)).status,
    ).toBe(400);
    expect(
      (await post(simulator, path, subscription(receiver.url, ["nonsense"]), sent)).json.invalidTrackingNumbers,
    ).toEqual(["nonsense"]);
    await simulator.stop();
    await receiver.stop();
  });

  test.skipIf(!hasShared)(
    "uses only keys of UPS's samples, and codes that UPS's tables map as the scan means (needs originals)",
    async () => {
      type Entry = { status: string | null };
      const codes = JSON.parse(sharedText("codes/ups_codes.json")) as {
        statusCode: Record<string, Entry>;
        byType: Record<string, Record<string, Entry>>;
      };
      const meaning: Record<string, string[]> = {
        label: ["pre_transit"],
        picked_up: ["accepted"],
        departed: ["in_transit"],
        arrived: ["in_transit"],
        exported: ["in_transit"],
        imported: ["in_transit"],
        customs_hold: ["on_hold"],
        customs_cleared: ["in_transit"],
        at_destination: ["in_transit"],
        out_for_delivery: ["out_for_delivery"],
        attempted: ["delivery_attempt_failed"],
        address_problem: ["exception"],
        address_fixed: ["in_transit"],
        weather_delay: ["delayed"],
        late_delay: ["delayed"],
        pickup_ready: ["available_for_pickup"],
        returning: ["returned_to_sender"],
        returned: ["returned_to_sender"],
      };
      for (const [kind, wanted] of Object.entries(meaning)) {
        const said = upsWords[kind as keyof typeof upsWords];
        expect([kind, codes.statusCode[said.statusCode]?.status ?? ""]).toEqual([kind, wanted[0] ?? ""]);
        expect([kind, codes.byType[said.type]?.[said.code]?.status ?? ""]).toEqual([kind, wanted[0] ?? ""]);
      }
      // D/FS is not in the tables, but in UPS's own webhook sample; the three-digit code says delivered.
      expect([
        upsWords.delivered.type,
        upsWords.delivered.code,
        codes.statusCode[upsWords.delivered.statusCode]?.status,
      ]).toEqual(["D", "FS", "delivered"]);
      const simulator = await quiet();
      const receiver = startReceiver();
      await post(
        simulator,
        "/ups/api/track/v1/subscription/standard/package",
        subscription(receiver.url, [NUMBER]),
        await headers(simulator),
      );
      await post(simulator, `/_sim/parcels/${NUMBER}/advance`, { steps: 30 });
      await simulator.idle();
      const samples = [1, 2].map(
        (index) => JSON.parse(sharedText(`fixtures/ups/track-alert.webhook.${index}.json`)) as object,
      );
      const known = new Set(["gmtOffset", ...samples.flatMap((sample) => Object.keys(sample))]);
      for (const { body } of receiver.received)
        for (const name of Object.keys(JSON.parse(body) as object))
          expect([name, known.has(name)]).toEqual([name, true]);
      await simulator.stop();
      await receiver.stop();
    },
  );
});
