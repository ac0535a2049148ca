import type { RunSummary } from "@waybill/domain/views";
import { GroupIcon } from "@waybill/ui/icon";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { For, type JSX, Show } from "solid-js";
import { request } from "../api/client.ts";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";
import { channelName } from "./channel-mark.tsx";

const looks: Record<RunSummary["state"], { group: StatusGroup; words: (channel: string) => string }> = {
  running: { group: "moving", words: (channel) => `Syncing ${channel}` },
  waiting: { group: "waiting", words: (channel) => `Waiting for ${channel}` },
  done: { group: "delivered", words: (channel) => `${channel} synced` },
  failed: { group: "failed", words: (channel) => `Sync of ${channel} failed` },
  cancelled: { group: "unknown", words: (channel) => `Sync of ${channel} stopped` },
};

/** A sync while it happens: what was seen and what became of it, growing as it goes. */
export function RunStrip(props: { run: RunSummary; onDismiss: (id: string) => void }): JSX.Element {
  const session = useSession();
  const look = () => looks[props.run.state];
  const cancel = createAction(() => request("POST", `/api/runs/${props.run.id}/cancel`));
  const numbers = () =>
    [
      ["seen", props.run.seen],
      ["created", props.run.created],
      ["updated", props.run.updated],
      ["unchanged", props.run.unchanged],
      ["failed", props.run.failed],
      ["pending", props.run.pending],
    ] as const;
  const open = () => props.run.finishedAt === null;
  return (
    <div class="border-t border-line px-4 py-2 sm:px-5" data-run={props.run.state}>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span class={`wb-badge wb-${look().group}`} role="status">
          <GroupIcon group={look().group} /> {look().words(channelName(props.run.channel))}
        </span>
        <For each={numbers()}>
          {([word, n]) => (
            <Show when={n > 0 || word === "seen" || word === "failed"}>
              <span class="text-ink-2" data-count={word}>
                <span class={`wb-mono ${word === "failed" && n > 0 ? "font-semibold text-failed" : "text-ink"}`}>
                  {n.toLocaleString()}
                </span>{" "}
                {word}
              </span>
            </Show>
          )}
        </For>
        <Show when={props.run.reason}>{(reason) => <span class="text-ink-2">{reason()}</span>}</Show>
        <span class="ml-auto">
          <Show
            when={open()}
            fallback={
              <button type="button" class="btn btn-bare btn-small" onClick={() => props.onDismiss(props.run.id)}>
                Dismiss
              </button>
            }
          >
            <Show when={session.may("agent")}>
              <button
                type="button"
                class="btn btn-bare btn-small"
                disabled={cancel.busy()}
                onClick={() => void cancel.run()}
              >
                Stop
              </button>
            </Show>
          </Show>
        </span>
      </div>
      <Show when={props.run.state === "running"}>
        <div class="progress mt-1.5" aria-hidden="true">
          <i />
        </div>
      </Show>
    </div>
  );
}
