import type { TrackingUpdate } from "@waybill/domain/shipment/scan";
import { localAt } from "@waybill/domain/time";
import { z } from "zod";
import { bodyJson, type Json, list, record, trackingNumber, words } from "../../kit/body.ts";
import { requestJson } from "../../kit/http.ts";
import { clientCredentials, withToken } from "../../kit/oauth.ts";
import { baseUrl, secret, text } from "../../kit/settings.ts";
import { hmacSha256 } from "../../kit/signature.ts";
import { verdictOn } from "../../kit/verdict.ts";
import { type AdapterContext, adapterError, notUnderstood } from "../../ports/adapter.ts";
import { defineCarrier, type PollAnswer, type TrackRef } from "../../ports/carrier.ts";
import type { RawWebhook, Verdict } from "../../ports/webhook.ts";
import { fedexCheck, fedexGuide } from "./guide.ts";
import { scanMeaning } from "./meanings.ts";
import { fedexNumbers } from "./numbers.ts";
import { readResult } from "./read.ts";
import { choose, hasOnlyError, numberOf } from "./results.ts";

const settings = z.object({
  clientId: text({ label: "API key" }),
  clientSecret: secret({ label: "Secret key" }),
  securityToken: secret({
    label: "Webhook security token",
    help: "The token set for the webhook project in the FedEx developer portal.",
  }),
  baseUrl: baseUrl("https://apis.fedex.com"),
});
type Context = AdapterContext<z.infer<typeof settings>>;

const FEDEX = "FedEx";
const BATCH = 30;

function accessToken(ctx: Context, refused: string | null): Promise<string> {
  const { baseUrl, clientId, clientSecret } = ctx.settings;
  return clientCredentials(ctx, {
    platform: FEDEX,
    tokenUrl: `${baseUrl}/oauth/token`,
    auth: "body",
    clientId,
    clientSecret,
    refused,
  });
}

/** Base64 by the FAQ and the sample; one sentence there says hex, so that is accepted too (docs/platforms/fedex.md#webhooks). */
function verify(webhook: RawWebhook, { securityToken }: z.infer<typeof settings>): Verdict {
  const given = webhook.headers["fdx-signature"]?.trim();
  const encoding = given && /^[0-9a-f]{64}$/i.test(given) ? "hex" : "base64";
  return verdictOn({
    platform: FEDEX,
    header: "fdx-signature",
    given: encoding === "hex" ? given?.toLowerCase() : given,
    secret: securityToken,
    expected: (secret) => hmacSha256(secret, webhook.body, encoding),
    how: `fdx-signature (${encoding})`,
  });
}

/** The per-number blocks of a Track reply. A webhook may hold the whole reply, its `output`, one block, or one bare result. */
function blocksOf(body: unknown): Json[] {
  const root = record(body);
  const output = record(root.output ?? root);
  if (Array.isArray(output.completeTrackResults)) return output.completeTrackResults.map(record);
  if (Array.isArray(output.trackResults)) return [output];
  if (output.trackingNumberInfo !== undefined) return [{ trackResults: [output] }];
  return [];
}

function parse(webhook: RawWebhook): TrackingUpdate[] {
  const body = bodyJson(webhook, FEDEX);
  const blocks = (Array.isArray(body) ? body : [body]).flatMap(blocksOf);
  if (blocks.length === 0) throw notUnderstood("The body from FedEx holds no tracking result.");
  return blocks.flatMap((block) => {
    const results = list(block.trackResults).map(record);
    const number = numberOf(block, results);
    if (number === null) throw notUnderstood("A tracking result from FedEx has no tracking number.");
    const result = choose(results, { uniqueId: null, shippedAt: null });
    return result === null ? [] : [readResult(result, number, null)];
  });
}

async function askBatch(ctx: Context, refs: TrackRef[]): Promise<PollAnswer[]> {
  const reply = await withToken(
    (refused) => accessToken(ctx, refused),
    (token) =>
      requestJson(ctx, {
        url: `${ctx.settings.baseUrl}/track/v1/trackingnumbers`,
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "x-locale": "en_US",
          "x-customer-transaction-id": crypto.randomUUID(),
        },
        json: { includeDetailedScans: true, trackingInfo: refs.map(trackingInfo) },
        platform: FEDEX,
      }),
  );
  const output = record(record(reply.json).output);
  if (!Array.isArray(output.completeTrackResults)) {
    throw adapterError({
      kind: "malformed",
      message: "FedEx answered without tracking results.",
      httpStatus: reply.status,
    });
  }
  const blocks = output.completeTrackResults.map(record);
  return refs.map((ref) => answerFor(ref, blocks, ctx.now()));
}

function trackingInfo(ref: TrackRef) {
  const uniqueId = ref.uniqueId === null ? {} : { trackingNumberUniqueId: ref.uniqueId };
  return { trackingNumberInfo: { trackingNumber: ref.number, ...uniqueId } };
}

function answerFor(ref: TrackRef, blocks: readonly Json[], now: number): PollAnswer {
  const { number } = ref;
  const ofNumber = (block: Json) =>
    [block.trackingNumber, ...list(block.trackResults).map((r) => record(record(r).trackingNumberInfo).trackingNumber)]
      .map(trackingNumber)
      .includes(number);
  const results = blocks.filter(ofNumber).flatMap((block) => list(block.trackResults).map(record));
  if (results.length === 0) return { number, outcome: "failed", reason: "FedEx left this number out of its answer." };
  const chosen = choose(results, ref);
  if (chosen !== null) return { number, outcome: "update", update: readResult(chosen, number, now) };
  const error = record(results.find(hasOnlyError)?.error);
  const code = words(error.code) ?? "";
  const reason = words(error.message) ?? (code || "FedEx gave no reason.");
  return { number, outcome: /NOT.?FOUND/i.test(code) ? "not_found" : "failed", reason };
}

/** FedEx Track API (30 numbers a call) and Advanced Integrated Visibility webhooks, set up in its portal. See docs/platforms/fedex.md. */
export default defineCarrier({
  id: "fedex",
  name: FEDEX,
  mark: "FDX",
  about: "Follows your FedEx parcels and receives the events of your FedEx webhook project.",
  docs: "https://developer.fedex.com/api/en-us/catalog/track/v1/docs.html",
  guide: fedexGuide,
  settings,
  webhook: {
    verify,
    secrets: ["securityToken"],
    dedupeKey: () => null,
    sign: (body, { securityToken }) => ({ "fdx-signature": hmacSha256(securityToken, body, "base64") }),
    check: fedexCheck,
  },
  parse,
  sample: (number, now) =>
    JSON.stringify({
      output: {
        completeTrackResults: [
          {
            trackingNumber: number,
            trackResults: [
              {
                trackingNumberInfo: { trackingNumber: number, carrierCode: "FDXE" },
                latestStatusDetail: { code: "OD", derivedCode: "IT", statusByLocale: "In transit" },
                scanEvents: [
                  {
                    date: `${localAt(now, -360)}-06:00`,
                    eventType: "OD",
                    eventDescription: "On FedEx vehicle for delivery",
                    derivedStatusCode: "IT",
                    derivedStatus: "In transit",
                    scanLocation: { city: "DENVER", stateOrProvinceCode: "CO", postalCode: "80202", countryCode: "US" },
                  },
                ],
              },
            ],
          },
        ],
      },
    }),
  poll: {
    batch: BATCH,
    fetch: async (ctx, refs) => {
      const answers: PollAnswer[] = [];
      for (let i = 0; i < refs.length; i += BATCH) answers.push(...(await askBatch(ctx, refs.slice(i, i + BATCH))));
      return answers;
    },
  },
  test: async (ctx) => {
    // A stored token would prove yesterday's credentials.
    await accessToken(ctx, ctx.tokens.get()?.accessToken ?? null);
  },
  scanMeaning,
  numbers: fedexNumbers,
  covers: ["fedex"],
  aliases: ["Federal Express"],
  trackingUrl: (number) => `https://www.fedex.com/fedextrack/?trknbr=${encodeURIComponent(number)}`,
});
