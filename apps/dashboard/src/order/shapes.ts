import type { ShipmentWithTimeline } from "../api/types.ts";

/** The state of a parcel's public link. */
export type PublicLink = { revokedAt: number | null; expiresAt: number | null };
/** A parcel as an order's page answers it. */
export type OrderParcel = ShipmentWithTimeline & { link?: PublicLink };
