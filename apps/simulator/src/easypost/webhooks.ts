import { createHmac } from "node:crypto";
import type { Force } from "../force.ts";
import type { Shared } from "../shared.ts";
import { hex } from "../world/random.ts";
import { isoSeconds } from "../world/times.ts";
import type { Parcel } from "../world/types.ts";
import { easypostStatus, type Tracker, trackerBody } from "./tracker.ts";

/** Growing waits; the real ones go on for about a day. */
const RETRIES = [1, 2, 4, 8, 16, 32] as const;

export type Hook = {
  id: string;
  url: string;
  secret: string | null;
  customHeaders: { name: string; value: string }[];
  createdAt: number;
  disabledAt: number | null;
};

export type EasypostState = {
  trackers: Map<string, Tracker>;
  byNumber: Map<string, Tracker>;
  hooks: Map<string, Hook>;
};

export type EasypostContext = Shared & { easypost: EasypostState };

export function createEasypostState(): EasypostState {
  return { trackers: new Map(), byNumber: new Map(), hooks: new Map() };
}

/** `hmac-sha256-hex=…` over the raw body; the key is the NFKD form of the secret in UTF-8. */
export function easypostSignature(body: string, secret: string): string {
  return `hmac-sha256-hex=${createHmac("sha256", secret.normalize("NFKD")).update(body).digest("hex")}`;
}

type Event = {
  tracker: Tracker;
  parcel: Parcel;
  description: "tracker.created" | "tracker.updated";
  previous: Record<string, unknown>;
  force?: Force;
};

/** Posts one event to every enabled webhook; answers how many there were. */
export function sendTrackerEvent(context: EasypostContext, event: Event): number {
  const hooks = [...context.easypost.hooks.values()].filter((hook) => hook.disabledAt === null);
  if (hooks.length === 0) return 0;
  const now = isoSeconds(context.options.now());
  const id = `evt_${hex(context.world.random.ids, 32)}`;
  const body = JSON.stringify({
    id,
    object: "Event",
    created_at: now,
    updated_at: now,
    description: event.description,
    mode: "test",
    previous_attributes: event.previous,
    pending_urls: hooks.map((hook) => hook.url),
    completed_urls: [],
    status: "pending",
    user_id: "user_sim0001",
    result: trackerBody(event.tracker, event.parcel),
  });
  for (const hook of hooks) {
    context.deliveries.send({
      platform: "easypost",
      topic: event.description,
      about: event.parcel.number,
      url: hook.url,
      id,
      body,
      retries: RETRIES,
      ...(event.force === undefined ? {} : { force: event.force }),
      headers: ({ body: sent, wrongSignature }) => ({
        "Content-Type": "application/json",
        "User-Agent": "EasyPost",
        ...Object.fromEntries(hook.customHeaders.map(({ name, value }) => [name, value])),
        // Without a secret there is no signature header at all.
        ...(hook.secret === null
          ? {}
          : { "X-Hmac-Signature": easypostSignature(sent, wrongSignature ? "wrong" : hook.secret) }),
      }),
    });
  }
  return hooks.length;
}

/** Every scan of a tracked parcel is a `tracker.updated`. */
export function easypostFollow(context: EasypostContext): void {
  context.world.listeners.push((event) => {
    if (event.type !== "scan") return;
    const tracker = context.easypost.byNumber.get(event.parcel.number);
    if (tracker === undefined) return;
    const previous = tracker.previousStatus;
    tracker.previousStatus = easypostStatus(event.parcel);
    sendTrackerEvent(context, {
      tracker,
      parcel: event.parcel,
      description: "tracker.updated",
      previous: { status: previous },
    });
  });
}
