import type { Statement } from "@waybill/db/database";
import { mailAddress, type Trigger, triggers } from "@waybill/domain/shipment/notify";
import type { Ctx } from "../core/context.ts";
import { preferenceStatement } from "../notifications/preferences.ts";
import { parcelsOf, shipmentByToken } from "./page.ts";

/**
 * What the holder of a tracking link wants its recipient to be told of this parcel. A link gets forwarded, so it reaches no
 * further than the parcels it shows: the recipient's other orders are decided by the link in their own mail.
 *
 * @returns false when the link leads nowhere; true also where nobody is written to. Doing it twice is the same as once.
 * @example await setTrackPreferences(ctx, { token, wanted: { shipped: false }, muted: true, orderMuted: null });
 */
export async function setTrackPreferences(
  ctx: Ctx,
  input: { token: string; wanted: Partial<Record<Trigger, boolean>>; muted: boolean; orderMuted: boolean | null },
): Promise<boolean> {
  const shipment = await shipmentByToken(ctx, input.token);
  if (!shipment) return false;
  const { id, orgId } = shipment;
  const parcels = await parcelsOf(ctx, shipment);
  const [row] = await ctx.db.query("SELECT customer_email FROM orders WHERE id = ? AND org_id = ?", [
    shipment.orderId,
    orgId,
  ]);
  const address = mailAddress(typeof row?.customer_email === "string" ? row.customer_email : null);
  if (!address) return true;
  const set = (trigger: string, scope: string, on: boolean): Statement =>
    preferenceStatement({ orgId, address }, { trigger, scope, on, at: ctx.now() });
  const statements: Statement[] = [];
  for (const trigger of triggers) {
    const on = input.wanted[trigger];
    if (on !== undefined) statements.push(set(trigger, id, on));
  }
  for (const parcel of parcels) {
    const whole = input.orderMuted === true;
    if (parcel.id === id) statements.push(set("*", id, !(input.muted || whole)));
    else if (input.orderMuted !== null) statements.push(set("*", parcel.id, !whole));
  }
  await ctx.db.commit(statements);
  return true;
}
