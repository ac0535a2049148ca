import type { PublicShipment } from "@waybill/domain/public-view";

export type Loaded = { kind: "ok"; view: PublicShipment } | { kind: "none" } | { kind: "failed"; words: string };

/** Reads the parcel behind a link. "No such link" is an answer, not a failure. */
export async function loadParcel(token: string): Promise<Loaded> {
  try {
    const response = await fetch(`/api/public/track/${encodeURIComponent(token)}`, {
      headers: { accept: "application/json" },
    });
    if (response.status === 404 || response.status === 410) return { kind: "none" };
    if (response.status === 429) return { kind: "failed", words: "This link was asked too often. Wait a minute." };
    if (!response.ok) return { kind: "failed", words: "The server could not answer just now." };
    return { kind: "ok", view: (await response.json()) as PublicShipment };
  } catch {
    return { kind: "failed", words: "There is no connection to the server. Your network may be down." };
  }
}
