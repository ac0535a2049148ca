import { wantingOrders } from "@waybill/db/attention";
import type { SqlValue } from "@waybill/db/database";
import { matchOrders } from "@waybill/db/search";
import type { OrderBucket } from "@waybill/domain/order/buckets";
import { mailAddress } from "@waybill/domain/shipment/notify";
import type { Scope } from "../core/scope.ts";
import { typedNumber } from "../core/typed-number.ts";
import { bucketSql } from "./buckets.ts";

/** Which orders: every field narrows, absent ones do not. */
export type OrderFilter = {
  q?: string;
  channel?: string[];
  /** Shops: ids of channel connections. */
  connection?: string[];
  status?: string[];
  sync?: string[];
  /** Only those of one drawer of the first screen: exactly what its number counts. */
  bucket?: OrderBucket;
  /** Only those that want a person: sync failed, held, or a parcel that does. */
  attention?: boolean;
  /** Placed at or after / before, UTC ms. */
  from?: number;
  to?: number;
  /** Only these orders. */
  ids?: string[];
  cursor?: string;
  limit: number;
};
/** A search: the index's expression, and the whole address when one was typed. */
export type Search = { kind: "search"; match: string; email: string | null };

/** What is searched for. `none`: nothing; `empty`: something was typed that can find no order. */
export function parseSearch(
  scope: Scope,
  filter: Pick<OrderFilter, "q">,
): Search | { kind: "none" } | { kind: "empty" } {
  if (!filter.q?.trim()) return { kind: "none" };
  // A whole address is looked up by its first part: "example" and "com" are words of nearly every order.
  const email = mailAddress(filter.q);
  const first = email && matchOrders(scope.orgId, email.slice(0, email.indexOf("@")));
  const match = first ?? matchWordsOrNumber(scope, filter.q);
  return match === null ? { kind: "empty" } : { kind: "search", match, email };
}

/** A tracking number is one word in the index, however it was typed: with blanks, with words around it, or as its barcode has it. */
function matchWordsOrNumber({ ctx, orgId }: Scope, typed: string): string | null {
  const words = matchOrders(orgId, typed);
  const number = typedNumber(ctx, typed);
  if (words === null || number === typed.trim().toUpperCase() || !/^(?=.*[0-9]{4})[A-Z0-9]{8,40}$/.test(number))
    return words;
  return `(${words}) OR (${matchOrders(orgId, number)})`;
}

const marks = (values: readonly unknown[]) => values.map(() => "?").join(", ");

/** The filter as SQL over `orders`; what wants a person does so now. */
export function conditions(
  scope: Scope,
  input: { filter: Omit<OrderFilter, "limit">; search?: Search },
): { where: string[]; args: SqlValue[] } {
  const { filter, search } = input;
  // The plus keeps the planner from walking the organisation's index where ids are known.
  const where = [filter.attention || filter.ids ? "+orders.org_id = ?" : "orders.org_id = ?"];
  const args: SqlValue[] = [scope.orgId];
  const add = (sql: string, ...values: SqlValue[]) => {
    where.push(sql);
    args.push(...values);
  };
  const among = (column: string, values: string[] | undefined) => {
    if (values?.length) add(values.length === 1 ? `${column} = ?` : `${column} IN (${marks(values)})`, ...values);
  };
  among("channel", filter.channel);
  among("connection_id", filter.connection);
  among("status", filter.status);
  among("sync_state", filter.sync);
  if (filter.bucket) add(bucketSql(filter.bucket));
  if (filter.attention) {
    const wanted = wantingOrders({ orgId: scope.orgId, now: scope.ctx.now() });
    add(wanted.sql, ...wanted.args);
  }
  if (filter.from !== undefined) add("placed_at >= ?", filter.from);
  if (filter.to !== undefined) add("placed_at < ?", filter.to);
  if (filter.ids) add("orders.id IN (SELECT value FROM json_each(?))", JSON.stringify(filter.ids));
  if (search?.email) add("lower(customer_email) = ?", search.email);
  return { where, args };
}
