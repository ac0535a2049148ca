import type { ConnectionHealth } from "@waybill/domain/connection/answers";
import { countWords, isLive } from "./status.ts";

/** What a disconnect stops, what it leaves, and what was still to be done, in sentences. */
export function disconnectWords(
  health: ConnectionHealth,
  input: { platform: string; others: number },
): { stops: string[]; stays: string[] } {
  const { connection, orders, parcels, pushes, mails, lastRuns } = health;
  const again = "Connected again with the same account, its orders are recognised: none comes twice.";
  if (connection.kind === "channel") {
    return {
      stops: [
        `New orders and changes at ${input.platform} are no longer seen.`,
        "Shipments that you add here are no longer told to it.",
        ...(pushes > 0 ? [`${countWords(pushes, "shipment")} still to be told to it will not be told.`] : []),
        ...(lastRuns.some(isLive) ? ["The sync that is running stops; what it has read stays."] : []),
        "Its credentials are deleted, and webhooks that still arrive are refused.",
      ],
      stays: [
        orders === 0
          ? "There are no orders of it yet."
          : `${orders.toLocaleString()} ${orders === 1 ? "order stays" : "orders stay"}, with parcels and history.`,
        again,
      ],
    };
  }
  if (connection.kind === "carrier") {
    const followed = countWords(parcels, "parcel");
    const verb = parcels === 1 ? "is" : "are";
    return {
      stops: [
        parcels === 0
          ? "No parcel is followed through it now."
          : input.others > 0
            ? `${followed} that ${verb} followed through it now will look for another connected carrier.`
            : `${followed} that ${verb} followed through it now stop moving on screen.`,
        "Its credentials are deleted, and webhooks that still arrive are refused.",
      ],
      stays: ["Every parcel keeps the timeline it has."],
    };
  }
  return {
    stops: [
      input.others > 0
        ? "Mails go out through the other sender."
        : "Mails are written and kept, but no longer sent out.",
      ...(mails > 0 && input.others === 0
        ? [`${countWords(mails, "mail")} waiting now will not be sent through it.`]
        : []),
      "Its credentials are deleted; receipts for earlier mails are no longer taken.",
    ],
    stays: ["Mails that were sent stay under Notifications."],
  };
}
