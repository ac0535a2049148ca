import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { z } from "zod";
import { bodyJson, bodyText, list, record, words } from "../../kit/body.ts";
import { type JsonRequest, type JsonResponse, requestJson } from "../../kit/http.ts";
import { baseUrl, secret } from "../../kit/settings.ts";
import { base64Encode, hmacSha256, utf8 } from "../../kit/signature.ts";
import { verdictOn } from "../../kit/verdict.ts";
import { type AdapterContext, adapterError, notUnderstood } from "../../ports/adapter.ts";
import { defineCarrier, type PollAnswer, type TrackRef } from "../../ports/carrier.ts";
import type { RawWebhook, Verdict } from "../../ports/webhook.ts";
import { easypostCheck, easypostGuide } from "./guide.ts";
import { scanMeaning } from "./meanings.ts";
import { worldNumbers } from "./numbers.ts";
import { easypostCarrier, readTracker } from "./read.ts";

const settings = z.object({
  apiKey: secret({ label: "API key" }),
  webhookSecret: secret({ label: "Webhook secret", help: "A long random text of your own; EasyPost signs with it." }),
  baseUrl: baseUrl("https://api.easypost.com"),
});
type Settings = z.infer<typeof settings>;
type Context = AdapterContext<Settings>;

const EASYPOST = "EasyPost";
const PREFIX = "hmac-sha256-hex=";

const signature = (body: Uint8Array, webhookSecret: string) =>
  // The secret is NFKD-normalised by EasyPost and its SDKs; the body is hashed exactly as it came.
  PREFIX + hmacSha256(utf8(webhookSecret.normalize("NFKD")), body, "hex");

/** EasyPost leaves the header out when its webhook was made without a secret: that is no proof of anything. */
const verify = (webhook: RawWebhook, current: Settings): Verdict =>
  verdictOn({
    platform: EASYPOST,
    header: "X-Hmac-Signature",
    given: webhook.headers["x-hmac-signature"]?.trim(),
    secret: current.webhookSecret,
    expected: (secret) => signature(webhook.body, secret),
  });

function parse(webhook: RawWebhook): TrackingUpdate[] {
  const event = record(bodyJson(webhook, EASYPOST));
  const topic = words(event.description);
  if (topic === null) throw notUnderstood("The body from EasyPost is no event.");
  // One URL receives every kind of event there is; only trackers say something about parcels.
  if (!topic.startsWith("tracker.")) return [];
  const update = readTracker(event.result);
  if (update === null) throw notUnderstood(`The event ${topic} from EasyPost holds no tracker.`);
  return [update];
}

function call(
  ctx: Context,
  request: Omit<JsonRequest, "platform" | "headers" | "url"> & { path: string },
): Promise<JsonResponse> {
  const headers = { authorization: `Basic ${base64Encode(`${ctx.settings.apiKey}:`)}` };
  return requestJson(ctx, {
    ...request,
    url: `${ctx.settings.baseUrl}/v2${request.path}`,
    headers,
    platform: EASYPOST,
  });
}

/** Making a tracker that exists already answers the existing one (for three months), so this is also a way to ask. */
function create(ctx: Context, ref: TrackRef): Promise<JsonResponse> {
  const carrier = easypostCarrier(ref.carrier);
  const tracker = { tracking_code: ref.number, ...(carrier ? { carrier } : {}) };
  return call(ctx, { path: "/trackers", method: "POST", json: { tracker }, accept: [400, 404, 422] });
}

async function track(ctx: Context, ref: TrackRef): Promise<PollAnswer> {
  const { number, handle } = ref;
  const known = handle ? await call(ctx, { path: `/trackers/${encodeURIComponent(handle)}`, accept: [404] }) : null;
  const reply = known && known.status !== 404 ? known : await create(ctx, ref);
  if (reply.status >= 400) {
    const reason = reply.said ?? `EasyPost refused this number (${reply.status}).`;
    return { number, outcome: reply.status === 404 ? "not_found" : "failed", reason };
  }
  const update = readTracker(reply.json);
  if (update === null) {
    throw adapterError({
      kind: "malformed",
      message: "EasyPost answered without a tracker.",
      httpStatus: reply.status,
    });
  }
  return { number, outcome: "update", update };
}

/** Keeps this URL among the account's webhooks, with our secret in force and switched on. */
async function subscribe(ctx: Context, webhookUrl: string): Promise<void> {
  const { webhookSecret } = ctx.settings;
  const { json } = await call(ctx, { path: "/webhooks" });
  const bare = (url: string | null) => url?.replace(/\/+$/, "");
  const existing = list(record(json).webhooks)
    .map(record)
    .find((hook) => bare(words(hook.url)) === bare(webhookUrl));
  const id = words(existing?.id);
  if (id === null) {
    await call(ctx, {
      path: "/webhooks",
      method: "POST",
      json: { webhook: { url: webhookUrl, webhook_secret: webhookSecret } },
    });
    return;
  }
  // The list does not tell the secret, and an update is what switches a disabled webhook on again (EasyPost/easypost-node).
  const update = { webhook: { webhook_secret: webhookSecret } };
  await call(ctx, { path: `/webhooks/${encodeURIComponent(id)}`, method: "PATCH", json: update, accept: [404, 405] });
}

/** EasyPost: one tracker per parcel of any carrier, one webhook for all of them. See docs/platforms/easypost.md. */
export default defineCarrier({
  id: "easypost",
  name: EASYPOST,
  mark: "EP",
  about: "Follows parcels of over 100 carriers through one account, with one webhook for all.",
  docs: "https://docs.easypost.com/docs/trackers",
  guide: easypostGuide,
  settings,
  webhook: {
    verify,
    secrets: ["webhookSecret"],
    // The prefix is EasyPost's own for events, so the first such id is the event's; the body is not parsed twice for it.
    dedupeKey: (webhook) => /"id"\s*:\s*"(evt_[^"\\\s]{1,100})"/.exec(bodyText(webhook))?.[1] ?? null,
    sign: (body, current) => ({ "x-hmac-signature": signature(body, current.webhookSecret) }),
    check: easypostCheck,
  },
  parse,
  sample: (number, now) => {
    const at = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
    const scan = {
      status: "out_for_delivery",
      status_detail: "out_for_delivery",
      message: "Out for Delivery",
      datetime: at,
    };
    return JSON.stringify({
      id: `evt_waybill_${now}`,
      object: "Event",
      mode: "test",
      description: "tracker.updated",
      previous_attributes: { status: "in_transit" },
      result: {
        id: "trk_waybill_test",
        object: "Tracker",
        tracking_code: number,
        carrier: "USPS",
        status: "out_for_delivery",
        status_detail: "out_for_delivery",
        created_at: at,
        updated_at: at,
        signed_by: null,
        est_delivery_date: at,
        tracking_details: [
          {
            object: "TrackingDetail",
            ...scan,
            tracking_location: { city: "HOUSTON", state: "TX", country: "US", zip: "77063" },
          },
        ],
      },
    });
  },
  poll: { batch: 1, fetch: (ctx, refs) => Promise.all(refs.map((ref) => track(ctx, ref))) },
  register: async (ctx, ref) => {
    const answer = await track(ctx, { ...ref, handle: null });
    if (answer.outcome !== "update") {
      throw adapterError({ kind: "rejected", message: `EasyPost does not follow ${ref.number}: ${answer.reason}` });
    }
    return { handle: answer.update.handle, update: answer.update, expiresAt: null };
  },
  subscribe,
  test: async (ctx) => {
    await call(ctx, { path: "/trackers?page_size=1" });
  },
  scanMeaning,
  numbers: worldNumbers,
  covers: ["*"],
  aliases: [],
  trackingUrl: () => null,
});
