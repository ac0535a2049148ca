import type { Row, SqlValue, Statement } from "@waybill/db/database";
import type { CatchUp, Cause, Frame, Happening } from "@waybill/domain/frame";
import type { NewEvent } from "@waybill/domain/live/events";
import { dataAsNow } from "@waybill/domain/live/older";
import { publicFrameOf } from "@waybill/domain/public/frame";
import { combined } from "./bulk.ts";
import type { Scope } from "./scope.ts";

// One statement for all events of a commit. `n` is an event's place among those of its stream in this commit: what the
// statement reads of the log is its state before, however many rows it writes.
const INSERT = `INSERT INTO events (org_id, seq, stream, version, type, at, data, cause)
  SELECT ?1, (SELECT COALESCE(MAX(seq), 0) FROM events WHERE org_id = ?1) + e.key + 1, e.value ->> '$.s',
    (SELECT COALESCE(MAX(version), 0) FROM events WHERE stream = e.value ->> '$.s') + (e.value ->> '$.n'),
    e.value ->> '$.t', ?2, e.value -> '$.d', e.value -> '$.c'
  FROM json_each(?3) AS e WHERE true ORDER BY e.key RETURNING seq, version`;

type Append = {
  cause: Cause;
  /** An event may name its own cause when one commit carries several. */
  events: readonly (NewEvent & { cause?: Cause })[];
  statements: readonly Statement[];
};

/**
 * The only writer of the log: projections, outbox rows, the inbox mark and the events that tell of them are one commit;
 * only then the hub hears of it. `seq` and `version` are allotted inside the write.
 *
 * @example await append(scope, { cause, statements: [update], events: [{ type: "order.updated", stream: id, data }] });
 */
export async function append({ ctx, orgId }: Scope, { cause, events, statements }: Append): Promise<Frame[]> {
  if (events.length === 0 && statements.length === 0) return [];
  const at = ctx.now();
  const writes = combined(statements);
  const place = new Map<string, number>();
  const rows = events.map((event) => {
    const n = (place.get(event.stream) ?? 0) + 1;
    place.set(event.stream, n);
    return { s: event.stream, n, t: event.type, d: event.data, c: event.cause ?? cause };
  });
  if (rows.length > 0) writes.push({ sql: INSERT, args: [orgId, at, JSON.stringify(rows)] });
  const results = await ctx.db.commit(writes);
  if (events.length === 0) return [];
  const allotted = (results.at(-1)?.rows ?? []).sort((a, b) => Number(a.seq) - Number(b.seq));
  const frames = events.map((event, i): Frame => {
    return { seq: Number(allotted[i]?.seq), type: event.type, at, stream: event.stream, data: event.data };
  });
  ctx.hub.publish(`org:${orgId}`, frames);
  events.forEach((event, i) => {
    // A customer's report stands in the parcel's stream too: its place in the order is told, so that no page sees a hole.
    if (!event.type.startsWith("shipment.") && event.type !== "report.changed") return;
    const { type, data } = event;
    ctx.hub.publish(`track:${event.stream}`, [
      publicFrameOf({ type, at, version: Number(allotted[i]?.version), data }),
    ]);
  });
  return frames;
}

/** More missed events than this and a reload is cheaper than a replay. */
const FAR_BEHIND = 5_000;

const frameOf = (row: Row): Frame => ({
  seq: Number(row.seq),
  type: String(row.type),
  at: Number(row.at),
  stream: String(row.stream),
  data: dataAsNow(String(row.type), JSON.parse(String(row.data))),
});

/** A row of the log with its cause. */
export const happeningOf = (row: Row): Happening => ({
  ...frameOf(row),
  cause: JSON.parse(String(row.cause)) as Cause,
});

/** The newest seq of an organisation; 0 when nothing happened yet. */
export async function currentSeq({ ctx, orgId }: Scope): Promise<number> {
  const [row] = await ctx.db.query("SELECT COALESCE(MAX(seq), 0) AS seq FROM events WHERE org_id = ?", [orgId]);
  return Number(row?.seq ?? 0);
}

/** Frames after `since`, oldest first; `reset` when `since` is not a place in this log or too far behind. */
export async function readSince(scope: Scope, input: { since: number; limit: number }): Promise<CatchUp> {
  const { ctx, orgId } = scope;
  const { since, limit } = input;
  const newest = await currentSeq(scope);
  if (since > newest)
    return { reset: true, seq: newest, reason: "This cursor is ahead of the log; the data was reset." };
  if (newest - since > FAR_BEHIND)
    return { reset: true, seq: newest, reason: `More than ${FAR_BEHIND} changes were missed.` };
  const rows = await ctx.db.query(
    "SELECT seq, type, at, stream, data FROM events WHERE org_id = ? AND seq > ? ORDER BY seq LIMIT ?",
    [orgId, since, limit],
  );
  const frames = rows.map(frameOf);
  const first = frames[0];
  if (first && first.seq !== since + 1)
    return { reset: true, seq: newest, reason: "Older changes are no longer kept." };
  const last = frames.at(-1)?.seq ?? since;
  return { reset: false, frames, seq: last, more: last < newest };
}

/** Everything that happened to some streams, newest first, with its cause. */
export async function history(
  { ctx, orgId }: Scope,
  input: { streams: readonly string[]; limit: number },
): Promise<Happening[]> {
  const marks = input.streams.map(() => "?").join(", ");
  const args: SqlValue[] = [orgId, ...input.streams, input.limit];
  const rows = await ctx.db.query(
    `SELECT seq, type, at, stream, data, cause FROM events WHERE +org_id = ? AND stream IN (${marks}) ORDER BY id DESC LIMIT ?`,
    args,
  );
  return rows.map(happeningOf);
}
