import type { ApiKey } from "@waybill/domain/organisation/answers";
import { Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { createSignal, For, type JSX, Show } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Confirm, Dialog } from "../parts/dialog.tsx";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { NewKey } from "./new-key.tsx";
import { roleWord } from "./roles.ts";

export function KeysSection(): JSX.Element {
  const session = useSession();
  return (
    <Show
      when={session.may("admin")}
      fallback={
        <Empty icon="plug" title="API keys are for admins">
          <p>A key can do much, so only admins and owners see and make them. Ask one of them if a script needs one.</p>
        </Empty>
      }
    >
      <Keys />
    </Show>
  );
}

function Keys(): JSX.Element {
  const view = createView(() => api.get("/api/api-keys").then(itemsOf));
  const [open, setOpen] = createSignal(false);
  return (
    <Show
      when={view.data()}
      fallback={
        <Show when={view.error()} fallback={<Loading what="the keys" rows={3} />}>
          {(error) => <Failure error={error()} what="the keys" onRetry={() => void view.reload()} />}
        </Show>
      }
    >
      {(keys) => (
        <section class="set-part" aria-label="API keys">
          <header>
            <p class="text-ink-2">
              What they can call stands in the{" "}
              <a class="link" href="/docs">
                API documentation
              </a>
              .
            </p>
            <button type="button" class="btn btn-main" onClick={() => setOpen(true)}>
              <Icon name="plus" /> Make a key
            </button>
          </header>
          <Show
            when={keys().length > 0}
            fallback={
              <Empty icon="plug" title="No keys yet">
                <p>Make one when a script or another system should read or change orders here.</p>
              </Empty>
            }
          >
            <ul class="set-list">
              <For each={keys()}>{(key) => <KeyRow apiKey={key} onGone={view.reload} />}</For>
            </ul>
          </Show>
          <Dialog open={open()} title="Make an API key" onClose={() => setOpen(false)}>
            <NewKey onMade={() => void view.reload()} onClose={() => setOpen(false)} />
          </Dialog>
        </section>
      )}
    </Show>
  );
}

function KeyRow(props: { apiKey: ApiKey; onGone: () => Promise<void> }): JSX.Element {
  const [asking, setAsking] = createSignal(false);
  const key = () => props.apiKey;
  const over = () => key().expiresAt !== null && (key().expiresAt ?? 0) < Date.now();
  const revoke = createAction(async () => {
    await api.delete("/api/api-keys/:id", { param: { id: key().id } });
    setAsking(false);
    say({ tone: "delivered", text: `The key “${key().name}” no longer works.` });
    await props.onGone();
  });
  return (
    <li class="set-row" data-key={key().id}>
      <div class="min-w-0">
        <div class="font-medium">
          {key().name} <span class="wb-mono font-normal text-ink-2">{key().start}…</span>
        </div>
        <div class="text-sm text-ink-2">
          {roleWord(key().role)} · made <Time at={key().createdAt} />
          <Show when={key().createdBy}>{(name) => <> by {name()}</>}</Show> ·{" "}
          <Show when={key().lastUsedAt} fallback="never used">
            last used <Time at={key().lastUsedAt} />
          </Show>
          <Show when={key().expiresAt}>
            {" "}
            · <span classList={{ "text-failed": over() }}>{over() ? "ended" : "ends"} </span>
            <Time at={key().expiresAt} />
          </Show>
        </div>
      </div>
      <div class="acts">
        <button
          type="button"
          class="btn btn-small btn-bare"
          aria-label={`Revoke ${key().name}`}
          onClick={() => setAsking(true)}
        >
          Revoke…
        </button>
      </div>
      <Confirm
        open={asking()}
        title={`Revoke “${key().name}”?`}
        action={revoke.busy() ? "Revoking…" : "Revoke the key"}
        busy={revoke.busy()}
        onYes={() => void revoke.run()}
        onClose={() => setAsking(false)}
      >
        Whatever uses it is refused from its next call on, and its live connections end. This cannot be taken back: make
        a new key instead.
      </Confirm>
    </li>
  );
}
