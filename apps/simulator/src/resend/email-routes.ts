import type { Context, Hono } from "hono";
import { z } from "zod";
import { failure } from "./failure.ts";
import { acceptEmail, type Email, type ResendContext } from "./state.ts";

const BATCH_MAX = 100;

const addresses = z.union([z.string().min(3), z.array(z.string().min(3)).min(1).max(50)]);
const emailSchema = z.object({
  from: z.string().regex(/@/),
  to: addresses,
  subject: z.string().min(1),
  html: z.string().nullish(),
  text: z.string().nullish(),
  cc: addresses.nullish(),
  bcc: addresses.nullish(),
  reply_to: addresses.nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z
    .array(
      z.object({ name: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/), value: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/) }),
    )
    .nullish(),
  scheduled_at: z.string().nullish(),
});

const list = (value: string | string[] | null | undefined) =>
  value === null || value === undefined ? [] : [value].flat();

function read(context: ResendContext, value: z.infer<typeof emailSchema>): Email {
  return acceptEmail(context, {
    from: value.from,
    to: list(value.to),
    subject: value.subject,
    html: value.html ?? null,
    text: value.text ?? null,
    cc: list(value.cc),
    bcc: list(value.bcc),
    replyTo: list(value.reply_to),
    headers: value.headers ?? {},
    tags: value.tags ?? [],
  });
}

type Outcome = { status: 200 | 422; answer: object };

/** Sends one e-mail or a batch of them, and shows one. */
export function addEmails(app: Hono, context: ResendContext): void {
  app.post("/emails", (c) =>
    once(context, c, (body) => {
      const parsed = emailSchema.safeParse(body);
      if (!parsed.success) return invalid(z.prettifyError(parsed.error));
      return { status: 200, answer: { id: read(context, parsed.data).id } };
    }),
  );
  app.post("/emails/batch", (c) =>
    once(context, c, (body) => sendBatch(context, body, c.req.header("x-batch-validation") === "permissive")),
  );
  app.get("/emails/:id", (c) => {
    const email = context.resend.emails.get(c.req.param("id"));
    if (email === undefined) return c.json(failure(404, "not_found", "Email not found"), 404);
    return c.json(emailBody(email));
  });
}

const invalid = (issue: string): Outcome => ({ status: 422, answer: failure(422, "validation_error", issue) });

/** Same key and body: the first answer again. Same key, other body: 409. */
async function once({ resend }: ResendContext, c: Context, run: (body: unknown) => Outcome): Promise<Response> {
  const key = c.req.header("idempotency-key");
  if (key !== undefined && (key === "" || key.length > 256)) {
    return c.json(failure(400, "invalid_idempotency_key", "The key must be between 1-256 chars."), 400);
  }
  const text = await c.req.text();
  const place = `${c.req.path} ${key}`;
  const before = key === undefined ? undefined : resend.replays.get(place);
  if (before !== undefined) {
    if (before.body === text) return c.json(before.answer);
    return c.json(
      failure(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload."),
      409,
    );
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return c.json(failure(400, "validation_error", "The request body is not valid JSON."), 400);
  }
  const { status, answer } = run(body);
  if (key !== undefined && status === 200) resend.replays.set(place, { body: text, status, answer });
  return c.json(answer, status);
}

/** All or none; `permissive` sends the good ones and names the others. */
function sendBatch(context: ResendContext, body: unknown, permissive: boolean): Outcome {
  if (!Array.isArray(body) || body.length === 0 || body.length > BATCH_MAX)
    return invalid("A batch holds 1 to 100 emails.");
  const parsed = body.map((each) => emailSchema.safeParse(each));
  const errors = parsed.flatMap((each, index) =>
    each.success ? [] : [{ index, message: z.prettifyError(each.error) }],
  );
  if (errors.length > 0 && !permissive) return invalid(errors[0]?.message ?? "invalid");
  const data = parsed.flatMap((each) => (each.success ? [{ id: read(context, each.data).id }] : []));
  return { status: 200, answer: permissive ? { data, errors } : { data } };
}

function emailBody(email: Email): object {
  return {
    object: "email",
    id: email.id,
    to: email.to,
    from: email.from,
    created_at: new Date(email.createdAt).toISOString(),
    subject: email.subject,
    html: email.html,
    text: email.text,
    bcc: email.bcc,
    cc: email.cc,
    reply_to: email.replyTo,
    last_event: email.lastEvent,
    scheduled_at: null,
    tags: email.tags,
  };
}
