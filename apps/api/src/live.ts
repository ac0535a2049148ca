import type { Config, HubTopic } from "@waybill/engine/core/context";

// The handshake of the live sockets, the same on both runtimes (docs/architecture.md#http). Browsers send cookies with a WebSocket from
// any site and ask no CORS question, so the Origin is checked here, before anything else is believed.

export type LivePrincipal = {
  orgId: string;
  via: "session" | "api_key";
  /** User or key id. */
  id?: string;
  /** The newest seq of the organisation's log. */
  seq: () => Promise<number>;
};
type LiveTarget = { kind: "org" } | { kind: "track"; token: string };
/** What the runtime needs in order to open the socket. */
export type LiveSocket = {
  topic: HubTopic;
  orgId: string;
  hello: () => Promise<number>;
  /** The user or key whose rights it rests on; absent on the public page. */
  who?: string;
};

export type LivePorts = {
  config: Pick<Config, "publicUrl" | "corsOrigins">;
  /** Who sends the request: session cookie or API key; null for nobody. */
  principalOf: (request: Request) => Promise<LivePrincipal | null>;
  /** The shipment behind a public tracking token. */
  shipmentOf: (token: string) => Promise<{ orgId: string; shipmentId: string } | null>;
  /** The newest seq of a shipment's public feed: the version of its stream. */
  trackSeq: (shipmentId: string) => Promise<number>;
};

/** `/live` and `/live/track/:token`; null for any other path. */
export function liveTarget(pathname: string): LiveTarget | null {
  if (pathname === "/live") return { kind: "org" };
  const token = /^\/live\/track\/([0-9A-Za-z_-]{8,128})$/.exec(pathname)?.[1];
  return token === undefined ? null : { kind: "track", token };
}

/**
 * Whether a page of this origin may open a socket: the installation's own pages, and those of the allow-list. No Origin
 * at all is no browser: answered false here, and only an API key makes up for it.
 *
 * @example originAllowed({ origin: "https://app.example", host: "app.example", publicUrl: "https://app.example", corsOrigins: [] })
 */
export function originAllowed(input: {
  origin: string | null;
  host: string | null;
  publicUrl: string;
  corsOrigins: readonly string[];
}): boolean {
  const origin = originOf(input.origin);
  if (origin === null) return false;
  if (origin === originOf(input.publicUrl)) return true;
  if (input.host !== null && new URL(origin).host === input.host.toLowerCase()) return true;
  return input.corsOrigins.some((allowed) => originOf(allowed) === origin);
}

type LiveGrant = { ok: true; socket: LiveSocket } | { ok: false; status: number; code: string; message: string };

const refused = (status: number, code: string, message: string): LiveGrant => ({ ok: false, status, code, message });

/**
 * Decides whether this handshake may listen, and to what: the status and words of the refusal, or the topic to open.
 *
 * @example const grant = await authorizeLive({ request, target, ports }); if (grant.ok) upgrade(grant.socket);
 */
export async function authorizeLive(input: {
  request: Request;
  target: LiveTarget;
  ports: LivePorts;
}): Promise<LiveGrant> {
  const { request, target, ports } = input;
  const origin = request.headers.get("origin");
  const host = request.headers.get("host") ?? new URL(request.url).host;
  const { publicUrl, corsOrigins } = ports.config;
  const allowed = originAllowed({ origin, host, publicUrl, corsOrigins });
  if (origin !== null && !allowed)
    return refused(403, "origin_not_allowed", "This site may not open a live connection.");
  if (target.kind === "track") {
    // No authority travels with it but the token itself, so a missing Origin is no danger here.
    const shipment = await ports.shipmentOf(target.token);
    if (shipment === null) return refused(404, "not_found", "No such parcel.");
    const { orgId, shipmentId } = shipment;
    return { ok: true, socket: { topic: `track:${shipmentId}`, orgId, hello: () => ports.trackSeq(shipmentId) } };
  }
  const principal = await ports.principalOf(request);
  if (principal === null) return refused(401, "unauthorized", "Sign in to see live updates.");
  if (origin === null && principal.via !== "api_key")
    return refused(403, "origin_required", "A live connection without an Origin needs an API key.");
  const { orgId, id, seq } = principal;
  return { ok: true, socket: { topic: `org:${orgId}`, orgId, who: id, hello: seq } };
}

/** The comparable form of an origin or URL; null for none, "null" and nonsense. */
function originOf(value: string | null): string | null {
  if (!value || !URL.canParse(value)) return null;
  const { origin, protocol } = new URL(value);
  return protocol === "http:" || protocol === "https:" ? origin : null;
}
