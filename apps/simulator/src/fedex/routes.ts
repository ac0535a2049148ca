import { createHmac } from "node:crypto";
import { type Context, Hono } from "hono";
import { credentials } from "../credentials.ts";
import type { Force } from "../force.ts";
import type { Shared } from "../shared.ts";
import { normaliseNumber } from "../world/numbers.ts";
import { hex, uuid } from "../world/random.ts";
import type { Parcel } from "../world/types.ts";
import { notFoundResult, trackReply, trackResult } from "./bodies.ts";

const TOKEN_SECONDS = 3599;
const MAX_NUMBERS = 30;

/** Three more tries, five minutes apart in the real world. */
const RETRIES = [1, 1, 1] as const;

/** One webhook project; `deaf` counts events in a row that nobody took. */
type FedexHook = { url: string; securityToken: string; deaf: number };

export type FedexState = { tokens: Map<string, number>; hooks: Map<string, FedexHook> };

type FedexContext = Shared & { fedex: FedexState };

export function createFedexState(): FedexState {
  return { tokens: new Map(), hooks: new Map() };
}

/** base64(HMAC-SHA256(security token, raw body)). */
export function fedexSignature(body: string, securityToken: string): string {
  return createHmac("sha256", securityToken).update(body).digest("base64");
}

type TrackBody = { includeDetailedScans?: unknown; trackingInfo?: unknown };
type Info = { trackingNumberInfo?: { trackingNumber?: unknown } | null } | null;

/** Sign-in and the Track API; the webhook is set "in the portal", that is `POST /_sim/fedex/webhook`. */
export function fedexRoutes(context: FedexContext): Hono {
  const { fedex, options } = context;
  const app = new Hono();

  app.post("/oauth/token", (c) => issueToken(context, c));

  app.use("/track/*", async (c, next) => {
    const until = fedex.tokens.get((c.req.header("authorization") ?? "").replace(/^Bearer /i, ""));
    if (until === undefined || until <= options.now()) {
      return c.json(
        failure(context, {
          code: "NOT.AUTHORIZED.ERROR",
          message: "Access token expired. Please modify your request and try again.",
        }),
        401,
      );
    }
    return next();
  });

  app.post("/track/v1/trackingnumbers", (c) => trackNumbers(context, c));

  app.all("*", (c) =>
    c.json(
      failure(context, {
        code: "NOT.FOUND.ERROR",
        message: "The resource you requested is no longer available. Please modify your request and try again.",
      }),
      404,
    ),
  );
  return app;
}

type Failure = { code: string; message: string; customer?: string | undefined };

function failure({ world }: FedexContext, { code, message, customer }: Failure): object {
  return {
    transactionId: uuid(world.random.ids),
    ...(customer === undefined ? {} : { customerTransactionId: customer }),
    errors: [{ code, message }],
  };
}

async function issueToken(context: FedexContext, c: Context): Promise<Response> {
  const { fedex, world, options } = context;
  const form = await c.req.parseBody();
  if (form.grant_type !== "client_credentials")
    return c.json(
      failure(context, {
        code: "BAD.REQUEST.ERROR",
        message: "Missing or duplicate parameters. Please modify your request and try again.",
      }),
      400,
    );
  if (form.client_id !== credentials.fedex.clientId || form.client_secret !== credentials.fedex.clientSecret) {
    return c.json(
      failure(context, {
        code: "NOT.AUTHORIZED.ERROR",
        message: "The given client credentials were not valid. Please modify your request and try again.",
      }),
      401,
    );
  }
  const token = `sim-fedex-${hex(world.random.ids, 64)}`;
  fedex.tokens.set(token, options.now() + TOKEN_SECONDS * 1000);
  return c.json({ access_token: token, token_type: "bearer", expires_in: TOKEN_SECONDS, scope: "CXS-TP" });
}

/** Up to 30 numbers at once, each with its own result. */
async function trackNumbers(context: FedexContext, c: Context): Promise<Response> {
  const { world } = context;
  const customer = c.req.header("x-customer-transaction-id");
  const body = await c.req.json<TrackBody>().catch((): TrackBody => ({}));
  const infos = (Array.isArray(body?.trackingInfo) ? body.trackingInfo : []) as Info[];
  if (infos.length === 0)
    return c.json(
      failure(context, { code: "TRACKING.TRACKINGNUMBER.EMPTY", message: "Please provide tracking number.", customer }),
      400,
    );
  if (infos.length > MAX_NUMBERS) {
    return c.json(
      failure(context, {
        code: "TRACKING.MULTIPLEPACKAGES.LIMITEXCEEDED",
        message: "Please limit your inquiry to 30 tracking numbers.",
        customer,
      }),
      400,
    );
  }
  const results = infos.map((info) => {
    const given = info?.trackingNumberInfo?.trackingNumber;
    const number = typeof given === "string" ? normaliseNumber(given) : "";
    const parcel = world.parcels.get(number);
    const found = parcel !== undefined && parcel.carrier === "fedex";
    return {
      number,
      result: found ? trackResult(parcel, body.includeDetailedScans === true) : notFoundResult(number),
    };
  });
  return c.json(trackReply({ transactionId: uuid(world.random.ids), customerTransactionId: customer, results }));
}

/** Posts the present state of a parcel to every webhook project; answers how many there were. */
export function sendFedexEvent(context: FedexContext, input: { parcel: Parcel; force?: Force }): number {
  for (const hook of context.fedex.hooks.values()) sendTo(context, hook, input);
  return context.fedex.hooks.size;
}

/** After so many events that nobody took, a project counts as left. */
const LEFT_AFTER = 20;

function sendTo(context: FedexContext, hook: FedexHook, input: { parcel: Parcel; force?: Force }): void {
  const { parcel } = input;
  const transactionId = uuid(context.world.random.ids);
  context.deliveries.send({
    platform: "fedex",
    topic: "tracking",
    about: parcel.number,
    url: hook.url,
    id: transactionId,
    body: JSON.stringify(
      trackReply({ transactionId, results: [{ number: parcel.number, result: trackResult(parcel, true) }] }),
    ),
    retries: RETRIES,
    ...(input.force === undefined ? {} : { force: input.force }),
    headers: ({ body, wrongSignature }) => ({
      "Content-Type": "application/json",
      "fdx-signature": fedexSignature(body, wrongSignature ? "not-the-token" : hook.securityToken),
    }),
    onOutcome: (delivered) => {
      hook.deaf = delivered ? 0 : hook.deaf + 1;
      if (hook.deaf >= LEFT_AFTER) context.fedex.hooks.delete(hook.url);
    },
  });
}

/** The webhook is for the whole account: every FedEx parcel that leaves our warehouses or is registered here. */
export function fedexFollow(context: FedexContext): void {
  context.world.listeners.push((event) => {
    if (event.type === "scan" && event.parcel.carrier === "fedex") sendFedexEvent(context, { parcel: event.parcel });
  });
}
