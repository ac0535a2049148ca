/**
 * Links by which a recipient decides, without an account and without a table: the token carries organisation, address and
 * (optionally) the parcel, signed with APP_SECRET. Whoever changes the secret voids the links; nothing else does.
 */

import type { Ctx } from "../core/context.ts";

export type PreferenceSubject = { orgId: string; address: string; shipmentId: string | null };
const VERSION = "v1";

/** Signed along, so that a signature made for another purpose with the same secret is none here. */
const PURPOSE = "waybill notification preferences";
const LONGEST_TOKEN = 1000;
const encoder = new TextEncoder();

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}
const keys = new Map<string, Promise<CryptoKey>>();

function signingKey(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const key = crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
  keys.set(secret, key);
  return key;
}
const signed = (body: string) => encoder.encode(`${PURPOSE}\n${VERSION}.${body}`);

/** The token for a recipient; the same subject always gives the same token, so a mail's bytes do not change. */
export async function preferenceToken(ctx: Pick<Ctx, "config">, subject: PreferenceSubject): Promise<string> {
  const { orgId, address, shipmentId } = subject;
  const body = toBase64Url(encoder.encode(JSON.stringify([orgId, address, ...(shipmentId ? [shipmentId] : [])])));
  const mac = await crypto.subtle.sign("HMAC", await signingKey(ctx.config.appSecret), signed(body));
  return `${VERSION}.${body}.${toBase64Url(new Uint8Array(mac))}`;
}

/**
 * The two links of a mail: the page where its recipient chooses, and the one-click unsubscribe (RFC 8058).
 *
 * @example const { preferences, unsubscribe } = await preferenceLink(ctx, { orgId, address, shipmentId });
 */
export async function preferenceLink(
  ctx: Pick<Ctx, "config">,
  subject: PreferenceSubject,
): Promise<{ preferences: string; unsubscribe: string }> {
  const preferences = `${ctx.config.publicUrl.replace(/\/+$/, "")}/notify/${await preferenceToken(ctx, subject)}`;
  return { preferences, unsubscribe: `${preferences}/unsubscribe` };
}

/** Headers by which mail programs offer their own "unsubscribe" (RFC 2369, RFC 8058). */
export function unsubscribeHeaders(unsubscribe: string): Record<string, string> {
  return { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** Whom a token speaks of; null when it is not ours. The comparison is WebCrypto's own, in constant time. */
export async function readPreferenceToken(ctx: Pick<Ctx, "config">, token: string): Promise<PreferenceSubject | null> {
  if (token.length > LONGEST_TOKEN) return null;
  const [version, body, mac, ...rest] = token.split(".");
  if (version !== VERSION || !body || !mac || rest.length > 0) return null;
  const signature = fromBase64Url(mac);
  const bytes = fromBase64Url(body);
  // Spelt in another way the same bytes would be another token: only the one spelling counts.
  if (!signature || !bytes || toBase64Url(signature) !== mac || toBase64Url(bytes) !== body) return null;
  const key = await signingKey(ctx.config.appSecret);
  if (!(await crypto.subtle.verify("HMAC", key, signature, signed(body)))) return null;
  const [orgId, address, shipmentId] = JSON.parse(new TextDecoder().decode(bytes)) as string[];
  return orgId && address ? { orgId, address, shipmentId: shipmentId ?? null } : null;
}
