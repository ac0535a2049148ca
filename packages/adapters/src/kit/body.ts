import { normaliseTrackingNumber, type Place } from "@waybill/domain/shipment/scan";
import type { ScanTime } from "@waybill/domain/time";
import { instantOf } from "@waybill/domain/time";
import { notUnderstood } from "../ports/adapter.ts";
import type { RawWebhook } from "../ports/webhook.ts";

// Readers for what carriers send: any field may be missing, null, a number instead of text, or nonsense, and none of it may throw.

export type Json = Readonly<Record<string, unknown>>;

/** Whether it is an object with names in it: no list, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

/** The value as a list; a lone object counts as a list of one, as some carriers send it. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? [value] : [];
}

const LONGEST = 500;

/** Trimmed text on one line, at most 500 characters; numbers become text; null when nothing is left. */
export function words(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== "string") return null;
  // A NUL ends a text in SQLite and a lone surrogate is no Unicode: neither may reach a row.
  const clean = value
    .slice(0, LONGEST * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return clean === "" ? null : clean.slice(0, LONGEST).toWellFormed();
}

/** A normalised tracking number; null when there is none or it is far too long to be one. */
export function trackingNumber(value: unknown): string | null {
  const text = words(value);
  const number = text === null ? "" : normaliseTrackingNumber(text);
  return number.length > 0 && number.length <= 64 ? number : null;
}

/** A place with at least one known part, else null. `country` should be an ISO code already. */
export function placeOf(parts: {
  city: unknown;
  region: unknown;
  postalCode: unknown;
  country: string | null;
}): Place | null {
  const place = {
    city: words(parts.city),
    region: words(parts.region),
    postalCode: words(parts.postalCode),
    country: parts.country,
  };
  return place.city || place.region || place.postalCode || place.country ? place : null;
}

const decoder = new TextDecoder();

/** The body as text; malformed UTF-8 becomes U+FFFD, a byte-order mark is dropped. */
export function bodyText(webhook: RawWebhook): string {
  return decoder.decode(webhook.body);
}

/** The body as JSON. Throws `notUnderstood` with words when it is none. */
export function bodyJson(webhook: RawWebhook, platform: string): unknown {
  try {
    return JSON.parse(bodyText(webhook)) as unknown;
  } catch {
    throw notUnderstood(`The body from ${platform} is not JSON.`);
  }
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** The body as a JSON object in UTF-8, for platforms that send nothing else. Throws `notUnderstood` with words. */
export function bodyRecord(webhook: RawWebhook, platform: string): Record<string, unknown> {
  try {
    strict.decode(webhook.body);
  } catch {
    throw notUnderstood(`The body from ${platform} is not UTF-8 text.`);
  }
  const body = bodyJson(webhook, platform);
  if (isRecord(body)) return body;
  throw notUnderstood(`The body from ${platform} is not a JSON object.`);
}

const EAST_MOST = 14 * 60;

/**
 * A UTC ms to compare statements by: the scan's instant, or the earliest instant its local time can mean. So a statement of
 * doubtful age never beats one whose age is known.
 */
export function notBefore(time: ScanTime): number | null {
  return time.instant ?? instantOf(time.local, time.offset ?? EAST_MOST);
}
