import { afterEach, beforeEach, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { reprocess } from "../inbox/list.ts";
import { replayInbox } from "../inbox/replay.ts";
import { replayRange } from "../inbox/replay-range.ts";
import { getNotification, listNotifications } from "../notifications/list.ts";
import { retryNotification } from "../notifications/retry.ts";
import { setRetention } from "../organisation/settings.ts";
import { ORG, testScope } from "../testing/scope.ts";
import {
  channelOrder,
  deliver,
  type EngineWorld,
  logBreach,
  makeEngineWorld,
  putConnection,
  putOrder,
  putShipment,
  realAdapters,
} from "../testing/world.ts";
import { createProblemReport } from "../tracking/problem-reports.ts";
import { eraseCustomer, findCustomer } from "./erase-customer.ts";
import { deleteOrganisation, purgeDeleted } from "./erase-organisation.ts";
import { prune } from "./retention.ts";

let database: TestDatabase;
let world: EngineWorld;
beforeEach(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
});
afterEach(async () => {
  await world.settle();
  await database.close();
});

const DAY = 86_400_000;
const street = { ...channelOrder({ externalId: "0" }).shippingAddress, name: "Ana Marlow", line1: "12 Pine Street" };
const person = (externalId: string, name: string, email: string) => ({
  externalId,
  customer: { name, email, phone: "+351 900 000 000" },
  shippingAddress: { ...street, name, city: "Denver", country: "US" } as ReturnType<
    typeof channelOrder
  >["shippingAddress"],
  note: `Leave it with ${name}'s neighbour`,
  raw: { id: externalId, buyer: { name, email } },
});

/** An EasyPost tracker of one parcel, as its API documents the "tracker.updated" event. */
const tracker = (number: string, id: string, by = "ANA MARLOW") =>
  JSON.stringify({
    id: `evt_${id}`,
    object: "Event",
    description: "tracker.updated",
    result: {
      id: `trk_${id}`,
      object: "Tracker",
      tracking_code: number,
      status: "delivered",
      carrier: "UPS",
      signed_by: by,
      tracking_details: [
        {
          object: "TrackingDetail",
          message: "Left with neighbour Rui",
          status: "delivered",
          datetime: "2026-11-20T10:00:00Z",
          source: "UPS",
          tracking_location: { object: "TrackingLocation", city: "Denver", state: "CO", country: "US", zip: "80014" },
        },
      ],
    },
  });

/** Every text of every table of the organisation, the search index included. */
async function everything(): Promise<string> {
  const tables = await database.db.query(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'orders_fts%'",
  );
  const parts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await database.db.query(`SELECT * FROM "${name}"`);
      return rows.map((row) =>
        Object.values(row)
          .map((v) => (v instanceof Uint8Array || v instanceof ArrayBuffer ? new TextDecoder().decode(v) : String(v)))
          .join("|"),
      );
    }),
  );
  return parts.flat().join("\n");
}

/** Her address is in both orders' fixtures; these are hers alone. */
const TRACES = ["ana marlow", "ana@example.com"];
const traces = (text: string) => TRACES.filter((trace) => text.toLowerCase().includes(trace));

async function twoCustomers() {
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  const carrier = await putConnection(world, { adapter: "easypost" });
  const ana = await putOrder(world, shop, person("1", "Ana Marlow", "Ana@Example.com"));
  const ben = await putOrder(world, shop, person("2", "Ben Sousa", "ben@example.com"));
  const parcel = await putShipment(world, { orderId: ana, number: "1Z12345E0205271688", carrier: "ups" });
  const other = await putShipment(world, { orderId: ben, number: "1Z12345E6605272234", carrier: "ups" });
  await deliver(world, carrier, tracker("1Z12345E0205271688", "ana"));
  await deliver(world, carrier, tracker("1Z12345E6605272234", "ben", "B SOUSA"));
  await world.settle();
  return { ana, ben, parcel, other };
}

test("an erased customer is in no table any more, and the others are untouched", async () => {
  const { ana, ben } = await twoCustomers();
  const before = await everything();
  expect(traces(before)).toEqual(TRACES);
  const found = await findCustomer(world.scope, { email: " ana@example.com" });
  expect(found.orders).toBe(1);
  expect(found.shipments).toBe(1);
  expect(found.notifications).toBeGreaterThan(0);

  const done = await eraseCustomer(world.scope, { email: "ana@example.com" });
  expect(done).toMatchObject({ orders: 1, shipments: 1, deliveries: 1, left: 0 });

  const after = await everything();
  expect(traces(after)).toEqual([]);
  for (const trace of ["Ben Sousa", "B SOUSA", "neighbour"]) expect(after.includes(trace)).toBe(true);
  const orders = await database.db.query(
    "SELECT id, customer_name, total_minor, country, status FROM orders ORDER BY id",
  );
  expect(orders.find((row) => row.id === ben)?.customer_name).toBe("Ben Sousa");
  expect(orders.find((row) => row.id === ana)).toMatchObject({
    customer_name: null,
    total_minor: 4_200,
    status: "delivered",
  });
  const hits = await database.db.query("SELECT COUNT(*) AS n FROM orders_fts WHERE orders_fts MATCH 'text:marlow'");
  expect(Number(hits[0]?.n)).toBe(0);
  expect(await findCustomer(world.scope, { email: "ana@example.com" })).toMatchObject({
    orders: 0,
    notifications: 0,
  });
});

test("after an erasure the log is whole, a replay changes nothing, and nothing is erased twice", async () => {
  await twoCustomers();
  await eraseCustomer(world.scope, { email: "ana@example.com" });
  expect(await logBreach(world.ctx)).toBeNull();
  const replayed = await replayInbox(world.scope);
  expect(replayed.hashAfter).toBe(replayed.hashBefore);
  expect(traces(await everything())).toEqual([]);
  const again = await eraseCustomer(world.scope, { email: "ana@example.com" });
  expect(again).toEqual({ orders: 0, shipments: 0, notifications: 0, deliveries: 0, left: 0 });
});

test("what they wrote about somebody else's parcel goes too, from the log as well", async () => {
  const { other } = await twoCustomers();
  const [row] = await database.db.query("SELECT token FROM shipments WHERE id = ?", [other]);
  const token = String(row?.token);
  const seen = { token, kind: "damaged", message: "My present is broken, says Ana Marlow." };
  await createProblemReport(world.ctx, { ...seen, contact: "ana@example.com" });
  await createProblemReport(world.ctx, { ...seen, message: "Ben's box is wet.", contact: "ben@example.com" });
  await eraseCustomer(world.scope, { email: "ana@example.com" });
  const after = await everything();
  expect(traces(after)).toEqual([]);
  expect(after.split("Ben's box is wet.")).toHaveLength(3);
  expect(await logBreach(world.ctx)).toBeNull();
});

test("an emptied delivery is not read again: it would stand there as a failure", async () => {
  await twoCustomers();
  await eraseCustomer(world.scope, { email: "ana@example.com" });
  const [erased] = await database.db.query("SELECT id FROM inbox WHERE length(body) = 0");
  const id = Number(erased?.id);
  expect(id).toBeGreaterThan(0);
  await expect(reprocess(world.scope, { id })).rejects.toMatchObject({ code: "delivery_not_found" });
  const range = await replayRange(world.scope, { filter: { state: "ignored" } });
  expect(range).toMatchObject({ deliveries: 0, again: 0 });
  expect((await database.db.query("SELECT state FROM inbox WHERE id = ?", [id]))[0]?.state).toBe("ignored");
});

test("a delivery that stays for another's parcel does not bring an erased customer back when it is read again", async () => {
  const ANA = "1Z12345E0205271688";
  const { easypost } = realAdapters.carriers;
  if (!easypost) throw new Error("no easypost");
  // One push about two parcels, as UPS and FedEx send them.
  const parse: typeof easypost.parse = (webhook) =>
    easypost.parse(webhook).flatMap((report) => [report, { ...report, number: ANA }]);
  const adapters = { ...realAdapters, carriers: { ...realAdapters.carriers, easypost: { ...easypost, parse } } };
  world = makeEngineWorld({ db: database.db, adapters });
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  const carrier = await putConnection(world, { adapter: "easypost" });
  const ana = await putOrder(world, shop, person("1", "Ana Marlow", "Ana@Example.com"));
  const ben = await putOrder(world, shop, person("2", "Ben Sousa", "ben@example.com"));
  const hers = await putShipment(world, { orderId: ana, number: ANA, carrier: "ups" });
  await putShipment(world, { orderId: ben, number: "1Z12345E6605272234", carrier: "ups" });
  await deliver(world, carrier, tracker("1Z12345E6605272234", "both", "Rui of no. 14"));
  await world.settle();
  const done = await eraseCustomer(world.scope, { email: "ana@example.com" });
  expect(done).toMatchObject({ deliveries: 0, left: 1 });
  const replayed = await replayInbox(world.scope);
  expect(replayed.hashAfter).toBe(replayed.hashBefore);
  const parcels = await database.db.query("SELECT id, proof, scan_count FROM shipments");
  expect(parcels.find((row) => row.id === hers)).toMatchObject({ proof: null, scan_count: 0 });
  expect(parcels.find((row) => row.id !== hers)?.scan_count).toBeGreaterThan(0);
});

test("a mail to an erased customer cannot be sent again", async () => {
  await twoCustomers();
  await database.db.commit([{ sql: "UPDATE outbox SET state = 'parked'", args: [] }]);
  await eraseCustomer(world.scope, { email: "ana@example.com" });
  const mails = (await listNotifications(world.scope, { states: ["suppressed"] })).items;
  expect(mails.length).toBeGreaterThan(0);
  for (const { id } of mails) {
    expect((await getNotification(world.scope, { id }))?.canRetry).toBe(false);
    expect(await retryNotification(world.scope, { id })).toMatchObject({ outcome: "not_retryable" });
  }
});

test("an address of another organisation is not found", async () => {
  await twoCustomers();
  expect((await findCustomer(world.scopeOf("org_b"), { email: "ana@example.com" })).orders).toBe(0);
  await eraseCustomer(world.scopeOf("org_b"), { email: "ana@example.com" });
  expect(traces(await everything())).toEqual(TRACES);
});

test("a deleted organisation leaves no row in any table; another one keeps all of its own", async () => {
  await twoCustomers();
  const shop = await putConnection(world, { adapter: "shopify", kind: "channel", orgId: "org_b" });
  await putOrder(world, shop, person("9", "Cara Lind", "cara@example.com")).catch(() => undefined);
  await deleteOrganisation(world.scope);
  await world.settle();
  await purgeDeleted(world.ctx);
  const tables = await database.db.query(
    "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'org_id' WHERE m.type = 'table'",
  );
  expect(tables.length).toBeGreaterThan(20);
  const left: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.db.query(`SELECT COUNT(*) AS n FROM "${name}" WHERE org_id = ?`, [ORG]);
    if (Number(row?.n) > 0) left.push(`${name}: ${row?.n}`);
  }
  expect(left).toEqual([]);
  expect((await everything()).includes("org_b")).toBe(true);
  const [keys] = await database.db.query("SELECT COUNT(*) AS n FROM inbox_keys");
  expect(Number(keys?.n)).toBe(0);
});

test("a removal that a crash cut short goes on at the next tick", async () => {
  await twoCustomers();
  const cut = {
    ...world.ctx,
    defer: (work: Promise<unknown>) => void work.catch(() => undefined),
    db: { ...world.ctx.db },
  };
  let writes = 0;
  cut.db.commit = (statements) =>
    writes++ === 0 ? world.ctx.db.commit(statements) : Promise.reject(new Error("crash"));
  await deleteOrganisation(testScope(cut));
  const count = async () => Number((await database.db.query("SELECT COUNT(*) AS n FROM orders"))[0]?.n);
  expect(await count()).toBe(2);
  expect(await purgeDeleted(world.ctx)).toBe(1);
  expect(await count()).toBe(0);
  expect(await purgeDeleted(world.ctx)).toBe(0);
});

test("old mails and receipts go when the seller said so, and what a replay needs stays", async () => {
  await twoCustomers();
  const carrier = await putConnection(world, { adapter: "easypost" });
  await deliver(world, carrier, tracker("1Z12345E0205271688", "again"));
  await deliver(world, carrier, tracker("1Z12345E0205271688", "again"));
  await world.settle();
  await world.ctx.db.commit([
    {
      sql: `INSERT INTO mailbox (notification_id, org_id, from_address, to_address, subject, html, text, headers, at)
        VALUES ('ntf_old', ?, 'a@b.example', 'c@d.example', 's', 'h', 't', '{}', ?)`,
      args: [ORG, world.ctx.now()],
    },
  ]);
  world.clock.now += 31 * DAY;
  expect(await prune(world.ctx)).toBe(0);
  await setRetention(world.scope, { retention: { days: 30 } });
  expect(await prune(world.ctx)).toBeGreaterThan(0);
  expect(await database.db.query("SELECT 1 FROM mailbox")).toEqual([]);
  const states = await database.db.query("SELECT DISTINCT state FROM inbox WHERE kind = 'carrier'");
  expect(states.map((row) => row.state)).not.toContain("duplicate");
  const { hashBefore, hashAfter } = await replayInbox(world.scope);
  expect(hashAfter).toBe(hashBefore);
});
