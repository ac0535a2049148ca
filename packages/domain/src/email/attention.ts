/** States of a notification in which a person decides what becomes of it: it was not sent, or nobody knows. */
export const mailAttentionStates = ["parked", "failed", "unknown"] as const;
