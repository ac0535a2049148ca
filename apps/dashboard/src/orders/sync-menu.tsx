import type { RunSummary } from "@waybill/domain/sync/answers";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import type { Runs, Shop } from "../connections/runs.ts";
import { createAction } from "../parts/action.ts";
import { ChannelMark } from "../parts/channel-mark.tsx";
import { Popover } from "../parts/popover.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../shell/session.tsx";

const looks: Record<RunSummary["state"], { group: StatusGroup; word: string }> = {
  running: { group: "moving", word: "Syncing" },
  waiting: { group: "waiting", word: "Waiting" },
  done: { group: "delivered", word: "Synced" },
  failed: { group: "failed", word: "Failed" },
  cancelled: { group: "unknown", word: "Stopped" },
};

/** Starts a sync of everything or of one shop. */
export function createSync(runs: Runs) {
  return createAction(async (connectionId: string | null) => {
    const started = await api.post("/api/orders/sync", { json: connectionId ? { connectionId } : {} });
    for (const run of started) runs.take(run);
    if (started.length === 0) say({ tone: "failed", text: "No channel is connected and switched on. See Channels." });
  });
}

/** Sync everything, or look into it: each shop with its last run, live counts, what went wrong, and a stop. */
export function SyncMenu(props: { runs: Runs; failed: number; sync: ReturnType<typeof createSync> }): JSX.Element {
  const session = useSession();
  const retry = createAction(async () => {
    const { queued } = await api.post("/api/orders/retry-failed");
    say({ tone: "delivered", text: `${queued} failed ${queued === 1 ? "order is" : "orders are"} tried again.` });
  });
  const seen = () => props.runs.open().reduce((n, { run }) => n + (run?.seen ?? 0), 0);
  const active = () => props.runs.open().length > 0;
  const waits = () => active() && props.runs.open().every(({ run }) => run?.state === "waiting");
  const trouble = () => props.runs.list().some(({ shop, run }) => run?.state === "failed" || shop.health === "failing");
  return (
    <div class="flex">
      <Show when={session.may("agent")}>
        <button
          type="button"
          class="btn btn-main rounded-r-none"
          disabled={props.sync.busy() || active()}
          onClick={() => void props.sync.run(null)}
        >
          <Icon name="sync" class={active() && !waits() ? "turning" : ""} />
          <span class="wb-num" role="status">
            {waits() ? "Waiting…" : active() ? `Syncing ${seen().toLocaleString()}` : "Sync all"}
          </span>
        </button>
      </Show>
      <Popover
        label="Sync by shop"
        class={session.may("agent") ? "btn btn-main rounded-l-none border-l border-l-paper px-2" : "btn"}
        buttonLabel={session.may("agent") ? "Syncs of each shop" : undefined}
        align="end"
        button={
          <>
            <Show when={!session.may("agent")}>Last syncs</Show>
            <Show when={trouble()}>
              <span class="wb-sr">(one needs attention)</span>
              <Icon name="attention" />
            </Show>
            <Icon name="down" />
          </>
        }
      >
        {() => (
          <div class="w-[min(420px,calc(100vw-20px))]">
            <Show when={props.runs.error() && !props.runs.known()}>
              <p class="p-3 text-failed">{failureWords(props.runs.error())}</p>
            </Show>
            <ul>
              <For
                each={props.runs.list()}
                fallback={
                  <li class="p-3 text-ink-2">
                    No channel is connected yet.{" "}
                    <a class="link" href="/channels">
                      Connect one
                    </a>
                  </li>
                }
              >
                {(one) => <ShopLine one={one} sync={props.sync} />}
              </For>
            </ul>
            <Show when={props.failed > 0 && session.may("agent")}>
              <div class="flex items-center gap-3 border-t border-line px-3 py-2">
                <span class="min-w-0 flex-1 text-sm text-ink-2">
                  {props.failed.toLocaleString()} {props.failed === 1 ? "order" : "orders"} could not be read
                </span>
                <button type="button" class="btn btn-small" disabled={retry.busy()} onClick={() => void retry.run()}>
                  <Icon name="retry" /> {retry.busy() ? "Retrying…" : "Retry all"}
                </button>
              </div>
            </Show>
          </div>
        )}
      </Popover>
    </div>
  );
}

function ShopLine(props: { one: Shop; sync: ReturnType<typeof createSync> }): JSX.Element {
  const session = useSession();
  const shop = () => props.one.shop;
  const run = () => props.one.run;
  const open = () => {
    const now = run();
    return now !== null && now.finishedAt === null;
  };
  const cancel = createAction(() => api.post("/api/runs/:id/cancel", { param: { id: run()?.id ?? "" } }));
  const numbers = (now: RunSummary) =>
    (["seen", "created", "updated", "failed", "pending"] as const)
      .filter((word) => word === "seen" || now[word] > 0)
      .map((word) => ({ word, n: now[word] }));
  const reason = () => {
    if (!shop().enabled) return "Paused: nothing is read until it is resumed.";
    if (run()?.state === "waiting") return run()?.reason ?? "Waiting until the shop allows more calls.";
    return (
      run()?.reason ?? (shop().health === "failing" || shop().health === "disconnected" ? shop().healthReason : null)
    );
  };
  return (
    <li class="border-b border-line px-3 py-2.5 last:border-0" data-run={run()?.state}>
      <div class="flex items-center gap-2">
        <span class="min-w-0 flex-1 truncate">
          <ChannelMark channel={shop().adapter} /> <span class="ml-1 font-medium">{shop().name}</span>
        </span>
        <Show when={session.may("agent")}>
          <Show
            when={open()}
            fallback={
              <button
                type="button"
                class="btn btn-small"
                disabled={!shop().enabled || props.sync.busy()}
                aria-label={`Sync ${shop().name}`}
                onClick={() => void props.sync.run(shop().id)}
              >
                Sync
              </button>
            }
          >
            <button
              type="button"
              class="btn btn-small"
              disabled={cancel.busy()}
              aria-label={`Stop the sync of ${shop().name}`}
              onClick={() => void cancel.run()}
            >
              Stop
            </button>
          </Show>
        </Show>
      </div>
      <Show when={run()} fallback={<p class="mt-1 text-sm text-ink-2">Never synced</p>}>
        {(now) => (
          <p class="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
            <span class={`wb-badge wb-${looks[now().state].group}`}>
              <GroupIcon group={looks[now().state].group} /> {looks[now().state].word}
            </span>
            <Time at={now().finishedAt ?? now().startedAt} />
            <For each={numbers(now())}>
              {({ word, n }) => (
                <span data-count={word} class="wb-num">
                  <span class={`wb-mono ${word === "failed" ? "font-semibold text-failed" : "text-ink"}`}>
                    {n.toLocaleString()}
                  </span>{" "}
                  {word}
                </span>
              )}
            </For>
          </p>
        )}
      </Show>
      <Show when={reason()}>{(text) => <p class="mt-0.5 text-sm text-ink-2">{text()}</p>}</Show>
      <Show when={run()?.state === "running"}>
        <div class="progress mt-1.5" aria-hidden="true">
          <i />
        </div>
      </Show>
    </li>
  );
}
