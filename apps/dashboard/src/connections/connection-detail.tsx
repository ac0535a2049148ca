import { useSearchParams } from "@solidjs/router";
import type { CatalogueEntry, ConnectionHealth, ConnectionView } from "@waybill/domain/connection/answers";
import { type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createView } from "../live/view.ts";
import { useSession } from "../session/session.tsx";
import { SettingsPanel } from "./connect/settings-panel.tsx";
import { ConnectionEnd } from "./connection-end.tsx";
import { ConnectionHead } from "./connection-head.tsx";
import { HealthCard } from "./connection-health.tsx";
import { kindWords } from "./kinds.ts";
import { RunList } from "./run-list.tsx";
import { withRun } from "./runs.ts";
import { WebhookAddress } from "./webhook-address.tsx";

/** One connection: how it is doing, what was done through it, its settings, and everything that can be done with it. */
export function ConnectionDetail(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  others: number;
  practice: boolean;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const [params, setParams] = useSearchParams<{ reconnect?: string }>();
  const c = () => props.connection;
  const platform = () => props.adapter?.name ?? c().adapter;
  const health = createHealth(c);
  const reconnect = () => {
    setParams({ reconnect: "1" });
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#settings input[type=password]")?.focus());
  };
  return (
    <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
      <ConnectionHead
        connection={c()}
        platform={platform()}
        mark={props.adapter?.mark}
        practice={props.practice}
        onChanged={props.onChanged}
      />
      <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
          <HealthCard connection={c()} health={health.data()} onReconnect={reconnect} />
          <WebhookAddress connection={c()} adapter={props.adapter} platform={platform()} />
          <Show when={c().kind === "channel"}>
            <LastSyncs health={health.data()} />
          </Show>
        </div>

        <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
          <Show
            when={props.adapter}
            fallback={<p class="text-ink-2">This installation no longer knows {c().adapter}.</p>}
          >
            {(adapter) => (
              <SettingsPanel
                connection={c()}
                adapter={adapter()}
                replacing={params.reconnect !== undefined}
                onChanged={() => {
                  setParams({ reconnect: undefined });
                  props.onChanged();
                }}
              />
            )}
          </Show>
          <Show when={session.may("admin")}>
            <ConnectionEnd
              connection={c()}
              platform={platform()}
              others={props.others}
              practice={props.practice}
              onChanged={() => props.onChanged()}
            />
          </Show>
        </div>
      </div>
    </div>
  );
}

/** What hangs on a connection and its last runs, live. */
function createHealth(connection: () => ConnectionView) {
  const health = createView(() =>
    api.get(`${kindWords(connection().kind).path}/:id/health`, { param: { id: connection().id } }),
  );
  useLive().onFrame((frame) => {
    const run = frameData(frame, "sync.changed")?.run;
    if (run?.connectionId === connection().id) health.set((all) => ({ ...all, lastRuns: withRun(all.lastRuns, run) }));
  });
  return health;
}

function LastSyncs(props: { health: ConnectionHealth | null }): JSX.Element {
  return (
    <section class="card p-4" aria-labelledby="runs-head">
      <h2 id="runs-head" class="h-part mb-3">
        Last syncs
      </h2>
      <Show
        when={props.health}
        fallback={
          <div class="h-40" role="status">
            <span class="wb-sr">Loading the syncs…</span>
          </div>
        }
      >
        {(all) => <RunList runs={all().lastRuns} />}
      </Show>
    </section>
  );
}
