import type { ConnectionSummary } from "@waybill/domain/connection/answers";
import type { Accessor } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createView } from "../live/view.ts";
import { type Kind, kinds } from "./kinds.ts";

export type ConnectionDot = { id: string; kind: Kind; name: string; health: "ok" | "failing" | "paused" | "new" };

const dotOf = (c: ConnectionSummary): ConnectionDot => ({
  id: c.id,
  kind: c.kind,
  name: c.name,
  health: c.enabled ? (c.health === "disconnected" ? "failing" : c.health) : "paused",
});

/**
 * The state of every connection as a dot, live; null until it is known.
 *
 * @example createConnectionHealth()()?.filter((dot) => dot.kind === "channel") // [{ id, kind, name: "Harbour & Pine", health: "ok" }]
 */
export function createConnectionHealth(): Accessor<readonly ConnectionDot[] | null> {
  const view = createView(async () => {
    const lists = await Promise.all(kinds.map((noun) => api.get(noun.path).then(itemsOf)));
    return lists.flat().map(dotOf);
  });
  useLive().onFrame((frame) => {
    const changed = frameData(frame, "connection.changed")?.connection;
    if (!changed) return;
    view.set((dots) => {
      const gone = changed.health === "disconnected" && !changed.enabled;
      if (gone) return dots.filter((dot) => dot.id !== changed.id);
      const known = dots.some((dot) => dot.id === changed.id);
      return known ? dots.map((dot) => (dot.id === changed.id ? dotOf(changed) : dot)) : [...dots, dotOf(changed)];
    });
  });
  return view.data;
}
