import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type CellObject, read, utils } from "@e965/xlsx";
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

// Every file is opened by SheetJS, which has nothing to do with the library that wrote it.

let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
});
afterEach(() => database.close());

/** The rows as SheetJS sees them: type, value and the text that a reader of the sheet sees. */
async function opened(filter: { ids?: string[] } = {}) {
  const { filename, body } = await exportOrders(world.scope, { kind: "xlsx", filter });
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const book = read(bytes, { cellNF: true });
  const sheet = book.Sheets.Orders;
  if (!sheet) throw new Error("The workbook has no sheet Orders.");
  const { e } = utils.decode_range(sheet["!ref"] ?? "A1");
  const at = (r: number, c: number) => sheet[utils.encode_cell({ r, c })] as CellObject | undefined;
  const head = Array.from({ length: e.c + 1 }, (_, c) => String(at(0, c)?.v));
  const rows = Array.from({ length: e.r }, (_, r) => Object.fromEntries(head.map((name, c) => [name, at(r + 1, c)])));
  return { filename, bytes, head, rows, sheets: book.SheetNames };
}

const set = (id: string, columns: string, ...args: (string | number)[]) =>
  world.ctx.db.commit([{ sql: `UPDATE orders SET ${columns} WHERE id = ?`, args: [...args, id] }]);

const TREACHEROUS = [
  "1-2",
  "00123",
  "+1",
  "=SUM(A1:A9)",
  "@home",
  "9400111899223197428520",
  "4.41E+11",
  "TRUE",
  " a ",
  "7/8",
];

describe("an Excel file of orders", () => {
  test("digits, zeros, dates and formulas in names and numbers are text, as they were typed", async () => {
    for (const [n, number] of TREACHEROUS.entries()) {
      const name = `${number}`;
      const id = await putOrder(world, shop, {
        externalId: `00${n}`,
        number,
        placedAt: NOW - n * 60_000,
        customer: { name, email: "zoë@example.com", phone: null },
      });
      await putShipment(world, { orderId: id, number: `94001118992231974285${n}0`, carrier: "usps" });
    }
    const { rows } = await opened();
    const text = (name: string) => rows.map((row) => [row[name]?.t, row[name]?.v, row[name]?.f]);
    expect(text("Order")).toEqual(TREACHEROUS.map((v) => ["s", v, undefined]));
    expect(text("Customer")).toEqual(TREACHEROUS.map((v) => ["s", v, undefined]));
    expect(text("Id at the channel")).toEqual(TREACHEROUS.map((_, n) => ["s", `00${n}`, undefined]));
    expect(text("Tracking numbers")).toEqual(TREACHEROUS.map((_, n) => ["s", `94001118992231974285${n}0`, undefined]));
    // And stays text when somebody edits it.
    expect(rows[0]?.Order?.z).toBe("@");
  });

  test("whatever a customer is called, it is read back as it was", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    const unit = fc.oneof(
      fc.constantFrom(..."_xX0041D \t\r\n<&>\"'\u0001\u001f\u007f\ufffe\uffff😀é"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom("_x0041_", "_x000d_", "_x_"),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 12 }), async (name) => {
        await set(id, "customer_name = ?", name);
        // The database keeps text up to a NUL; a line in a cell ends with LF.
        const [row] = await world.ctx.db.query("SELECT customer_name FROM orders");
        const kept = String(row?.customer_name).replace(/\r\n?/g, "\n");
        expect((await opened()).rows[0]?.Customer?.v ?? "").toBe(kept);
      }),
      { numRuns: 60 },
    );
  });

  test("amounts are numbers with their own currency's decimals; one that a number cannot hold is exact text", async () => {
    // Decimals: ISO 4217.
    const cases = [
      ["EUR", 12_840, "n", 128.4, "128.40"],
      ["JPY", 1_200, "n", 1_200, "1200"],
      ["KWD", 1_234_005, "n", 1_234.005, "1234.005"],
      ["USD", -5, "n", -0.05, "-0.05"],
      ["USD", 0, "n", 0, "0.00"],
      ["USD", 123_456_789_012_345, "n", 1_234_567_890_123.45, "1234567890123.45"],
      ["USD", 9_007_199_254_740_991, "s", "90071992547409.91", "90071992547409.91"],
    ] as const;
    for (const [n, [currency, minor]] of cases.entries()) {
      const id = await putOrder(world, shop, { externalId: `${n}`, placedAt: NOW - n * 60_000 });
      await set(id, "currency = ?, total_minor = ?", currency, minor);
    }
    const { rows } = await opened();
    expect(rows.map((row) => [row.Currency?.v, row.Total?.t, row.Total?.v, row.Total?.w])).toEqual(
      cases.map(([currency, , type, value, shown]) => [currency, type, value, shown]),
    );
    expect(rows[0]?.Items?.t).toBe("n");
  });

  test("times are dates by the organisation's clock, in summer and in winter, and the column names the zone", async () => {
    await setGeneralSettings(world.scope, { general: { timeZone: "America/New_York", language: "en" } });
    // New York is UTC-5 in winter and UTC-4 in summer (IANA).
    await putOrder(world, shop, { externalId: "1", placedAt: Date.parse("2026-11-20T03:30:15Z") });
    await putOrder(world, shop, { externalId: "2", placedAt: Date.parse("2026-07-01T04:00:00Z") });
    const { head, rows } = await opened();
    expect(head).toContain("Placed (America/New_York)");
    expect(head).toContain("Changed (America/New_York)");
    const placed = rows.map((row) => row["Placed (America/New_York)"]);
    expect(placed.map((cell) => [cell?.t, cell?.w])).toEqual([
      ["n", "2026-11-19 22:30:15"],
      ["n", "2026-07-01 00:00:00"],
    ]);
  });

  test("has a sheet, a name, a head that stays in sight, and columns as wide as what is in them", async () => {
    await putOrder(world, shop, { externalId: "1" });
    const { bytes, filename, sheets } = await opened();
    expect(filename).toMatch(/^orders-\d{4}-\d{2}-\d{2}\.xlsx$/);
    expect(sheets).toEqual(["Orders"]);
    const { files } = read(bytes, { bookFiles: true }) as unknown as { files: Record<string, { content: Uint8Array }> };
    const sheet = new TextDecoder().decode(files["xl/worksheets/sheet1.xml"]?.content);
    expect(sheet).toContain('ySplit="1" topLeftCell="A2" state="frozen"');
    expect(sheet).toContain('<col min="1" max="1" width="12"');
  });

  test("nothing found is a file with its head alone; another organisation's orders are in none", async () => {
    const id = await putOrder(world, shop, { externalId: "1" });
    expect((await opened({ ids: ["ord_none"] })).rows).toEqual([]);
    const { body } = await exportOrders(world.scopeOf("org_b"), { kind: "xlsx", filter: { ids: [id] } });
    const theirs = read(new Uint8Array(await new Response(body).arrayBuffer()));
    expect(utils.sheet_to_json(theirs.Sheets.Orders ?? {})).toEqual([]);
  });

  test("reads no further than its reader: an export that is left ends", async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => ({ n, at: NOW - n }));
    await world.ctx.db.commit(
      rows.map(({ n, at }) => ({
        sql: `INSERT INTO orders (id, org_id, connection_id, channel, external_id, number, placed_at, channel_updated_at, payment, status, sync_state, created_at, changed_at)
          VALUES (?, ?, ?, 'shopify', ?, '#1', ?, ?, 'paid', 'paid', 'success', ?, ?)`,
        args: [`ord_${n}`, ORG, shop.id, `x${n}`, at, at, at, at],
      })),
    );
    let pages = 0;
    const { query } = world.ctx.db;
    const counted: typeof query = (sql, args) => {
      if (sql.includes("ORDER BY placed_at DESC")) pages += 1;
      return query(sql, args);
    };
    const ctx = { ...world.ctx, db: { ...world.ctx.db, query: counted } };
    const { body } = await exportOrders(testScope(ctx), { kind: "xlsx" });
    const reader = body.getReader();
    await reader.read();
    await Bun.sleep(50);
    const before = pages;
    expect(before).toBeLessThanOrEqual(12);
    await reader.cancel();
    await Bun.sleep(50);
    expect(pages - before).toBeLessThanOrEqual(1);
  });
});
