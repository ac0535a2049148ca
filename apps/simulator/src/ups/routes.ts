import { type Context, Hono } from "hono";
import { credentials } from "../credentials.ts";
import type { Force } from "../force.ts";
import type { Shared } from "../shared.ts";
import { normaliseNumber } from "../world/numbers.ts";
import { registerParcel } from "../world/parcels.ts";
import { hex } from "../world/random.ts";
import type { Parcel, Scan } from "../world/types.ts";
import { alertBody, trackBody } from "./bodies.ts";

const TOKEN_SECONDS = 14_399;
const SUBSCRIPTION_DAYS = 14;

type UpsSubscription = { url: string; credential: string; until: number };

export type UpsState = {
  tokens: Map<string, number>;
  /** By number; several receivers may have asked for one. */
  subscriptions: Map<string, UpsSubscription[]>;
};

type UpsContext = Shared & { ups: UpsState };

export function createUpsState(): UpsState {
  return { tokens: new Map(), subscriptions: new Map() };
}

const failure = (code: string, message: string) => ({ response: { errors: [{ code, message }] } });

type SubscribeBody = {
  locale?: unknown;
  countryCode?: unknown;
  trackingNumberList?: unknown;
  destination?: { url?: unknown; credentialType?: unknown; credential?: unknown } | null;
};

/** Sign-in, the Track API and Track Alert v1. */
export function upsRoutes(context: UpsContext): Hono {
  const { ups, world, options } = context;
  const app = new Hono();

  app.post("/security/v1/oauth/token", (c) => issueToken(context, c));

  app.use("/api/*", async (c, next) => {
    const token = (c.req.header("authorization") ?? "").replace(/^Bearer /i, "");
    const until = ups.tokens.get(token);
    if (until === undefined || until <= options.now())
      return c.json(failure("250002", "Invalid Authentication Information"), 401);
    for (const name of ["transId", "transactionSrc"]) {
      if (!c.req.header(name)) return c.json(failure("VSS001", `Missing or invalid header: ${name}`), 400);
    }
    return next();
  });

  app.get("/api/track/v1/details/:number", (c) => {
    const number = normaliseNumber(c.req.param("number"));
    if (number.length < 7 || number.length > 34) return c.json(failure("151018", "Invalid inquiry number"), 400);
    const parcel = world.parcels.get(number);
    if (parcel !== undefined && parcel.carrier === "ups") return c.json(trackBody(parcel));
    // "Not found" comes two ways: as 404 for what looks like a UPS number, as a warning inside 200 otherwise.
    if (/^1Z/.test(number)) return c.json(failure("151044", "No tracking information available"), 404);
    const warnings = [{ code: "TW0001", message: "Tracking Information Not Found" }];
    return c.json({ trackResponse: { shipment: [{ inquiryNumber: number, warnings }] } });
  });

  app.post("/api/track/v1/subscription/:type/package", (c) => subscribe(context, c, c.req.param("type")));

  app.all("*", (c) => c.json(failure("404", "The requested resource was not found."), 404));
  return app;
}

/** OAuth client credentials by Basic authentication. */
async function issueToken({ ups, world, options }: UpsContext, c: Context): Promise<Response> {
  const expected = `Basic ${Buffer.from(`${credentials.ups.clientId}:${credentials.ups.clientSecret}`).toString("base64")}`;
  if (c.req.header("authorization") !== expected) return c.json(failure("10401", "ClientId is Invalid"), 401);
  const form = await c.req.parseBody();
  if (form.grant_type !== "client_credentials") return c.json(failure("10400", "Invalid/Missing Grant type"), 400);
  const token = `sim-ups-${hex(world.random.ids, 48)}`;
  ups.tokens.set(token, options.now() + TOKEN_SECONDS * 1000);
  return c.json({
    token_type: "Bearer",
    issued_at: String(options.now()),
    client_id: credentials.ups.clientId,
    access_token: token,
    scope: "",
    expires_in: String(TOKEN_SECONDS),
    refresh_count: "0",
    status: "approved",
  });
}

/** Track Alert: every scan of these numbers is posted to the receiver from now on. */
async function subscribe(context: UpsContext, c: Context, type: string): Promise<Response> {
  if (type !== "standard" && type !== "enhanced")
    return c.json(failure("404", "The requested resource was not found."), 404);
  const body = await c.req.json<SubscribeBody>().catch((): SubscribeBody => ({}));
  const reject = (code: string, message: string) =>
    c.json(failure(code, `${message} The Subscription request has been rejected.`), 400);
  if (typeof body.locale !== "string") return reject("VSS300", "Locale is required.");
  if (typeof body.countryCode !== "string") return reject("VSS310", "Country code is required.");
  const { url, credential } = body.destination ?? {};
  // The real one insists on https; a receiver on this machine may be plain http.
  if (typeof url !== "string" || !URL.canParse(url)) return reject("VSS210", "Destination URL is required.");
  if (typeof credential !== "string" || credential === "") return reject("VSS220", "Credential is required.");
  const list = Array.isArray(body.trackingNumberList)
    ? body.trackingNumberList.filter((each) => typeof each === "string")
    : [];
  if (list.length === 0) return reject("VSS200", "Tracking number list is required.");
  if (list.length > 100) return reject("VSS205", "Too many tracking numbers.");
  const valid = list.filter((each) => /^(1Z[0-9A-Z]{16}|1R[0-9A-Z]{14}|1R[0-9A-Z]{26})$/.test(normaliseNumber(each)));
  const invalid = list.filter((each) => !valid.includes(each));
  if (valid.length === 0) {
    return c.json(
      {
        invalidTrackingNumbers: invalid,
        ...failure("VSS215", "No valid tracking number. The Subscription request has been rejected."),
      },
      400,
    );
  }
  for (const each of valid) remember(context, normaliseNumber(each), { url, credential });
  return c.json({
    validTrackingNumbers: valid,
    ...(invalid.length === 0 ? {} : { invalidTrackingNumbers: invalid }),
  });
}

/** A receiver has one subscription of a number; asked again, it lives longer. */
function remember(context: UpsContext, number: string, receiver: { url: string; credential: string }): void {
  const { ups, world, options } = context;
  registerParcel(world, { number, carrier: "ups" });
  const others = (ups.subscriptions.get(number) ?? []).filter((one) => one.url !== receiver.url);
  const until = options.now() + SUBSCRIPTION_DAYS * 86_400_000;
  ups.subscriptions.set(number, [...others, { ...receiver, until }]);
}

/** Posts one scan to the subscribers of its number; UPS does not try twice. Answers how many there were. */
export function sendAlert(context: UpsContext, input: { parcel: Parcel; scan: Scan; force?: Force }): number {
  const now = context.options.now();
  const wanted = (context.ups.subscriptions.get(input.parcel.number) ?? []).filter(({ until }) => until > now);
  for (const subscription of wanted) alert(context, subscription, input);
  return wanted.length;
}

function alert(
  context: UpsContext,
  subscription: UpsSubscription,
  input: { parcel: Parcel; scan: Scan; force?: Force },
): void {
  context.deliveries.send({
    platform: "ups",
    topic: "track-alert",
    about: input.parcel.number,
    url: subscription.url,
    id: `${input.parcel.number}:${input.parcel.scans.indexOf(input.scan)}`,
    body: JSON.stringify(alertBody(input.parcel, input.scan)),
    retries: [],
    ...(input.force === undefined ? {} : { force: input.force }),
    headers: ({ wrongSignature }) => ({
      "Content-Type": "application/json",
      "User-Agent": "UPSPubSubTrackingService",
      credential: wrongSignature ? "not-the-credential" : subscription.credential,
    }),
  });
}

export function upsFollow(context: UpsContext): void {
  context.world.listeners.push((event) => {
    if (event.type === "scan") sendAlert(context, { parcel: event.parcel, scan: event.scan });
  });
}
