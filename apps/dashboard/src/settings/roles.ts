import type { Role } from "@waybill/domain/organisation/roles";

/** Strongest first, as people look for them. */
export const roleWords: readonly { role: Role; word: string; may: string }[] = [
  { role: "owner", word: "Owner", may: "Everything, including other owners and deleting the organisation." },
  { role: "admin", word: "Admin", may: "Also channels, carriers, settings, members, API keys and exports." },
  { role: "agent", word: "Agent", may: "Works on orders and parcels: status, shipments, sync, retries." },
  { role: "viewer", word: "Viewer", may: "Sees orders, parcels, mails and settings. Changes nothing." },
];
export const roleWord = (role: Role) => roleWords.find((one) => one.role === role)?.word ?? role;
const rank: readonly Role[] = ["viewer", "agent", "admin", "owner"];
/** A person gives at most their own rights; only owners make owners. */
export const mayGive = (own: Role | null, role: Role) => own !== null && rank.indexOf(own) >= rank.indexOf(role);
