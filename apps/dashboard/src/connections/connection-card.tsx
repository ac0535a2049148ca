import type { RunSummary } from "@waybill/domain/views";
import { Badge } from "@waybill/ui/status";
import type { StatusLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { createResource, createSignal, For, type JSX, Show } from "solid-js";
import { request } from "../api/client.ts";
import type { CatalogueEntry, ConnectionView } from "../api/types.ts";
import { Copy } from "../parts/copy.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { say } from "../parts/toast.tsx";
import { createAction } from "../state/action.ts";
import { frameData } from "../state/frame-data.ts";
import { useLive } from "../state/live.tsx";
import { useSession } from "../state/session.tsx";
import { nounOf } from "./nouns.ts";

const health: Record<ConnectionView["health"], StatusLook> = {
  new: { group: "waiting", word: "Not used yet" },
  ok: { group: "delivered", word: "Works" },
  failing: { group: "failed", word: "Failing" },
  disconnected: { group: "unknown", word: "Disconnected" },
};
const paused: StatusLook = { group: "waiting", word: "Paused" };

/** One account at one platform: how it is doing and why, its webhook address, and what can be done about it. */
export function ConnectionCard(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const c = () => props.connection;
  const noun = () => nounOf(c().kind);
  const path = () => `${noun().path}/${c().id}`;
  const [leaving, setLeaving] = createSignal(false);
  const test = createAction(async () => {
    const { ok, label, reason } = await request<{ ok: boolean; label?: string | null; reason?: string | null }>(
      "POST",
      `${path()}/test`,
      {},
    );
    say(
      ok
        ? { tone: "delivered", text: `${c().name} answers${label ? ` as ${label}` : ""}.` }
        : { tone: "failed", text: reason ?? "It did not answer." },
    );
    props.onChanged();
  });
  const toggle = createAction(async () => {
    await request("PUT", `${path()}/toggle`, { enabled: !c().enabled });
    if (c().enabled) say({ tone: "delivered", text: noun().pausing });
    props.onChanged();
  });
  const leave = createAction(async () => {
    await request("DELETE", path());
    setLeaving(false);
    props.onChanged();
  });
  return (
    <article class="card px-4 py-3" aria-label={c().name}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 class="font-semibold">{c().name}</h3>
        <Show when={(props.adapter?.name ?? c().adapter) !== c().name}>
          <span class="text-ink-2">{props.adapter?.name ?? c().adapter}</span>
        </Show>
        <span class="ml-auto">
          <Badge look={c().enabled ? health[c().health] : paused} />
        </span>
      </div>
      <Show when={c().healthReason}>{(reason) => <p class="mt-1 text-failed">{reason()}</p>}</Show>
      <Show when={c().warning}>{(warning) => <p class="mt-1 text-attention">{warning()}</p>}</Show>
      <p class="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-2">
        <span>
          last answer <Time at={c().lastOkAt} />
        </span>
        <Show when={c().lastWebhookAt}>
          {(at) => (
            <span>
              last webhook <Time at={at()} />
            </span>
          )}
        </Show>
        <Show when={c().backoffUntil}>
          {(at) => (
            <span>
              tries again <Time at={at()} />
            </span>
          )}
        </Show>
        <Show when={c().budget}>
          {(b) => (
            <span>
              {Math.floor(b().available)} of {b().maximum} calls left
            </span>
          )}
        </Show>
      </p>
      <p class="mt-2 flex items-baseline gap-2 text-sm">
        <span class="shrink-0 text-ink-2">Webhook</span>
        <Copy text={c().webhookUrl} label="the webhook address" class="min-w-0" />
      </p>
      <Show when={c().kind === "channel"}>
        <Runs path={path()} connectionId={c().id} />
      </Show>
      <Show when={session.may("admin")}>
        <div class="mt-3 flex flex-wrap gap-2">
          <button type="button" class="btn btn-small" disabled={test.busy()} onClick={() => void test.run()}>
            {test.busy() ? "Asking…" : "Test"}
          </button>
          <button type="button" class="btn btn-small" disabled={toggle.busy()} onClick={() => void toggle.run()}>
            {c().enabled ? "Pause" : "Resume"}
          </button>
          <button type="button" class="btn btn-small btn-danger" onClick={() => setLeaving(true)}>
            Disconnect…
          </button>
        </div>
      </Show>
      <Confirm
        open={leaving()}
        title={`Disconnect ${c().name}?`}
        action="Disconnect"
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={() => setLeaving(false)}
      >
        {noun().parting}
      </Confirm>
    </article>
  );
}

/** The last syncs of a channel, the running one growing. */
function Runs(props: { path: string; connectionId: string }): JSX.Element {
  const [runs, { mutate }] = createResource(() =>
    request<RunSummary[]>("GET", `${props.path}/runs?limit=5`).catch(() => [] as RunSummary[]),
  );
  useLive().onFrame((frame) => {
    const run = frameData(frame, "sync.changed")?.run;
    if (run?.connectionId !== props.connectionId) return;
    mutate((all) =>
      [run, ...(all ?? []).filter((r) => r.id !== run.id)].sort((a, b) => b.startedAt - a.startedAt).slice(0, 5),
    );
  });
  return (
    <ul class="mt-3 border-t border-line pt-2 text-sm" aria-label="Last syncs">
      <For each={runs() ?? []} fallback={<li class="text-ink-2">Not synced yet.</li>}>
        {(run) => (
          <li class="flex flex-wrap gap-x-3 py-0.5 text-ink-2">
            <span class="w-[88px]">
              <Time at={run.startedAt} />
            </span>
            <span class="text-ink">{run.state}</span>
            <span class="wb-num">
              {run.seen} seen · {run.created} new · {run.updated} updated · {run.failed} failed
            </span>
            <Show when={run.reason}>{(reason) => <span class="w-full">{reason()}</span>}</Show>
          </li>
        )}
      </For>
    </ul>
  );
}
