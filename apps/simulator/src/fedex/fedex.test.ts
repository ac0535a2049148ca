import { describe, expect, test } from "bun:test";
import { hasShared, post, quiet, sharedText, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import type { Simulator } from "../start.ts";
import { fedexSignature } from "./routes.ts";
import { fedexWords } from "./words.ts";

const NUMBER = "986578788855";

async function signIn(simulator: Simulator, secret: string = credentials.fedex.clientSecret) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: credentials.fedex.clientId,
    client_secret: secret,
  });
  const response = await fetch(`${simulator.url}/fedex/oauth/token`, { method: "POST", body });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

type Result = {
  error?: { code: string };
  scanEvents?: { date: string; eventType: string }[];
  latestStatusDetail?: { derivedCode: string };
};
type Reply = { output: { completeTrackResults: { trackingNumber: string; trackResults: Result[] }[] } };

async function track(simulator: Simulator, numbers: string[], includeDetailedScans = true) {
  const { json } = await signIn(simulator);
  const body = {
    includeDetailedScans,
    trackingInfo: numbers.map((trackingNumber) => ({ trackingNumberInfo: { trackingNumber } })),
  };
  const answer = await post(simulator, "/fedex/track/v1/trackingnumbers", body, {
    authorization: `Bearer ${String(json.access_token)}`,
  });
  return { status: answer.status, json: answer.json as unknown as Reply };
}

describe("FedEx", () => {
  test.skipIf(!hasShared)("signs as the saved vector (needs originals)", () => {
    const { vectors } = JSON.parse(sharedText("fixtures/signatures.json")) as {
      vectors: { carrier: string; secret: string; headers: Record<string, string>; bodyFile: string }[];
    };
    const vector = vectors.find((each) => each.carrier === "fedex");
    expect(fedexSignature(sharedText(`fixtures/${vector?.bodyFile}`), vector?.secret ?? "")).toBe(
      vector?.headers["fdx-signature"] ?? "",
    );
  });

  test("several numbers in one call; an unknown one is an error inside 200; more than thirty are refused", async () => {
    const simulator = await quiet();
    await post(simulator, "/_sim/parcels", { carrier: "fedex", number: NUMBER });
    const answer = await track(simulator, [NUMBER, "477179081230"]);
    expect(answer.status).toBe(200);
    const [known, unknown] = answer.json.output.completeTrackResults;
    expect(known?.trackResults[0]?.latestStatusDetail?.derivedCode).toBe("IN");
    expect(unknown?.trackResults[0]?.error?.code).toBe("TRACKING.TRACKINGNUMBER.NOTFOUND");
    expect(
      (
        await track(
          simulator,
          Array.from({ length: 31 }, () => NUMBER),
        )
      ).status,
    ).toBe(400);
    expect((await track(simulator, [])).status).toBe(400);
    await simulator.stop();
  });

  test("scans come newest first with their offset, and only when asked for", async () => {
    const simulator = await quiet();
    await post(simulator, "/_sim/parcels", { carrier: "fedex", number: NUMBER });
    await post(simulator, "/_sim/tick", { ms: 20 * 86_400_000 });
    const scans =
      (await track(simulator, [NUMBER])).json.output.completeTrackResults[0]?.trackResults[0]?.scanEvents ?? [];
    expect(scans.length).toBeGreaterThan(5);
    for (const { date } of scans) expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    const instants = scans.map((scan) => Date.parse(scan.date));
    expect(instants).toEqual([...instants].sort((a, b) => b - a));
    expect(scans.at(-1)?.eventType).toBe("OC");
    expect(
      (await track(simulator, [NUMBER], false)).json.output.completeTrackResults[0]?.trackResults[0]?.scanEvents,
    ).toBeUndefined();
    await simulator.stop();
  });

  test("the portal's webhook gets every FedEx scan signed, and is tried three more times", async () => {
    const simulator = await quiet();
    const receiver = startReceiver((_, count) => (count === 1 ? 500 : 202));
    await post(simulator, "/_sim/fedex/webhook", { url: receiver.url, securityToken: "tok" });
    await post(simulator, "/_sim/parcels", { carrier: "fedex", number: NUMBER });
    await simulator.idle();
    expect(receiver.received.length).toBe(2);
    for (const { headers, body } of receiver.received)
      expect(headers["fdx-signature"]).toBe(fedexSignature(body, "tok"));
    const deaf = startReceiver(() => 500);
    await post(simulator, "/_sim/fedex/webhook", { url: deaf.url, securityToken: "tok" });
    await post(simulator, `/_sim/parcels/${NUMBER}/advance`, {});
    await simulator.idle();
    expect(deaf.received.length).toBe(4);
    await simulator.stop();
    await receiver.stop();
    await deaf.stop();
  });

  test("a wrong secret or token is refused in FedEx's own words", async () => {
    const simulator = await quiet();
    expect((await signIn(simulator, "no")).status).toBe(401);
    const refused = await post(simulator, "/fedex/track/v1/trackingnumbers", {}, { authorization: "Bearer no" });
    expect([refused.status, (refused.json.errors as { code: string }[])[0]?.code]).toEqual([
      401,
      "NOT.AUTHORIZED.ERROR",
    ]);
    await simulator.stop();
  });

  test("uses codes that the document's table maps as the scan means (docs/platforms/fedex.md#codes)", () => {
    const documented = {
      label: "OC",
      picked_up: "PU PX AP DO IP",
      customs_hold: "CP CD",
      customs_cleared: "CC",
      out_for_delivery: "OD ED AD",
      delivered: "DL",
      attempted: "DE",
      address_problem: "SE DE",
      weather_delay: "DD DY",
      late_delay: "DD DY",
      pickup_ready: "HL HP",
      returning: "RS",
    } as const;
    for (const [kind, codes] of Object.entries(documented)) {
      const { code } = fedexWords[kind as keyof typeof documented];
      expect([kind, code, codes.split(" ").includes(code)]).toEqual([kind, code, true]);
    }
  });

  test.skipIf(!hasShared)(
    "uses codes that FedEx's table maps as the scan means, and only keys of its sample (needs originals)",
    async () => {
      type Maps = { fedex: unknown };
      const maps = JSON.parse(sharedText("codes/status_maps.json")) as Maps;
      const text = JSON.stringify(maps.fedex);
      for (const said of Object.values(fedexWords))
        expect([said.code, text.includes(`"${said.code}"`)]).toEqual([said.code, true]);
      const simulator = await quiet();
      await post(simulator, "/_sim/parcels", { carrier: "fedex", number: NUMBER });
      await post(simulator, `/_sim/parcels/${NUMBER}/advance`, { steps: 30 });
      const sent = (await track(simulator, [NUMBER])).json.output.completeTrackResults[0]?.trackResults[0] ?? {};
      const sample =
        (JSON.parse(sharedText("fixtures/fedex/trackingnumbers.response.json")) as Reply).output.completeTrackResults[0]
          ?.trackResults[0] ?? {};
      expect(Object.keys(sent).filter((name) => !Object.keys(sample).includes(name))).toEqual([]);
      expect(
        Object.keys(sent.scanEvents?.[0] ?? {}).filter(
          (name) => !Object.keys(sample.scanEvents?.[0] ?? {}).includes(name),
        ),
      ).toEqual([]);
      await simulator.stop();
    },
  );
});
