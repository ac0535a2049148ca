import { localAt } from "@waybill/domain/time";
import { z } from "zod";
import { bodyJson, list, record, trackingNumber, words } from "../../kit/body.ts";
import { type JsonRequest, type JsonResponse, requestJson } from "../../kit/http.ts";
import { clientCredentials, withToken } from "../../kit/oauth.ts";
import { baseUrl, secret, text } from "../../kit/settings.ts";
import { verdictOn } from "../../kit/verdict.ts";
import { type AdapterContext, adapterError, isAdapterError } from "../../ports/adapter.ts";
import { defineCarrier, type PollAnswer, type TrackRef } from "../../ports/carrier.ts";
import type { RawWebhook, Verdict } from "../../ports/webhook.ts";
import { upsCheck, upsGuide } from "./guide.ts";
import { scanMeaning } from "./meanings.ts";
import { upsNumbers } from "./numbers.ts";
import { readAlert, readPackage } from "./read.ts";

const settings = z.object({
  clientId: text({ label: "Client ID" }),
  clientSecret: secret({ label: "Client secret" }),
  credential: secret({
    label: "Webhook credential",
    help: "A long random text of your own. UPS repeats it with every event; parcels that are followed already go on with the one they began with.",
  }),
  accountNumber: z.string().trim().default("").meta({ kind: "text", label: "Account number", help: "Optional." }),
  baseUrl: baseUrl("https://onlinetools.ups.com"),
});
type Context = AdapterContext<z.infer<typeof settings>>;

const UPS = "UPS";
/** A Track Alert subscription lives this long (UPSTrackAlert.yaml, FAQ). */
const SUBSCRIPTION_MS = 14 * 86_400_000;

function accessToken(ctx: Context, refused: string | null): Promise<string> {
  const { baseUrl, clientId, clientSecret, accountNumber } = ctx.settings;
  return clientCredentials(ctx, {
    platform: UPS,
    tokenUrl: `${baseUrl}/security/v1/oauth/token`,
    auth: "basic",
    clientId,
    clientSecret,
    headers: accountNumber ? { "x-merchant-id": accountNumber } : {},
    refused,
  });
}

function call(ctx: Context, request: Omit<JsonRequest, "platform" | "headers">): Promise<JsonResponse> {
  return withToken(
    (refused) => accessToken(ctx, refused),
    (token) => {
      const headers = {
        authorization: `Bearer ${token}`,
        transId: crypto.randomUUID(),
        transactionSrc: "waybill",
      };
      return requestJson(ctx, { ...request, headers, platform: UPS });
    },
  );
}

/** No payload is signed in Track Alert v1: UPS repeats the credential given at subscribe time. */
const verify = (webhook: RawWebhook, { credential }: z.infer<typeof settings>): Verdict =>
  verdictOn({
    platform: UPS,
    header: "credential",
    given: webhook.headers.credential,
    secret: credential,
    expected: (secret) => secret,
    how: "credential header",
  });

async function track(ctx: Context, ref: TrackRef): Promise<PollAnswer> {
  const { number } = ref;
  const url = `${ctx.settings.baseUrl}/api/track/v1/details/${encodeURIComponent(number)}?locale=en_US`;
  const reply = await call(ctx, { url, accept: [400, 404] });
  if (reply.status === 404) {
    return { number, outcome: "not_found", reason: reply.said ?? "UPS does not know this number." };
  }
  if (reply.status === 400) {
    return { number, outcome: "failed", reason: reply.said ?? "UPS refused this number." };
  }
  const body = record(record(reply.json).trackResponse);
  if (!Array.isArray(body.shipment)) {
    throw adapterError({ kind: "malformed", message: "UPS answered without a shipment.", httpStatus: reply.status });
  }
  const shipments = body.shipment.map(record);
  const packages = shipments.flatMap((shipment) => list(shipment.package).map(record));
  const wanted = packages.filter((parcel) => trackingNumber(parcel.trackingNumber) === number);
  // A number of another carrier's (SurePost) answers under UPS's own: then there is but one package.
  const updates = (wanted.length > 0 ? wanted : packages.length === 1 ? packages : []).map((parcel) =>
    readPackage(parcel, number, ctx.now()),
  );
  // UPS uses numbers again: the package scanned last is the one that is moving.
  const newest = updates.sort((a, b) => (lastLocal(a.scans) < lastLocal(b.scans) ? 1 : -1))[0];
  if (newest) return { number, outcome: "update", update: newest };
  const warning = shipments
    .flatMap((shipment) => list(shipment.warnings))
    .map((entry) => words(record(entry).message))[0];
  return { number, outcome: "not_found", reason: warning ?? "UPS has no information about this number." };
}

const lastLocal = (scans: readonly { time: { local: string } }[]) =>
  scans
    .map((scan) => scan.time.local)
    .sort()
    .at(-1) ?? "";

/** UPS Track API (polling) and Track Alert v1 (pushed events, one subscription per number for 14 days). See docs/platforms/ups.md. */
export default defineCarrier({
  id: "ups",
  name: UPS,
  mark: "UPS",
  about: "Follows your UPS parcels and receives their events as they happen (Track and Track Alert).",
  docs: "https://developer.ups.com/tag/Tracking",
  guide: upsGuide,
  settings,
  webhook: {
    verify,
    secrets: ["credential"],
    // A subscription keeps the credential it was made with, to its end.
    oldSecretMs: SUBSCRIPTION_MS,
    dedupeKey: () => null,
    sign: (_body, { credential }) => ({ credential }),
    check: upsCheck,
  },
  parse: (webhook) => {
    const body = bodyJson(webhook, UPS);
    return (Array.isArray(body) ? body : [body]).map(readAlert);
  },
  sample: (number, now) => {
    const stamp = (minutesEast: number) => localAt(now, minutesEast).replace(/[-:]/g, "").split("T");
    const [[localDate, localTime], [gmtDate, gmtTime]] = [stamp(-240), stamp(0)];
    return JSON.stringify({
      trackingNumber: number,
      localActivityDate: localDate,
      localActivityTime: localTime,
      activityLocation: { city: "Charlotte", stateProvince: "NC", postalCode: "", country: "US" },
      activityStatus: { type: "I", code: "OT", description: "Out for Delivery", descriptionCode: "021" },
      scheduledDeliveryDate: localDate,
      gmtActivityDate: gmtDate,
      gmtActivityTime: gmtTime,
      gmtOffset: "-04.00",
    });
  },
  poll: { batch: 1, fetch: (ctx, refs) => Promise.all(refs.map((ref) => track(ctx, ref))) },
  register: async (ctx, ref, webhookUrl) => {
    const reply = await call(ctx, {
      url: `${ctx.settings.baseUrl}/api/track/v1/subscription/standard/package`,
      method: "POST",
      json: {
        locale: "en_US",
        countryCode: "US",
        trackingNumberList: [ref.number],
        destination: { url: webhookUrl, credentialType: "Bearer", credential: ctx.settings.credential },
      },
      accept: [400],
    });
    const valid = list(record(reply.json).validTrackingNumbers).map(trackingNumber);
    if (!valid.includes(ref.number)) {
      const why = reply.said ?? "UPS takes no subscription for this number.";
      throw adapterError({ kind: "rejected", message: `UPS Track Alert refused ${ref.number}: ${why}` });
    }
    const expiresAt = ctx.now() + SUBSCRIPTION_MS;
    // Track Alert replays no history: one look now brings what has happened so far. The subscription stands without it.
    const first = await track(ctx, ref).catch((error: unknown) => {
      if (isAdapterError(error)) return null;
      throw error;
    });
    return { handle: null, update: first?.outcome === "update" ? first.update : null, expiresAt };
  },
  test: async (ctx) => {
    // A stored token would prove yesterday's credentials.
    await accessToken(ctx, ctx.tokens.get()?.accessToken ?? null);
  },
  scanMeaning,
  numbers: upsNumbers,
  covers: ["ups"],
  aliases: ["United Parcel Service"],
  trackingUrl: (number) => `https://www.ups.com/track?tracknum=${encodeURIComponent(number)}`,
});
