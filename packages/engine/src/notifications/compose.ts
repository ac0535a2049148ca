import type { Receipt } from "@waybill/adapters/ports/sender";
import { isConditionFailed, type Statement } from "@waybill/db/database";
import { emailSubject, type StoredEmail } from "@waybill/domain/email/render";
import { appError } from "@waybill/domain/errors";
import { newId } from "@waybill/domain/ids";
import { carrierName } from "@waybill/domain/languages/messages";
import type { Cause } from "@waybill/domain/live/events";
import { mailAddress, type NotificationIntent } from "@waybill/domain/shipment/notify";
import type { OrderSummary, ShipmentSummary } from "@waybill/domain/views";
import type { Ctx } from "../core/context.ts";
import { append } from "../core/log.ts";
import type { Manner } from "./personalise.ts";
import { changedEvent, type NotificationState, type OutboxRow, outboxRow, patchStatement } from "./rows.ts";

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
 * @example statements.push(...outboxStatements(ctx, { orgId, intents, shipment, order, lines, manner, cause, now }));
 */
export function outboxStatements(
  ctx: Ctx,
  of: {
    orgId: string;
    intents: readonly NotificationIntent[];
    shipment: Pick<ShipmentSummary, "id" | "carrier" | "number" | "trackToken" | "proof" | "lines">;
    order: Pick<OrderSummary, "id" | "number"> | null;
    lines: readonly { externalId: string; title: string; variant: string | null; quantity: number }[];
    /** Language, looks and words as they are now: a retry says the same, whatever is changed meanwhile. */
    manner: Manner;
    cause: Cause;
    now: number;
  },
): Statement[] {
  if (of.cause.kind === "replay") return [];
  return of.intents.map((intent) => {
    const stored = payloadOf(ctx, intent, of);
    const { key, trigger, channel, recipient, shipmentId } = intent;
    const names = [key, shipmentId, trigger, channel, recipient, of.order?.id ?? null, shipmentId];
    const rest = [JSON.stringify(stored), emailSubject(stored), of.now, JSON.stringify(of.cause)];
    return { sql: INSERT, args: [of.orgId, newId("ntf", of.now), ...names, ...rest] };
  });
}

/** A seller's test mail to themselves: a notification of its own, about no order and no parcel. */
export function testMailStatement(of: { orgId: string; to: string; stored: StoredEmail; cause: Cause; now: number }): {
  id: string;
  statement: Statement;
} {
  const id = newId("ntf", of.now);
  const names = [`test|${id}`, id, of.stored.trigger, "email", of.to, null, null];
  const rest = [JSON.stringify(of.stored), emailSubject(of.stored), of.now, JSON.stringify(of.cause)];
  return { id, statement: { sql: INSERT, args: [of.orgId, id, ...names, ...rest] } };
}

function payloadOf(ctx: Ctx, intent: NotificationIntent, of: Parameters<typeof outboxStatements>[1]): StoredEmail {
  const { shipment, order, manner } = of;
  return {
    version: 1,
    locale: manner.locale,
    trigger: intent.trigger,
    status: intent.status,
    reason: intent.reason,
    seller: manner.seller,
    customer: manner.customer,
    words: manner.words(intent.trigger),
    test: false,
    order: order && { number: order.number },
    parcel: {
      carrier: ctx.adapters.carriers[shipment.carrier]?.name ?? carrierName(shipment.carrier),
      number: shipment.number,
      trackUrl: `${ctx.config.publicUrl.replace(/\/+$/, "")}/track/${shipment.trackToken}`,
      signedBy: shipment.proof?.signedBy ?? null,
    },
    eta: intent.eta,
    previousDate: intent.previousDate,
    scan: intent.scan,
    items: itemsOf(shipment.lines, of.lines),
  };
}

/** What is in this parcel; the whole order when nobody said which lines are. */
function itemsOf(
  inParcel: ShipmentSummary["lines"],
  lines: readonly { externalId: string; title: string; variant: string | null; quantity: number }[],
): StoredEmail["items"] {
  const item = (line: (typeof lines)[number], quantity: number) => ({
    title: line.title,
    variant: line.variant,
    quantity,
  });
  if (inParcel.length === 0) return lines.map((line) => item(line, line.quantity)).slice(0, MOST_ITEMS);
  const byId = new Map(lines.map((line) => [line.externalId, line]));
  const found = inParcel.flatMap(({ externalLineId, quantity }) => {
    const line = byId.get(externalLineId);
    return line ? [item(line, quantity)] : [];
  });
  return found.slice(0, MOST_ITEMS);
}
/** More lines than this and Gmail cuts the mail off (102 KB). */
const MOST_ITEMS = 50;

/** How far a mail is known to have come; a receipt never takes it back (carriers.md §14). */
const ranks: Partial<Record<NotificationState, number>> = {
  sent: 1,
  delayed: 2,
  delivered: 3,
  failed: 4,
  bounced: 5,
  complained: 6,
};
const bad: ReadonlySet<Receipt["status"]> = new Set(["delayed", "failed", "bounced", "complained"]);

export type ReceiptsApplied = {
  applied: number;
  /** Duplicates, and receipts that are behind what is known. */
  unchanged: number;
  /** About mails that are not ours, in words for the inbox. */
  unknown: { providerId: string; words: string }[];
};

/**
 * Applies a provider's receipts: the furthest one counts, in any order, however often it comes. A permanent bounce or a
 * complaint ends all mail to that address.
 *
 * @throws AppError `receipt_early` when the mail it is about may still be on its way out of here: try again
 * @example await applyReceipts(ctx, { orgId, receipts, cause });
 */
export async function applyReceipts(
  ctx: Ctx,
  of: { orgId: string; receipts: readonly Receipt[]; cause: Cause },
): Promise<ReceiptsApplied> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await applyOnce(ctx, of);
    } catch (error) {
      if (!isConditionFailed(error) || attempt >= 6) throw error;
    }
  }
}

async function applyOnce(ctx: Ctx, of: Parameters<typeof applyReceipts>[1]): Promise<ReceiptsApplied> {
  const { orgId, receipts, cause } = of;
  const ids = JSON.stringify([...new Set(receipts.map((r) => r.providerId))]);
  const found = await ctx.db.query(
    "SELECT * FROM outbox WHERE provider_id IN (SELECT value FROM json_each(?)) AND org_id = ?",
    [ids, orgId],
  );
  const before = new Map(found.map((raw) => [String(raw.provider_id), outboxRow(raw)]));
  const after = new Map<string, OutboxRow>();
  const result: ReceiptsApplied = { applied: 0, unchanged: 0, unknown: [] };
  const suppressed: Statement[] = [];
  for (const receipt of receipts) {
    const row = after.get(receipt.providerId) ?? before.get(receipt.providerId);
    if (!row) {
      await refuseEarly(ctx, orgId, receipt);
      const words = `No notification was sent under ${receipt.providerId}; "${receipt.status}" changes nothing.`;
      result.unknown.push({ providerId: receipt.providerId, words });
      continue;
    }
    if (receipt.suppress) suppressed.push(suppression(orgId, row.recipient, receipt));
    if ((ranks[receipt.status] ?? 0) <= (ranks[row.state] ?? 0)) {
      result.unchanged++;
      continue;
    }
    result.applied++;
    const reason = bad.has(receipt.status) ? (receipt.reason ?? null) : null;
    after.set(receipt.providerId, { ...row, state: receipt.status, reason, receiptAt: receipt.at, nextAt: null });
  }
  const statements = [...after].flatMap(([id, next]): Statement[] => {
    const row = before.get(id);
    const { state, reason, receiptAt, nextAt } = next;
    return row ? [patchStatement(row, { state, reason, receiptAt, nextAt })] : [];
  });
  if (statements.length + suppressed.length > 0) {
    const events = [...after.values()].map(changedEvent);
    await append(ctx, { orgId, cause, statements: [...statements, ...suppressed], events });
  }
  return result;
}

function suppression(orgId: string, address: string, receipt: Receipt): Statement {
  const reason = `${receipt.status}${receipt.reason ? ` (${receipt.reason})` : ""}`;
  return {
    sql: "INSERT INTO suppressions (org_id, address, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    args: [orgId, mailAddress(address) ?? address, reason, receipt.at],
  };
}

/** A provider may answer by webhook before its HTTP answer is noted here: that receipt must not be thrown away. */
async function refuseEarly(ctx: Ctx, orgId: string, receipt: Receipt): Promise<void> {
  const address = mailAddress(receipt.recipient);
  if (!address) return;
  const [row] = await ctx.db.query(
    "SELECT 1 FROM outbox WHERE org_id = ? AND state = 'sending' AND recipient = ? AND next_at IS NOT NULL LIMIT 1",
    [orgId, address],
  );
  if (!row) return;
  const message = "A mail to this address is being sent; its receipt is applied once that is noted.";
  throw appError({ code: "receipt_early", status: 409, message });
}
