import { expect, test } from "bun:test";
import { zoneAround } from "../zones/rules.ts";
import { glanceOf } from "./glance.ts";
import type { PublicScan, PublicShipment } from "./view.ts";

const scan = (input: Partial<PublicScan>): PublicScan => ({
  ...{
    key: "k",
    status: "in_transit",
    reason: null,
    meaning: null,
    message: "SECRET words",
    local: "2026-11-20T10:00:00",
    offset: 0,
  },
  ...{ instant: 1, precision: "minute", place: "MADRID, ES", city: "MADRID" },
  ...input,
});
const view: PublicShipment = {
  ...{ version: 7, seller: "SECRET shop", locale: "xx-SECRET", sellerLocale: "en", orderNumber: "SECRET1001" },
  brand: { logoUrl: "/SECRET", accent: "#SECRET", supportEmail: "SECRET", supportUrl: "SECRET", returnsUrl: "SECRET" },
  ...{ carrier: "ups", carrierName: "UPS", number: "1Z999AA10123456784", carrierUrl: "https://www.ups.com/x" },
  ...{ status: "delivered", reason: null, step: "delivered", promised: null, eta: null },
  ...{ deliveredAt: 1, signedBy: "SECRET name", orderedAt: 1, shippedAt: 1, newsAt: 1 },
  ...{ destination: "SECRETTOWN, PT", destinationCity: "Secrettown", ...zoneAround("Europe/Lisbon", { now: 1 }) },
  items: [{ title: "SECRET thing", variant: "SECRET", quantity: 1 }],
  scans: [
    scan({ status: "delivered", place: "SECRET2, PT", city: "SECRET2" }),
    scan({ status: "in_transit", place: "SECRETTOWN, PT", city: "SECRETTOWN " }),
    scan({ status: null, message: "Left with SECRET at number 4" }),
    scan({ key: "far" }),
  ],
  parcels: [{ token: "SECRET", number: "SECRET", carrierName: "UPS", status: "in_transit", reason: null }],
  ...{ together: null, replaced: null, address: [] },
  notify: { address: "SECRET", muted: false, orderMuted: null, triggers: {} },
};

test("a tracking number alone tells how it stands and the way so far, and nothing that is the recipient's", () => {
  const glance = glanceOf(view);
  expect(JSON.stringify(glance).toLowerCase()).not.toContain("secret");
  expect(glance).toMatchObject({ status: "delivered", step: "delivered", number: "1Z999AA10123456784" });
  expect(glance.scans.map((s) => [s.status, s.city])).toEqual([
    ["delivered", null],
    ["in_transit", null],
    ["in_transit", "MADRID"],
  ]);
});
