import type { NumberShape } from "../../numbers/format.ts";
import type { NumberFormat } from "../../ports/carrier.ts";
import { fedexNumbers } from "../fedex/numbers.ts";
import { type KnownCarrier, type KnownCarrierId, known } from "../known.ts";
import { upsNumbers } from "../ups/numbers.ts";

const of = (carrier: KnownCarrierId, formats: readonly NumberShape[]): NumberFormat[] =>
  formats.map((format) => ({ ...format, carrier }));

/** Numbers of the carriers an aggregator can follow, under our ids of those carriers. */
export const worldNumbers: readonly NumberFormat[] = [
  ...of("ups", upsNumbers),
  ...of("fedex", fedexNumbers),
  ...Object.entries<KnownCarrier>(known).flatMap(([id, { numbers }]) => of(id as KnownCarrierId, numbers ?? [])),
  ...of("easypost", [{ name: "EasyPost test number", pattern: /^EZ[1-7]00000000[1-7]$/, check: null }]),
];
