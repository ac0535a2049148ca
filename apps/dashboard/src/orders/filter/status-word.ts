import { orderLook } from "@waybill/ui/status-groups";

/** An order that was never read whole is stored as pending: the choice says that it holds both. */
export const statusWord = (status: string): string =>
  status === "pending" ? "Unpaid or not read" : orderLook(status).word;
