import { type Accessor, createMemo } from "solid-js";
import { api } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";

/** What waits for a person, by place: the small numbers beside the places. */
export type NavBadges = Readonly<Record<string, { n: number; words: string } | undefined>>;

/** Read again at most this often while things happen. */
const EVERY_MS = 5_000;

/** Live counts for the navigation; empty until they are read. */
export function createNavBadges(): Accessor<NavBadges> {
  const summary = createView(() => api.get("/api/dashboard/summary"));
  const again = calmly(() => void summary.reload(), EVERY_MS);
  useLive().onFrame(again);
  return createMemo((): NavBadges => {
    const now = summary.data();
    if (!now) return {};
    const failed = now.orders.bySync.failed ?? 0;
    const { attention } = now.shipments;
    const { parked } = now.notifications;
    const strange = now.inbox.notUnderstood;
    return {
      "/": { n: failed, words: failed === 1 ? "failed sync" : "failed syncs" },
      "/shipments": { n: attention, words: attention === 1 ? "needs attention" : "need attention" },
      "/notifications": { n: parked, words: parked === 1 ? "parked mail" : "parked mails" },
      "/inbox": { n: strange, words: "not understood" },
    };
  });
}
