import { newToken } from "@waybill/domain/ids";
import type { ShipmentSummary } from "@waybill/domain/shipment/answers";
import { append } from "../core/log.ts";
import { retryOnConflict } from "../core/retry-on-conflict.ts";
import { causeOf, type Scope } from "../core/scope.ts";
import { LINK_LIFE_MS } from "./new.ts";
import { loadShipment } from "./read.ts";
import { shipmentSummary } from "./rows.ts";

const newLink = (now: number) => ({ trackToken: newToken(), tokenExpiresAt: now + LINK_LIFE_MS });

/** Revokes or renews the public link; a renewed link is a new one. */
export function setTrackLink(scope: Scope, input: { id: string; revoke: boolean }): Promise<ShipmentSummary> {
  const { ctx, by } = scope;
  return retryOnConflict({ ctx, what: "shipment" }, async () => {
    const row = await loadShipment(scope, input.id);
    const now = ctx.now();
    const fresh = input.revoke ? { ...row, tokenRevokedAt: now } : { ...row, ...newLink(now), tokenRevokedAt: null };
    fresh.changedAt = now;
    const data = { shipment: shipmentSummary(fresh), from: null, scans: [] };
    await append(scope, {
      cause: causeOf(by, `${by.name} ${input.revoke ? "revoked" : "renewed"} the public link`),
      statements: [
        {
          sql: `UPDATE shipments SET token = ?, token_expires_at = ?, token_revoked_at = ?, changed_at = ?, version = version + 1
            WHERE id = ? AND version = ?`,
          args: [fresh.trackToken, fresh.tokenExpiresAt, fresh.tokenRevokedAt, now, row.id, row.version],
          atLeast: 1,
        },
      ],
      events: [{ type: "shipment.updated", stream: row.id, data }],
    });
    return shipmentSummary(fresh);
  });
}
