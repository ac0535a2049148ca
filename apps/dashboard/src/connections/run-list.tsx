import type { RunSummary } from "@waybill/domain/sync/answers";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { isLive, runLook, triggerWords } from "./status.ts";

/** What a sync has read so far, in numbers. */
export function RunNumbers(props: { run: RunSummary }): JSX.Element {
  const parts = () => {
    const { seen, created, updated, failed, pending } = props.run;
    return [
      `${seen.toLocaleString()} read`,
      created > 0 && `${created.toLocaleString()} new`,
      updated > 0 && `${updated.toLocaleString()} changed`,
      pending > 0 && `${pending.toLocaleString()} to try again`,
      failed > 0 && `${failed.toLocaleString()} failed`,
    ].filter(Boolean);
  };
  return <span class="wb-num whitespace-normal">{parts().join(" · ")}</span>;
}

/** The last syncs of a channel, the running one growing, with a way to stop it. */
export function RunList(props: { runs: readonly RunSummary[] }): JSX.Element {
  return (
    <Show when={props.runs.length > 0} fallback={<p class="text-ink-2">Not synced yet.</p>}>
      <ul class="cn-runs">
        <For each={props.runs}>{(run) => <Run run={run} />}</For>
      </ul>
    </Show>
  );
}

function Run(props: { run: RunSummary }): JSX.Element {
  const session = useSession();
  const stop = createAction(async () => {
    await api.post("/api/runs/:id/cancel", { param: { id: props.run.id } });
    say({ tone: "delivered", text: "The sync stops after the page it is at. What it has read stays." });
  });
  return (
    <li data-run={props.run.state}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge look={runLook(props.run)} />
        <span class="text-ink-2">
          <Time at={props.run.startedAt} />, {triggerWords(props.run)}
        </span>
        <span class="ml-auto flex items-center gap-3 text-right">
          <RunNumbers run={props.run} />
          <Show when={isLive(props.run) && session.may("agent")}>
            <button type="button" class="btn btn-small" disabled={stop.busy()} onClick={() => void stop.run()}>
              Stop
            </button>
          </Show>
        </span>
      </div>
      <Show when={props.run.state === "running"}>
        <div class="progress mt-2" aria-hidden="true">
          <i />
        </div>
      </Show>
      <Show when={props.run.reason}>{(reason) => <p class="mt-1 text-sm text-ink-2">{reason()}</p>}</Show>
    </li>
  );
}
