import type { Cause, Frame } from "@waybill/domain/live/events";
import type { Address } from "@waybill/domain/order/order";
import type {
  ConnectionSummary,
  NotificationSummary,
  OrderSummary,
  ShipmentSummary,
  TimelineItem,
} from "@waybill/domain/views";

/** Answers of the API that are not among the domain's travelling shapes. */
export type Page<T> = { items: T[]; next: string | null };

export type Role = "viewer" | "agent" | "admin" | "owner";
export type Me = {
  user: { id: string; name: string; email: string };
  /** Null while the person belongs to no organisation. */
  role: Role | null;
  organisation: { id: string; name: string } | null;
  demo: boolean;
};

export type OrderDetail = {
  subtotal: number | null;
  shipping: number | null;
  tax: number | null;
  discount: number | null;
  refunded: number | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  shippingMethod: string | null;
  phone: string | null;
  /** What the customer wrote. */
  note: string | null;
  cancelReason: string | null;
  test: boolean;
};

export type OrderLine = {
  externalId: string;
  sku: string | null;
  title: string;
  variant: string | null;
  quantity: number;
  unfulfilled: number;
  cancelled: number;
  refunded: number;
  priceMinor: number;
  requiresShipping: boolean;
};

export type ShipmentWithTimeline = ShipmentSummary & { timeline: TimelineItem[] };
export type HistoryItem = Frame & { cause: Cause };
export type OrderPage = {
  order: OrderSummary;
  /** The seller's own note. */
  note: string | null;
  detail: OrderDetail | null;
  lines: OrderLine[];
  shipments: ShipmentWithTimeline[];
  notifications: NotificationSummary[];
  history: HistoryItem[];
  adminUrl: string | null;
  /** The platform's own record of the order. */
  platform?: unknown;
};

export type OrderCounts = {
  total: number;
  byStatus: Record<string, number>;
  bySync: Record<string, number>;
  byChannel: Record<string, number>;
};

/** What a tracking number looks like; `checkPassed` null: its shape has no check digit. */
export type Guess = {
  carrier: string;
  format: string | null;
  confidence: number;
  checkPassed: boolean | null;
};

export type InboxSummary = {
  id: number;
  connectionId: string;
  kind: string;
  adapter: string;
  /** The delivery's own id, by which duplicates are known. */
  key: string;
  receivedAt: number;
  verified: string;
  state: string;
  note: string | null;
  /** Ids of what it changed: shipments, orders, notifications. */
  effects: string[];
  size: number;
  processedAt: number | null;
};
export type InboxDetail = InboxSummary & {
  headers: Record<string, string>;
  bodyText: string;
  /** Only when the body is no valid UTF-8. */
  bodyBase64: string | null;
};

export type MailSummary = { id: string; from: string; to: string; subject: string; snippet: string; at: number };
export type Mail = MailSummary & { html: string; text: string; headers: Record<string, string> };

export type ConnectionView = ConnectionSummary & {
  settings: Record<string, string>;
  webhookUrl: string;
  budget?: { available: number; maximum: number; restorePerSecond: number } | null;
  /** What could not be set up when it was connected, in words. */
  warning?: string | null;
};
export type SettingsField = {
  name: string;
  kind: "text" | "secret" | "url";
  label: string;
  help: string | null;
  placeholder: string | null;
  required: boolean;
  advanced: boolean;
  default: string | null;
};
/** How a delivery was checked, in its platform's words. */
export type CheckWords = { sentence: string; scheme: string; header: string; time: string };

export type CatalogueEntry = {
  kind: "carrier" | "channel" | "sender";
  id: string;
  name: string;
  /** The letters it is drawn with. */
  mark: string;
  about: string;
  docs: string;
  /** What its own pages ask of the seller; `webhook`: where the address goes, when it is pasted by hand. */
  guide: { steps: string[]; rights: string[]; webhook: string | null };
  fields: SettingsField[];
};
