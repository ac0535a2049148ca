/** The four roles, weakest first. */
export const roles = ["viewer", "agent", "admin", "owner"] as const;
export type Role = (typeof roles)[number];
