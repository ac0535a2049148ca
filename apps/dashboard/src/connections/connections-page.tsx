import { createMemo, createSignal, For, type JSX, Match, onMount, Show, Switch } from "solid-js";
import { request } from "../api/client.ts";
import type { CatalogueEntry, ConnectionView } from "../api/types.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { frameData } from "../state/frame-data.ts";
import { useLive } from "../state/live.tsx";
import { useSession } from "../state/session.tsx";
import { createView } from "../state/view.ts";
import { ConnectForm } from "./connect-form.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { type Kind, nouns } from "./nouns.ts";

type All = { connections: ConnectionView[]; adapters: CatalogueEntry[] };

const readAll = async (): Promise<All> => {
  const [adapters, ...lists] = await Promise.all([
    request<CatalogueEntry[]>("GET", "/api/adapters"),
    ...nouns.map((noun) => request<ConnectionView[]>("GET", noun.path)),
  ]);
  return { adapters, connections: lists.flat() };
};

/** Channels, carriers and mail senders: how each is doing, and how to add one. */
export function ConnectionsPage(): JSX.Element {
  const view = createView(readAll);
  const [connecting, setConnecting] = createSignal<Kind | null>(null);
  useLive().onFrame((frame) => {
    const changed = frameData(frame, "connection.changed")?.connection;
    if (!changed) return;
    const known = view.data()?.connections.some((c) => c.id === changed.id);
    if (!known) void view.reload();
    view.set((all) => ({
      ...all,
      connections: all.connections.map((c) => (c.id === changed.id ? { ...c, ...changed } : c)),
    }));
  });
  onMount(() => {
    document.title = "Connections · Waybill";
  });
  return (
    <div class="px-4 py-4 sm:px-5">
      <h1 class="h-page">Connections</h1>
      <Switch>
        <Match when={view.data()}>
          {(all) => (
            <>
              <For each={nouns}>
                {(noun) => (
                  <Group
                    kind={noun.kind}
                    all={all()}
                    onConnect={() => setConnecting(noun.kind)}
                    onChanged={() => void view.reload()}
                  />
                )}
              </For>
              <ConnectForm
                kind={connecting()}
                adapters={all().adapters}
                onClose={() => setConnecting(null)}
                onDone={() => {
                  setConnecting(null);
                  void view.reload();
                }}
              />
            </>
          )}
        </Match>
        <Match when={view.error()}>
          {(error) => <Failure error={error()} what="the connections" onRetry={() => void view.reload()} />}
        </Match>
        <Match when={view.loading()}>
          <Loading what="the connections" />
        </Match>
      </Switch>
    </div>
  );
}

function Group(props: { kind: Kind; all: All; onConnect: () => void; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const noun = () => nouns.find((n) => n.kind === props.kind) ?? nouns[0];
  // Cards are kept by id, so that an update leaves an open dialog or a pressed button alone.
  const ids = createMemo(() =>
    props.all.connections.filter((c) => c.kind === props.kind && c.health !== "disconnected").map((c) => c.id),
  );
  const connection = (id: string) => props.all.connections.find((c) => c.id === id);
  const adapter = (id: string) => props.all.adapters.find((a) => a.kind === props.kind && a.id === id);
  return (
    <section class="mt-6" aria-label={noun().many}>
      <div class="mb-2 flex items-center gap-3">
        <h2 class="text-lg font-semibold">{noun().many}</h2>
        <Show when={session.may("admin")}>
          <button type="button" class="btn btn-small" onClick={() => props.onConnect()}>
            Connect a {noun().one}
          </button>
        </Show>
      </div>
      <div class="grid grid-cols-[minmax(0,1fr)] gap-3 lg:grid-cols-[repeat(2,minmax(0,1fr))]">
        <For each={ids()} fallback={<p class="text-ink-2">{noun().none}</p>}>
          {(id) => (
            <Show when={connection(id)}>
              {(c) => (
                <ConnectionCard connection={c()} adapter={adapter(c().adapter) ?? null} onChanged={props.onChanged} />
              )}
            </Show>
          )}
        </For>
      </div>
    </section>
  );
}
