import type { Role } from "@waybill/domain/organisation/roles";

/**
 * Every route and who may use it, written by hand. `anyone`: no sign-in; `person`: any signed-in person, even without an
 * organisation; a role: that role or a stronger one. `keys: false`: API keys are refused whatever their role.
 */
export type Line = {
  who: "anyone" | "person" | "caller" | "sockets" | "metrics" | Role;
  keys?: false;
  /** A body that passes the schema, so that the answer is about rights and not about form. */
  body?: unknown;
  query?: string;
  /** Which thing of the organisation `{id}` is: asked for with another organisation's. */
  of?:
    | "order"
    | "shipment"
    | "notification"
    | "run"
    | "inbox"
    | "channel"
    | "carrier"
    | "sender"
    | "member"
    | "invitation"
    | "key";
};

const connections = (noun: string, input: "channel" | "carrier" | "sender"): Record<string, Line> => ({
  [`GET /api/${noun}`]: { who: "viewer" },
  [`POST /api/${noun}`]: { who: "admin", body: { adapter: "no-such-platform", settings: {} } },
  [`POST /api/${noun}/{platform}/connect`]: { who: "admin", body: { settings: {} } },
  [`GET /api/${noun}/{id}`]: { who: "viewer", of: input },
  [`PATCH /api/${noun}/{id}`]: { who: "admin", of: input, body: { name: "Renamed" } },
  [`DELETE /api/${noun}/{id}`]: { who: "admin", of: input },
  [`POST /api/${noun}/{id}/test`]: { who: "admin", of: input },
  [`POST /api/${noun}/{id}/test-webhook`]: { who: "admin", of: input },
  [`PUT /api/${noun}/{id}/toggle`]: { who: "admin", of: input, body: { enabled: true } },
  [`DELETE /api/${noun}/{id}/previous-secret`]: { who: "admin", of: input },
  [`GET /api/${noun}/{id}/health`]: { who: "viewer", of: input },
});

export const TABLE: Record<string, Line> = {
  "GET /webhooks/carriers/{connection}": { who: "anyone" },
  "GET /webhooks/channels/{connection}": { who: "anyone" },
  "GET /webhooks/senders/{connection}": { who: "anyone" },
  "POST /webhooks/carriers/{connection}": { who: "anyone" },
  "POST /webhooks/channels/{connection}": { who: "anyone" },
  "POST /webhooks/senders/{connection}": { who: "anyone" },

  "GET /api/orders": { who: "viewer" },
  "GET /api/orders/counts": { who: "viewer" },
  "GET /api/orders/total": { who: "viewer" },
  "GET /api/orders/export.csv": { who: "viewer" },
  "GET /api/orders/export.xlsx": { who: "viewer" },
  "POST /api/orders/export": { who: "viewer", body: { kind: "csv", ids: ["ord_none"] } },
  "GET /api/views": { who: "viewer" },
  "POST /api/views": { who: "viewer", body: { place: "orders", name: "Unpaid", query: "status=pending" } },
  "PATCH /api/views/{id}": { who: "viewer", body: { name: "Renamed" } },
  "DELETE /api/views/{id}": { who: "viewer" },
  "POST /api/orders/bulk": { who: "agent", body: { ids: ["ord_none"], action: "retry" } },
  "GET /api/orders/{id}": { who: "viewer", of: "order" },
  "PATCH /api/orders/{id}": { who: "agent", of: "order", body: { note: "Fragile" } },
  "PUT /api/orders/{id}/status": { who: "agent", of: "order", body: { status: "processing" } },
  "GET /api/orders/{id}/timeline": { who: "viewer", of: "order" },
  "POST /api/orders/{id}/shipments": { who: "agent", of: "order", body: { number: "1Z12345E0205271688" } },
  "POST /api/orders/sync": { who: "agent", body: {} },
  "POST /api/orders/retry-failed": { who: "agent", body: { channel: "none" } },
  "POST /api/sync/{platform}": { who: "agent" },
  "POST /api/retry/{orderId}": { who: "agent", of: "order" },
  "GET /api/runs": { who: "viewer" },
  "POST /api/runs/{id}/cancel": { who: "agent", of: "run" },

  "GET /api/shipments": { who: "viewer" },
  "GET /api/shipments/counts": { who: "viewer" },
  "GET /api/shipments/detect": { who: "viewer", query: "?number=1Z12345E0205271688" },
  "GET /api/shipments/{id}": { who: "viewer", of: "shipment" },
  "POST /api/shipments/{id}/poll": { who: "agent", of: "shipment" },
  "POST /api/shipments/{id}/push": { who: "agent", of: "shipment" },
  "PUT /api/shipments/{id}/link": { who: "agent", of: "shipment", body: { action: "renew" } },

  ...connections("carriers", "carrier"),
  ...connections("platforms", "channel"),
  ...connections("senders", "sender"),
  "GET /api/platforms/{id}/runs": { who: "viewer", of: "channel" },
  "GET /api/adapters/names": { who: "viewer" },
  "GET /api/adapters": { who: "viewer" },
  "POST /api/adapters/test": { who: "admin", body: { kind: "carrier", adapter: "no-such-carrier", settings: {} } },
  "GET /api/practice": { who: "viewer" },
  "POST /api/practice": { who: "admin" },
  "DELETE /api/practice": { who: "admin" },

  "GET /api/inbox": { who: "viewer" },
  "GET /api/inbox/count": { who: "viewer" },
  "POST /api/inbox/replay": { who: "admin" },
  "GET /api/inbox/{id}": { who: "viewer", of: "inbox" },
  "POST /api/inbox/{id}/replay": { who: "admin", of: "inbox" },

  "GET /api/notifications": { who: "viewer" },
  "GET /api/notifications/{id}": { who: "viewer", of: "notification" },
  "POST /api/notifications/{id}/retry": { who: "agent", of: "notification" },
  "GET /api/notifications/counts": { who: "viewer" },
  "POST /api/notifications/retry-parked": { who: "agent" },
  "GET /api/notifications/{id}/html": { who: "viewer", of: "notification" },
  "GET /api/suppressions": { who: "viewer" },
  "POST /api/suppressions/lift": { who: "agent", body: { address: "nobody@nowhere.example" } },
  "GET /api/templates": { who: "viewer" },
  "PUT /api/templates": { who: "admin", body: { trigger: "shipped", language: "en", template: null } },
  "POST /api/templates/preview": { who: "viewer", body: { trigger: "shipped", language: "en", template: null } },
  "GET /api/templates/preview/html": { who: "viewer", query: "?trigger=shipped&language=en" },
  "POST /api/templates/test": {
    who: "admin",
    keys: false,
    body: { trigger: "shipped", language: "en", template: null },
  },
  "GET /api/mailbox": { who: "viewer" },
  "GET /api/mailbox/{id}": { who: "viewer", of: "notification" },
  "GET /api/mailbox/{id}/html": { who: "viewer", of: "notification" },

  "GET /api/dashboard/summary": { who: "viewer" },
  "GET /api/activity": { who: "viewer" },
  "GET /api/settings/general": { who: "viewer" },
  "GET /api/time-zones": { who: "viewer" },
  "PUT /api/settings/general": { who: "admin", body: { name: "alpha", timeZone: "UTC", language: "en" } },
  "GET /api/settings/branding": { who: "viewer" },
  "PUT /api/settings/branding": { who: "admin", body: { name: "Alpha" } },
  "GET /api/settings/retention": { who: "viewer" },
  "PUT /api/settings/retention": { who: "admin", body: { days: null } },
  "GET /api/data/export": { who: "admin" },
  "POST /api/data/find-customer": { who: "admin", keys: false, body: { email: "nobody@nowhere.example" } },
  "POST /api/data/erase-customer": { who: "admin", keys: false, body: { email: "nobody@nowhere.example" } },
  "DELETE /api/organisations/{id}": { who: "owner", keys: false, body: { name: "not its name" } },
  "POST /api/organisations/leave": { who: "person", body: { id: "org_none" } },
  "GET /brand/{org}/{digest}": { who: "anyone" },
  "GET /api/settings/notifications": { who: "viewer" },
  "PUT /api/settings/notifications": { who: "admin", body: "policy" },

  "GET /api/me": { who: "caller" },
  "POST /api/organisations": { who: "person", body: "wrong on purpose" },
  "PUT /api/organisations/active": { who: "person", body: { id: "org_none" } },
  "POST /api/invitations/accept/{id}": { who: "person" },
  "GET /api/members": { who: "viewer" },
  "PATCH /api/members/{id}": { who: "admin", keys: false, of: "member", body: { role: "viewer" } },
  "DELETE /api/members/{id}": { who: "admin", keys: false, of: "member" },
  "GET /api/invitations": { who: "admin", keys: false },
  "GET /api/invitations/{id}": { who: "person" },
  "POST /api/invitations": { who: "admin", keys: false, body: { email: "new@somewhere.example", role: "viewer" } },
  "DELETE /api/invitations/{id}": { who: "admin", keys: false, of: "invitation" },
  "GET /api/api-keys": { who: "admin", keys: false },
  "POST /api/api-keys": { who: "admin", keys: false, body: { name: "k", role: "viewer" } },
  "DELETE /api/api-keys/{id}": { who: "admin", keys: false, of: "key" },

  "POST /api/demo/session": { who: "anyone" },
  "POST /api/demo/reset": { who: "owner" },

  "GET /api/reports": { who: "viewer" },
  "PATCH /api/reports/{id}": { who: "agent", body: { state: "closed" } },

  "GET /api/public/track/{token}": { who: "anyone" },
  "GET /live": { who: "sockets" },
  "GET /live/events": { who: "viewer", query: "?since=0" },
  "GET /live/track/{token}": { who: "sockets" },
  "GET /live/track/{token}/events": { who: "anyone", query: "?since=0" },
  "GET /notify/{token}": { who: "anyone" },
  "POST /notify/{token}": { who: "anyone" },
  "GET /notify/{token}/unsubscribe": { who: "anyone" },
  "POST /notify/{token}/unsubscribe": { who: "anyone" },

  "GET /healthz": { who: "anyone" },
  "GET /readyz": { who: "anyone" },
  "GET /metrics": { who: "metrics" },

  // better-auth's own: it says itself who is signed in.
  "POST /api/auth/sign-up/email": { who: "anyone" },
  "POST /api/auth/sign-in/email": { who: "anyone" },
  "POST /api/auth/sign-out": { who: "anyone" },
  "GET /api/auth/get-session": { who: "anyone" },
  "POST /api/auth/change-password": { who: "person", body: { currentPassword: "wrong wrong wrong", newPassword: "x" } },
  "POST /api/auth/update-user": { who: "person", body: {} },
  "GET /api/auth/list-sessions": { who: "person" },
  "POST /api/auth/revoke-session": { who: "person", body: { token: "none" } },
  "POST /api/auth/revoke-other-sessions": { who: "person" },
};

/** Routes outside the OpenAPI document: pages and files that anyone may load. */
export const PAGES = [
  "GET /openapi.json",
  "GET /docs",
  "GET /docs/start.js",
  "GET /docs/scalar.js",
  "GET /notify.css",
  "GET /track",
  "POST /track",
  "POST /track/{token}/report",
  "POST /track/{token}/notify",
  "GET /track/*",
  "GET /*",
];
