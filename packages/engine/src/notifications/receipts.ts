import type { Receipt } from "@waybill/adapters/ports/mail-provider";
import type { Statement } from "@waybill/db/database";
import { appError } from "@waybill/domain/errors";
import type { Cause } from "@waybill/domain/frame";
import type { SuppressionNews } from "@waybill/domain/notification/answers";
import { mailAddress } from "@waybill/domain/shipment/notify";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import type { Scope } from "../core/scope.ts";
import { changedEvent, type NotificationState, type OutboxRow, outboxRow, patchStatement } from "./rows.ts";
import { suppressionChange } from "./suppression-news.ts";

/** How far a mail is known to have come; a receipt never takes it back (docs/platforms/resend.md#ranks). */
const ranks: Partial<Record<NotificationState, number>> = {
  sent: 1,
  delayed: 2,
  delivered: 3,
  failed: 4,
  bounced: 5,
  complained: 6,
};
const bad: ReadonlySet<Receipt["status"]> = new Set(["delayed", "failed", "bounced", "complained"]);

type ReceiptsApplied = {
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
 * @example await applyReceipts(scope, { receipts, cause });
 */
export function applyReceipts(
  scope: Scope,
  input: { receipts: readonly Receipt[]; cause: Cause },
): Promise<ReceiptsApplied> {
  return retryOnConflict({ ctx: scope.ctx, what: "notification" }, () => applyOnce(scope, input));
}

async function applyOnce(scope: Scope, input: Parameters<typeof applyReceipts>[1]): Promise<ReceiptsApplied> {
  const { ctx, orgId } = scope;
  const { receipts, cause } = input;
  const ids = JSON.stringify([...new Set(receipts.map((r) => r.providerId))]);
  const found = await ctx.db.query(
    "SELECT * FROM outbox WHERE provider_id IN (SELECT value FROM json_each(?)) AND org_id = ?",
    [ids, orgId],
  );
  const before = new Map(found.map((raw) => [String(raw.provider_id), outboxRow(raw)]));
  const after = new Map<string, OutboxRow>();
  const result: ReceiptsApplied = { applied: 0, unchanged: 0, unknown: [] };
  const news: SuppressionNews[] = [];
  for (const receipt of receipts) {
    const row = after.get(receipt.providerId) ?? before.get(receipt.providerId);
    if (!row) {
      await refuseEarly(scope, receipt);
      const words = `No notification was sent under ${receipt.providerId}; "${receipt.status}" changes nothing.`;
      result.unknown.push({ providerId: receipt.providerId, words });
      continue;
    }
    if (receipt.suppress) news.push(closed(row.recipient, receipt));
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
  const closing = await suppressionChange(scope, news);
  if (statements.length + closing.statements.length > 0) {
    const events = [...[...after.values()].map(changedEvent), ...closing.events];
    await append(scope, { cause, statements: [...statements, ...closing.statements], events });
  }
  return result;
}

function closed(address: string, { status, reason, at }: Receipt): SuppressionNews {
  return { address, held: true, reason: `${status}${reason ? ` (${reason})` : ""}`, at };
}

/** A provider may answer by webhook before its HTTP answer is noted here: that receipt must not be thrown away. */
async function refuseEarly({ ctx, orgId }: Scope, receipt: Receipt): Promise<void> {
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
