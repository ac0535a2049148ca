/** A shape of tracking number. `check` says whether the check digit holds: it ranks, it never rejects. */
export type NumberShape = {
  name: string;
  pattern: RegExp;
  /** null: the format has no known check digit. */
  check: ((normalised: string) => boolean) | null;
};
