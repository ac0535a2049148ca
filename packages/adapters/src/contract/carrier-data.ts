import { expect } from "bun:test";
import { type Scan, type TrackingUpdate, trackingUpdateSchema } from "@waybill/domain/shipment/scan";
import type { ShipmentStatus } from "@waybill/domain/status";
import { instantOf } from "@waybill/domain/time";
import type { TrackRef } from "../ports/carrier.ts";
import type { HandshakeSample } from "./platform.ts";
import type { Seen } from "./world.ts";

/** A scan in short: `at` is the local time with its offset, or without one when the carrier gives none. */
type ShortScan = {
  code: string;
  status: ShipmentStatus | null;
  at: string;
  city?: string | null;
  reason?: string | null;
};

/** A tracking update in short; what is left out is not compared. `eta` is "2026-11-20" or "2026-11-20 09:00-12:00"; null: none. */
export type ShortUpdate = {
  number: string;
  carrier?: string;
  handle?: string | null;
  uniqueId?: string | null;
  scans: ShortScan[];
  eta?: string | null;
  signedBy?: string | null;
};

type WebhookSample = { name: string; source: string; body: () => string; expect: ShortUpdate[] };

const shortScan = (scan: Scan): Required<ShortScan> => {
  const { offset } = scan.time;
  const sign = (offset ?? 0) < 0 ? "-" : "+";
  const pad = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const minutes = Math.abs(offset ?? 0);
  const zone = offset === null ? "" : offset === 0 ? "Z" : `${sign}${pad(minutes / 60)}:${pad(minutes % 60)}`;
  return {
    code: scan.code,
    status: scan.status,
    at: scan.time.local + zone,
    city: scan.place?.city ?? null,
    reason: scan.reason,
  };
};

/** A tracking update in the short form, with only the fields that `like` names. */
export function shortUpdate(update: TrackingUpdate, like: ShortUpdate): ShortUpdate {
  const { eta } = update;
  const window = eta?.from || eta?.to ? ` ${eta.from ?? ""}-${eta.to ?? ""}` : "";
  const all: Required<ShortUpdate> = {
    number: update.number,
    carrier: update.carrier,
    handle: update.handle,
    uniqueId: update.uniqueId,
    scans: update.scans.map((scan, i) => keep(shortScan(scan), like.scans[i] ?? {})),
    eta: eta === null ? null : eta.date + window,
    signedBy: update.proof?.signedBy ?? null,
  };
  return keep(all, like);
}

function keep<T extends object>(all: T, like: object): T {
  // Status, code and time are always compared: leaving one out of the expectation must not hide it.
  const names = new Set([...Object.keys(like), "number", "scans", "code", "status", "at"]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name))) as T;
}

/** What must hold for any tracking update, whatever the body was. */
export function expectSound(updates: readonly TrackingUpdate[]): void {
  for (const update of updates) {
    trackingUpdateSchema.parse(update);
    for (const { time } of update.scans) {
      if (time.offset === null) expect(time.instant).toBeNull();
      if (time.instant !== null)
        expect(time.instant).toBe(instantOf(time.local, time.offset ?? Number.NaN) ?? Number.NaN);
      if (time.precision === "date") expect(time.local).toMatch(/^\d{4}-\d\d-\d\d$/);
      else expect(time.local).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    }
  }
}
/** Everything a new carrier writes down: data, no assertions. Bodies are functions because the official samples may be absent. */

export type CarrierCases = {
  /** Settings as a person types them; `baseUrl` is left out. */
  settings: Record<string, string>;
  /** The setting that holds the webhook's secret. */
  webhookSecret: string;
  /** For a platform with a handshake: its challenges. */
  handshakes?: readonly HandshakeSample[];
  /** False where the platform only repeats a credential and signs no body (UPS Track Alert v1). */
  signsBody: boolean;
  /** A published signature, with the settings it belongs to. */
  vector?: { name: string; settings: Record<string, string>; headers: Record<string, string>; body: () => string };
  samples: WebhookSample[];
  /** Verified, but not understood: shown with words. */
  notUnderstood: { name: string; body: () => string }[];
  /** Verified and understood, but about no parcel. */
  aboutNothing?: { name: string; body: () => string }[];
  /** A body whose one scan has this code, of which no table knows anything; and what its type may stand for by itself. */
  unknownCode: { body: (code: string) => string; allowed: (ShipmentStatus | null)[] };
  /** Numbers whose check digit holds, and whose does not: both must be recognised. */
  numbers: { passes: string[]; fails: string[] };
  poll: PollCase;
};
/** How a carrier is asked, and what the official samples answer. */

type PollCase = {
  ref: TrackRef;
  /** Null: no OAuth. `reply` is the platform's own token answer; the suite puts its own token in. */
  token: { path: string; reply: Record<string, unknown>; accepts: (request: Seen) => boolean } | null;
  /** Does this request ask about the number, in the platform's own way? */
  asks: (request: Seen) => boolean;
  found: { source: string; body: () => string; expect: ShortUpdate };
  notFound: { name: string; status: number; body: string }[];
  /** HTTP 200 bodies that are JSON but no answer. */
  malformed: string[];
  /** The platform's own error body for a wrong or expired token. */
  unauthorised: string;
};
