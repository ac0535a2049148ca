import type { OrderBucket } from "@waybill/domain/order/buckets";
import type { ChannelOrder, Fulfilment } from "@waybill/domain/order/order";
import type { OrderStatus } from "@waybill/domain/status";
import { line, NOW } from "@waybill/engine/testing/world";
import type { Scanned } from "./said-scans.ts";

/** What happens to an order, in its order: the shop tells it, a carrier scans the parcel of a letter, the shop takes it away. */
type Step =
  | { tell: Partial<ChannelOrder> }
  | { unreadable: string }
  | { scan: Scanned[]; parcel: string }
  | { removed: true };

/** Written down by hand from the rules (docs/architecture.md#statuses), not from output. */
type OrderSays = {
  status: OrderStatus;
  /** The order's own word, on its panel and in the file. */
  word: string;
  /** The first word of its row, and what stands after it. */
  row: string;
  detail?: string;
  marks?: string[];
  payment?: string;
  /** Units bought, shipped, delivered, and still to ship. */
  units: [number, number, number, number];
  /** Parcels that count, and of them those that have arrived. */
  parcels?: [number, number];
  drawer: OrderBucket | null;
  banners?: string[];
  /** What stands on the panel where a parcel would; undefined: there are parcels. */
  none?: string;
  /** What a customer reads who asks for the order; null: the way to a parcel's own page. */
  customer: string | null;
  /** The customer's step on each parcel's page, oldest first; null: the page of a number that counts no more. */
  steps?: (string | null)[];
  mails?: string[];
  /** The shop keeps the address from us: what the row says. An order that simply has none is no finding there. */
  noMail?: string;
};
export type OrderSituation = { name: string; steps: Step[]; says: OrderSays };

export const parcelNumber = (letter: string) => `{${letter}}`;
/** `letter`s become real numbers, others stay what the shop typed. */
const sent = (id: string, typed: string[], lines: Record<string, number>, more: Partial<Fulfilment> = {}) => ({
  ...{ externalId: id, cancelled: false, createdAt: NOW - 3_600_000 + Number(id.slice(1)) },
  tracking: typed.map((number) => ({ company: "UPS", number, url: null })),
  lines: Object.entries(lines).map(([externalLineId, quantity]) => ({ externalLineId, quantity })),
  ...more,
});
const bought = (quantity: number, unfulfilled: number, more: Partial<ReturnType<typeof line>> = {}) => ({
  ...line("1", quantity),
  ...{ unfulfilled, ...more },
});
const money = (minor: number) => ({ minor, currency: "USD" });
const A = parcelNumber("A");
const B = parcelNumber("B");
const whole: Partial<ChannelOrder> = { lines: [bought(2, 0)], fulfilments: [sent("f1", [A], { "1": 2 })] };
const half: Partial<ChannelOrder> = { lines: [bought(2, 1)], fulfilments: [sent("f1", [A], { "1": 1 })] };
const open: Partial<ChannelOrder> = { lines: [bought(2, 2)] };
const moving: Scanned[] = [["accepted"], ["in_transit"]];
const arrived: Scanned[] = [...moving, ["delivered"]];
const PREPARING = "Your order is being prepared";
const CANCELLED = "Your order was cancelled";
const nobody = { name: "Ana Marlow", email: null, phone: null };
const withheld = {
  customer: nobody,
  gaps: [{ field: "customer.email", kind: "withheld" as const, words: "The shop withholds the e-mail address." }],
};
const toShip = {
  units: [2, 0, 0, 2],
  drawer: "to_ship",
  customer: PREPARING,
  none: "Nothing was shipped yet",
} as const;
const units = (...counts: OrderSays["units"]): OrderSays["units"] => counts;
const paid = { status: "paid", word: "To ship", row: "To ship" } as const;
const underWay = { status: "shipped", word: "Shipped", row: "On its way", units: units(2, 2, 0, 0) } as const;
const oneMoving = {
  parcels: [1, 0],
  customer: null,
  steps: ["On its way"],
  mails: ["shipped"],
} satisfies Partial<OrderSays>;
const oneThere = { parcels: [1, 1], customer: null, steps: ["Delivered"] } satisfies Partial<OrderSays>;
const ARCHIVED = NOW - 7_200_000;

export const orderSituations: readonly OrderSituation[] = [
  { name: "paid, nothing left yet", steps: [{ tell: open }], says: { ...paid, ...toShip, units: units(2, 0, 0, 2) } },
  {
    name: "not paid yet",
    steps: [{ tell: { ...open, payment: "pending" } }],
    says: {
      ...{ status: "pending", word: "Unpaid", row: "Unpaid", payment: "Unpaid", drawer: "unpaid", customer: PREPARING },
      ...{ units: units(2, 0, 0, 2), none: "Nothing was shipped yet" },
    },
  },
  {
    name: "cash on delivery, nothing left yet",
    steps: [{ tell: { ...open, payment: "pending", cashOnDelivery: true } }],
    says: { ...paid, ...toShip, units: units(2, 0, 0, 2), payment: "Cash on delivery", marks: ["Cash on delivery"] },
  },
  {
    name: "cash on delivery, arrived and not yet paid",
    steps: [{ tell: { ...whole, payment: "pending", cashOnDelivery: true } }, { parcel: "A", scan: arrived }],
    says: {
      ...{ status: "delivered", word: "Delivered", row: "Delivered", units: units(2, 2, 2, 0), drawer: "delivered" },
      ...{ ...oneThere, mails: ["shipped", "delivered"] },
      ...{ payment: "Cash on delivery", marks: ["Cash on delivery"] },
    },
  },
  {
    name: "held by the shop",
    steps: [{ tell: { ...open, onHold: true } }],
    says: {
      ...{ status: "on_hold", word: "On hold", row: "On hold", units: units(2, 0, 0, 2), drawer: "on_hold" },
      ...{ customer: PREPARING, none: "Nothing was shipped yet" },
    },
  },
  {
    name: "a test order, nothing left",
    steps: [{ tell: { ...open, test: true } }],
    says: { ...paid, ...toShip, units: units(2, 0, 0, 2), drawer: null, marks: ["Test"], banners: ["test"] },
  },
  {
    name: "a test order that arrives",
    steps: [{ tell: { ...whole, test: true } }, { parcel: "A", scan: arrived }],
    says: {
      ...{ status: "delivered", word: "Delivered", row: "Delivered", units: units(2, 2, 2, 0), drawer: null },
      ...{ ...oneThere, mails: [], marks: ["Test"], banners: ["test"] },
    },
  },
  {
    name: "never read",
    steps: [{ unreadable: "The shop gave no lines." }],
    says: {
      ...{ status: "pending", word: "Could not be read", row: "Could not be read", detail: "The shop gave no lines." },
      ...{ units: units(0, 0, 0, 0), drawer: "sync_failed", customer: "none", none: "Nothing was shipped yet" },
    },
  },
  {
    name: "read, and not again",
    steps: [{ tell: whole }, { parcel: "A", scan: moving }, { unreadable: "The shop gave no lines." }],
    says: {
      ...{ status: "shipped", word: "Shipped", row: "Sync failed", detail: "The shop gave no lines." },
      ...{ units: units(2, 2, 0, 0), drawer: "sync_failed", ...oneMoving },
    },
  },
  {
    name: "put away before anything left",
    steps: [{ tell: { ...open, archivedAt: ARCHIVED } }],
    says: {
      ...{ status: "archived", word: "Archived", row: "Archived", units: units(2, 0, 0, 0), drawer: "ended" },
      ...{ banners: ["archived"], none: "Nothing to ship", customer: PREPARING },
    },
  },
  {
    name: "put away with one half under way",
    steps: [{ tell: { ...half, archivedAt: ARCHIVED } }, { parcel: "A", scan: moving }],
    says: {
      ...{ ...underWay, units: units(2, 1, 0, 0), drawer: "on_the_way", ...oneMoving },
      ...{ marks: ["Archived"], banners: ["archived"] },
    },
  },
  {
    name: "deleted, nothing had left",
    steps: [{ tell: open }, { removed: true }],
    says: {
      ...{ status: "deleted", word: "Deleted at the shop", row: "Deleted at the shop", units: units(2, 0, 0, 0) },
      ...{ drawer: "ended", banners: ["deleted"], none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "deleted, its parcel under way",
    steps: [{ tell: whole }, { parcel: "A", scan: moving }, { removed: true }],
    says: {
      ...{ ...underWay, status: "deleted", word: "Deleted at the shop", row: "Deleted at the shop" },
      ...{ drawer: "ended", banners: ["deleted"], ...oneMoving },
    },
  },
  {
    name: "the shop wrote words for a number",
    steps: [{ tell: { lines: [bought(2, 0)], fulfilments: [sent("f1", ["Local pickup"], { "1": 2 })] } }],
    says: {
      ...{ ...underWay, row: "Shipped", drawer: "on_the_way", none: "No parcel to follow" },
      customer: "Your order was sent",
    },
  },
  {
    name: "sent without a number",
    steps: [{ tell: { lines: [bought(2, 0)], fulfilments: [sent("f1", [], { "1": 2 })] } }],
    says: {
      ...{ ...underWay, row: "Shipped", drawer: "on_the_way", none: "No parcel to follow" },
      customer: "Your order was sent",
    },
  },
  {
    name: "one half sent without a number, the other to ship",
    steps: [{ tell: { lines: [bought(2, 1)], fulfilments: [sent("f1", [], { "1": 1 })] } }],
    says: {
      ...{ status: "partially_shipped", word: "Partly shipped", row: "Partly shipped", detail: "1 left to ship" },
      ...{ units: units(2, 1, 0, 1), drawer: "to_ship", none: "No parcel to follow yet", customer: PREPARING },
    },
  },
  {
    name: "picked up, by the shop's word",
    steps: [
      {
        tell: {
          lines: [bought(2, 0)],
          fulfilments: [sent("f1", [], { "1": 2 }, { arrival: { kind: "picked_up", at: NOW - 60_000 } })],
        },
      },
    ],
    says: {
      ...{ status: "delivered", word: "Delivered", row: "Delivered", units: units(2, 2, 2, 0), drawer: "delivered" },
      ...{ none: "Picked up", customer: "Your order has arrived" },
    },
  },
  {
    name: "ready at the shop's counter",
    steps: [
      {
        tell: {
          lines: [bought(2, 0)],
          fulfilments: [sent("f1", [], { "1": 2 }, { arrival: { kind: "ready_for_pickup", at: NOW - 60_000 } })],
        },
      },
    ],
    says: {
      ...underWay,
      row: "Shipped",
      drawer: "on_the_way",
      none: "Ready for pick-up",
      customer: "Your order was sent",
    },
  },
  {
    name: "one half picked up, the other to ship",
    steps: [
      {
        tell: {
          lines: [bought(2, 1)],
          fulfilments: [sent("f1", [], { "1": 1 }, { arrival: { kind: "picked_up", at: NOW - 60_000 } })],
        },
      },
    ],
    says: {
      ...{ status: "partially_delivered", word: "Partly delivered", row: "Partly delivered", detail: "1 left to ship" },
      ...{ units: units(2, 1, 1, 1), drawer: "to_ship", none: "Partly picked up", customer: PREPARING },
    },
  },
  {
    name: "one half picked up, the other sent without a number",
    steps: [
      {
        tell: {
          lines: [bought(2, 0)],
          fulfilments: [
            sent("f1", [], { "1": 1 }, { arrival: { kind: "picked_up", at: NOW - 60_000 } }),
            sent("f2", [], { "1": 1 }),
          ],
        },
      },
    ],
    says: {
      ...{ status: "partially_delivered", word: "Partly delivered", row: "Partly delivered", units: units(2, 2, 1, 0) },
      ...{ drawer: "on_the_way", none: "Partly picked up", customer: "Your order was sent" },
    },
  },
  {
    name: "picked up, and the money went back",
    steps: [
      {
        tell: {
          ...{ lines: [bought(2, 0)], payment: "refunded", refunded: money(4_200) },
          fulfilments: [sent("f1", [], { "1": 2 }, { arrival: { kind: "picked_up", at: NOW - 60_000 } })],
        },
      },
    ],
    says: {
      ...{ status: "refunded", word: "Refunded", row: "Refunded", payment: "Refunded", units: units(2, 2, 2, 0) },
      ...{ drawer: "ended", none: "Picked up", customer: "Your order has arrived" },
    },
  },
  {
    name: "refunded before it left",
    steps: [{ tell: { ...open, payment: "refunded", refunded: money(4_200) } }],
    says: {
      ...{ status: "refunded", word: "Refunded", row: "Refunded", payment: "Refunded", units: units(2, 0, 0, 0) },
      ...{ drawer: "ended", none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "refunded in part, the rest to ship",
    steps: [
      { tell: { lines: [bought(1, 1, { refunded: 1 })], payment: "partially_refunded", refunded: money(2_100) } },
    ],
    says: { ...paid, ...toShip, payment: "Partly refunded", units: units(1, 0, 0, 1) },
  },
  {
    name: "cancelled and refunded",
    steps: [{ tell: { ...open, payment: "refunded", refunded: money(4_200), cancelledAt: ARCHIVED } }],
    says: {
      ...{ status: "cancelled", word: "Cancelled", row: "Cancelled", payment: "Refunded", units: units(2, 0, 0, 0) },
      ...{ drawer: "ended", none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "the payment was voided",
    steps: [{ tell: { ...open, payment: "voided" } }],
    says: {
      ...{ status: "cancelled", word: "Cancelled", row: "Cancelled", payment: "Payment cancelled" },
      ...{ units: units(2, 0, 0, 0), drawer: "ended", none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "everything was removed and nothing refunded",
    steps: [{ tell: { lines: [bought(0, 0, { cancelled: 2 })] } }],
    says: {
      ...{ status: "cancelled", word: "Cancelled", row: "Cancelled", units: units(0, 0, 0, 0), drawer: "ended" },
      ...{ none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "everything was removed and its money went back",
    steps: [
      {
        tell: { lines: [bought(0, 0, { refunded: 2 })], payment: "partially_refunded", refunded: money(4_000) },
      },
    ],
    says: {
      ...{
        status: "refunded",
        word: "Refunded",
        row: "Refunded",
        payment: "Partly refunded",
        units: units(0, 0, 0, 0),
      },
      ...{ drawer: "ended", none: "Nothing to ship", customer: CANCELLED },
    },
  },
  {
    name: "only a gift card",
    steps: [{ tell: { lines: [bought(1, 0, { requiresShipping: false, title: "Gift card" })] } }],
    says: {
      ...{ status: "completed", word: "Completed", row: "Completed", units: units(0, 0, 0, 0), drawer: "delivered" },
      ...{ none: "Nothing to ship", customer: "Your order was sent" },
    },
  },
  {
    name: "the shop withholds the e-mail address, nothing left",
    steps: [{ tell: { ...open, ...withheld } }],
    says: { ...paid, ...toShip, units: units(2, 0, 0, 2), noMail: "E-mail withheld", customer: "none" },
  },
  {
    name: "no e-mail address, arrived",
    steps: [{ tell: { ...whole, customer: nobody } }, { parcel: "A", scan: arrived }],
    says: {
      ...{ status: "delivered", word: "Delivered", row: "Delivered", units: units(2, 2, 2, 0), drawer: "delivered" },
      ...{ ...oneThere, mails: [], customer: "none" },
    },
  },
  {
    name: "one half under way, the other to ship",
    steps: [{ tell: half }, { parcel: "A", scan: moving }],
    says: {
      ...{ status: "partially_shipped", word: "Partly shipped", row: "On its way", detail: "1 left to ship" },
      ...{ units: units(2, 1, 0, 1), drawer: "to_ship", ...oneMoving },
    },
  },
  {
    name: "one half arrived, the other to ship",
    steps: [{ tell: half }, { parcel: "A", scan: arrived }],
    says: {
      ...{ status: "partially_delivered", word: "Partly delivered", row: "Partly delivered", detail: "1 left to ship" },
      ...{ units: units(2, 1, 1, 1), drawer: "to_ship", ...oneThere, mails: ["shipped", "delivered"] },
    },
  },
  {
    name: "a number was replaced",
    steps: [
      { tell: whole },
      { tell: { ...whole, fulfilments: [sent("f1", [B], { "1": 2 })], updatedAt: NOW - 60_000 } },
      { parcel: "B", scan: moving },
      { parcel: "A", scan: arrived },
    ],
    says: {
      ...{ ...underWay, drawer: "on_the_way", parcels: [1, 0], customer: null, steps: [null, "On its way"] },
      mails: ["shipped", "shipped"],
    },
  },
  {
    name: "its number was taken back",
    steps: [
      { tell: whole },
      { tell: { ...open, fulfilments: [], updatedAt: NOW - 60_000 } },
      { parcel: "A", scan: arrived },
    ],
    says: { ...paid, ...toShip, units: units(2, 0, 0, 2), none: undefined, steps: [null], mails: ["shipped"] },
  },
  {
    name: "everything arrived but the shop refunded it",
    steps: [{ tell: { ...whole, payment: "refunded", refunded: money(4_200) } }, { parcel: "A", scan: arrived }],
    says: {
      ...{ status: "refunded", word: "Refunded", row: "Refunded", payment: "Refunded", units: units(2, 2, 2, 0) },
      ...{ drawer: "ended", ...oneThere, mails: ["shipped", "delivered"] },
    },
  },
];
