import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { failureWords } from "../api/client.ts";
import type { Runs } from "../connections/runs.ts";
import { Popover } from "../parts/popover.tsx";
import { useSession } from "../session/session.tsx";
import { ShopLine } from "./shop-line.tsx";
import { createRetryFailed, type Sync } from "./sync.ts";

/** Sync everything, or look into it: each shop with its last run, live counts, what went wrong, and a stop. */
export function SyncMenu(props: { runs: Runs; failed: number; sync: Sync }): JSX.Element {
  const session = useSession();
  const retry = createRetryFailed();
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
            <ShopList runs={props.runs} sync={props.sync} />
            <RetryFailed failed={props.failed} retry={retry} />
          </div>
        )}
      </Popover>
    </div>
  );
}

function ShopList(props: { runs: Runs; sync: Sync }): JSX.Element {
  return (
    <>
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
    </>
  );
}

/** Every order that could not be read, tried again with one press. */
function RetryFailed(props: { failed: number; retry: ReturnType<typeof createRetryFailed> }): JSX.Element {
  const session = useSession();
  return (
    <Show when={props.failed > 0 && session.may("agent")}>
      <div class="flex items-center gap-3 border-t border-line px-3 py-2">
        <span class="min-w-0 flex-1 text-sm text-ink-2">
          {props.failed.toLocaleString()} {props.failed === 1 ? "order" : "orders"} could not be read
        </span>
        <button
          type="button"
          class="btn btn-small"
          disabled={props.retry.busy()}
          onClick={() => void props.retry.run()}
        >
          <Icon name="retry" /> {props.retry.busy() ? "Retrying…" : "Retry all"}
        </button>
      </div>
    </Show>
  );
}
