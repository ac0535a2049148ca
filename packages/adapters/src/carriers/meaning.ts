import { meaningOfScan, type ScanMeaning } from "@waybill/domain/shipment/meanings";
import type { Scan } from "@waybill/domain/shipment/scan";
import type { CarrierDefinition } from "../ports/carrier.ts";

/** What the adapters' own tables of codes say; one without such a table says nothing. */
type Tables = Readonly<Record<string, Pick<CarrierDefinition, "scanMeaning" | "covers">>>;

/**
 * What a scan says in our words, by its carrier's own table of codes first, else by those of whoever follows all carriers: the
 * scan's code is in the words of who told it. Null: only the carrier's words say it.
 *
 * @example scanMeaning(carriers, { carrier: "ups", scan }) // "departed_facility"
 */
export function scanMeaning(carriers: Tables, input: { carrier: string; scan: Scan }): ScanMeaning | null {
  const { carrier, scan } = input;
  const own = Object.hasOwn(carriers, carrier) ? carriers[carrier] : undefined;
  const asked = [own, ...Object.values(carriers).filter((one) => one !== own && one.covers.includes("*"))];
  const said = asked.map((one) => one?.scanMeaning?.(scan.code) ?? null).find((meaning) => meaning !== null) ?? null;
  return meaningOfScan({ said, status: scan.status, reason: scan.reason });
}
