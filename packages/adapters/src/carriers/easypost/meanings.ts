import type { ScanMeaning } from "@waybill/domain/shipment/meanings";
import { meaningTable } from "../../kit/meaning-table.ts";

// By the detail, whatever carrier it is of: the status is one of ours already. "Received at the origin" is said of pickups and of
// any arrival on the way (seen of FedEx): there only the carrier's words tell.
const table = meaningTable(`
in_transit: in_transit
arrived_at_facility: arrived_at_facility
departed_facility: departed_facility departed_origin_facility
arrived_near_you: received_at_destination_facility
handed_to_partner: transferred_to_destination_carrier
`);

/** What an EasyPost code (`status/detail`) says; a status without a detail that it knows leaves it to the carrier's own words. */
export const scanMeaning = (code: string): ScanMeaning | null => table.get(code.split("/")[1] ?? "") ?? null;
