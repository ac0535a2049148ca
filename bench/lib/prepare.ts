import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { defaultKeyHasher } from "@better-auth/api-key";
import type { Database, SqlValue } from "@waybill/db/database";
import { openNative } from "@waybill/db/file/native";
import { migrate } from "@waybill/db/migrate";
import { openDatabase } from "@waybill/db/open";
import { makeSealer } from "@waybill/db/seal";
import { seedOrders } from "@waybill/db/seed";
import { temporaryFolder } from "./process.ts";
import { secrets } from "./settings.ts";
import { trackingNumber } from "./webhooks.ts";

export const ORG = "org_bench";
export const EASYPOST = "con_benchcarrier";
const SHOP = "con_benchshop";
export const WEBHOOK_PATH = `/webhooks/carriers/${EASYPOST}`;
const DAY = 86_400_000;

/** A migrated file with one organisation, an owner's API key, and (unless 0) parcels of seeded orders that EasyPost follows. */
export async function preparedFile(parcels: number): Promise<string> {
  const path = join(temporaryFolder(), "template.db");
  const db = await openDatabase({ url: `file:${path}` });
  const now = Date.now();
  await migrate(db);
  await addOrganisation(db, now);
  if (parcels > 0) {
    await addConnection(db, { id: EASYPOST, kind: "carrier", adapter: "easypost", now });
    await addConnection(db, { id: SHOP, kind: "channel", adapter: "shopify", now });
    // Placed within the last week, as parcels under way are.
    const everyMs = Math.floor((7 * DAY) / parcels);
    await seedOrders({
      channels: ["shopify"],
      db,
      orgId: ORG,
      count: parcels,
      now: now - DAY,
      everyMs,
      connectionId: SHOP,
    });
    await addParcels(db, now);
  }
  await db.close();
  return path;
}

/** The organisation and this run's key; may be done again on a file from an earlier run. */
export async function addOrganisation(db: Database, now: number): Promise<void> {
  const org = "INSERT INTO organization (id, name, slug, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
  const key = `INSERT INTO apikey (id, config_id, name, prefix, reference_id, key, enabled, rate_limit_enabled, created_at, updated_at, metadata)
    VALUES (?, 'default', 'Bench', 'wb_', ?, ?, 1, 0, ?, ?, '{"role":"owner"}')`;
  const hash = await defaultKeyHasher(secrets.apiKey);
  await db.commit([
    { sql: org, args: [ORG, "Bench", "bench", now] },
    { sql: key, args: [`key_${crypto.randomUUID()}`, ORG, hash, now, now] },
  ]);
}

async function addConnection(
  db: Database,
  input: { id: string; kind: "carrier" | "channel"; adapter: string; now: number },
): Promise<void> {
  const { id, kind, adapter, now } = input;
  const sealer = await makeSealer(secrets.app);
  const secret = kind === "carrier" ? { apiKey: "bench", webhookSecret: secrets.webhook } : { clientSecret: "bench" };
  // Nothing listens there: no bench may call the outside world.
  const open = { baseUrl: "http://127.0.0.1:9", ...(kind === "channel" ? { shop: "bench", clientId: "bench" } : {}) };
  const sealed = await sealer.seal(JSON.stringify(secret), `${ORG}/${id}`);
  await db.commit([
    {
      sql: `INSERT INTO connections (id, org_id, kind, adapter, name, settings, sealed_settings, enabled, health, failures, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1, 'ok', 0, ?, ?)`,
      args: [id, ORG, kind, adapter, adapter, JSON.stringify(open), sealed, now - 30 * DAY, now],
    },
  ]);
}

const PARCELS = `INSERT INTO shipments (id, org_id, order_id, carrier, number, scope, connection_id, lines, token,
    not_before, shipped_at, created_at, changed_at)
  SELECT value->>0, ?1, value->>1, 'usps', value->>2, (value->>1) || '|usps|' || (value->>2), ?2, '[]', value->>3, ?3, ?4, ?4, ?4
  FROM json_each(?5)`;

async function addParcels(db: Database, now: number): Promise<void> {
  const orders = await db.query("SELECT id FROM orders WHERE org_id = ? ORDER BY rid", [ORG]);
  for (let start = 0; start < orders.length; start += 2_000) {
    const rows = orders.slice(start, start + 2_000).map(({ id }, i): SqlValue[] => {
      const parcel = start + i;
      const name = String(parcel).padStart(9, "0");
      return [`shp_bench${name}`, String(id), trackingNumber(parcel), `benchtoken${name}`];
    });
    await db.commit([{ sql: PARCELS, args: [ORG, EASYPOST, now - 12 * DAY, now - DAY, JSON.stringify(rows)] }]);
  }
}

/** A copy of a prepared file, for one server. */
export function freshCopy(template: string): string {
  const path = join(temporaryFolder(), "waybill.db");
  copyFileSync(template, path);
  return path;
}

/** One read of a file that a server may have open; numbers come as numbers. */
export function readFile(path: string, sql: string): unknown[][] {
  const connection = openNative({ path, busyTimeoutMs: 5_000, readOnly: true });
  try {
    return connection.statement(sql).all([]);
  } finally {
    connection.close();
  }
}

export const readCount = (path: string, sql: string) => Number(readFile(path, sql)[0]?.[0] ?? 0);
