import { type Accessor, createMemo } from "solid-js";
import { request } from "../api/client.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";

type Summary = {
  shipments: { attention: number };
  notifications: { parked: number };
  inbox: { notUnderstood: number; unmatched: number };
  orders: { bySync: Record<string, number> };
};

/** What waits for a person, by place: the small numbers beside the places. */
export type NavBadges = Readonly<Record<string, { n: number; words: string } | undefined>>;

/** Read again at most this often while things happen. */
const EVERY_MS = 5_000;

/** Live counts for the navigation; empty until they are read. */
export function createNavBadges(): Accessor<NavBadges> {
  const summary = createView(() => request<Summary>("GET", "/api/dashboard/summary"));
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
