import { useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import { api } from "../api/api.ts";
import { createCommands } from "../palette/commands.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { type Kind, kindWords } from "./kinds.ts";
import { createLinks } from "./store.ts";

/** In the address: the catalogue is open. An empty value would be dropped from it. */
const ANY = "any";

/** What a page of connections holds: those of its kind, what can be connected, and what of it is chosen in the address. */
export function createConnectionsModel(kind: Kind) {
  const session = useSession();
  const [params, setParams] = useSearchParams<{ connect?: string }>();
  const noun = kindWords(kind);
  const links = createLinks(kind);
  let opener: HTMLElement | null = null;
  const choose = (adapter: string | null) => {
    if (params.connect === undefined) opener = document.activeElement as HTMLElement | null;
    setParams({ connect: adapter ?? undefined }, { replace: params.connect !== undefined });
    if (adapter === null) queueMicrotask(() => opener?.focus());
  };
  const open = () => {
    const only = links.data()?.adapters;
    choose(only?.length === 1 && !offersPractice() ? (only[0]?.id ?? ANY) : ANY);
  };
  // Kept by id, so that an update leaves an open dialog or a pressed button alone.
  const ids = createMemo(
    () => (links.data()?.connections ?? []).filter((c) => c.health !== "disconnected" || c.enabled).map((c) => c.id),
    [],
    { equals: (a, b) => a.join() === b.join() },
  );
  const connection = (id: string) => links.data()?.connections.find((c) => c.id === id);
  const adapterOf = (id: string) => links.data()?.adapters.find((a) => a.id === id) ?? null;
  const isPractice = (id: string) => links.data()?.practice.connections.includes(id) ?? false;
  const offersPractice = () => {
    const practice = links.data()?.practice;
    return kind === "channel" && practice?.available === true && !practice.connected;
  };
  const practise = createAction(async () => {
    choose(null);
    await api.post("/api/practice");
    say({ tone: "delivered", text: "The practice shop is connected; its first orders are on their way." });
    await links.reload();
  });
  createCommands(() =>
    session.may("admin")
      ? [{ id: `connect-${kind}`, words: `Connect a ${noun.one}`, group: "This page" as const, run: open }]
      : [],
  );
  const adapters = () => links.data()?.adapters ?? [];
  const chosen = () => params.connect ?? null;
  return {
    ...{ kind, noun, links, adapters, ids, connection, adapterOf, isPractice },
    ...{ chosen, choose, open, offersPractice, practise },
  };
}
export type ConnectionsModel = ReturnType<typeof createConnectionsModel>;
