import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { forgetConnection, openConnection } from "../connections/open.ts";
import { receive } from "../inbox/receive.ts";
import { pollDue } from "../polling/poll.ts";
import { easypostEvent, route } from "../testing/events.ts";
import { ORG } from "../testing/scope.ts";
import { deliver, makeEngineWorld, NOW, putConnection, putOrder, putShipment, signed } from "../testing/world.ts";
import { recover, startEngine, tick } from "../tick.ts";
import { getConnection } from "./read.ts";
import { updateConnection } from "./update.ts";

const HOUR = 3_600_000;
const USPS = "9400111899223197428490";
let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

/** The next process: the same file, another APP_SECRET unless it is told the old one. */
function restarted(of: { secret?: string; asked?: string[] }) {
  // What a process holds in memory hangs on its database handle.
  const db = { ...database.db };
  const next = makeEngineWorld({
    db,
    fetch: async (input) => {
      of.asked?.push(String(input));
      return Response.json({ error: { message: "down" } }, { status: 503 });
    },
  });
  if (of.secret) next.ctx.config.appSecret = of.secret;
  startEngine(next.ctx);
  return next;
}

describe("another APP_SECRET than the one that sealed the credentials", () => {
  async function before() {
    const world = restarted({});
    const easypost = await putConnection(world, { adapter: "easypost" });
    const shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
    const orderId = await putOrder(world, shop, { externalId: "1" });
    const id = await putShipment(world, { orderId, number: USPS, carrier: "usps" });
    await world.settle();
    await world.ctx.db.commit([
      {
        sql: "UPDATE shipments SET connection_id = ?, next_poll_at = ?, poll_note = NULL WHERE id = ?",
        args: [easypost.id, NOW, id],
      },
      { sql: "UPDATE jobs SET state = 'done', run_at = NULL", args: [] },
    ]);
    return { world, easypost, id };
  }

  test("a webhook is refused without a row, nothing is asked of the platform, and the card says what to do", async () => {
    const { world, easypost } = await before();
    const asked: string[] = [];
    const next = restarted({ secret: "another secret, quite as long", asked });
    await recover(next.ctx);
    const card = await getConnection(next.scope, { id: easypost.id });
    expect(card).toMatchObject({ health: "failing", enabled: true });
    expect(card.healthReason).toContain("Set the old APP_SECRET again, or enter the credentials anew");

    const body = easypostEvent({ number: USPS, stops: route({ end: NOW }), id: "1" });
    const outcome = await deliver({ ctx: world.ctx }, easypost, body);
    expect(outcome.outcome).toBe("accepted");
    const webhook = signed(world.ctx, easypost, body.replace("evt_1", "evt_2"));
    expect((await receive(next.ctx, { kind: "carrier", connectionId: easypost.id, webhook })).outcome).toBe("rejected");
    expect(await next.ctx.db.query("SELECT COUNT(*) AS n FROM inbox")).toEqual([{ n: 1 }]);

    next.clock.now += 2 * HOUR;
    await tick(next.ctx);
    await next.settle();
    expect(asked).toEqual([]);
    expect(next.logged.filter((l) => l.message === "tick part failed")).toEqual([]);
  });

  test("with the old one it is well again by itself", async () => {
    const { easypost } = await before();
    await recover(restarted({ secret: "another secret, quite as long" }).ctx);
    const again = restarted({});
    await recover(again.ctx);
    expect(await getConnection(again.scope, { id: easypost.id })).toMatchObject({
      health: "ok",
      healthReason: null,
    });
  });

  test("one locked connection holds up no other's parcels; its name can be changed all the same", async () => {
    const { easypost, id } = await before();
    const asked: string[] = [];
    const next = restarted({ secret: "another secret, quite as long", asked });
    const ups = await putConnection(next, { adapter: "ups", settings: { baseUrl: "http://ups.example" } });
    await next.ctx.db.commit([
      {
        sql: `INSERT INTO shipments (id, org_id, carrier, number, scope, connection_id, lines, token, not_before, shipped_at, next_poll_at, created_at, changed_at)
          VALUES ('shp_u', ?1, 'ups', '1Z12345E0205271688', 'x', ?2, '[]', 'tok', ?3, ?3, ?3, ?3, ?3)`,
        args: [ORG, ups.id, NOW],
      },
    ]);
    expect((await openConnection(next.ctx, easypost.id))?.locked).toContain("cannot be opened");
    await pollDue(next.ctx);
    expect(asked.some((url) => url.startsWith("http://ups.example"))).toBe(true);
    const [row] = await next.ctx.db.query("SELECT poll_note, next_poll_at FROM shipments WHERE id = ?", [id]);
    expect(row?.poll_note).toContain("APP_SECRET");
    expect(Number(row?.next_poll_at)).toBeGreaterThan(NOW);
    forgetConnection(next.ctx, easypost.id);
    const renamed = await updateConnection(next.scope, { id: easypost.id, name: "Post" });
    expect(renamed.name).toBe("Post");
  });
});
