import type { Row } from "@waybill/db/database";
import type { ConnectionKind, ConnectionSummary } from "@waybill/domain/connection/answers";

export type Settings = Record<string, string>;

export type ConnectionRow = ConnectionSummary & {
  orgId: string;
  settings: Settings;
  watermark: number | null;
  budget: { available: number; maximum: number; restorePerSecond: number } | null;
  createdAt: number;
  updatedAt: number;
};
const nullable = (value: unknown) => (value === null || value === undefined ? null : Number(value));
const text = (value: unknown) => (value === null || value === undefined ? null : String(value));

export function connectionRow(row: Row): ConnectionRow {
  return {
    id: String(row.id),
    orgId: String(row.org_id),
    kind: row.kind as ConnectionKind,
    adapter: String(row.adapter),
    name: String(row.name),
    settings: JSON.parse(String(row.settings)) as Settings,
    enabled: Boolean(row.enabled),
    health: row.health as ConnectionRow["health"],
    healthReason: text(row.health_reason),
    failures: Number(row.failures),
    backoffUntil: nullable(row.backoff_until),
    lastOkAt: nullable(row.last_ok_at),
    lastWebhookAt: nullable(row.last_webhook_at),
    nextSyncAt: nullable(row.next_sync_at),
    watermark: nullable(row.watermark),
    budget: row.budget ? (JSON.parse(String(row.budget)) as ConnectionRow["budget"]) : null,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}

export function connectionSummary(row: ConnectionRow): ConnectionSummary {
  const {
    id,
    kind,
    adapter,
    name,
    enabled,
    health,
    healthReason,
    failures,
    backoffUntil,
    lastOkAt,
    lastWebhookAt,
    nextSyncAt,
  } = row;
  return {
    id,
    kind,
    adapter,
    name,
    enabled,
    health,
    healthReason,
    failures,
    backoffUntil,
    lastOkAt,
    lastWebhookAt,
    nextSyncAt,
  };
}
