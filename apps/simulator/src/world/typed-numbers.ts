import { carrierByName, guessCarrier, makeTrackingNumber } from "./numbers.ts";
import type { Carrier, Order, Tracking } from "./types.ts";
import type { World } from "./world.ts";

const companies: Record<Carrier, string> = { ups: "UPS", fedex: "FedEx", usps: "USPS" };
const links: Record<Carrier, string> = {
  ups: "https://www.ups.com/track?tracknum=",
  fedex: "https://www.fedex.com/fedextrack/?trknbr=",
  usps: "https://tools.usps.com/go/TrackConfirmAction_input?qtc_tLabels1=",
};

export function trackingLink(carrier: Carrier, number: string): string {
  return links[carrier] + encodeURIComponent(number);
}

/** A number that no parcel of this world has yet. */
function freshNumber(world: World, carrier: Carrier): string {
  for (;;) {
    const number = makeTrackingNumber(world.random.parcels, carrier);
    if (!world.parcels.has(number)) return number;
  }
}

/** One parcel of a carrier as the shop's form has it. */
export function trackingFor(world: World, carrier: Carrier): Tracking & { number: string } {
  const number = freshNumber(world, carrier);
  return { company: companies[carrier], number, url: trackingLink(carrier, number) };
}

const wordsForNumbers = ["N/A", "Local pickup", "no tracking", "https://parcels.example/where/is/order?id=4711"];

/** What the packer types into the shop's form: mostly one number. */
export function typedTracking(world: World, order: Order, carrier: Carrier): Tracking[] {
  const first = trackingFor(world, carrier);
  if (order.natures.has("two_numbers")) return [first, trackingFor(world, carrier)];
  if (order.natures.has("numbers_in_one_field")) {
    return [{ ...first, number: `${first.number}, ${trackingFor(world, carrier).number}` }];
  }
  if (order.natures.has("words_for_a_number")) {
    return [{ company: "Other", number: wordsForNumbers[order.number % wordsForNumbers.length] as string, url: null }];
  }
  return [first];
}

/** The parcels that a typed text stands for; words and addresses stand for none. */
export function parcelsIn({ company, number }: Tracking): { number: string; carrier: Carrier }[] {
  const parts = (number ?? "").includes("://") ? [] : (number ?? "").split(/[,;/|]/);
  return parts.flatMap((part) => {
    const text = part.trim();
    const carrier = /\d/.test(text) ? (carrierByName(company) ?? guessCarrier(text)) : undefined;
    return carrier === undefined ? [] : [{ number: text, carrier }];
  });
}
