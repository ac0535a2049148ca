/** What a customer can say is wrong, as the public page offers it. */
export const problemKinds = ["not_arrived", "damaged", "missing_items", "wrong_address", "other"] as const;
export type ProblemKind = (typeof problemKinds)[number];
