import { isConditionFailed, type Statement } from "@waybill/db/database";
import { picker, type RowOf, rowsOf } from "@waybill/db/rows";
import { type notificationStates, outbox } from "@waybill/db/schema/outbox";
import type { Cause } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import { assertMove } from "@waybill/domain/moves";
import { type NotificationSummary, notificationSummarySchema } from "@waybill/domain/notification/answers";
import { notificationMoves } from "@waybill/domain/notification/states";
import { append } from "../core/log.ts";
import type { Scope } from "../core/scope.ts";

export type NotificationState = (typeof notificationStates)[number];

/** A notification as stored. Times are UTC ms. */
export type OutboxRow = RowOf<typeof outbox>;
const outboxRows = rowsOf(outbox);
export const outboxRow = outboxRows.read;
export const notificationSummary: (row: NotificationSummary) => NotificationSummary = picker(
  Object.keys(notificationSummarySchema.shape),
);

/** What may change of a notification after it was written. */
type Moving = "state" | "reason" | "attempts" | "nextAt" | "leaseUntil" | "sender" | "providerId";
type Moments = "firstTriedAt" | "sentAt" | "receiptAt";
export type OutboxPatch = Partial<Pick<OutboxRow, Moving | Moments>>;

/** No earlier message of the same parcel is still to go out. */
export const FIRST_OF_LANE = `NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.lane = outbox.lane
  AND earlier.seq < outbox.seq AND earlier.state IN ('pending', 'sending'))`;

/** The write that moves a row on if it is still as `row` says: state, attempts and lease together are the fence. */
export function patchStatement(
  row: OutboxRow,
  patch: OutboxPatch,
  options: { firstOfLane?: boolean; orUnknown?: boolean } = {},
): Statement {
  for (const from of options.orUnknown ? [row.state, "unknown" as const] : [row.state])
    assertMove(notificationMoves, { of: "notification", from, to: patch.state ?? from });
  // Of the same try: another one has another number.
  const asItWas = options.orUnknown
    ? "((state = ? AND lease_until IS ?) OR state = 'unknown')"
    : "state = ? AND lease_until IS ?";
  const update = outboxRows.update({
    set: Object.keys(patch) as (keyof OutboxPatch)[],
    where: ["id", "orgId", "attempts"],
    and: options.firstOfLane ? `${asItWas} AND ${FIRST_OF_LANE}` : asItWas,
  });
  const statement = update({ ...row, ...patch }, row);
  return { ...statement, args: [...(statement.args ?? []), row.state, row.leaseUntil] };
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
