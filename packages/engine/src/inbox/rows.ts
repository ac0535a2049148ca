import type { RawWebhook } from "@waybill/adapters/ports/webhook";
import type { ConnectionKind } from "@waybill/domain/connection/answers";

export function inboxRow(row: Record<string, unknown>): InboxRow {
  return {
    id: Number(row.id),
    orgId: String(row.org_id),
    connectionId: String(row.connection_id),
    kind: row.kind as InboxRow["kind"],
    adapter: String(row.adapter),
    key: String(row.key),
    receivedAt: Number(row.received_at),
    headers: JSON.parse(String(row.headers)) as Record<string, string>,
    url: String(row.url),
    body: bytes(row.body),
    verified: String(row.verified),
    attempts: Number(row.attempts),
  };
}

function bytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return new TextEncoder().encode(String(value));
}

/** A stored delivery. `poll` rows hold what we asked for ourselves, so that a replay has it too. */
export type InboxRow = RawWebhook & {
  id: number;
  orgId: string;
  connectionId: string;
  kind: ConnectionKind | "poll";
  adapter: string;
  key: string;
  receivedAt: number;
  verified: string;
  attempts: number;
};
