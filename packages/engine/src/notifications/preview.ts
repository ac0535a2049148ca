import { carrierList, carrierName } from "@waybill/adapters/carriers/find";
import { emailContent } from "@waybill/domain/email/content";
import type { EmailPayload, StoredEmail } from "@waybill/domain/email/payload";
import { renderEmail } from "@waybill/domain/email/render";
import { emailInScheme } from "@waybill/domain/email/style";
import type { Locale } from "@waybill/domain/languages/messages";
import type { MessagePreview } from "@waybill/domain/notification/answers";
import type { Template } from "@waybill/domain/organisation/settings";
import type { Trigger } from "@waybill/domain/shipment/notify";
import type { ShipmentStatus } from "@waybill/domain/status";
import { DAY_MS } from "@waybill/domain/time";
import { append } from "../core/log.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { wake } from "../core/worker.ts";
import { testMailStatement } from "./compose.ts";
import { sellerLook, wordsOf } from "./mail-context.ts";

/** A moment of each kind, as a customer would meet it. */
const moments: Record<Trigger, { status: ShipmentStatus; reason: string | null; place: string | null }> = {
  shipped: { status: "in_transit", reason: null, place: "Lisbon, PT" },
  out_for_delivery: { status: "out_for_delivery", reason: null, place: "Porto, PT" },
  delivered: { status: "delivered", reason: null, place: "Porto, PT" },
  problem: { status: "delivery_attempt_failed", reason: "not_home", place: "Porto, PT" },
  delayed: { status: "in_transit", reason: null, place: "Lisbon, PT" },
};

type Sample = Pick<StoredEmail, "order" | "items" | "customer"> & { carrier: string; number: string };
const builtIn: Omit<Sample, "carrier"> = {
  order: { number: "#1001" },
  items: [{ title: "Enamel mug", variant: "Cobalt", quantity: 2 }],
  customer: "Ana Silva",
  number: "123456789012",
};

/** The newest order that has a parcel among the newest hundred; an example of ours while there is none. */
async function sampleOf({ ctx, orgId }: Scope): Promise<Sample> {
  const [row] = await ctx.db.query(
    `SELECT o.id, o.number, o.customer_name, s.carrier, s.number AS parcel FROM
       (SELECT id, number, customer_name, placed_at FROM orders WHERE org_id = ? ORDER BY placed_at DESC, id DESC LIMIT 100) o
     JOIN shipments s ON s.order_id = o.id ORDER BY o.placed_at DESC, o.id DESC LIMIT 1`,
    [orgId],
  );
  if (!row) {
    const carrier = carrierList(ctx.adapters.carriers).find(({ moves }) => moves)?.id ?? "unknown";
    return { ...builtIn, carrier };
  }
  const lines = await ctx.db.query(
    "SELECT title, variant, quantity FROM order_lines WHERE order_id = ? ORDER BY position LIMIT 5",
    [String(row.id)],
  );
  return {
    order: { number: String(row.number) },
    items: lines.map((line) => ({
      title: String(line.title),
      variant: line.variant === null ? null : String(line.variant),
      quantity: Number(line.quantity),
    })),
    customer: row.customer_name ? String(row.customer_name) : null,
    carrier: String(row.carrier),
    number: String(row.parcel),
  };
}

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What a preview or a test is made from: the seller's newest order at a moment of this kind. */
async function sampleEmail(
  scope: Scope,
  input: { trigger: Trigger; locale: Locale; template: Template | null },
): Promise<StoredEmail> {
  const { ctx } = scope;
  const [seller, sample] = await Promise.all([sellerLook(scope, { orderId: null }), sampleOf(scope)]);
  const { status, reason, place } = moments[input.trigger];
  const now = ctx.now();
  const done = input.trigger === "delivered" || input.trigger === "problem";
  const expected = input.trigger === "out_for_delivery" ? now : now + 2 * DAY_MS;
  return {
    version: 1,
    locale: input.locale,
    trigger: input.trigger,
    status,
    reason,
    seller,
    customer: sample.customer,
    words: wordsOf({ [input.trigger]: { [input.locale]: input.template ?? undefined } }, input),
    test: false,
    order: sample.order,
    ...{ step: null, together: null, address: [] },
    parcel: {
      carrier: carrierName(ctx.adapters.carriers, sample.carrier),
      number: sample.number,
      trackUrl: `${ctx.config.publicUrl.replace(/\/+$/, "")}/track`,
      signedBy: null,
    },
    eta: done ? null : { date: isoDay(expected), from: "14:00", to: "18:00", asOf: now },
    previousDate: input.trigger === "delayed" ? isoDay(now + DAY_MS) : null,
    destination: { city: place?.split(",")[0] ?? null },
    scan: { local: `${isoDay(now)}T09:14:00`, precision: "minute", place, zone: null },
    items: sample.items,
  };
}

type Previewed = { trigger: Trigger; locale: Locale; template: Template | null };

/**
 * A message as it would go out with these words, about the seller's newest order (or an example).
 *
 * @example const { subject, html, text } = await previewMessage(scope, { trigger: "shipped", locale: "en", template });
 */
export async function previewMessage(
  scope: Scope,
  input: Previewed & { scheme?: "light" | "dark" | null },
): Promise<MessagePreview> {
  const { ctx } = scope;
  const stored = await sampleEmail(scope, input);
  const page = `${ctx.config.publicUrl.replace(/\/+$/, "")}/notify/example`;
  const payload: EmailPayload = { ...stored, links: { preferences: page, unsubscribe: page } };
  const { subject, headline, lead } = emailContent({ ...payload, words: null });
  const rendered = renderEmail(payload);
  const html = input.scheme ? emailInScheme(rendered.html, input.scheme) : rendered.html;
  return { ...rendered, html, waybill: { subject, headline, intro: lead } };
}

/**
 * Sends the message to the seller themselves, by the way that customers' mail goes. It stands among the notifications.
 *
 * @example const { id } = await sendTestMessage(scope, { trigger, locale, template, to: person.email });
 */
export async function sendTestMessage(scope: Scope, input: Previewed & { to: string }): Promise<{ id: string }> {
  const { ctx, by } = scope;
  const cause = causeOf(by, `${by.name} sent themselves a test`);
  const stored = { ...(await sampleEmail(scope, input)), test: true };
  const { id, statement } = testMailStatement(scope, { to: input.to, stored, cause });
  await append(scope, { cause, statements: [statement], events: [] });
  wake(ctx, "outbox");
  return { id };
}
