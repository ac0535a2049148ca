import type { RunSummary } from "@waybill/domain/sync/answers";
import { GroupIcon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import type { Shop } from "../connections/runs.ts";
import { createAction } from "../parts/action.ts";
import { ChannelMark } from "../parts/channel-mark.tsx";
import { useSession } from "../session/session.tsx";
import type { Sync } from "./sync.ts";

const looks: Record<RunSummary["state"], { group: StatusGroup; word: string }> = {
  running: { group: "moving", word: "Syncing" },
  waiting: { group: "waiting", word: "Waiting" },
  done: { group: "delivered", word: "Synced" },
  failed: { group: "failed", word: "Failed" },
  cancelled: { group: "unknown", word: "Stopped" },
};

/** A shop with its last run: how it went in numbers, why it waits or failed, and a start or a stop. */
export function ShopLine(props: { one: Shop; sync: Sync }): JSX.Element {
  const shop = () => props.one.shop;
  const run = () => props.one.run;
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
        <StartOrStop one={props.one} sync={props.sync} />
      </div>
      <Show when={run()} fallback={<p class="mt-1 text-sm text-ink-2">Never synced</p>}>
        {(now) => <LastRun run={now()} />}
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

function StartOrStop(props: { one: Shop; sync: Sync }): JSX.Element {
  const session = useSession();
  const shop = () => props.one.shop;
  const open = () => {
    const now = props.one.run;
    return now !== null && now.finishedAt === null;
  };
  const cancel = createAction(async () => {
    const id = props.one.run?.id;
    if (id) await api.post("/api/runs/:id/cancel", { param: { id } });
  });
  return (
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
  );
}

function LastRun(props: { run: RunSummary }): JSX.Element {
  const numbers = () =>
    (["seen", "created", "updated", "failed", "pending"] as const)
      .filter((word) => word === "seen" || props.run[word] > 0)
      .map((word) => ({ word, n: props.run[word] }));
  return (
    <p class="mt-1 flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
      <span class={`wb-badge wb-${looks[props.run.state].group}`}>
        <GroupIcon group={looks[props.run.state].group} /> {looks[props.run.state].word}
      </span>
      <Time at={props.run.finishedAt ?? props.run.startedAt} />
      <For each={numbers()}>
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
  );
}
