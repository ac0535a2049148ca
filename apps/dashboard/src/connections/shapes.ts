import type { RunSummary } from "@waybill/domain/views";
import type { CatalogueEntry, ConnectionView } from "../api/types.ts";

/** A connection as its page reads it. */
export type Linked = ConnectionView & { createdAt: number; lastRun: RunSummary | null };
export type Adapter = CatalogueEntry & { webhooks: "account" | "parcel" | "by_hand" };

/** How a connection is doing and what hangs on it; counts stop at 1,001. */
export type LinkedHealth = {
  connection: Linked;
  lastRuns: RunSummary[];
  ordersFailed: number;
  ordersPending: number;
  orders: number;
  parcels: number;
  pushes: number;
  mails: number;
};

export type Tried = { ok: boolean; label: string | null; reason: string | null };
export type Practice = { available: boolean; connected: boolean; connections: string[] };
