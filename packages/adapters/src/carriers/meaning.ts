import { meaningOfScan, type ScanMeaning } from "@waybill/domain/shipment/meanings";
import type { Scan } from "@waybill/domain/shipment/scan";
import type { CarrierDefinition } from "../ports/carrier.ts";

/** What the adapters' own tables of codes say; one without such a table says nothing. */
type Tables = Readonly<Record<string, Pick<CarrierDefinition, "scanMeaning">>>;

/**
 * What a scan says in our words, by its carrier's own table of codes first; null: only the carrier's words say it.
 *
 * @example scanMeaning(carriers, { carrier: "ups", scan }) // "departed_facility"
 */
export function scanMeaning(carriers: Tables, input: { carrier: string; scan: Scan }): ScanMeaning | null {
  const { carrier, scan } = input;
  const said = Object.hasOwn(carriers, carrier) ? (carriers[carrier]?.scanMeaning?.(scan.code) ?? null) : null;
  return meaningOfScan({ said, status: scan.status, reason: scan.reason });
}
