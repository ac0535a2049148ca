import { describe, expect, test } from "bun:test";
import type { Scan } from "../shipment/scan.ts";
import { foldTimeline } from "../shipment/timeline.ts";
import { zoneAround } from "../zones/rules.ts";
import { applyPublicUpdate } from "./update.ts";
import { maskedAddress, publicShipment, publicShipmentSchema, safeUrl } from "./view.ts";

const scan: Scan = {
  key: "ups|1Z|SECRET-package-id|I/OT|2026-11-20T09:14|denver|us",
  code: "SECRET-code",
  status: "in_transit",
  reason: null,
  message: "Departed",
  time: {
    local: "2026-11-20T09:14:00",
    offset: -420,
    instant: Date.parse("2026-11-20T16:14:00Z"),
    precision: "second",
  },
  place: { city: "Denver", region: "CO", postalCode: "SECRET-postcode", country: "US" },
  ordinal: 4,
};

/** Everything that a row may hold, each private part marked: more fields than the maker asks for, as they come from rows. */
const full = {
  version: 7,
  seller: "Harbour & Pine",
  locale: "en",
  sellerLocale: "en",
  carrierName: "UPS",
  zone: zoneAround("America/Denver", { now: Date.parse("2026-11-20T12:00:00Z") }),
  brand: {
    ...{ name: "SECRET-legal-name", logo: "SECRET-logo-bytes", footer: "SECRET-footer" },
    ...{ logoUrl: "/brand/x", accent: "#b45309", supportEmail: "help@shop.example" },
    ...{ supportUrl: "https://shop.example/help", returnsUrl: "javascript:alert(1)" },
  },
  shipment: {
    ...{ carrier: "ups", number: "1Z999", trackingUrl: "https://ups.example/1Z999", eta: null, promised: null },
    ...{ shippedAt: 1, changedAt: 2, proof: { signedBy: "SECRET-signature-before-delivery", asOf: 1 } },
    ...{ id: "SECRET-shipment-id", orgId: "SECRET-org", handle: "SECRET-handle", uniqueId: "SECRET-unique" },
    ...{ trackToken: "SECRET-token", pushReason: "SECRET-push", pollNote: "SECRET-poll", connectionId: "SECRET-con" },
  },
  order: {
    ...{ number: "#1001", placedAt: 1, city: "Denver", country: "US" },
    ...{ customerEmail: "SECRET-mail", customerName: "SECRET-name", note: "SECRET-note", totalMinor: 4_200_001 },
    ...{ line1: "SECRET-street", phone: "SECRET-phone", id: "SECRET-order-id" },
  },
  items: [{ title: "Mug", variant: null, quantity: 1 }],
  parcels: [],
  notify: null,
  timeline: foldTimeline([scan], { notBefore: 0 }),
};

describe("what a stranger may see", () => {
  test("none of what is private leaves, and the shape is exactly the listed one", () => {
    const view = publicShipment(full);
    expect(JSON.stringify(view)).not.toMatch(/SECRET|4200001/);
    expect(publicShipmentSchema.strict().parse(view)).toEqual(view);
    expect(Object.keys(view).sort()).toEqual(Object.keys(publicShipmentSchema.shape).sort());
  });

  test("who signed is told when it was delivered, not before", () => {
    const delivered = foldTimeline([{ ...scan, status: "delivered" }], { notBefore: 0 });
    expect(publicShipment(full).signedBy).toBeNull();
    const shipment = { ...full.shipment, proof: { signedBy: "M. Okafor" } };
    expect(publicShipment({ ...full, shipment, timeline: delivered }).signedBy).toBe("M. Okafor");
  });

  test("where it goes is told only while the address is what is asked about", () => {
    const order = { ...full.order, address: ["12 Elm Street", "80202 Denver"] };
    const asked = foldTimeline([{ ...scan, status: "exception", reason: "address" }], { notBefore: 0 });
    expect(publicShipment({ ...full, order }).address).toEqual([]);
    expect(publicShipment({ ...full, order, timeline: asked }).address).toEqual(order.address);
    const refused = foldTimeline([{ ...scan, status: "exception", reason: "refused" }], { notBefore: 0 });
    expect(publicShipment({ ...full, order, timeline: refused }).address).toEqual([]);
  });

  test("a number that left the order may be a stranger's: nothing of its way is shown, whatever comes", () => {
    const view = publicShipment({ ...full, replaced: { token: "t2" } });
    expect([view.scans, view.items, view.eta, view.carrierUrl, view.signedBy]).toEqual([[], [], null, null, null]);
    expect(view.replaced).toEqual({ token: "t2" });
    const update = {
      status: "delivered" as const,
      reason: null,
      eta: null,
      promised: null,
      deliveredAt: 5,
      signedBy: "M.",
    };
    const after = applyPublicUpdate(view, { ...update, newsAt: 6, scans: [] }, 9);
    expect(after).toEqual({ ...view, version: 9 });
  });

  test("a link is the web's or none, whoever wrote it", () => {
    expect(publicShipment(full).brand.returnsUrl).toBeNull();
    for (const url of ["javascript:alert(1)", "data:text/html,x", "//x", "", "vbscript:x", " javascript:x", null]) {
      expect([url, safeUrl(url)]).toEqual([url, null]);
    }
    expect(safeUrl("https://ups.example/a?b")).toBe("https://ups.example/a?b");
  });

  test("an address shows enough to know one's own by, and no length", () => {
    expect(maskedAddress("maria@example.com")).toBe("m•••@e•••.com");
    expect(maskedAddress("a@b.co")).toBe("a•••@b•••.co");
    expect(maskedAddress("maria@example.com")).toBe(maskedAddress("me@e.com"));
  });
});

describe("the feed", () => {
  const view = publicShipment(full);
  test("what a stranger is not told moves the place in the feed and nothing else", () => {
    expect(applyPublicUpdate(view, null, 8)).toEqual({ ...view, version: 8 });
  });
  test("an update applied twice is applied once", () => {
    const update = {
      ...{
        status: "delivered" as const,
        reason: null,
        eta: null,
        promised: null,
        deliveredAt: 5,
        signedBy: "M.",
        newsAt: 6,
      },
      scans: [{ ...view.scans[0]!, key: "new", status: "delivered" as const, instant: 9e12 }],
    };
    const once = applyPublicUpdate(view, update, 8);
    expect(once.scans).toHaveLength(2);
    expect([once.status, once.step, once.signedBy]).toEqual(["delivered", "delivered", "M."]);
    expect(applyPublicUpdate(once, update, 8)).toEqual(once);
    // Of an order in two parcels, one more has arrived: counted once.
    const two = applyPublicUpdate({ ...view, together: { nth: 1, of: 2, arrived: 1 } }, update, 8);
    expect(two.together).toEqual({ nth: 1, of: 2, arrived: 2 });
    expect(applyPublicUpdate(two, update, 8).together).toEqual({ nth: 1, of: 2, arrived: 2 });
  });
});
