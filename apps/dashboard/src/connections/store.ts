import type { CatalogueEntry, ConnectionView, Practice } from "@waybill/domain/connection/answers";
import { api, itemsOf } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { type Kind, kindWords } from "./kinds.ts";

type Links = { connections: ConnectionView[]; adapters: CatalogueEntry[]; practice: Practice };

/** Connections of one kind with what can be connected, kept by live frames. */
export function createLinks(kind: Kind) {
  // The same catalogue stays the same object, so that a form that is being filled in is not drawn anew.
  let last: CatalogueEntry[] = [];
  const held = (adapters: CatalogueEntry[]) => {
    if (JSON.stringify(adapters) !== JSON.stringify(last)) last = adapters;
    return last;
  };
  const view = createView(async (): Promise<Links> => {
    const [connections, adapters, practice] = await Promise.all([
      api.get(kindWords(kind).path).then(itemsOf),
      api.get("/api/adapters").then(itemsOf),
      api.get("/api/practice"),
    ]);
    return { connections, practice, adapters: held(adapters.filter((adapter) => adapter.kind === kind)) };
  });
  // What frames do not carry (the call budget, warnings) is read again when something happened.
  const again = calmly(() => void view.reload(), 3000);
  useLive().onFrame((frame) => {
    const changed = frameData(frame, "connection.changed")?.connection;
    if (changed?.kind === kind) {
      const gone = changed.health === "disconnected" && !changed.enabled;
      view.set((all) => ({
        ...all,
        connections: gone
          ? all.connections.filter((c) => c.id !== changed.id)
          : all.connections.map((c) => (c.id === changed.id ? { ...c, ...changed } : c)),
      }));
      again();
    }
    const run = kind === "channel" ? frameData(frame, "sync.changed")?.run : undefined;
    if (!run) return;
    view.set((all) => ({
      ...all,
      connections: all.connections.map((c) =>
        c.id === run.connectionId && (c.lastRun?.startedAt ?? 0) <= run.startedAt ? { ...c, lastRun: run } : c,
      ),
    }));
    if (run.finishedAt !== null) again();
  });
  return view;
}
