import { isConditionFailed, type Row, type SqlValue, type Statement } from "@waybill/db/database";
import type { notificationStates } from "@waybill/db/schema/outbox";
import type { Cause } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import { append } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";

export type NotificationState = (typeof notificationStates)[number];

/** A notification as stored. Times are UTC ms. */
export type OutboxRow = Omit<NotificationSummary, "state"> & {
  orgId: string;
  key: string;
  lane: string;
  seq: number;
  payload: unknown;
  state: NotificationState;
  nextAt: number | null;
  leaseUntil: number | null;
  providerId: string | null;
  firstTriedAt: number | null;
  cause: Cause;
};

const num = (value: unknown) => (value === null || value === undefined ? null : Number(value));
const str = (value: unknown) => (value === null || value === undefined ? null : String(value));

export function outboxRow(row: Row): OutboxRow {
  return {
    id: String(row.id),
    orgId: String(row.org_id),
    key: String(row.key),
    lane: String(row.lane),
    seq: Number(row.seq),
    trigger: String(row.trigger),
    medium: String(row.channel),
    recipient: String(row.recipient),
    orderId: str(row.order_id),
    shipmentId: str(row.shipment_id),
    payload: JSON.parse(String(row.payload)) as unknown,
    subject: String(row.subject),
    state: row.state as NotificationState,
    reason: str(row.reason),
    attempts: Number(row.attempts),
    nextAt: num(row.next_at),
    leaseUntil: num(row.lease_until),
    sender: str(row.sender),
    providerId: str(row.provider_id),
    firstTriedAt: num(row.first_tried_at),
    sentAt: num(row.sent_at),
    receiptAt: num(row.receipt_at),
    cause: JSON.parse(String(row.cause)) as Cause,
    createdAt: Number(row.created_at),
  };
}

export function notificationSummary(row: OutboxRow): NotificationSummary {
  const { id, trigger, medium, recipient, orderId, shipmentId, subject, state, reason } = row;
  const { attempts, sender, createdAt, sentAt, receiptAt } = row;
  return {
    id,
    trigger,
    medium,
    recipient,
    orderId,
    shipmentId,
    subject,
    state,
    reason,
    attempts,
    sender,
    createdAt,
    sentAt,
    receiptAt,
  };
}

const columns = {
  state: "state",
  reason: "reason",
  attempts: "attempts",
  nextAt: "next_at",
  leaseUntil: "lease_until",
  sender: "sender",
  providerId: "provider_id",
  firstTriedAt: "first_tried_at",
  sentAt: "sent_at",
  receiptAt: "receipt_at",
} as const;
export type OutboxPatch = Partial<Pick<OutboxRow, keyof typeof columns>>;

/** No earlier message of the same parcel is still to go out. */
export const FIRST_OF_LANE = `NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.lane = outbox.lane
  AND earlier.seq < outbox.seq AND earlier.state IN ('pending', 'sending'))`;

/** The write that moves a row on if it is still as `row` says: state, attempts and lease together are the fence. */
export function patchStatement(
  row: OutboxRow,
  patch: OutboxPatch,
  options: { firstOfLane?: boolean; orUnknown?: boolean } = {},
): Statement {
  const entries = Object.entries(patch) as [keyof typeof columns, SqlValue][];
  const sets = entries.map(([name]) => `${columns[name]} = ?`).join(", ");
  const lane = options.firstOfLane ? ` AND ${FIRST_OF_LANE}` : "";
  // Of the same try: another one has another number.
  const unknown = options.orUnknown ? " OR state = 'unknown'" : "";
  return {
    sql: `UPDATE outbox SET ${sets} WHERE id = ? AND org_id = ? AND attempts = ?
      AND ((state = ? AND lease_until IS ?)${unknown})${lane}`,
    args: [...entries.map(([, value]) => value), row.id, row.orgId, row.attempts, row.state, row.leaseUntil],
    atLeast: 1,
  };
}

export const changedEvent = (row: OutboxRow): NewEvent => ({
  type: "notification.changed",
  stream: row.id,
  data: { notification: notificationSummary(row) },
});

/**
 * Moves a notification on and announces it, in one commit; null when somebody else moved it first (nothing is written then).
 * `more` goes into the same commit.
 */
export async function moveOn(
  scope: Scope,
  input: {
    row: OutboxRow;
    patch: OutboxPatch;
    cause?: Cause;
    firstOfLane?: boolean;
    /** Also when the row was called unknown meanwhile. */
    orUnknown?: boolean;
    more?: { statements: readonly Statement[]; events: readonly NewEvent[] };
  },
): Promise<OutboxRow | null> {
  const { row, patch, more } = input;
  const next: OutboxRow = { ...row, ...patch };
  const statements = [patchStatement(row, patch, input), ...(more?.statements ?? [])];
  const events = [changedEvent(next), ...(more?.events ?? [])];
  try {
    await append(scope, { cause: input.cause ?? row.cause, statements, events });
    return next;
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
}
