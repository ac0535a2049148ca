import { makeTrackingNumber } from "./numbers.ts";
import { createRandom, digits } from "./random.ts";
import type { Carrier, FulfilmentOrder, Tracking } from "./types.ts";
import type { World } from "./world.ts";

/** How a person or a shop's software fills the field for the tracking number: the field takes any text. */
export const fieldHabits = ["plain", "label", "several", "words", "no_carrier", "no_number"] as const;
export type FieldHabit = (typeof fieldHabits)[number];

export type NumberedParcel = { number: string; carrier: Carrier };

const companies: Record<Carrier, string> = { ups: "UPS", fedex: "FedEx", usps: "USPS" };
const links: Record<Carrier, string> = {
  ups: "https://www.ups.com/track?tracknum=",
  fedex: "https://www.fedex.com/fedextrack/?trknbr=",
  usps: "https://tools.usps.com/go/TrackConfirmAction_input?qtc_tLabels1=",
};

/** The page that a shop makes from the company and the text of the field, whatever they are. */
export function trackingLink(carrier: Carrier, number: string): string {
  return links[carrier] + encodeURIComponent(number);
}

/** What a scanner reads off the label: USPS's barcode begins with 420 and the ZIP code, FedEx's ends with the number. */
function barcode({ number, carrier }: NumberedParcel, zip: string): string {
  if (carrier === "usps") return `420${zip}${number}`;
  return carrier === "fedex" ? `1001921334250001000300${number}` : `]C1${number}`;
}

/** Which habit the field of this fulfilment is filled by: mostly none. Its own generator, so that no other draw moves. */
export function habitOf(world: World, wanted: FulfilmentOrder): FieldHabit {
  const random = createRandom(`${world.options.seed}:field:${wanted.id}`);
  if (!random.chance(world.options.habits)) return "plain";
  return random.pick<FieldHabit>(["label", "label", "several", "words", "no_carrier", "no_carrier", "no_number"]);
}

/** The parcels that leave, new to the world, and what the shop writes of them. */
export function fillField(
  world: World,
  input: { wanted: FulfilmentOrder; carrier: Carrier; habit: FieldHabit },
): { parcels: NumberedParcel[]; tracking: Tracking[] } {
  const { wanted, carrier, habit } = input;
  const random = createRandom(`${world.options.seed}:written:${wanted.id}`);
  if (habit === "no_number") {
    const text = random.pick(["Local pickup", "N/A", "Hand delivered"]);
    return { parcels: [], tracking: [{ company: "Other", number: text, url: null }] };
  }
  const parcels = Array.from({ length: habit === "several" ? 2 : 1 }, () => {
    let number = makeTrackingNumber(world.random.parcels, carrier);
    while (world.parcels.has(number)) number = makeTrackingNumber(world.random.parcels, carrier);
    return { number, carrier };
  });
  const [first] = parcels as [NumberedParcel];
  const written = {
    plain: first.number,
    label: barcode(first, digits(random, 5)),
    several: parcels.map(({ number }) => number).join(random.pick([", ", " / ", " and "])),
    words: `${companies[carrier]} ${first.number}`,
    no_carrier: first.number,
  }[habit];
  const company = habit === "no_carrier" ? random.pick(["Other", "ShipBob", "Pirate Ship"]) : companies[carrier];
  const url = habit === "no_carrier" ? null : trackingLink(carrier, written);
  return { parcels, tracking: [{ company, number: written, url }] };
}
