import type { Statement } from "@waybill/db/database";
import { asciiLower } from "@waybill/domain/casing";
import { notificationMoves } from "@waybill/domain/notification/states";
import type { Address } from "@waybill/domain/order/order";
import type { CustomerErased, CustomerFound } from "@waybill/domain/organisation/answers";
import { ERASED } from "../core/erased.ts";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { comesFrom } from "../core/states.ts";
import { suppressionStream } from "../notifications/suppression-news.ts";
import { type OrderRow, orderRow, orderSummary } from "../orders/rows.ts";
import { orderStatements } from "../orders/write.ts";
import { type ShipmentRow, shipmentRow, shipmentSummary } from "../shipments/rows.ts";
import { eraseDeliveries } from "./erase-deliveries.ts";

/** Orders erased in one commit. */
const AT_ONCE = 25;

type Whom = { email: string };

const OWN_ORDERS = "SELECT id FROM orders WHERE org_id = ?1 AND lower(customer_email) = ?2";
const OWN_SHIPMENTS = `SELECT id FROM shipments WHERE order_id IN (${OWN_ORDERS})`;

/**
 * What is kept of a customer, before it is erased.
 *
 * @example await findCustomer(scope, { email: "ana@example.com" }) // { orders: 2, numbers: ["#1001", "#1007"], … }
 */
export async function findCustomer({ ctx, orgId }: Scope, whom: Whom): Promise<CustomerFound> {
  const args = [orgId, asciiLower(whom.email.trim())];
  const [orders, [counts]] = await Promise.all([
    ctx.db.query(`SELECT number FROM orders WHERE id IN (${OWN_ORDERS}) ORDER BY placed_at DESC LIMIT 1000`, args),
    ctx.db.query(
      `SELECT (SELECT COUNT(*) FROM shipments WHERE id IN (${OWN_SHIPMENTS})) AS shipments,
        (SELECT COUNT(*) FROM outbox WHERE org_id = ?1 AND lower(recipient) = ?2) AS notifications,
        (SELECT COUNT(*) FROM reports WHERE org_id = ?1 AND (lower(contact) = ?2 OR shipment_id IN (${OWN_SHIPMENTS}))) AS reports`,
      args,
    ),
  ]);
  return {
    orders: orders.length,
    numbers: orders.slice(0, 20).map((row) => String(row.number)),
    shipments: Number(counts?.shipments ?? 0),
    notifications: Number(counts?.notifications ?? 0),
    reports: Number(counts?.reports ?? 0),
  };
}

/**
 * Erases what is kept of a customer: name, addresses, phone, e-mail, notes, the platform's own record, signatures, scans, the
 * texts of mails and reports, in the log too, and the raw deliveries that speak of nobody else. What was sold, when, for how
 * much, to which country and how it ended stays: books need it, and nobody is named by it. The log keeps every line at its
 * place, with the person gone from it. The parcel's public links end. Safe to repeat.
 *
 * @example await eraseCustomer(scope, { email: "ana@example.com" });
 */
export async function eraseCustomer(scope: Scope, input: Whom): Promise<CustomerErased> {
  const { ctx, orgId } = scope;
  const email = asciiLower(input.email.trim());
  const done: CustomerErased = { orders: 0, shipments: 0, notifications: 0, deliveries: 0, left: 0 };
  const streams = new Set<string>();
  // Mails first: an order that has no address any more can't lead to them.
  const mails = await ctx.db.query("SELECT id FROM outbox WHERE org_id = ? AND lower(recipient) = ?", [orgId, email]);
  for (const { id } of mails) streams.add(String(id));
  await ctx.db.commit([...mailStatements({ orgId, email }), ...reportStatements({ orgId, email })]);
  done.notifications = mails.length;
  for (;;) {
    const erased = await retryOnConflict({ ctx, what: "order" }, () => eraseSome(scope, { email }));
    for (const id of erased.streams) streams.add(id);
    done.orders += erased.orders;
    done.shipments += erased.shipments;
    if (erased.orders < AT_ONCE) break;
  }
  return { ...done, ...(await eraseDeliveries(scope, { email, streams })) };
}

async function eraseSome(scope: Scope, input: Whom) {
  const { ctx, orgId, by } = scope;
  const { email } = input;
  const now = ctx.now();
  const rows = await ctx.db.query(
    `SELECT * FROM orders WHERE org_id = ? AND lower(customer_email) = ? ORDER BY rid LIMIT ${AT_ONCE}`,
    [orgId, email],
  );
  const orders = rows.map(orderRow);
  if (orders.length === 0) return { orders: 0, shipments: 0, streams: [] };
  const ids = JSON.stringify(orders.map((order) => order.id));
  const [shipmentRows, lines] = await Promise.all([
    ctx.db.query("SELECT * FROM shipments WHERE order_id IN (SELECT value FROM json_each(?))", [ids]),
    ctx.db.query("SELECT order_id, sku, title FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?))", [
      ids,
    ]),
  ]);
  const shipments = shipmentRows.map(shipmentRow);
  const wordsOf = (order: OrderRow) => [
    ...lines.filter((l) => l.order_id === order.id).flatMap((l) => [String(l.sku ?? ""), String(l.title)]),
    ...shipments.filter((s) => s.orderId === order.id).map((s) => s.number),
    order.number,
  ];
  const nextOrders = orders.map((order) => ({ ...withoutPerson(order), changedAt: now }));
  const nextShipments = shipments.map((shipment) => ({ ...shipment, ...QUIET, changedAt: now }));
  await append(scope, {
    cause: causeOf(by, `${by.name} erased a customer`),
    statements: [
      ...nextOrders.flatMap((next, i) => orderStatements(next, orders[i], wordsOf(next))),
      ...orderTraces(orgId, ids),
      ...nextShipments.flatMap((next) => shipmentStatements(next, now)),
    ],
    events: [
      ...nextOrders.map((next) => ({
        type: "order.updated" as const,
        stream: next.id,
        data: { order: orderSummary(next), changed: ["customer"] },
      })),
      ...nextShipments.map((next) => ({
        type: "shipment.updated" as const,
        stream: next.id,
        data: { shipment: shipmentSummary(next), from: null, scans: [] },
      })),
    ],
  });
  return { orders: orders.length, shipments: shipments.length, streams: [...orders, ...shipments].map(({ id }) => id) };
}

/** The country stays: taxes are paid by it. */
const countryOf = (address: Address | null): Address | null =>
  address && {
    ...{ name: null, company: null, line1: null, line2: null, city: null, region: null, postalCode: null, phone: null },
    country: address.country,
  };

function withoutPerson(order: OrderRow): OrderRow {
  const { detail } = order;
  const texts = new Set(detail?.trackingTexts ?? []);
  return {
    ...order,
    customerName: null,
    customerEmail: null,
    note: null,
    detail: detail && {
      ...detail,
      // What a person wrote instead of a number may name somebody.
      fulfilments: detail.fulfilments.map((f) => ({
        ...f,
        tracking: f.tracking.filter((t) => !texts.has(t.number.trim())),
      })),
      trackingTexts: [],
      phone: null,
      note: null,
      shippingAddress: countryOf(detail.shippingAddress),
      billingAddress: countryOf(detail.billingAddress),
    },
  };
}

/** No scans and none counted: a replay, whose deliveries are gone, leaves such a parcel as it is. */
const QUIET = {
  proof: null,
  scanCount: 0,
  lastMessage: null,
  lastPlace: null,
  nextPollAt: null,
} satisfies Partial<ShipmentRow>;

function shipmentStatements({ id, orgId, version }: ShipmentRow, now: number): Statement[] {
  return [
    {
      sql: `UPDATE shipments SET proof = NULL, scan_count = 0, last_message = NULL, last_place = NULL, next_poll_at = NULL,
          token_revoked_at = COALESCE(token_revoked_at, ?), changed_at = ?, version = version + 1 WHERE id = ? AND org_id = ? AND version = ?`,
      args: [now, now, id, orgId, version],
      atLeast: 1,
    },
    { sql: "DELETE FROM tracking_events WHERE shipment_id = ? AND org_id = ?", args: [id, orgId] },
    {
      sql: `UPDATE events SET data = json_replace(data, '$.shipment.proof', NULL, '$.shipment.lastMessage', NULL,
          '$.shipment.lastPlace', NULL, '$.scans', json('[]'), '$.report.message', ?, '$.report.contact', NULL)
        WHERE stream = ? AND org_id = ?`,
      args: [ERASED, id, orgId],
    },
    {
      sql: "UPDATE reports SET message = ?, contact = NULL WHERE shipment_id = ? AND org_id = ?",
      args: [ERASED, id, orgId],
    },
  ];
}

const orderTraces = (orgId: string, ids: string): Statement[] => [
  {
    sql: "DELETE FROM order_payloads WHERE order_id IN (SELECT value FROM json_each(?)) AND org_id = ?",
    args: [ids, orgId],
  },
  {
    sql: `UPDATE events SET data = json_replace(data, '$.order.customerName', NULL, '$.order.customerEmail', NULL, '$.note', ?)
      WHERE stream IN (SELECT value FROM json_each(?)) AND org_id = ?`,
    args: [ERASED, ids, orgId],
  },
];

function mailStatements({ orgId, email }: Whom & { orgId: string }): Statement[] {
  const own = "SELECT id FROM outbox WHERE org_id = ?1 AND lower(recipient) = ?2";
  const args = [orgId, email];
  return [
    { sql: `DELETE FROM mailbox WHERE org_id = ?1 AND (notification_id IN (${own}) OR lower(to_address) = ?2)`, args },
    {
      sql: `UPDATE events SET data = json_replace(data, '$.notification.recipient', '${ERASED}', '$.notification.subject', '${ERASED}')
        WHERE org_id = ?1 AND stream IN (${own})`,
      args,
    },
    {
      // Its stream is made from the address, and would tell whoever guesses it.
      sql: `UPDATE events SET data = json_replace(data, '$.suppression.address', '${ERASED}'), stream = 'sup_' || lower(hex(randomblob(13)))
        WHERE org_id = ?1 AND type = 'suppression.changed' AND stream = ?3`,
      args: [...args, suppressionStream(orgId, email)],
    },
    { sql: "DELETE FROM preferences WHERE org_id = ?1 AND lower(address) = ?2", args },
    { sql: "DELETE FROM suppressions WHERE org_id = ?1 AND lower(address) = ?2", args },
    {
      sql: `UPDATE outbox SET key = 'erased|' || id, recipient = '${ERASED}', subject = '${ERASED}', next_at = NULL,
          payload = json_replace(payload, '$.customer', NULL, '$.words', NULL, '$.scan', NULL, '$.parcel.signedBy', NULL),
          state = CASE WHEN ${comesFrom(notificationMoves, "suppressed")} THEN 'suppressed' ELSE state END,
          reason = 'The customer was erased.'
        WHERE org_id = ?1 AND lower(recipient) = ?2`,
      args,
    },
  ];
}

/** Also those about a parcel that is somebody else's order: a present is reported by who got it. */
const reportStatements = ({ orgId, email }: Whom & { orgId: string }): Statement[] => {
  const own = "FROM reports WHERE org_id = ?1 AND lower(contact) = ?2";
  return [
    `UPDATE events SET data = json_replace(data, '$.report.message', '${ERASED}', '$.report.contact', NULL)
      WHERE org_id = ?1 AND type = 'report.changed' AND stream IN (SELECT shipment_id ${own}) AND data ->> '$.report.id' IN (SELECT id ${own})`,
    `UPDATE reports SET message = '${ERASED}', contact = NULL WHERE org_id = ?1 AND lower(contact) = ?2`,
  ].map((sql) => ({ sql, args: [orgId, email] }));
};
