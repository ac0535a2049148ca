import { createRandom } from "./random.ts";
import type { Nature, OrderLine } from "./types.ts";
import { nextId, type World } from "./world.ts";

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
