import { createHmac } from "node:crypto";
import type { Force } from "../force.ts";
import type { Shared } from "../shared.ts";
import { hex, uuid } from "../world/random.ts";

/** Eight tries: at once, then growing waits. */
const RETRIES = [1, 2, 4, 8, 16, 32, 64] as const;

export type Email = {
  id: string;
  createdAt: number;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  cc: string[];
  bcc: string[];
  replyTo: string[];
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  lastEvent: string;
};

type ResendHook = { id: string; endpoint: string; events: string[]; secret: string; createdAt: number };

/** An address that gets no mail of this account. */
type Suppression = {
  id: string;
  email: string;
  origin: "bounce" | "complaint" | "manual";
  /** The e-mail that brought it here. */
  source_id: string | null;
  created_at: string;
};

type Replay = { body: string; status: number; answer: object };

export type ResendState = {
  emails: Map<string, Email>;
  hooks: Map<string, ResendHook>;
  /** By address, lower case. */
  suppressions: Map<string, Suppression>;
  /** Idempotency keys with the body they came with and the answer they got. */
  replays: Map<string, Replay>;
  window: { second: number; used: number };
};

export type ResendContext = Shared & { resend: ResendState };

export function createResendState(): ResendState {
  return {
    emails: new Map(),
    hooks: new Map(),
    suppressions: new Map(),
    replays: new Map(),
    window: { second: 0, used: 0 },
  };
}

/** Svix: base64(HMAC-SHA256(decoded secret, `id.timestamp.body`)), prefixed with its version. */
export function svixSignature(input: { id: string; timestamp: number; body: string; secret: string }): string {
  const key = Buffer.from(input.secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${input.id}.${input.timestamp}.${input.body}`).digest("base64");
  return `v1,${mac}`;
}

type Event = { type: string; about: string; data: object; wait?: number; force?: Force };

/** Posts an event to every webhook that asked for its type; answers how many there were. */
function sendEvent(context: ResendContext, event: Event): number {
  const { type } = event;
  const hooks = [...context.resend.hooks.values()].filter(
    (hook) => hook.events.length === 0 || hook.events.includes(type),
  );
  const at = new Date(context.options.now()).toISOString();
  const body = JSON.stringify({ type, created_at: at, data: event.data });
  for (const hook of hooks) {
    const id = `msg_${hex(context.world.random.ids, 27)}`;
    context.deliveries.send({
      platform: "resend",
      topic: type,
      about: event.about,
      url: hook.endpoint,
      id,
      body,
      retries: RETRIES,
      ...(event.wait === undefined ? {} : { wait: event.wait }),
      ...(event.force === undefined ? {} : { force: event.force }),
      headers: ({ body: sent, now, wrongSignature }) => {
        const timestamp = Math.floor(now / 1000);
        const secret = wrongSignature ? `whsec_${Buffer.from("another secret").toString("base64")}` : hook.secret;
        return {
          "Content-Type": "application/json",
          "User-Agent": "Svix-Webhooks/1.62",
          "svix-id": id,
          "svix-timestamp": String(timestamp),
          "svix-signature": svixSignature({ id, timestamp, body: sent, secret }),
        };
      },
    });
  }
  return hooks.length;
}

type EmailEvent = { email: Email; type: string; extra?: Record<string, unknown>; wait?: number; force?: Force };

/** Tells what became of an e-mail. */
export function sendEmailEvent(context: ResendContext, { email, extra, ...event }: EmailEvent): number {
  const data = {
    email_id: email.id,
    message_id: `<${email.id}@mail.harbour-and-pine.example.com>`,
    from: email.from,
    to: email.to,
    subject: email.subject,
    created_at: new Date(email.createdAt).toISOString(),
    // An object here, although the request has a list of pairs.
    tags: Object.fromEntries(email.tags.map(({ name, value }) => [name, value])),
    ...extra,
  };
  return sendEvent(context, { ...event, about: email.to[0] ?? email.id, data });
}

/** Puts an address on the account's list, once, and tells of it. */
export function suppress(
  context: ResendContext,
  input: Pick<Suppression, "email" | "origin" | "source_id"> & { wait?: number },
): Suppression {
  const { wait, ...entry } = input;
  const email = entry.email.toLowerCase();
  const known = context.resend.suppressions.get(email);
  if (known) return known;
  const at = new Date(context.options.now()).toISOString();
  const made: Suppression = { ...entry, email, id: uuid(context.world.random.ids), created_at: at };
  context.resend.suppressions.set(email, made);
  const when = wait === undefined ? {} : { wait };
  sendEvent(context, { type: "suppression.added", about: email, data: made, ...when });
  return made;
}

/** Takes an address off the list, by its id or itself, and tells of it; null when it is not there. */
export function unsuppress(context: ResendContext, idOrEmail: string): Suppression | null {
  const wanted = idOrEmail.toLowerCase();
  const found = [...context.resend.suppressions.values()].find(({ id, email }) => id === wanted || email === wanted);
  if (!found) return null;
  context.resend.suppressions.delete(found.email);
  sendEvent(context, { type: "suppression.removed", about: found.email, data: found });
  return found;
}

const bounce = {
  bounce: {
    message: "The recipient's mail server rejected the message: mailbox does not exist.",
    subType: "General",
    type: "Permanent",
  },
};

const onList = {
  suppressed: { message: "The address is on the account's suppression list.", type: "OnAccountSuppressionList" },
};

/** Accepts an e-mail and lets its story run: sent at once, then delivered, bounced or complained about; held back where it was before. */
export function acceptEmail(context: ResendContext, input: Omit<Email, "id" | "createdAt" | "lastEvent">): Email {
  const email: Email = {
    ...input,
    id: uuid(context.world.random.ids),
    createdAt: context.options.now(),
    lastEvent: "sent",
  };
  context.resend.emails.set(email.id, email);
  const wait = context.options.mailDelayMs;
  const about = email.to.join(" ").toLowerCase();
  if (email.to.some((to) => context.resend.suppressions.has(to.toLowerCase()))) {
    email.lastEvent = "suppressed";
    sendEmailEvent(context, { email, type: "email.suppressed", extra: onList });
    return email;
  }
  const close = (origin: Suppression["origin"], delay: number) => {
    for (const to of email.to) suppress(context, { email: to, origin, source_id: email.id, wait: delay });
  };
  sendEmailEvent(context, { email, type: "email.sent" });
  if (about.includes("bounce")) {
    email.lastEvent = "bounced";
    sendEmailEvent(context, { email, type: "email.bounced", extra: bounce, wait });
    close("bounce", wait);
    return email;
  }
  email.lastEvent = "delivered";
  sendEmailEvent(context, { email, type: "email.delivered", wait });
  if (about.includes("complain")) {
    email.lastEvent = "complained";
    sendEmailEvent(context, { email, type: "email.complained", wait: wait * 2 });
    close("complaint", wait * 2);
  }
  return email;
}
