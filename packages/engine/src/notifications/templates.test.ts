import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { storedEmailSchema } from "@waybill/domain/email/payload";
import { triggers } from "@waybill/domain/shipment/notify";
import { messageTemplates, setBranding, setGeneralSettings } from "../organisation/settings.ts";
import { makeWorld, put, rows, type World } from "../testing/outbox.ts";
import { ORG, testScope } from "../testing/scope.ts";
import { listNotifications, notificationCounts } from "./list.ts";
import { getMail, listMailbox } from "./mailbox.ts";
import { previewMessage, sendTestMessage } from "./preview.ts";
import { retryNotification, retryParked } from "./retry.ts";
import { sendDue } from "./send.ts";
import { liftSuppression, listSuppressed } from "./suppressions.ts";
import { setTemplate } from "./templates.ts";

let database: TestDatabase;
let world: World;
beforeEach(async () => {
  database = await testDatabase();
  world = makeWorld({ db: database.db });
});
afterEach(() => database.close());

const words = { subject: null, headline: null, intro: null };
const template = (input: { [part in keyof typeof words]?: string }) => ({ ...words, ...input });

describe("a seller's words", () => {
  test("of one message leave those of the others alone, also when they are written at the same moment", async () => {
    const write = (trigger: "shipped" | "delivered", locale: "en" | "de", headline: string | null) =>
      setTemplate(world.scope, { trigger, locale, template: headline ? template({ headline }) : null });
    await Promise.all([write("shipped", "en", "A"), write("shipped", "de", "B"), write("delivered", "en", "C")]);
    const kept = () => messageTemplates(world.scope);
    expect(await kept()).toEqual({
      shipped: { en: template({ headline: "A" }), de: template({ headline: "B" }) },
      delivered: { en: template({ headline: "C" }) },
    });
    await Promise.all([write("shipped", "en", null), write("shipped", "de", "D")]);
    expect((await kept()).shipped).toEqual({ de: template({ headline: "D" }) });
    expect((await kept()).delivered?.en?.headline).toBe("C");
  });

  test("are those of the moment the mail was written: a later change does not reach it, nor its retry", async () => {
    const write = (headline: string) =>
      setTemplate(world.scope, { trigger: "shipped", locale: "en", template: template({ headline }) });
    await write("First words");
    await put(world);
    await write("Second words");
    await setBranding(world.scope, {
      branding: {
        name: "Another name",
        logo: null,
        accent: "#00ff00",
        supportEmail: null,
        supportUrl: null,
        returnsUrl: null,
        footer: null,
      },
    });
    await put(world, { shipment: "shp_2" });
    await sendDue(world.ctx);
    const mails = await Promise.all((await rows(world.ctx)).map((row) => getMail(world.scope, { id: row.id })));
    expect(mails.map((mail) => mail?.text.split("\n")[0])).toEqual(["FIRST WORDS", "SECOND WORDS"]);
    expect(mails[0]?.html).not.toContain("#00ff00");
    expect(mails[1]?.html).toContain("#00ff00");
  });

  test("are those of the customer's language, else of the seller's", async () => {
    await setGeneralSettings(world.scope, { general: { timeZone: "UTC", language: "de" } });
    for (const locale of ["de", "fr"] as const) {
      const own = template({ headline: `Words in ${locale}` });
      await setTemplate(world.scope, { trigger: "shipped", locale, template: own });
    }
    await put(world, { shipment: "shp_1", customerLocale: "fr-CA" });
    await put(world, { shipment: "shp_2", customerLocale: "xx" });
    await put(world, { shipment: "shp_3", customerLocale: "es" });
    const stored = (await rows(world.ctx)).map((row) => storedEmailSchema.parse(row.payload));
    expect(stored.map((one) => [one.locale, one.words?.headline ?? null])).toEqual([
      ["fr", "Words in fr"],
      ["de", "Words in de"],
      ["es", null],
    ]);
  });

  test("with a placeholder that nobody fills are refused, and nothing is stored", async () => {
    const of = { trigger: "shipped", locale: "en" } as const;
    const done = await setTemplate(world.scope, { ...of, template: template({ intro: "Hi {nme}", subject: "Fine" }) });
    expect(done).toMatchObject({ outcome: "invalid", issues: [{ path: "intro" }] });
    expect(await world.ctx.db.query("SELECT * FROM org_settings")).toEqual([]);
  });

  test("of one language leave the others; empty ones give Waybill's back", async () => {
    const of = { trigger: "shipped" } as const;
    await setTemplate(world.scope, { ...of, locale: "en", template: template({ headline: "A" }) });
    await setTemplate(world.scope, { ...of, locale: "de", template: template({ headline: "B" }) });
    const done = await setTemplate(world.scope, { ...of, locale: "en", template: template({}) });
    expect(done).toMatchObject({ outcome: "saved", templates: { shipped: { de: { headline: "B" } } } });
    if (done.outcome === "saved") expect(Object.keys(done.templates.shipped ?? {})).toEqual(["de"]);
  });
});

describe("a preview", () => {
  test("shows every message with the words as typed, and Waybill's own beside them", async () => {
    for (const trigger of triggers) {
      const own = template({ headline: "Hello {name}", intro: "<b>{order}</b>" });
      const made = await previewMessage(world.scope, { trigger, locale: "en", template: own });
      expect(made.html).toContain(">Hello Ana</h1>");
      expect(made.html).toContain("&lt;b&gt;#1001&lt;/b&gt;");
      expect(made.waybill.headline).not.toContain("Hello");
      expect(made.subject).toContain("#1001");
    }
    expect(await rows(world.ctx)).toEqual([]);
  });
});

describe("a test mail", () => {
  test("goes the way of customers' mail, once a press, and stands among the notifications as a test", async () => {
    const of = { trigger: "delayed", locale: "en", template: null } as const;
    await sendTestMessage(world.scope, { ...of, to: "me@shop.example" });
    await sendTestMessage(world.scope, { ...of, to: "me@shop.example" });
    await Promise.all(world.deferred);
    const mails = (await listMailbox(world.scope)).items;
    expect(mails.map((mail) => mail.to)).toEqual(["me@shop.example", "me@shop.example"]);
    expect(mails[0]?.subject).toStartWith("Test: ");
    const { items } = await listNotifications(world.scope);
    expect(items.map((item) => [item.test, item.state, item.orderId])).toEqual([
      [true, "sent", null],
      [true, "sent", null],
    ]);
  });
});

describe("what asks for a person", () => {
  const force = (id: string, state: string) =>
    world.ctx.db.commit([{ sql: "UPDATE outbox SET state = ?, next_at = NULL WHERE id = ?", args: [state, id] }]);

  test("parked ones go out again all at once, in their order; those that may have gone out do not", async () => {
    for (const shipment of ["shp_1", "shp_2", "shp_3"]) await put(world, { shipment });
    const [one, two, three] = await rows(world.ctx);
    await force(one?.id ?? "", "parked");
    await force(two?.id ?? "", "unknown");
    await force(three?.id ?? "", "parked");
    expect(await notificationCounts(world.scope)).toMatchObject({ parked: 2, unknown: 1, waiting: 0 });
    expect(await retryParked(testScope(world.ctx, "org_b"))).toEqual({ queued: 0, left: 0 });
    expect(await retryParked(world.scope)).toEqual({ queued: 2, left: 0 });
    await Promise.all(world.deferred);
    expect((await rows(world.ctx)).map((row) => row.state)).toEqual(["sent", "unknown", "sent"]);
    expect((await listMailbox(world.scope)).items).toHaveLength(2);
    const again = await retryNotification(world.scope, { id: two?.id ?? "" });
    expect(again.outcome).toBe("queued");
  });

  test("can be looked for by a part of the address and by what it was about", async () => {
    await put(world, { recipient: "ana@example.com" });
    await put(world, { shipment: "shp_2", recipient: "ben@shop.example", trigger: "delivered" });
    const found = async (input: object) =>
      (await listNotifications(world.scope, input)).items.map((item) => item.recipient);
    expect(await found({ q: "ANA@" })).toEqual(["ana@example.com"]);
    expect(await found({ q: "%" })).toEqual([]);
    expect(await found({ trigger: "delivered" })).toEqual(["ben@shop.example"]);
    expect(await found({ states: ["parked", "unknown"] })).toEqual([]);
    expect(await found({ states: ["pending"] })).toHaveLength(2);
  });
});

describe("blocked addresses", () => {
  const block = (address: string, at: number, orgId = ORG) =>
    world.ctx.db.commit([{ sql: "INSERT INTO suppressions VALUES (?, ?, 'bounced', ?)", args: [orgId, address, at] }]);

  test("are listed newest first, page by page, of one's own organisation", async () => {
    await block("a@x.example", 1);
    await block("b@x.example", 3);
    await block("c@x.example", 2);
    await block("d@x.example", 9, "org_b");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listSuppressed(world.scope, { cursor, limit: 2 });
      seen.push(...page.items.map((item) => item.address));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(["b@x.example", "c@x.example", "a@x.example"]);
    // Taken for the first page it would go round for ever.
    expect(listSuppressed(world.scope, { cursor: "x" })).rejects.toMatchObject({ code: "bad_cursor" });
  });

  test("get mail again once lifted, and only by their own organisation", async () => {
    await block("ana@example.com", 1);
    await put(world);
    await sendDue(world.ctx);
    expect((await rows(world.ctx))[0]?.state).toBe("suppressed");
    expect(await liftSuppression(testScope(world.ctx, "org_b"), { address: "ana@example.com" })).toBe(false);
    expect(await liftSuppression(world.scope, { address: " ANA@example.com " })).toBe(true);
    expect(await liftSuppression(world.scope, { address: "ana@example.com" })).toBe(false);
    await put(world, { shipment: "shp_2" });
    await sendDue(world.ctx);
    expect((await rows(world.ctx)).map((row) => row.state)).toEqual(["suppressed", "sent"]);
  });
});
