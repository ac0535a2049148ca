import { createRandom } from "./random.ts";
import type { Nature, OrderLine } from "./types.ts";
import { nextId, type World } from "./world.ts";

/** How often a demo meets what is not an everyday order: seldom, and each within an hour or two. */
export const demoNatures: Readonly<Partial<Record<Nature, number>>> = {
  test: 0.01,
  cash_on_delivery: 0.02,
  pickup: 0.02,
  gift_card: 0.03,
  fine_price: 0.01,
  two_numbers: 0.02,
  corrected_number: 0.02,
  unit_removed: 0.015,
  all_refunded: 0.01,
  deleted: 0.005,
  late_to_read: 0.05,
};

/** What is uncommon about the next order: what was asked for, and what the shares give. Its own generator tells no other story anew. */
export function drawNatures(world: World, asked: readonly Nature[]): ReadonlySet<Nature> {
  const random = createRandom(`${world.options.seed}:natures:${world.lastOrderNumber}`);
  const drawn = Object.entries(world.options.natures).filter(([, share]) => random.chance(share));
  return new Set([...asked, ...drawn.map(([nature]) => nature as Nature)]);
}

/** A gift card, and screws whose price is finer than a cent: goods that are not in the window. */
export function extraLines(world: World, natures: ReadonlySet<Nature>): OrderLine[] {
  const { giftCard, screws } = world.extras;
  const line = (product: OrderLine["product"], quantity: number): OrderLine => ({
    ...{ id: nextId(world), product, sku: product.sku, quantity, removed: 0, price: product.price, tax: 0 },
  });
  return [
    ...(natures.has("gift_card") ? [line(giftCard, 1)] : []),
    ...(natures.has("fine_price") ? [line(screws, 80)] : []),
  ];
}

/** Real ms until which a new order cannot be read by its id, 0 for at once: the push is faster than the reader (2 to 30 s). */
export function readableFrom(world: World, natures: ReadonlySet<Nature>): number {
  if (!world.lived || !natures.has("late_to_read")) return 0;
  const random = createRandom(`${world.options.seed}:late:${world.lastOrderNumber}`);
  return world.options.now() + random.int(2_000, 30_000);
}
