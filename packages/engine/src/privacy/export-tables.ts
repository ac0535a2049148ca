/** How a table is written into an export. `rowid` pages it. */
export type ExportTable = {
  /** The `kind` of its lines. */
  kind: string;
  name: string;
  /** With a join: the source, the alias that is paged, and the columns. */
  from?: string;
  alias?: string;
  columns?: string;
  orgColumn?: string;
  /** Kept by us alone, or secret. */
  without?: readonly string[];
  json?: readonly string[];
  times?: readonly string[];
};

/** "placed_at" → "placedAt" */
export const camelCase = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Every table of an organisation and what of it leaves: API keys without what opens anything, connections without their sealed
 * settings. Counters that follow from the rest are left out.
 */
export const exportTables: readonly ExportTable[] = [
  {
    kind: "organisation",
    name: "organization",
    columns: "id, name, slug, created_at",
    orgColumn: "id",
    times: ["created_at"],
  },
  {
    kind: "member",
    name: "member",
    from: "member AS m JOIN user AS u ON u.id = m.user_id",
    alias: "m",
    columns: "m.id, u.name, u.email, m.role, m.created_at",
    orgColumn: "m.organization_id",
    times: ["created_at"],
  },
  {
    kind: "apiKey",
    name: "apikey",
    columns: "id, name, start, created_at, expires_at, last_request",
    orgColumn: "reference_id",
    times: ["created_at", "expires_at", "last_request"],
  },
  { kind: "setting", name: "org_settings", json: ["value"], times: ["changed_at"] },
  { kind: "savedView", name: "saved_views", times: ["created_at"] },
  {
    kind: "connection",
    name: "connections",
    without: ["sealed_settings", "sealed_token", "sealed_previous"],
    json: ["settings", "budget"],
    times: [
      "backoff_until",
      "last_ok_at",
      "last_webhook_at",
      "watermark",
      "next_sync_at",
      "previous_until",
      "created_at",
      "updated_at",
    ],
  },
  {
    kind: "order",
    name: "orders",
    without: ["rid", "digest", "version"],
    json: ["detail"],
    times: ["placed_at", "channel_updated_at", "cancelled_at", "sync_next_at", "created_at", "changed_at"],
  },
  { kind: "orderLine", name: "order_lines" },
  { kind: "orderPayload", name: "order_payloads", json: ["payload"], times: ["at"] },
  {
    kind: "shipment",
    name: "shipments",
    without: ["version", "scope"],
    json: ["lines", "eta", "proof", "promised"],
    times: [
      "token_expires_at",
      "token_revoked_at",
      "status_at",
      "delivered_at",
      "not_before",
      "shipped_at",
      "last_heard_at",
      "next_poll_at",
      "created_at",
      "changed_at",
      "due_at",
      "moved_at",
    ],
  },
  { kind: "scan", name: "tracking_events", times: ["instant"] },
  { kind: "report", name: "reports", times: ["closed_at", "created_at"] },
  {
    kind: "notification",
    name: "outbox",
    without: ["lease_until"],
    json: ["payload", "cause"],
    times: ["next_at", "first_tried_at", "sent_at", "receipt_at", "created_at"],
  },
  { kind: "mail", name: "mailbox", json: ["headers"], times: ["at"] },
  { kind: "suppression", name: "suppressions", times: ["at"] },
  { kind: "preference", name: "preferences", times: ["at"] },
  { kind: "product", name: "products", times: ["created_at", "changed_at"] },
  { kind: "stock", name: "stock", times: ["changed_at"] },
  { kind: "stockMove", name: "stock_ledger", times: ["at"] },
  { kind: "syncRun", name: "sync_runs", times: ["updated_since", "newest_update", "started_at", "finished_at"] },
  {
    kind: "delivery",
    name: "inbox",
    json: ["headers", "effects"],
    times: ["received_at", "processed_at"],
  },
  { kind: "event", name: "events", without: ["id"], json: ["data", "cause"], times: ["at"] },
];
