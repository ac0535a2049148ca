import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import { numbersInField } from "@waybill/adapters/numbers/in-field";
import type { Ctx } from "./context.ts";

/**
 * The tracking number that somebody typed or pasted into a search, by its identity: with words around it, or as the address of a
 * carrier's page, the one number it names.
 *
 * @example typedNumber(ctx, "UPS 1z 5r8 939 03 5756 7127") // "1Z5R89390357567127"
 */
export function typedNumber(ctx: Pick<Ctx, "adapters">, text: string): string {
  const carriers = Object.values(ctx.adapters.carriers);
  const [only, ...others] = numbersInField(carriers, { text, company: null }).parcels;
  return only && others.length === 0 ? only.number : trackingIdentity(text);
}
