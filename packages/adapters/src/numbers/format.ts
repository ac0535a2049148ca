/** A shape of tracking number. `check` says whether the check digit holds: it ranks, it never rejects. */
export type NumberShape = {
  name: string;
  pattern: RegExp;
  /** null: the format has no known check digit. */
  check: ((normalised: string) => boolean) | null;
  /** Nobody else's numbers look like this: with a check digit that holds it is proof, whatever a shop typed. */
  distinct?: true;
  /** Only where the shop names the carrier so (a slug: "ups-mail-innovations"): the shape alone says another's. */
  named?: RegExp;
  /** The number that people know, in one that only a barcode holds; null: not sure enough to cut anything off. */
  plain?: (normalised: string) => string | null;
};

/** Whether the number has the shape and its check digit holds. */
export const isProven = ({ pattern, check }: NumberShape, number: string): boolean =>
  check !== null && pattern.test(number) && check(number);
