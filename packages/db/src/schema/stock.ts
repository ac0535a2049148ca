import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ms } from "../columns.ts";

export const products = sqliteTable(
  "products",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").notNull(),
    sku: text("sku").notNull(),
    title: text("title").notNull(),
    createdAt: ms("created_at").notNull(),
    changedAt: ms("changed_at").notNull(),
  },
  (t) => [uniqueIndex("products_sku").on(t.orgId, t.sku)],
);

/** `available` = on hand − allocated, kept as a column so that one conditional statement can guard it. */
export const stock = sqliteTable(
  "stock",
  {
    orgId: text("org_id").notNull(),
    sku: text("sku").notNull(),
    onHand: integer("on_hand").notNull(),
    allocated: integer("allocated").notNull(),
    available: integer("available").notNull(),
    changedAt: ms("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.sku] })],
);

/** Append-only: every move of stock with its typed cause. */
export const stockLedger = sqliteTable(
  "stock_ledger",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    orgId: text("org_id").notNull(),
    sku: text("sku").notNull(),
    onHandDelta: integer("on_hand_delta").notNull(),
    allocatedDelta: integer("allocated_delta").notNull(),
    cause: text("cause", {
      enum: [
        "received",
        "counted",
        "order_placed",
        "order_cancelled",
        "order_shipped",
        "returned",
        "damaged",
        "corrected",
      ],
    }).notNull(),
    causeId: text("cause_id").notNull(),
    at: ms("at").notNull(),
  },
  (t) => [
    index("stock_ledger_sku").on(t.orgId, t.sku, t.id),
    uniqueIndex("stock_ledger_cause").on(t.orgId, t.sku, t.cause, t.causeId),
  ],
);
