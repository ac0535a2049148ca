import type { Statement } from "./database.ts";

/** One token in the index: an id keeps its letters and digits only, so that it is matched whole. */
export function orgToken(orgId: string): string {
  return orgId.replace(/[^0-9a-z]/gi, "").toLowerCase();
}

/** Statements that put an order into the search index (again): the words it should be found by, after its row is written. */
export function indexOrder(order: { orgId: string; orderId: string; words: readonly (string | null)[] }): Statement {
  const text = order.words.filter((word) => word !== null && word !== "").join(" ");
  return {
    sql: "INSERT OR REPLACE INTO orders_fts (rowid, org, text) SELECT rid, ?, ? FROM orders WHERE id = ? AND org_id = ?",
    args: [orgToken(order.orgId), text, order.orderId, order.orgId],
  };
}

/**
 * What a person typed, as an FTS5 expression within one organisation: every word must occur, the last letters of each may be
 * missing. Only letters and digits are taken, so no input can be a syntax error. Null when nothing can be searched for
 * (nothing typed, or a single character, which would scan the index).
 *
 * @example matchOrders("org_1a", "müller #1001") // 'org:"org1a" AND text:"müller"* AND text:"1001"*'
 */
export function matchOrders(orgId: string, typed: string): string | null {
  const words = typed.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const useful = words.filter((word) => [...word].length > 1 || words.length > 1).slice(0, 8);
  if (useful.length === 0) return null;
  const terms = useful.map((word) => `text:"${word}"*`);
  return `org:"${orgToken(orgId)}" AND ${terms.join(" AND ")}`;
}

/**
 * Newest-first search, paged by rowid (ordering by rank reads every hit: 20–50 ms on a million orders instead of 0.1–1.2).
 * Bind: the expression of `matchOrders`, the last rid seen (or 2^53 − 1), the page size.
 */
export const SEARCH_ORDERS =
  "SELECT rowid AS rid FROM orders_fts WHERE orders_fts MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?";
