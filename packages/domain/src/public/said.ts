import { type ParcelSaid, saidOfParcel } from "../said/parcel.ts";
import type { PublicShipment } from "./view.ts";

/** The facts of a public page's parcel, as everyone else tells them. Without the validator: the page's script needs it. */
export const saidOfView = (
  view: Pick<PublicShipment, "status" | "reason" | "scans" | "eta" | "promised" | "together">,
): ParcelSaid => saidOfParcel(view);
