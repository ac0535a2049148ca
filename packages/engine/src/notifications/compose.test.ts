import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Receipt } from "@waybill/adapters/ports/mail-provider";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { causeSchema } from "@waybill/domain/frame";
import { eventData } from "@waybill/domain/live/events";
import fc from "fast-check";
import { system } from "../core/scope.ts";
import { makeWorld, put, rows, START, type World } from "../testing/outbox.ts";
import { ORG, testScope } from "../testing/scope.ts";
import { getNotification, listNotifications } from "./list.ts";
import { getMail, listMailbox } from "./mailbox.ts";
import { preferenceToken } from "./preference-token.ts";
import { unsubscribe } from "./preferences.ts";
import { applyReceipts } from "./receipts.ts";
import { retryNotification } from "./retry.ts";
import { moveOn, outboxRow } from "./rows.ts";
import { sendDue } from "./send.ts";

let database: TestDatabase;
let world: World;
beforeEach(async () => {
  database = await testDatabase();
  world = makeWorld({ db: database.db });
});
afterEach(() => database.close());

const states = async () => (await rows(world.ctx)).map((r) => `${r.trigger} ${r.state}`);

describe("writing", () => {
  test("one key is one row, however often it is written", async () => {
    await Promise.all(Array.from({ length: 5 }, () => put(world)));
    expect(await rows(world.ctx)).toHaveLength(1);
  });

  test("each message of a parcel gets the next place in its lane, also when written at once", async () => {
    const all = ["shipped", "out_for_delivery", "delivered", "delayed"] as const;
    await Promise.all(all.map((trigger) => put(world, { trigger })));
    await put(world, { shipment: "shp_2" });
    expect((await rows(world.ctx)).map((r) => `${r.lane} ${r.seq}`)).toEqual([
      "shp_1 1",
      "shp_1 2",
      "shp_1 3",
      "shp_1 4",
      "shp_2 1",
    ]);
  });

  test("a replay tells nobody anything", async () => {
    await put(world, { cause: { kind: "replay", id: null, text: "parser repaired" } });
    expect(await rows(world.ctx)).toEqual([]);
  });

  test("nobody takes a message while an earlier one of its parcel is to go out", async () => {
    await put(world);
    await put(world, { trigger: "delivered" });
    const [, second] = await rows(world.ctx);
    if (!second) throw new Error("no second row");
    const patch = { state: "sending", attempts: 1 } as const;
    expect(await moveOn(world.scope, { row: second, patch, firstOfLane: true })).toBeNull();
    expect(await states()).toEqual(["shipped pending", "delivered pending"]);
    expect(world.frames).toEqual([]);
  });

  test("the seller's own name is written with it", async () => {
    await world.ctx.db.commit([
      {
        sql: "INSERT INTO org_settings VALUES (?, 'branding', ?, 0)",
        args: [ORG, JSON.stringify({ name: "Kraft & Co" })],
      },
    ]);
    await put(world);
    const [row] = await rows(world.ctx);
    expect(row?.payload).toMatchObject({
      seller: { name: "Kraft & Co" },
      items: [{ title: "Enamel mug", quantity: 2 }],
    });
    await sendDue(world.ctx);
    const [mail] = (await listMailbox(world.scope)).items;
    expect(mail?.from).toBe('"Kraft & Co" <mail@shop.example>');
  });
});

describe("the mailbox", () => {
  test("puts the mail and the mark into one commit and announces it", async () => {
    await put(world);
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 1 });
    const [row] = await rows(world.ctx);
    expect(row).toMatchObject({ state: "sent", sender: "mailbox", sentAt: START, nextAt: null });
    const mail = await getMail(world.scope, { id: row?.id ?? "" });
    expect(mail?.to).toBe("ana@example.com");
    expect(mail?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail?.html).toContain("https://shop.example/track/tok1");
    const [frame] = world.frames;
    expect(frame?.type).toBe("notification.changed");
    expect(eventData["notification.changed"].parse(frame?.data).notification).toMatchObject({
      id: row?.id,
      state: "sent",
    });
  });

  test("mails that cannot be stored, however many, do not stand in the way of one that can", async () => {
    for (let i = 0; i < 20; i++) await put(world, { shipment: `shp_bad${i}`, recipient: "bad@example.com" });
    world.clock.now += 1;
    await put(world, { shipment: "shp_good" });
    const when = "WHEN NEW.to_address = 'bad@example.com'";
    const sql = `CREATE TRIGGER bad BEFORE INSERT ON mailbox ${when} BEGIN SELECT RAISE(ABORT, 'no'); END`;
    await world.ctx.db.commit([{ sql, args: [] }]);
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 1, failed: 20 });
    expect((await rows(world.ctx)).find((r) => r.recipient === "bad@example.com")?.reason).toContain("Waybill failed");
  });

  test("a commit that fails leaves neither mail nor mark", async () => {
    await put(world);
    await world.ctx.db.commit([
      { sql: "CREATE TRIGGER full BEFORE INSERT ON mailbox BEGIN SELECT RAISE(ABORT, 'disk full'); END", args: [] },
    ]);
    expect(await sendDue(world.ctx)).toMatchObject({ sent: 0, failed: 1 });
    expect(await states()).toEqual(["shipped pending"]);
    await world.ctx.db.commit([{ sql: "DROP TRIGGER full", args: [] }]);
    // It stepped back meanwhile, out of the others' way.
    world.clock.now += 6 * 60_000;
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped sent"]);
    expect((await listMailbox(world.scope)).items).toHaveLength(1);
  });

  test("many senders at once send each mail once, a parcel's mails in order", async () => {
    const all = ["shipped", "out_for_delivery", "delivered"] as const;
    for (const shipment of ["shp_1", "shp_2", "shp_3"])
      for (const trigger of all) await put(world, { shipment, trigger });
    await Promise.all(Array.from({ length: 6 }, () => sendDue(world.ctx)));
    await sendDue(world.ctx);
    const sent = await rows(world.ctx);
    expect(sent.every((r) => r.state === "sent" && r.attempts === 1)).toBe(true);
    expect((await listMailbox(world.scope)).items).toHaveLength(9);
    const order = new Map<string, string[]>();
    for (const frame of world.frames.toSorted((a, b) => a.seq - b.seq)) {
      const { notification } = eventData["notification.changed"].parse(frame.data);
      order.set(notification.shipmentId ?? "", [
        ...(order.get(notification.shipmentId ?? "") ?? []),
        notification.trigger,
      ]);
    }
    for (const seen of order.values()) expect(seen).toEqual([...all]);
  });
});

describe("unwanted", () => {
  test("an address that unsubscribed gets nothing, and the row says why", async () => {
    await unsubscribe(
      world.ctx,
      await preferenceToken(world.ctx, { orgId: ORG, address: "ana@example.com", shipmentId: null }),
    );
    await put(world);
    expect(await sendDue(world.ctx)).toMatchObject({ suppressed: 1, sent: 0 });
    expect(await rows(world.ctx)).toMatchObject([
      { state: "suppressed", reason: "The recipient unsubscribed from all messages." },
    ]);
    expect((await listMailbox(world.scope)).items).toEqual([]);
  });

  test("the later messages of the lane go on after a suppressed one", async () => {
    await world.ctx.db.commit([
      { sql: "INSERT INTO preferences VALUES (?, 'ana@example.com', 'shipped', '*', 0)", args: [ORG] },
    ]);
    await put(world);
    await put(world, { trigger: "delivered" });
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped suppressed", "delivered sent"]);
  });

  test("what one organisation's customer refuses, another organisation may send", async () => {
    await world.ctx.db.commit([
      { sql: "INSERT INTO suppressions VALUES ('org_b', 'ana@example.com', 'bounced', 0)", args: [] },
    ]);
    await put(world);
    await sendDue(world.ctx);
    expect(await states()).toEqual(["shipped sent"]);
  });
});

describe("receipts", () => {
  const receipt = (status: Receipt["status"], suppress = false): Receipt => ({
    providerId: "mail-1",
    status,
    recipient: "ana@example.com",
    reason: status === "bounced" ? "No such mailbox" : null,
    at: START + 1,
    suppress,
  });
  const sentByProvider = async () => {
    await put(world);
    await world.ctx.db.commit([
      { sql: "UPDATE outbox SET state = 'sent', next_at = NULL, provider_id = 'mail-1'", args: [] },
    ]);
  };

  test("in any order, with any duplicates, the furthest one stands", async () => {
    // Ranking: docs/platforms/resend.md#ranks.
    const ranked = ["sent", "delayed", "delivered", "failed", "bounced", "complained"] as const;
    await sentByProvider();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ranked), { minLength: 1, maxLength: 8 }), async (seen) => {
        await world.ctx.db.commit([{ sql: "UPDATE outbox SET state = 'sent'", args: [] }]);
        for (const status of seen)
          await applyReceipts(world.scope, { receipts: [receipt(status)], cause: system("t") });
        const furthest = ranked[Math.max(0, ...seen.map((s) => ranked.indexOf(s)))];
        expect((await rows(world.ctx))[0]?.state).toBe(furthest ?? "sent");
      }),
      { numRuns: 25 },
    );
  });

  test("a permanent bounce ends all mail to the address", async () => {
    await sentByProvider();
    await applyReceipts(world.scope, { receipts: [receipt("bounced", true)], cause: system("t") });
    await put(world, { trigger: "delivered" });
    await sendDue(world.ctx);
    expect(await rows(world.ctx)).toMatchObject([
      { state: "bounced", reason: "No such mailbox" },
      { state: "suppressed", reason: "No more mail goes to this address: bounced (No such mailbox)" },
    ]);
  });

  test("a receipt for a mail that is not ours changes nothing and says so; another organisation's neither", async () => {
    await sentByProvider();
    const strange = { ...receipt("delivered"), providerId: "mail-9" };
    const done = await applyReceipts(world.scope, { receipts: [strange], cause: system("t") });
    expect(done).toMatchObject({ applied: 0, unknown: [{ providerId: "mail-9" }] });
    expect(
      (await applyReceipts(testScope(world.ctx, "org_b"), { receipts: [receipt("bounced", true)], cause: system("t") }))
        .applied,
    ).toBe(0);
    expect(await states()).toEqual(["shipped sent"]);
    expect(await world.ctx.db.query("SELECT * FROM suppressions")).toEqual([]);
  });

  test("a receipt that is faster than our own note is refused for now and not lost", async () => {
    await sentByProvider();
    await world.ctx.db.commit([
      { sql: "UPDATE outbox SET state = 'sending', provider_id = NULL, next_at = 9e12", args: [] },
    ]);
    const early = applyReceipts(world.scope, { receipts: [receipt("delivered")], cause: system("t") });
    await expect(early).rejects.toMatchObject({ code: "receipt_early" });
  });
});

describe("lists", () => {
  test("page through everything once, newest first, also for rows of one instant", async () => {
    for (let i = 0; i < 7; i++) await put(world, { shipment: `shp_${i}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listNotifications(world.scope, { cursor, limit: 3 });
      seen.push(...page.items.map((i) => i.id));
      cursor = page.next;
    } while (cursor);
    const all = await world.ctx.db.query("SELECT id FROM outbox ORDER BY created_at DESC, id DESC");
    expect(seen).toEqual(all.map((r) => String(r.id)));
  });

  test("show nothing of another organisation", async () => {
    await put(world);
    await sendDue(world.ctx);
    const id = (await rows(world.ctx))[0]?.id ?? "";
    const orgId = "org_b";
    expect((await listNotifications(testScope(world.ctx, orgId), {})).items).toEqual([]);
    expect((await listMailbox(testScope(world.ctx, orgId), {})).items).toEqual([]);
    expect(await getNotification(testScope(world.ctx, orgId), { id })).toBeNull();
    expect(await getMail(testScope(world.ctx, orgId), { id })).toBeNull();
    expect(await retryNotification(testScope(world.ctx, orgId), { id })).toEqual({
      outcome: "not_found",
    });
  });

  test("filter by order and state, and refuse a cursor that is none", async () => {
    await put(world);
    const asked = (input: { orderId?: string; state?: "pending" | "parked" }) => listNotifications(world.scope, input);
    expect((await asked({ orderId: "ord_1", state: "pending" })).items).toHaveLength(1);
    expect((await asked({ state: "parked" })).items).toEqual([]);
    expect((await asked({ orderId: "ord_2" })).items).toEqual([]);
    await expect(listNotifications(world.scope, { cursor: "x" })).rejects.toMatchObject({
      code: "bad_cursor",
      status: 422,
    });
  });

  test("one notification shows its cause and the very mail that goes out", async () => {
    await put(world);
    const [row] = await rows(world.ctx);
    const detail = await getNotification(world.scope, { id: row?.id ?? "" });
    expect(causeSchema.parse(detail?.cause).text).toBe("test");
    await sendDue(world.ctx);
    const mail = await getMail(world.scope, { id: row?.id ?? "" });
    expect(detail?.preview).toMatchObject({ html: mail?.html, text: mail?.text, subject: row?.subject });
  });
});

test("a payload this version cannot read is parked with words, and the lane goes on", async () => {
  await put(world);
  await put(world, { trigger: "delivered" });
  await world.ctx.db.commit([
    { sql: "UPDATE outbox SET payload = '{\"version\":99}' WHERE trigger = 'shipped'", args: [] },
  ]);
  await sendDue(world.ctx);
  expect(await states()).toEqual(["shipped parked", "delivered sent"]);
  const raw = (await world.ctx.db.query("SELECT * FROM outbox WHERE trigger = 'shipped'"))[0];
  expect(raw && outboxRow(raw).reason).toContain("cannot read");
});
