import type { Role } from "@waybill/domain/organisation/roles";
import { roles } from "@waybill/domain/organisation/roles";

const READ = [
  "orders:read",
  "shipments:read",
  "connections:read",
  "inbox:read",
  "notifications:read",
  "settings:read",
  "members:read",
] as const;
const WORK = ["orders:write", "shipments:write", "sync:run", "notifications:write"] as const;
const RUN = [
  "connections:write",
  "inbox:replay",
  "settings:write",
  "members:write",
  "keys:read",
  "keys:write",
  "metrics:read",
  "data:export",
  "data:erase",
] as const;
const OWN = ["owners:write", "organisation:delete", "demo:reset"] as const;

export type Permission = (typeof READ | typeof WORK | typeof RUN | typeof OWN)[number];

/** What each role may do: a viewer looks, an agent works on orders and parcels, an admin runs the place, an owner owns it. */
export const permissions: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set<Permission>(READ),
  agent: new Set<Permission>([...READ, ...WORK]),
  admin: new Set<Permission>([...READ, ...WORK, ...RUN]),
  owner: new Set<Permission>([...READ, ...WORK, ...RUN, ...OWN]),
};

export function isRole(value: unknown): value is Role {
  return roles.includes(value as Role);
}

/** True when `role` has at least the rights of `other`. */
export function atLeast(role: Role, other: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(other);
}
