import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { rowSummary } from "@waybill/dashboard/orders/row-summary";
import { type TestDatabase, testDatabase } from "@waybill/db/testing/testing";
import { type Locale, locales } from "@waybill/domain/languages/messages";
import { messages } from "@waybill/domain/languages/messages-all";
import type { RenderTrack } from "@waybill/domain/public/page";
import { saidOfParcel, stepOrder } from "@waybill/domain/said/parcel";
import { messageOf } from "@waybill/engine/notifications/message";
import { outboxRow } from "@waybill/engine/notifications/rows";
import { exportOrders } from "@waybill/engine/orders/export";
import { listOrders } from "@waybill/engine/orders/list";
import { getOrder } from "@waybill/engine/screens/order-page";
import { applyUpdates } from "@waybill/engine/shipments/apply-updates";
import {
  type EngineWorld,
  makeEngineWorld,
  NOW,
  putConnection,
  putOrder,
  type TestConnection,
} from "@waybill/engine/testing/world";
import { publicShipment } from "@waybill/engine/tracking/page";
import { shipmentLook } from "@waybill/ui/status-groups";
import { entryOfItem, entryWords } from "@waybill/ui/timeline-entry";
import { isBuilt, renderer } from "./built.ts";
import { factsIn, idsIn, textOf } from "./said-places.ts";
import { type Situation, situations } from "./situations.ts";

// One situation, six places: the customer's mail and page in every language, the seller's list, panel and file, the API. The facts
// are read out of the words again and held against what the situation says by hand.

const HOUR = 3_600_000;
let database: TestDatabase;
let world: EngineWorld;
let shop: TestConnection;
let ups: TestConnection;
let render: RenderTrack;
let made = 0;

beforeAll(async () => {
  database = await testDatabase();
  world = makeEngineWorld({ db: database.db });
  shop = await putConnection(world, { adapter: "shopify", kind: "channel" });
  ups = await putConnection(world, { adapter: "ups" });
  if (isBuilt) render = await renderer();
});
afterAll(() => database.close());

/** UPS's own check digit: letters count as their place less 63, every second figure twice. */
function upsNumber(): string {
  made += 1;
  const body = `12345E02${String(made).padStart(7, "0")}`;
  const values = [...body].map((c) => (/\d/.test(c) ? Number(c) : (c.charCodeAt(0) - 63) % 10));
  const sum = values.reduce((n, value, i) => n + value * (i % 2 === 1 ? 2 : 1), 0);
  return `1Z${body}${(10 - (sum % 10)) % 10}`;
}

const scan = (
  number: string,
  i: number,
  count: number,
  [status, reason = null]: Situation["parcels"][number]["scans"][number],
) => {
  const instant = NOW - (count - i) * HOUR;
  const local = new Date(instant - 7 * HOUR).toISOString().slice(0, 19);
  return {
    ...{ key: `${number}|${i}`, code: `T${i}`, status, reason, message: "As the carrier words it", ordinal: null },
    time: { local, offset: -420, instant, precision: "minute" as const },
    place: { city: "BOULDER", region: "CO", postalCode: null, country: "US" },
  };
};

async function live(situation: Situation, locale: Locale) {
  const { parcels } = situation;
  const numbers = parcels.map(upsNumber);
  const tracking = numbers.map((number) => ({ company: "UPS", number, url: null }));
  const fulfilment = (i: number, own: typeof tracking) => ({
    ...{ externalId: `f${i}`, cancelled: false, tracking: own, createdAt: NOW - HOUR + i },
    lines: [{ externalLineId: String(situation.oneFulfilment ? 1 : i + 1), quantity: 1 }],
  });
  const line = (i: number) => ({
    ...{ externalId: String(i + 1), sku: null, title: `Enamel mug ${i}`, variant: null, quantity: 1, unfulfilled: 0 },
    ...{ cancelled: 0, refunded: 0, unitPrice: { minor: 2_100, currency: "USD" }, requiresShipping: true },
  });
  const address = {
    name: "Ana Marlow",
    company: null,
    line1: "12 Elm Street",
    line2: null,
    city: "Denver",
    region: "CO",
  };
  const orderId = await putOrder(world, shop, {
    externalId: `${made}`,
    number: `#${made}`,
    locale,
    shippingAddress: { ...address, postalCode: "80202", country: "US", phone: null },
    lines: situation.oneFulfilment ? [line(0)] : parcels.map((_, i) => line(i)),
    fulfilments: situation.oneFulfilment ? [fulfilment(0, tracking)] : tracking.map((one, i) => fulfilment(i, [one])),
    ...situation.order,
  });
  for (const [p, { scans, eta }] of parcels.entries()) {
    const number = numbers[p] ?? "";
    for (const [i, one] of scans.entries()) {
      const last = i === scans.length - 1;
      const update = {
        ...{ number, carrier: "ups", uniqueId: null, handle: null, proof: null },
        scans: [scan(number, i, scans.length, one)],
        eta: last && eta ? { ...eta, asOf: NOW } : null,
      };
      const cause = { kind: "system" as const, id: null, text: "test" };
      await applyUpdates(world.scope, [
        { inboxId: null, receivedAt: NOW, connectionId: ups.id, updates: [update], cause, marks: () => [] },
      ]);
    }
  }
  return { orderId, number: numbers[situation.about ?? parcels.length - 1] ?? "" };
}

async function newestMail(shipmentId: string) {
  const [row] = await world.ctx.db.query("SELECT * FROM outbox WHERE shipment_id = ? ORDER BY seq DESC LIMIT 1", [
    shipmentId,
  ]);
  return row ? messageOf(world.ctx, outboxRow(row)) : null;
}

async function fileRow(orderId: string): Promise<Record<string, string>> {
  const { body } = await exportOrders(world.scope, { kind: "csv", filter: { ids: [orderId] } });
  const [head = "", row = ""] = (await new Response(body).text()).replace("\uFEFF", "").trim().split("\r\n");
  const cells = row.split(",");
  return Object.fromEntries(head.split(",").map((name, i) => [name, cells[i] ?? ""]));
}

/** What a key's words are, with the words that it has in common with others. */
function expectWords(found: string[], key: string, where: string): void {
  if (found.length > 0) expect([where, found]).toEqual([where, expect.arrayContaining([key])]);
}

describe.skipIf(!isBuilt).each(situations)("$name", (situation) => {
  const { says } = situation;
  const together = says.together ?? null;

  test.each([...locales])("mail and page in %s say the same", async (locale) => {
    const { orderId, number } = await live(situation, locale);
    const { shipments } = await getOrder(world.scope, { id: orderId });
    const parcel = shipments.find((one) => one.number === number);
    if (!parcel) throw new Error("no such parcel");
    const view = await publicShipment(world.ctx, { token: parcel.trackToken });
    if (!view) throw new Error("no page");
    const { html } = render({
      page: { kind: "parcel", token: "t", view, notice: null },
      locale,
      chosen: false,
      now: NOW,
    });
    const moving = /<div id="live">([\s\S]*?)<\/div><h2|<div id="live">([\s\S]*)/.exec(html)?.[0] ?? "";
    const page = factsIn({
      headline: textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? "").trim(),
      body: textOf(moving),
      step: textOf(/<li[^>]*aria-current="step"[^>]*>([\s\S]*?)<span class="sr"/.exec(html)?.[1] ?? "").trim(),
      locale,
    });
    expect(page.step).toBe(stepOrder.indexOf(says.step));
    expectWords(page.happened, says.key, "the page's sentence");
    expectWords(page.headline, says.key, "the page's headline");
    expect(page.happened.length + page.headline.length).toBeGreaterThan(0);
    // Labels of one fulfilment are made at the same moment: which of them is the first is nobody's promise, only the same everywhere.
    const nth = situation.oneFulfilment ? (parcel.together?.nth ?? 0) : (together?.[0] ?? 0);
    expect(page.nth).toEqual(together && [nth, together[1]]);
    expect(page.arrived).toEqual(together && together[2] > 0 ? [together[2], together[1]] : null);
    expect(idsIn(textOf(html))).toEqual([]);

    const mail = await newestMail(parcel.id);
    expect(mail === null).toBe(says.mail === "none");
    if (!mail) return;
    const text = mail.text.split("\n-- \n")[0] ?? "";
    expect(idsIn(`${mail.subject} ${text}`)).toEqual([]);
    if (says.mail !== "now") return;
    const h1 = textOf(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(mail.html)?.[1] ?? "").trim();
    const step = textOf(/<td class="tone"[^>]*>([\s\S]*?)<\/td>/.exec(mail.html)?.[1] ?? "").trim();
    const read = factsIn({ headline: h1, body: text, step, locale });
    expect(read).toEqual({ ...page, headline: read.headline, happened: read.happened });
    expectWords(read.happened, says.key, "the mail's sentence");
    expectWords(read.headline, says.key, "the mail's headline");
    expect(read.happened.length).toBeGreaterThan(0);
    // Subject, HTML and text are one: the headline leads all three.
    expect(mail.subject.startsWith(h1)).toBe(true);
    expect(text.split("\n")[0]).toBe(h1.toUpperCase());
    if (says.day) expect(h1).toContain(messages(locale).longDate(says.day));
    // What the reader is asked to check stands beside the question, in both.
    const asks = says.key === "exception/address";
    expect([text.includes("12 Elm Street"), html.includes("12 Elm Street")]).toEqual([asks, asks]);
  });

  test("list, panel, file and API say it in the seller's words", async () => {
    const { orderId, number } = await live(situation, "en");
    const { shipments } = await getOrder(world.scope, { id: orderId });
    const parcel = shipments.find((one) => one.number === number);
    if (!parcel) throw new Error("no such parcel");
    // API
    const [status, reason = null] = says.key.split("/");
    expect([
      parcel.step === "delivered" || says.step !== "delivered" ? parcel.step : says.step,
      parcel.together,
    ]).toEqual([
      says.step,
      together && {
        nth: situation.oneFulfilment ? expect.any(Number) : together[0],
        of: together[1],
        arrived: together[2],
      },
    ]);
    expect(parcel.status).toBe(status as typeof parcel.status);
    if (reason) expect(parcel.reason).toBeString();
    // Panel
    const look = shipmentLook(parcel.status, parcel.reason);
    const facts = saidOfParcel({ ...parcel, scans: parcel.timeline, promised: parcel.promised?.date ?? null });
    const lines = parcel.timeline.map((item) => entryWords(entryOfItem(item)).main);
    expect([look.word, stepOrder[facts.reached]]).toEqual([says.parcel, says.step]);
    // List
    const { items } = await listOrders(world.scope, { ids: [orderId], limit: 1 });
    const listed = items[0];
    if (!listed) throw new Error("no row");
    const row = rowSummary(listed, { now: NOW, today: "2026-11-20", locale: "en-GB" });
    expect(row.word).toBe(says.row);
    const some = together && together[2] > 0 && together[2] < together[1];
    if (some)
      expect(row.detail).toContain(
        together[2] === 1
          ? `One of ${together[1]} parcels arrived`
          : `${together[2]} of ${together[1]} parcels arrived`,
      );
    // File
    const cells = await fileRow(orderId);
    const others = new Set(shipments.map((one) => shipmentLook(one.status, one.reason).word));
    expect(cells.Status).toBe(says.order);
    expect(others).toContain(cells.Parcel ?? "");
    expect([cells.Parcels, cells["Parcels arrived"]]).toEqual([
      String(situation.parcels.length),
      String(shipments.filter((one) => one.status === "delivered").length),
    ]);
    expect(cells["Test order"]).toBe(situation.order?.test ? "Test" : "");
    const { Shop: _shop, "Waybill id": _id, Email: _mail, ...people } = cells;
    expect(idsIn([...Object.values(people), ...lines, look.word, row.word, row.detail ?? ""].join(" "))).toEqual([]);
  });
});
