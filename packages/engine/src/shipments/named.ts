import { trackingIdentity } from "@waybill/adapters/numbers/identity";
import { numbersInField } from "@waybill/adapters/numbers/in-field";
import type { ChannelOrder, Fulfilment } from "@waybill/domain/order/order";
import type { Scope } from "../core/scope.ts";

/** A line of the order, as far as it matters whether it travels. */
export type PostedLine = { externalId: string; requiresShipping: boolean };
type Quantities = { externalLineId: string; quantity: number }[];

/** A number that live fulfilments name, and what travels under it. */
export type Named = {
  number: string;
  carrier: string;
  trackingUrl: string | null;
  fulfilmentIds: string[];
  lines: Quantities;
  /** When the first of them was entered, UTC ms. */
  createdAt: number;
};

/** Neither the number nor the shop tells whose it is. */
export const UNKNOWN = "unknown";

/** The numbers that live fulfilments name, and what their fields say that is no number: the shop's own text. */
export function namedIn(
  { ctx }: Scope,
  order: Pick<ChannelOrder, "fulfilments"> & { number: string; lines: readonly PostedLine[] },
): { named: Map<string, Named>; texts: string[] } {
  const carriers = Object.values(ctx.adapters.carriers);
  const named = new Map<string, Named>();
  const texts = new Set<string>();
  const own = trackingIdentity(order.number);
  for (const fulfilment of order.fulfilments) {
    if (fulfilment.cancelled) continue;
    for (const tracking of fulfilment.tracking) {
      const { parcels, text } = numbersInField(carriers, { text: tracking.number, company: tracking.company });
      if (text !== null) texts.add(text);
      for (const { number, carrier } of parcels) {
        // The order's own number, typed once more, is no parcel's.
        if (number === own) {
          texts.add(tracking.number.trim());
          continue;
        }
        const known = named.get(number);
        if (known) join(known, fulfilment);
        // The link of a field with several numbers is the link of none of them.
        else
          named.set(
            number,
            begin(fulfilment, { number, carrier: carrier ?? UNKNOWN, url: parcels.length > 1 ? null : tracking.url }),
          );
      }
    }
  }
  for (const one of named.values()) one.lines = posted(one.lines, order.lines);
  return { named, texts: [...texts] };
}

function begin(fulfilment: Fulfilment, input: { number: string; carrier: string; url: string | null }): Named {
  const { externalId, createdAt } = fulfilment;
  const { number, carrier, url } = input;
  return { number, carrier, trackingUrl: url, fulfilmentIds: [externalId], lines: fulfilment.lines, createdAt };
}

function join(named: Named, fulfilment: Fulfilment): void {
  if (named.fulfilmentIds.includes(fulfilment.externalId)) return;
  named.fulfilmentIds.push(fulfilment.externalId);
  named.createdAt = Math.min(named.createdAt, fulfilment.createdAt);
  const sum = new Map<string, number>();
  for (const { externalLineId, quantity } of [...named.lines, ...fulfilment.lines])
    sum.set(externalLineId, (sum.get(externalLineId) ?? 0) + quantity);
  named.lines = [...sum].map(([externalLineId, quantity]) => ({ externalLineId, quantity }));
}

/** What needs no shipping is in no parcel, though the shop fulfilled it together with the rest. */
function posted(lines: Quantities, ordered: readonly PostedLine[]): Quantities {
  const unposted = new Set(ordered.filter((line) => !line.requiresShipping).map((line) => line.externalId));
  const left = lines.filter((line) => !unposted.has(line.externalLineId));
  return left.length > 0 ? left : lines;
}
