import { describe, expect, test } from "bun:test";
import EasyPostClient from "@easypost/api";
import { basic, hasShared, post, quiet, sharedText, startReceiver } from "../../test/helpers.ts";
import { credentials } from "../credentials.ts";
import type { Simulator } from "../start.ts";
import { easypostSignature } from "./webhooks.ts";

const key = { authorization: basic(credentials.easypost.apiKey, "") };
const USPS = "9400111206206406260787";

type Detail = { datetime: string; status: string; status_detail: string; tracking_location: object };
type Tracker = {
  id: string;
  status: string;
  tracking_code: string;
  carrier: string;
  tracking_details: Detail[];
  finalized: boolean;
  signed_by: string | null;
};
type Event = { id: string; description: string; previous_attributes: { status?: string }; result: Tracker };

const get = async (simulator: Simulator, path: string) =>
  (await fetch(`${simulator.url}/easypost/v2${path}`, { headers: key })).json() as Promise<Record<string, unknown>>;
const track = async (simulator: Simulator, tracker: object) =>
  (await post(simulator, "/easypost/v2/trackers", { tracker }, key)).json as Tracker & Record<string, unknown>;
const shape = (value: unknown) => Object.keys(value as object).sort();

describe("EasyPost", () => {
  test.skipIf(!hasShared)("signs as the vector from EasyPost's own SDK tests (needs originals)", () => {
    const { vectors } = JSON.parse(sharedText("fixtures/signatures.json")) as {
      vectors: { carrier: string; secret: string; headers: Record<string, string>; bodyFile: string }[];
    };
    const vector = vectors.find((each) => each.carrier === "easypost");
    expect(easypostSignature(sharedText(`fixtures/${vector?.bodyFile}`), vector?.secret ?? "")).toBe(
      vector?.headers["X-Hmac-Signature"] ?? "",
    );
  });

  test("every event is accepted by EasyPost's own library, and refused when one byte or the secret differs", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    const secret = credentials.easypost.webhookSecret;
    const hook = await post(
      simulator,
      "/easypost/v2/webhooks",
      { webhook: { url: receiver.url, webhook_secret: secret } },
      key,
    );
    expect([hook.status, hook.json.object, hook.json.disabled_at]).toEqual([201, "Webhook", null]);
    await track(simulator, { tracking_code: USPS, carrier: "USPS" });
    await post(simulator, `/_sim/parcels/${USPS}/advance`, { steps: 40 });
    await simulator.idle();
    const events = receiver.received.map(({ body }) => JSON.parse(body) as Event);
    expect(events.filter((event) => event.description === "tracker.created").length).toBe(1);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    const utils = new EasyPostClient("unused").Utils;
    for (const { body, headers } of receiver.received) {
      // The SDK looks the header up by its canonical name.
      const signed = { "X-Hmac-Signature": headers["x-hmac-signature"] };
      expect(utils.validateWebhook(Buffer.from(body), signed, secret)).toMatchObject({ object: "Event" });
      expect(() => utils.validateWebhook(Buffer.from(`${body} `), signed, secret)).toThrow();
      expect(() => utils.validateWebhook(Buffer.from(body), signed, "other")).toThrow();
    }
    await simulator.stop();
    await receiver.stop();
  });

  test("trackers grow oldest first in UTC and end finalized; the status before is told", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    await post(simulator, "/easypost/v2/webhooks", { webhook: { url: receiver.url, webhook_secret: "s" } }, key);
    const made = await track(simulator, { tracking_code: USPS, carrier: "USPS" });
    expect([made.status, made.tracking_details.length]).toEqual(["pre_transit", 1]);
    await post(simulator, "/_sim/tick", { ms: 20 * 86_400_000 });
    await simulator.idle();
    const done = (await get(simulator, `/trackers/${made.id}`)) as unknown as Tracker;
    const times = done.tracking_details.map((detail) => detail.datetime);
    expect(times).toEqual([...times].sort());
    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(["delivered", "return_to_sender"]).toContain(done.status);
    expect(done.finalized).toBe(true);
    const updates = receiver.received
      .map(({ body }) => JSON.parse(body) as Event)
      .filter((event) => event.description === "tracker.updated");
    expect(updates.length).toBe(done.tracking_details.length - 1);
    const byLength = [...updates].sort((a, b) => a.result.tracking_details.length - b.result.tracking_details.length);
    expect(byLength[0]?.previous_attributes.status).toBe("pre_transit");
    await simulator.stop();
    await receiver.stop();
  });

  test.skipIf(!hasShared)("answers have the fields of EasyPost's recorded ones (needs originals)", async () => {
    const simulator = await quiet();
    const made = await track(simulator, { tracking_code: "EZ4000000004", carrier: "USPS" });
    const sample = JSON.parse(sharedText("fixtures/easypost/trackers-list.response.json")) as {
      trackers: (Tracker & { carrier_detail: object })[];
    };
    // `finalized` and `is_return` are in the recorded single answers, not in the older list.
    expect(shape(made).filter((field) => field !== "finalized" && field !== "is_return")).toEqual(
      shape(sample.trackers[0]),
    );
    expect(shape(made.tracking_details[0])).toEqual(shape(sample.trackers[0]?.tracking_details[0]));
    expect(shape(made.carrier_detail)).toEqual(shape(sample.trackers[0]?.carrier_detail));
    expect([made.status, made.tracking_details.at(-1)?.status, made.signed_by === null]).toEqual([
      "delivered",
      "delivered",
      false,
    ]);
    const statuses = ["EZ1000000001", "EZ2000000002", "EZ3000000003", "EZ5000000005"].map(
      async (code) => (await track(simulator, { tracking_code: code })).status,
    );
    expect(await Promise.all(statuses)).toEqual(["pre_transit", "in_transit", "out_for_delivery", "return_to_sender"]);
    await simulator.stop();
  });

  test("the same code again is the same tracker; lists page; wrong keys and input are refused", async () => {
    const simulator = await quiet();
    const [first, again] = [
      await track(simulator, { tracking_code: USPS, carrier: "USPS" }),
      await track(simulator, { tracking_code: USPS, carrier: "USPS" }),
    ];
    expect(again.id).toBe(first.id);
    const second = await track(simulator, { tracking_code: "1Z999AA10123456784" });
    expect(second.carrier).toBe("UPS");
    const page = (await get(simulator, "/trackers?page_size=1")) as unknown as {
      trackers: Tracker[];
      has_more: boolean;
    };
    expect([page.trackers[0]?.id, page.has_more]).toEqual([second.id, true]);
    const next = (await get(simulator, `/trackers?page_size=1&before_id=${second.id}`)) as unknown as {
      trackers: Tracker[];
      has_more: boolean;
    };
    expect([next.trackers[0]?.id, next.has_more]).toEqual([first.id, false]);
    expect((await post(simulator, "/easypost/v2/trackers", { tracker: {} }, key)).status).toBe(422);
    expect(
      (
        await post(
          simulator,
          "/easypost/v2/trackers",
          { tracker: { tracking_code: USPS } },
          { authorization: basic("no", "") },
        )
      ).status,
    ).toBe(401);
    expect((await fetch(`${simulator.url}/easypost/v2/trackers/trk_no`, { headers: key })).status).toBe(404);
    await simulator.stop();
  });

  test("a webhook without a secret is not signed; webhooks can be listed, given a secret and deleted", async () => {
    const simulator = await quiet();
    const receiver = startReceiver();
    const hook = (
      await post(
        simulator,
        "/easypost/v2/webhooks",
        { webhook: { url: receiver.url, custom_headers: [{ name: "X-Mine", value: "yes" }] } },
        key,
      )
    ).json;
    await track(simulator, { tracking_code: USPS });
    await simulator.idle();
    expect(receiver.received[0]?.headers["x-hmac-signature"]).toBeUndefined();
    expect(receiver.received[0]?.headers["x-mine"]).toBe("yes");
    const path = `${simulator.url}/easypost/v2/webhooks/${hook.id}`;
    await fetch(path, {
      method: "PATCH",
      headers: { ...key, "content-type": "application/json" },
      body: JSON.stringify({ webhook: { webhook_secret: "now" } }),
    });
    await post(simulator, `/_sim/parcels/${USPS}/advance`, {});
    await simulator.idle();
    expect(receiver.received[1]?.headers["x-hmac-signature"]).toBe(
      easypostSignature(receiver.received[1]?.body ?? "", "now"),
    );
    expect(((await get(simulator, "/webhooks")) as { webhooks: object[] }).webhooks.length).toBe(1);
    await fetch(path, { method: "DELETE", headers: key });
    expect(((await get(simulator, "/webhooks")) as { webhooks: object[] }).webhooks.length).toBe(0);
    await simulator.stop();
    await receiver.stop();
  });
});
