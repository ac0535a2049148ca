import type { ScanMeaning } from "../shipment/meanings.ts";

/** One sentence of ours for each thing that a scan can say, whatever its carrier calls it. */
export type ScanTable = Readonly<Record<ScanMeaning, string>>;
