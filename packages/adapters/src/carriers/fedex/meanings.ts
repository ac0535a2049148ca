import type { ScanMeaning } from "@waybill/domain/shipment/meanings";
import { meaningTable } from "../../kit/meaning-table.ts";

// What moves a parcel, in more words than "in transit"; all else follows from status and reason.
const table = meaningTable(`
picked_up: PU PX AP IP
dropped_off: DO
in_transit: IT IX PM Ow OW PF TR
arrived_at_facility: AR AA OF SF PL
departed_facility: DP LO EO
arrived_near_you: AF FD
handed_to_partner: AC AX BR TP
exported: EA
`);

/** What a FedEx code says; the exception behind the slash is in status and reason. */
export const scanMeaning = (code: string): ScanMeaning | null => table.get(code.split("/")[0] ?? "") ?? null;
