import type { Branding as StoredBranding } from "@waybill/domain/organisation/settings";
import type { Role } from "../api/types.ts";

/** `changedAt`: what a form is based on; sent back as `basedOn`. */
export type General = { name: string; timeZone: string; language: string; changedAt: number };
export type Branding = StoredBranding & { logoUrl: string | null; changedAt: number };
export type Policy = { triggers: Record<string, boolean> };
export type Member = { id: string; userId: string; name: string; email: string; role: Role; joinedAt: number };
export type Invitation = { id: string; email: string; role: Role; expiresAt: number; url: string };
export type ApiKey = {
  id: string;
  name: string;
  start: string;
  role: Role;
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  createdBy: string | null;
};
/** better-auth's own answer. */
export type SignIn = {
  id: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
};
export type Found = { orders: number; numbers: string[]; shipments: number; notifications: number; reports: number };
export type Erased = { orders: number; shipments: number; notifications: number; deliveries: number; left: number };
