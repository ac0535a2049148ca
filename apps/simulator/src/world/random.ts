/** Deterministic randomness: everything in the world is drawn from a seed, so a run can be repeated. */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [min, max], both included. */
  int(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  /** `length` characters taken from `alphabet`. */
  text(length: number, alphabet: string): string;
};

const DIGITS = "0123456789";
const HEX = "0123456789abcdef";

/** FNV-1a, 32 bits: turns a label into a seed. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A generator (mulberry32) for one purpose; give each purpose its own label so that they do not disturb each other.
 *
 * @example createRandom("7:orders").int(1, 6)
 */
export function createRandom(label: string): Random {
  let state = hashText(label);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    pick: (items) => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error("pick() needs at least one item");
      return item;
    },
    chance: (probability) => next() < probability,
    text: (length, alphabet) => {
      let out = "";
      for (let index = 0; index < length; index += 1) out += alphabet[int(0, alphabet.length - 1)];
      return out;
    },
  };
}

export function digits(random: Random, length: number): string {
  return random.text(length, DIGITS);
}

export function hex(random: Random, length: number): string {
  return random.text(length, HEX);
}

/** A version-4 shaped UUID drawn from the seed. */
export function uuid(random: Random): string {
  const raw = hex(random, 32);
  return `${raw.slice(0, 8)}-${raw.slice(8, 12)}-4${raw.slice(13, 16)}-a${raw.slice(17, 20)}-${raw.slice(20)}`;
}

/**
 * A deck of `size` cards of which `round(size × share)` say yes, shuffled again when it runs out: the share holds
 * exactly in every deckful, so 40 orders already show the promised 60/40.
 */
export function createDeck(random: Random, share: () => number, size = 20): () => boolean {
  let cards: boolean[] = [];
  return () => {
    if (cards.length === 0) {
      const yes = Math.round(size * share());
      cards = Array.from({ length: size }, (_, index) => index < yes);
      for (let index = cards.length - 1; index > 0; index -= 1) {
        const other = random.int(0, index);
        const held = cards[index] as boolean;
        cards[index] = cards[other] as boolean;
        cards[other] = held;
      }
    }
    return cards.pop() as boolean;
  };
}
