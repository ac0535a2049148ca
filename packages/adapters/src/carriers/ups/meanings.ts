import type { ScanMeaning } from "@waybill/domain/shipment/meanings";
import { meaningTable } from "../../kit/meaning-table.ts";

// What moves a parcel, in more words than "in transit"; all else follows from status and reason. A code is `type/code`.
const table = meaningTable(`
picked_up: I/OR I/PC I/PU I/PT X/HF X/P4 X/Z5 D/VS I/VS
dropped_off: I/XD
arrived_at_facility: I/AR D/F0 X/F0 D/2D X/GD I/ZV I/DZ I/ZZ
departed_facility: I/DP D/F3 X/F3 D/2J X/2O I/ZU I/DY I/DR
processed_at_facility: I/WH I/YP X/HL X/PG X/RB X/YT I/ZT I/ZS
arrived_near_you: I/DS X/RC X/ZK
handed_to_partner: X/4B X/LX X/ZW X/VX X/OA I/ZR I/ZW I/ZX I/ZY
exported: I/EP X/YX I/ZN
imported: I/IP X/IP X/XD
customs_cleared: D/83 D/BN D/EZ X/DA
`);

/** What a UPS code says; the same pair may also carry a three-digit code, which status and reason already tell. */
export const scanMeaning = (code: string): ScanMeaning | null => table.get(code) ?? null;
