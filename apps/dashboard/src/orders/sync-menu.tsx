import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import type { RunSummary } from "@waybill/domain/views";
import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { request } from "../api/client.ts";
import type { ConnectionView } from "../api/types.ts";
import { say } from "../parts/toast.tsx";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";
import { createView } from "../state/view.ts";

/** Sync everything, or one channel; and try all failed orders again. */
export function SyncMenu(props: { running: boolean; failed: number }): JSX.Element {
  const session = useSession();
  const channels = createView(() => request<ConnectionView[]>("GET", "/api/platforms"));
  const sync = createAction(async (connectionId: string | null) => {
    const runs = await request<RunSummary[]>("POST", "/api/orders/sync", connectionId ? { connectionId } : {});
    if (runs.length === 0) say({ tone: "failed", text: "No channel is connected and switched on. See Connections." });
  });
  const retry = createAction(async () => {
    const { queued } = await request<{ queued: number }>("POST", "/api/orders/retry-failed", {});
    say({ tone: "delivered", text: `${queued} failed ${queued === 1 ? "order is" : "orders are"} tried again.` });
  });
  return (
    <Show when={session.may("agent")}>
      <Show when={props.failed > 0}>
        <button type="button" class="btn" disabled={retry.busy()} onClick={() => void retry.run()}>
          <Icon name="retry" /> {retry.busy() ? "Retrying…" : `Retry ${props.failed.toLocaleString()} failed`}
        </button>
      </Show>
      <div class="flex">
        <button
          type="button"
          class="btn btn-main rounded-r-none"
          disabled={sync.busy() || props.running}
          onClick={() => void sync.run(null)}
        >
          <Icon name="sync" /> {props.running ? "Syncing…" : "Sync all"}
        </button>
        <DropdownMenu placement="bottom-end" gutter={6}>
          <DropdownMenu.Trigger
            class="btn btn-main rounded-l-none border-l border-l-paper px-2"
            aria-label="Sync one channel"
          >
            <Icon name="down" />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content class="menu !relative">
              <For
                each={channels.data() ?? []}
                fallback={<div class="px-2.5 py-1.5 text-ink-2">No channel is connected yet.</div>}
              >
                {(channel) => (
                  <DropdownMenu.Item
                    class="menu-item"
                    disabled={!channel.enabled}
                    onSelect={() => void sync.run(channel.id)}
                  >
                    Sync {channel.name}
                    <Show when={!channel.enabled}>
                      <span class="ml-auto text-sm">paused</span>
                    </Show>
                  </DropdownMenu.Item>
                )}
              </For>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu>
      </div>
    </Show>
  );
}
