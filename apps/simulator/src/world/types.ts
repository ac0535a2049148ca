export type Carrier = "ups" | "fedex" | "usps";
export type Platform = "shopify" | "easypost" | "ups" | "fedex" | "resend";

export type Place = { city: string; region: string; country: string; zip: string; zone: string };

export type Address = {
  firstName: string;
  lastName: string;
  company: string | null;
  address1: string;
  address2: string | null;
  city: string;
  province: string | null;
  provinceCode: string | null;
  zip: string;
  country: string;
  countryCode: string;
  phone: string;
};

export type Buyer = {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  address: Address;
  place: Place;
  currency: string;
};

export type Warehouse = { id: string; name: string; address1: string; place: Place };

export type Product = {
  id: string;
  variantId: string;
  inventoryItemId: string;
  sku: string;
  title: string;
  variantTitle: string | null;
  vendor: string;
  /** Hundredths of the catalogue's money; what a shop of other money asks: `shopify/money.ts`. */
  price: number;
  grams: number;
  /** The warehouse that keeps it. */
  warehouseId: string;
  available: number;
  committed: number;
  /** Sent by mail or by the shop itself, never in a parcel. */
  giftCard?: true;
  updatedAt: number;
};

/** What a scan says; each carrier has its own words and codes for it. */
export type ScanKind =
  | "label"
  | "picked_up"
  | "departed"
  | "arrived"
  | "exported"
  | "imported"
  | "customs_hold"
  | "customs_cleared"
  | "at_destination"
  | "out_for_delivery"
  | "delivered"
  | "attempted"
  | "address_problem"
  | "address_fixed"
  | "weather_delay"
  | "late_delay"
  | "pickup_ready"
  | "returning"
  | "returned";

export type Scan = { kind: ScanKind; at: number; place: Place };
/** One step still to come; `wait` is world ms after the step before it. */
export type PlannedScan = { kind: ScanKind; place: Place; wait: number };
export type Trouble = "attempt" | "customs" | "address" | "return" | "weather" | "late";

export type Parcel = {
  number: string;
  carrier: Carrier;
  /** FedEx's own id of a package; the others derive nothing from it. */
  uniqueId: string;
  orderId: string | null;
  fulfilmentId: string | null;
  from: Place;
  to: Place;
  recipient: string;
  grams: number;
  createdAt: number;
  updatedAt: number;
  scans: Scan[];
  plan: PlannedScan[];
  /** The instant the carrier now promises, and the one it promised first. */
  eta: number;
  firstEta: number;
  trouble: Trouble | null;
  frozen: boolean;
};

export type OrderLine = {
  id: string;
  product: Product;
  sku: string | null;
  /** Units ordered; `removed` of them have left the order again. */
  quantity: number;
  removed: number;
  price: number;
  tax: number;
};

export type FulfilmentOrderLine = { id: string; line: OrderLine; total: number; remaining: number };
export type FulfilmentOrder = {
  id: string;
  orderId: string;
  warehouse: Warehouse;
  status: "OPEN" | "IN_PROGRESS" | "CLOSED" | "CANCELLED";
  method: "SHIPPING" | "PICK_UP" | "NONE";
  createdAt: number;
  updatedAt: number;
  lines: FulfilmentOrderLine[];
};

export type Tracking = { company: string | null; number: string | null; url: string | null };
export type Fulfilment = {
  id: string;
  orderId: string;
  name: string;
  status: "SUCCESS" | "CANCELLED";
  shipmentStatus: string | null;
  /** When the shop itself says that it arrived; what a carrier says is in the parcel. */
  deliveredAt: number | null;
  warehouse: Warehouse;
  createdAt: number;
  updatedAt: number;
  tracking: Tracking[];
  /** The numbers of the parcels that left, as their carriers know them. */
  parcels: string[];
  lines: { id: string; line: OrderLine; quantity: number }[];
};

/** What is uncommon about an order (`natures.ts`). */
export type Nature =
  | "test"
  | "cash_on_delivery"
  | "pickup"
  | "gift_card"
  | "fine_price"
  | "two_numbers"
  | "corrected_number"
  | "unit_removed"
  | "all_refunded"
  | "deleted"
  | "late_to_read";

export type OrderFaultKind =
  | "order_denied"
  | "address_denied"
  | "customer_denied"
  | "customer_timeout"
  | "internal_error"
  | "malformed_amount"
  | "unknown_currency"
  | "missing_sku"
  | "payment_pending";
/** `failingRetries` re-reads fail before one cures it; `read` says whether a client has met it yet. */
export type OrderFault = { kind: OrderFaultKind; failingRetries: number; read: boolean };

export type Order = {
  id: string;
  number: number;
  name: string;
  createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  closedAt: number | null;
  currency: string;
  buyer: Buyer;
  lines: OrderLine[];
  shippingTitle: string;
  shipping: number;
  discount: number;
  tax: number;
  total: number;
  note: string | null;
  tags: string[];
  financial: "PAID" | "PENDING" | "PARTIALLY_REFUNDED" | "REFUNDED" | "VOIDED";
  /** Minor units given back. */
  refunded: number;
  edited: boolean;
  natures: ReadonlySet<Nature>;
  /** Real ms from which the order can be read by its id. */
  readableAt: number;
  fulfilments: Fulfilment[];
  fulfilmentOrders: FulfilmentOrder[];
  fault: OrderFault | null;
};

export type OrderTopic =
  | "orders/create"
  | "orders/updated"
  | "orders/paid"
  | "orders/fulfilled"
  | "orders/partially_fulfilled"
  | "orders/cancelled"
  | "orders/delete";
type FulfilmentTopic = "fulfillments/create" | "fulfillments/update";

export type WorldEvent =
  | { type: "order"; topic: OrderTopic; order: Order }
  | { type: "fulfilment"; topic: FulfilmentTopic; order: Order; fulfilment: Fulfilment }
  | { type: "scan"; parcel: Parcel; scan: Scan };
