import { customerCarrier } from "@waybill/adapters/carriers/find";
import type { Statement } from "@waybill/db/database";
import type { StoredEmail } from "@waybill/domain/email/payload";
import { emailSubject } from "@waybill/domain/email/render";
import type { Cause } from "@waybill/domain/frame";
import { newId } from "@waybill/domain/ids";
import type { OrderSummary } from "@waybill/domain/order/answers";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import type { NotificationIntent } from "@waybill/domain/shipment/notify";
import { instantOf } from "@waybill/domain/time";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { zoneNamed } from "@waybill/domain/zones/rules";
import { offsetWords } from "@waybill/domain/zones/words";
import type { Ctx } from "../core/context.ts";
import type { Scope } from "../core/scope.ts";
import type { MailContext } from "./mail-context.ts";

/** `?n`: one statement writes the row and its place in the lane. */
const INSERT = `INSERT INTO outbox (org_id, id, key, lane, seq, trigger, channel, recipient, order_id, shipment_id,
    payload, subject, state, attempts, next_at, cause, created_at)
  SELECT ?1, ?2, ?3, ?4, COALESCE((SELECT MAX(seq) FROM outbox WHERE lane = ?4), 0) + 1, ?5, ?6, ?7, ?8, ?9,
    ?10, ?11, 'pending', 0, ?12, ?13, ?12
  WHERE true ON CONFLICT (key) DO NOTHING`;

/**
 * Rows for the outbox, to be written in the same commit as the change that caused them. A key that exists already writes
 * nothing. Whether the recipient wants it is asked when it is sent, where the answer is the newest: an unwanted message is
 * kept, as `suppressed`, with the reason. A replay tells nobody anything: it repairs what we know of the past.
 *
 * @example statements.push(...outboxStatements(scope, { intents, shipment, order, lines, mailContext, cause, now }));
 */
export function outboxStatements(
  { ctx, orgId }: Scope,
  input: {
    intents: readonly NotificationIntent[];
    shipment: Pick<ShipmentSummary, "id" | "carrier" | "number" | "trackToken" | "proof" | "lines">;
    order: Pick<OrderSummary, "id" | "number"> | null;
    /** Where it goes: its clock, where known, and its city. */
    destination?: { zone: string | null; city: string | null } | undefined;
    /** What stands behind the parcel at this moment: its step, its place among the others, and where it goes. */
    parcelFacts: Pick<StoredEmail, "step" | "together" | "address" | "itemsIn">;
    lines: readonly {
      externalId: string;
      title: string;
      variant: string | null;
      quantity: number;
      requiresShipping?: boolean;
    }[];
    /** Language, looks and words as they are now: a retry says the same, whatever is changed meanwhile. */
    mailContext: MailContext;
    cause: Cause;
    now: number;
  },
): Statement[] {
  if (input.cause.kind === "replay") return [];
  return input.intents.map((intent) => {
    const stored = payloadOf(ctx, intent, input);
    const { key, trigger, medium, recipient, shipmentId } = intent;
    const names = [key, shipmentId, trigger, medium, recipient, input.order?.id ?? null, shipmentId];
    const rest = [JSON.stringify(stored), emailSubject(stored), input.now, JSON.stringify(input.cause)];
    return { sql: INSERT, args: [orgId, newId("ntf", input.now), ...names, ...rest] };
  });
}

/** A seller's test mail to themselves: a notification of its own, about no order and no parcel. */
export function testMailStatement(
  { ctx, orgId }: Scope,
  input: { to: string; stored: StoredEmail; cause: Cause },
): { id: string; statement: Statement } {
  const now = ctx.now();
  const id = newId("ntf", now);
  const names = [`test|${id}`, id, input.stored.trigger, "email", input.to, null, null];
  const rest = [JSON.stringify(input.stored), emailSubject(input.stored), now, JSON.stringify(input.cause)];
  return { id, statement: { sql: INSERT, args: [orgId, id, ...names, ...rest] } };
}

function payloadOf(ctx: Ctx, intent: NotificationIntent, input: Parameters<typeof outboxStatements>[1]): StoredEmail {
  const { shipment, order, mailContext } = input;
  return {
    version: 1,
    locale: mailContext.locale,
    trigger: intent.trigger,
    status: intent.status,
    reason: intent.reason,
    seller: mailContext.seller,
    customer: mailContext.customer,
    words: mailContext.words(intent.trigger),
    test: false,
    order: order && { number: order.number },
    ...input.parcelFacts,
    parcel: {
      carrier: customerCarrier(ctx.adapters.carriers, shipment.carrier),
      number: shipment.number,
      trackUrl: `${ctx.config.publicUrl.replace(/\/+$/, "")}/track/${shipment.trackToken}`,
      signedBy: shipment.proof?.signedBy ?? null,
    },
    eta: intent.eta,
    destination: input.destination ? { city: input.destination.city } : null,
    previousDate: intent.previousDate,
    scan: intent.scan && storedScan(intent.scan, input.destination?.zone ?? null),
    items: itemsOf(shipment.lines, input.lines),
  };
}

/** A scan is told by the clock where it was made; which one that is, is said where it is not the destination's. */
function storedScan(scan: NonNullable<NotificationIntent["scan"]>, zone: string | null): StoredEmail["scan"] {
  const { local, offset, precision, place } = scan;
  const at = offset === null ? null : instantOf(local, offset);
  const isOther = zone !== null && offset !== null && at !== null && offsetAt(at, zoneNamed(zone)) !== offset;
  return { local, precision, place, zone: isOther && precision !== "date" ? offsetWords(offset) : null };
}

/** What is in this parcel; the whole order when nobody said which lines are. */
function itemsOf(
  inParcel: ShipmentSummary["lines"],
  lines: readonly {
    externalId: string;
    title: string;
    variant: string | null;
    quantity: number;
    requiresShipping?: boolean;
  }[],
): StoredEmail["items"] {
  const item = (line: (typeof lines)[number], quantity: number) => ({
    title: line.title,
    variant: line.variant,
    quantity,
  });
  const posted = lines.filter((line) => line.requiresShipping !== false && line.quantity > 0);
  if (inParcel.length === 0) return posted.map((line) => item(line, line.quantity)).slice(0, MOST_ITEMS);
  const byId = new Map(lines.map((line) => [line.externalId, line]));
  const found = inParcel.flatMap(({ externalLineId, quantity }) => {
    const line = byId.get(externalLineId);
    return line ? [item(line, quantity)] : [];
  });
  return found.slice(0, MOST_ITEMS);
}

/** More lines than this and Gmail cuts the mail off (102 KB). */
const MOST_ITEMS = 50;
