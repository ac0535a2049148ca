import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import fc from "fast-check";
import { setGeneralSettings } from "../organisation/settings.ts";
import { ORG, testScope } from "../testing/scope.ts";
import {
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  putShipment,
  type TestConnection,
} from "../testing/world.ts";
import { exportOrders } from "./export.ts";
import { csvCell } from "./export-csv.ts";

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

/** A plain reader of RFC 4180, section 2: records end with CRLF, a doubled quote inside quotes is one quote. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') {
      field += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ",") {
      fields.push(field);
      field = "";
    } else if (!quoted && c === "\r" && text[i + 1] === "\n") {
      records.push([...fields, field]);
      fields = [];
      field = "";
      i++;
    } else field += c;
  }
  expect([quoted, fields, field]).toEqual([false, [], ""]);
  return records;
}

async function exported(filter: { sync?: string[]; ids?: string[] } = {}) {
  const { filename, body } = await exportOrders(world.scope, { kind: "csv", filter });
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const [head = [], ...rows] = parseCsv(new TextDecoder("utf-8").decode(bytes));
  const objects = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
  return { filename, bytes, head, rows: objects };
}

describe("a cell", () => {
  test("text that a spreadsheet would run is made text (OWASP: = + - @ TAB CR)", () => {
    for (const start of ["=", "+", "-", "@", "\t", "\r"]) {
      expect(parseCsv(`${csvCell(`${start}cmd|' /C calc'!A0`)}\r\n`)).toEqual([[`'${start}cmd|' /C calc'!A0`]]);
    }
    expect(csvCell(-3)).toBe("-3");
  });

  test("whatever a customer is called, it is read back as it was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom(..."ab,\"\r\n;'é=- ") }), { minLength: 1, maxLength: 5 }),
        (cells) => {
          const read = parseCsv(`${cells.map(csvCell).join(",")}\r\n`)[0] ?? [];
          expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
        },
      ),
    );
  });
});

describe("the export", () => {
  test("is UTF-8 with a mark, exact amounts beside their currency, UTC instants and the organisation's own day", async () => {
    await setGeneralSettings(world.scope, { general: { timeZone: "Asia/Tokyo", language: "en" } });
    const id = await putOrder(world, shop, {
      externalId: "1",
      number: "#1001",
      // 16:30 UTC is half past one of the next day in Tokyo (UTC+9).
      placedAt: Date.parse("2026-11-19T16:30:00Z"),
      customer: { name: '=HYPERLINK("x")', email: "zoë@example.com", phone: null },
    });
    await ctxPut(id, "KWD", 1_234_005);
    await putShipment(world, { orderId: id, number: "1Z12345E0205271688", carrier: "ups" });
    const { filename, bytes, rows } = await exported();
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(filename).toBe("orders-2026-11-20.csv");
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      Order: "#1001",
      Shop: "shopify",
      "Placed (UTC)": "2026-11-19T16:30:00.000Z",
      "Day placed (Asia/Tokyo)": "2026-11-20",
      Customer: '\'=HYPERLINK("x")',
      Email: "zoë@example.com",
      // The Kuwaiti dinar has three decimals (ISO 4217).
      Total: "1234.005",
      Currency: "KWD",
      "Tracking numbers": "1Z12345E0205271688",
      "Waybill id": id,
    });
  });

  const ctxPut = (id: string, currency: string, minor: number) =>
    world.ctx.db.commit([
      { sql: "UPDATE orders SET currency = ?, total_minor = ? WHERE id = ?", args: [currency, minor, id] },
    ]);

  test("tells each fact of an uncommon order in a column of its own, and what could not be had", async () => {
    const at = Date.parse("2026-11-19T16:30:00Z");
    const line = {
      externalId: "l1",
      sku: null,
      title: "Mug",
      variant: null,
      quantity: 3,
      unfulfilled: 2,
      cancelled: 1,
    };
    await putOrder(world, shop, {
      ...{ externalId: "1", number: "#1001", placedAt: at, currency: "USD", payment: "pending", cashOnDelivery: true },
      ...{ test: true, total: { minor: 12_840, currency: "USD" }, buyerTotal: { minor: 19_260, currency: "JPY" } },
      refunded: { minor: 1_050, currency: "USD" },
      customer: { name: "Ada", email: null, phone: null },
      lines: [{ ...line, refunded: 0, unitPrice: { minor: 4_280, currency: "USD" }, requiresShipping: true }],
      fulfilments: [
        {
          ...{ externalId: "f1", cancelled: false, createdAt: at, tracking: [] },
          lines: [{ externalLineId: "l1", quantity: 1 }],
        },
      ],
      gaps: [
        { field: "customer.email", kind: "withheld", words: "The shop withholds the e-mail address." },
        { field: "note", kind: "unreadable", words: "The note cannot be read: it is no text." },
      ],
    });
    await putOrder(world, shop, { externalId: "2", number: "#1002", placedAt: at - 1, archivedAt: at });
    const { head, rows } = await exported();
    expect(rows[0]).toMatchObject({
      ...{ Items: "3", "Items shipped": "1", "To ship": "2", Total: "128.40", Currency: "USD", Refunded: "10.50" },
      // The yen has no decimals (ISO 4217).
      ...{ "Buyer total": "19260", "Buyer currency": "JPY", "Cash on delivery": "Yes", Payment: "Cash on delivery" },
      ...{ "Test order": "Test", Email: "", "Cancelled (UTC)": "", "Archived (UTC)": "", "Deleted (UTC)": "" },
      "What is missing": "The shop withholds the e-mail address. The note cannot be read: it is no text.",
    });
    expect(rows[1]).toMatchObject({
      ...{ "Archived (UTC)": "2026-11-19T16:30:00.000Z", "To ship": "0", "What is missing": "", Refunded: "" },
      ...{ "Cash on delivery": "", "Buyer total": "", "Test order": "" },
    });
    const documented = readFileSync(new URL("../../../../docs/api.md", import.meta.url), "utf8");
    for (const name of head) expect(documented).toContain(`\`${name.replace(/ \(UTC\)$/, "")}\``);
  });

  test("claims nothing of an order that was never read", async () => {
    const at = NOW;
    await world.ctx.db.commit([
      {
        sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
          VALUES ('ord_1', ?, ?, 'shopify', 'x1', '#1', ?, 0, 'pending', 'pending', 'failed', ?, ?)`,
        args: [ORG, shop.id, at, at, at],
      },
    ]);
    expect((await exported()).rows[0]).toMatchObject({
      ...{ Order: "#1", Status: "Could not be read", Sync: "Sync failed" },
      ...{ Payment: "", Items: "", "Items shipped": "", "To ship": "", Total: "", Refunded: "" },
    });
  });

  test("holds each order once over many pages, newest first, and only what the filter holds", async () => {
    const many = 1_203;
    const rows = Array.from({ length: many }, (_, n) => ({ n, at: NOW - (n % 37) * 60_000 }));
    await world.ctx.db.commit(
      rows.map(({ n, at }) => ({
        sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
          VALUES (?, ?, ?, 'shopify', ?, ?, ?, ?, 'paid', 'paid', ?, ?, ?)`,
        args: [`ord_${n}`, ORG, shop.id, `x${n}`, `#${n}`, at, at, n % 2 ? "success" : "failed", at, at],
      })),
    );
    const whole = await exported();
    expect(new Set(whole.rows.map((row) => row["Waybill id"])).size).toBe(many);
    const placed = whole.rows.map((row) => row["Placed (UTC)"] ?? "");
    expect(placed).toEqual(placed.toSorted().reverse());
    expect((await exported({ sync: ["failed"] })).rows).toHaveLength(602);
    expect((await exported({ ids: ["ord_3", "ord_4", "ord_none"] })).rows).toHaveLength(2);
  });

  test("another organisation's orders are not in it, whatever ids are named", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    const { body } = await exportOrders(world.scopeOf("org_b"), { kind: "csv", filter: { ids: [id] } });
    expect(parseCsv(await new Response(body).text())).toHaveLength(1);
  });

  test("reads no further than its reader: an export that is left ends", async () => {
    let pages = 0;
    const { query } = world.ctx.db;
    const at = NOW;
    await world.ctx.db.commit(
      Array.from({ length: 2_600 }, (_, n) => ({
        sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
          VALUES (?, ?, ?, 'shopify', ?, '#1', ?, ?, 'paid', 'paid', 'success', ?, ?)`,
        args: [`ord_${n}`, ORG, shop.id, `x${n}`, at, at, at, at],
      })),
    );
    const counting = {
      ...world.ctx,
      db: {
        ...world.ctx.db,
        query: ((sql, args) => {
          if (sql.includes("ORDER BY placed_at DESC")) pages += 1;
          return query(sql, args);
        }) as typeof query,
      },
    };
    const { body } = await exportOrders(testScope(counting), { kind: "csv" });
    const reader = body.getReader();
    await reader.read();
    await Bun.sleep(20);
    expect(pages).toBeLessThanOrEqual(3);
    await reader.cancel();
  });
});
