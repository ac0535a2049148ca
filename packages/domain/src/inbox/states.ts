import { moves } from "../moves.ts";

/**
 * A delivery. Every one but a copy can be read again (`received`), and emptied when its customer is erased (`ignored`). What a
 * carrier is asked for is folded into the same row each time, a replay folds what is there, and two processes may have one row in
 * hand: so what came to rest can be processed, or wait for its parcel, without being received again.
 */
export const inboxMoves = moves({
  received: { to: ["processed", "duplicate", "unmatched", "not_understood", "ignored", "failed"] },
  processed: { to: ["received", "unmatched", "ignored"] },
  duplicate: { to: [] },
  unmatched: { to: ["received", "processed", "ignored"] },
  not_understood: { to: ["received", "processed", "unmatched", "ignored"] },
  ignored: { to: ["received", "processed", "unmatched"] },
  failed: { to: ["received", "processed", "unmatched", "ignored"] },
});
