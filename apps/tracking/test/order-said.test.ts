import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { isBuilt } from "./built.ts";
import { type OrderSituation, orderSituations, parcelNumber } from "./order-situations.ts";
import { type OrderWorld, startOrderWorld } from "./order-world.ts";
import { idsIn } from "./said-places.ts";
import { upsNumber } from "./said-scans.ts";

// An order in all the places that speak of it: the customer's mails and pages, the seller's list and panel as they are drawn, the file,
// the API. What each says is read out of it again and held against what the situation says by hand.

let world: OrderWorld;
let made = 0;
beforeAll(async () => {
  if (isBuilt) world = await startOrderWorld();
}, 30_000);
afterAll(() => world?.close());

async function live({ steps }: OrderSituation): Promise<string> {
  made += 1;
  const externalId = `o${made}`;
  const numbers = new Map(["A", "B"].map((letter) => [parcelNumber(letter), upsNumber()]));
  let id = "";
  for (const step of steps) {
    if ("tell" in step) {
      const fulfilments = (step.tell.fulfilments ?? []).map((one) => ({
        ...one,
        tracking: one.tracking.map((typed) => ({ ...typed, number: numbers.get(typed.number) ?? typed.number })),
      }));
      id = await world.tell({ ...step.tell, externalId, fulfilments });
    } else if ("unreadable" in step) id = await world.fail(externalId, step.unreadable);
    else if ("scan" in step) await world.scan(numbers.get(parcelNumber(step.parcel)) ?? "", step.scan);
    else await world.remove(externalId);
  }
  return id;
}

describe.skipIf(!isBuilt)("an order says the same everywhere", () => {
  test.each(orderSituations.map((one) => [one.name, one] as const))("%s", async (_, situation) => {
    const { says } = situation;
    const found = await world.places(await live(situation));
    const { list, panel, file, api, listed, pages } = found;
    const [units, shipped, delivered, left] = says.units;
    const [parcels, there] = says.parcels ?? [0, 0];
    const isRead = says.word !== "Could not be read";
    const marks = says.marks ?? [];

    // API: the order on its own, and as the list's row.
    const { order } = api;
    expect(order.status).toBe(says.status);
    expect([order.units, order.shipped, order.delivered, order.toShip]).toEqual(says.units);
    expect([order.parcels, order.parcelsArrived]).toEqual([parcels, there]);
    expect(listed).toMatchObject(order);
    // List.
    expect([list.word, list.detail, list.marks]).toEqual([says.row, says.detail ?? null, marks]);
    expect(list.items).toBe(isRead ? `${units} ${units === 1 ? "item" : "items"}` : "– items");
    expect(list.noMail).toBe(says.noMail ?? null);
    const mayBeMailed = order.customerEmail !== null;
    if (isRead) expect(/No email: no notifications|e-mail address/.test(panel.text)).toBe(!mayBeMailed);
    // Panel. Cash on delivery is told with the payment there.
    expect([panel.word, panel.marks]).toEqual([says.word, marks.filter((mark) => mark !== "Cash on delivery")]);
    expect(panel.payment).toBe(isRead ? (says.payment ?? "Paid") : null);
    expect(panel.left).toBe(isRead ? (left > 0 ? `${left} of ${units}` : "Nothing left") : null);
    expect(panel.banners).toEqual(says.banners ?? []);
    expect([panel.none, panel.sync]).toEqual([says.none ?? null, order.syncState]);
    // Which of two parcels of one moment is the first is nobody's promise.
    expect(panel.cards.map((card) => card.step).toSorted()).toEqual((says.steps ?? []).toSorted());
    expect(panel.mails.toSorted()).toEqual((says.mails ?? []).toSorted());
    // File.
    expect([file.Status, file.Payment]).toEqual([says.word, isRead ? (says.payment ?? "Paid") : ""]);
    expect([file.Items, file["Items shipped"], file["Items delivered"], file["To ship"]]).toEqual(
      [units, shipped, delivered, left].map((count) => (isRead ? String(count) : "")),
    );
    expect([file.Parcels, file["Parcels arrived"]]).toEqual([String(parcels), String(there)]);
    expect([file["Test order"], file["Cash on delivery"]]).toEqual([
      marks.includes("Test") ? "Test" : "",
      marks.includes("Cash on delivery") ? "Yes" : "",
    ]);
    // First screen: in one drawer, or in none.
    expect(found.drawers).toEqual(says.drawer ? [says.drawer] : []);
    // Customer: asking for the order, and each parcel's page.
    if (says.customer === null || says.customer === "none") {
      expect(found.customer).toEqual({ kind: says.customer === null ? "links" : "none", headline: null });
    } else expect(found.customer).toEqual({ kind: "preparing", headline: says.customer });
    expect(pages.map((page) => page.step)).toEqual(panel.cards.map((card) => card.step));
    expect(pages.map((page) => page.replaced)).toEqual(pages.map((page) => page.step === null));
    expect(panel.cards.map((card) => card.left !== null)).toEqual(pages.map((page) => page.replaced));
    // Mails.
    expect(found.mails.map((mail) => mail.trigger)).toEqual(says.mails ?? []);
    for (const mail of found.mails) expect(mail.subject).toContain(order.number);
    const { Shop: _shop, "Waybill id": _id, Email: _mail, Channel: _channel, ...people } = file;
    expect(idsIn([list.word, list.detail, panel.word, ...Object.values(people)].join(" "))).toEqual([]);
  });
});
