/** Parcels that a person should look at: the domain's `attentionStatuses`, without the validator that comes with it. */
export const attentionParcels: ReadonlySet<string> = new Set([
  "delivery_attempt_failed",
  "exception",
  "delayed",
  "on_hold",
  "returned_to_sender",
  "lost",
]);
