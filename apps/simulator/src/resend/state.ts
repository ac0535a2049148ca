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

type Replay = { body: string; status: number; answer: object };

export type ResendState = {
  emails: Map<string, Email>;
  hooks: Map<string, ResendHook>;
  /** Idempotency keys with the body they came with and the answer they got. */
  replays: Map<string, Replay>;
  window: { second: number; used: number };
};

export type ResendContext = Shared & { resend: ResendState };

export function createResendState(): ResendState {
  return { emails: new Map(), hooks: new Map(), replays: new Map(), window: { second: 0, used: 0 } };
}

/** Svix: base64(HMAC-SHA256(decoded secret, `id.timestamp.body`)), prefixed with its version. */
export function svixSignature(input: { id: string; timestamp: number; body: string; secret: string }): string {
  const key = Buffer.from(input.secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${input.id}.${input.timestamp}.${input.body}`).digest("base64");
  return `v1,${mac}`;
}

type EmailEvent = { email: Email; type: string; extra?: Record<string, unknown>; wait?: number; force?: Force };

/** Posts what became of an e-mail to every webhook that asked for the type; answers how many there were. */
export function sendEmailEvent(context: ResendContext, event: EmailEvent): number {
  const { email, type } = event;
  const hooks = [...context.resend.hooks.values()].filter(
    (hook) => hook.events.length === 0 || hook.events.includes(type),
  );
  const at = new Date(context.options.now()).toISOString();
  const body = JSON.stringify({
    type,
    created_at: at,
    data: {
      email_id: email.id,
      message_id: `<${email.id}@mail.harbour-and-pine.example.com>`,
      from: email.from,
      to: email.to,
      subject: email.subject,
      created_at: new Date(email.createdAt).toISOString(),
      // An object here, although the request has a list of pairs.
      tags: Object.fromEntries(email.tags.map(({ name, value }) => [name, value])),
      ...event.extra,
    },
  });
  for (const hook of hooks) {
    const id = `msg_${hex(context.world.random.ids, 27)}`;
    context.deliveries.send({
      platform: "resend",
      topic: type,
      about: email.to[0] ?? email.id,
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

const bounce = {
  bounce: {
    message: "The recipient's mail server rejected the message: mailbox does not exist.",
    subType: "General",
    type: "Permanent",
  },
};

/** Accepts an e-mail and lets its story run: sent at once, then delivered, bounced or complained about. */
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
  sendEmailEvent(context, { email, type: "email.sent" });
  if (about.includes("bounce")) {
    email.lastEvent = "bounced";
    sendEmailEvent(context, { email, type: "email.bounced", extra: bounce, wait });
    return email;
  }
  email.lastEvent = "delivered";
  sendEmailEvent(context, { email, type: "email.delivered", wait });
  if (about.includes("complain")) {
    email.lastEvent = "complained";
    sendEmailEvent(context, { email, type: "email.complained", wait: wait * 2 });
  }
  return email;
}
