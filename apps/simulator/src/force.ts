/** Overrides for a webhook fired by hand. */
export type Force = { duplicate?: boolean | undefined; wrongSignature?: boolean | undefined };
