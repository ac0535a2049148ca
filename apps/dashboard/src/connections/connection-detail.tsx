import { A, useNavigate, useSearchParams } from "@solidjs/router";
import type { CatalogueEntry, ConnectionHealth, ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { createSignal, type JSX, onMount, Show } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Copy } from "../parts/copy.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../shell/session.tsx";
import { Budget } from "./budget.tsx";
import { Account, Facts, Trouble } from "./connection-card.tsx";
import { DisconnectDialog } from "./disconnect-dialog.tsx";
import { kindWords } from "./kinds.ts";
import { Mark } from "./mark.tsx";
import { RunList } from "./run-list.tsx";
import { withRun } from "./runs.ts";
import { SettingsPanel } from "./settings-panel.tsx";
import { connectionLook, countWords, wantsCredentials } from "./status.ts";

/** One connection: how it is doing, what was done through it, its settings, and everything that can be done with it. */
export function ConnectionDetail(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  others: number;
  practice: boolean;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ reconnect?: string }>();
  const c = () => props.connection;
  const noun = () => kindWords(c().kind);
  const param = () => ({ id: c().id });
  const platform = () => props.adapter?.name ?? c().adapter;
  const [leaving, setLeaving] = createSignal<"this" | "practice" | null>(null);
  let head!: HTMLHeadingElement;
  onMount(() => {
    document.title = `${c().name} · Waybill`;
    head.focus({ preventScroll: true });
  });

  const health = createView(() => api.get(`${noun().path}/:id/health`, { param: param() }));
  useLive().onFrame((frame) => {
    const run = frameData(frame, "sync.changed")?.run;
    if (run?.connectionId === c().id) health.set((all) => ({ ...all, lastRuns: withRun(all.lastRuns, run) }));
  });

  const test = createAction(async () => {
    const answer = await api.post(`${noun().path}/:id/test`, { param: param() });
    say(
      answer.ok
        ? { tone: "delivered", text: `${platform()} answers${answer.label ? ` as ${answer.label}` : ""}.` }
        : { tone: "failed", text: answer.reason ?? "It did not answer." },
    );
    props.onChanged();
  });
  const toggle = createAction(async () => {
    await api.put(`${noun().path}/:id/toggle`, { param: param(), json: { enabled: !c().enabled } });
    say({ tone: "delivered", text: c().enabled ? noun().pausing : `${c().name} is at work again.` });
    props.onChanged();
  });
  const sync = createAction(async () => {
    await api.post("/api/orders/sync", { json: { connectionId: c().id } });
  });
  const leave = createAction(async () => {
    const practice = leaving() === "practice";
    if (practice) await api.delete("/api/practice");
    else await api.delete(`${noun().path}/:id`, { param: param() });
    setLeaving(null);
    say({
      tone: "delivered",
      text: practice ? "The practice shop and what it brought are gone." : `${c().name} is disconnected.`,
    });
    navigate(noun().page);
    props.onChanged();
  });
  // A closed dialog gives the focus back to the button that opened it.
  let opener: HTMLElement | null = null;
  const ask = (what: "this" | "practice") => {
    opener = document.activeElement as HTMLElement | null;
    setLeaving(what);
  };
  const stay = () => {
    setLeaving(null);
    queueMicrotask(() => opener?.focus());
  };
  const reconnect = () => {
    setParams({ reconnect: "1" });
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#settings input[type=password]")?.focus());
  };
  return (
    <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div>
        <A href={noun().page} class="inline-flex items-center gap-1 text-sm text-ink-2 hover:text-ink max-md:min-h-10">
          <Icon name="left" /> {noun().many}
        </A>
        <header class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-3">
          <Mark letters={props.adapter?.mark} name={platform()} large />
          <div class="min-w-0">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h1 ref={head} tabindex="-1" class="h-page">
                {c().name}
              </h1>
              <Badge look={connectionLook(c())} boxed />
            </div>
            <Account connection={c()} platform={platform()} practice={props.practice} />
          </div>
          <Show when={session.may("agent")}>
            <div class="flex flex-wrap gap-2 sm:ml-auto">
              <Show when={c().kind === "channel"}>
                <button
                  type="button"
                  class="btn"
                  disabled={sync.busy() || !c().enabled}
                  onClick={() => void sync.run()}
                >
                  <Icon name="sync" /> Sync now
                </button>
              </Show>
              <Show when={session.may("admin")}>
                <button type="button" class="btn" disabled={test.busy()} onClick={() => void test.run()}>
                  {test.busy() ? "Asking…" : "Test connection"}
                </button>
                <button type="button" class="btn" disabled={toggle.busy()} onClick={() => void toggle.run()}>
                  <Icon name={c().enabled ? "pause" : "moving"} /> {c().enabled ? "Pause" : "Resume"}
                </button>
              </Show>
            </div>
          </Show>
        </header>
      </div>

      <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
          <section class="card grid gap-3 p-4" aria-labelledby="health-head">
            <h2 id="health-head" class="h-part">
              How it is doing
            </h2>
            <Trouble connection={c()} />
            <Show when={wantsCredentials(c()) && session.may("admin")}>
              <div>
                <button type="button" class="btn btn-main" onClick={reconnect}>
                  Reconnect with new credentials
                </button>
              </div>
            </Show>
            <Facts connection={c()} />
            <Carries health={health.data()} connection={c()} />
            <Budget budget={c().budget} />
          </section>
          <WebhookBox connection={c()} adapter={props.adapter} platform={platform()} />
          <Show when={c().kind === "channel"}>
            <section class="card p-4" aria-labelledby="runs-head">
              <h2 id="runs-head" class="h-part mb-3">
                Last syncs
              </h2>
              <Show
                when={health.data()}
                fallback={
                  <div class="h-40" role="status">
                    <span class="wb-sr">Loading the syncs…</span>
                  </div>
                }
              >
                {(all) => <RunList runs={all().lastRuns} />}
              </Show>
            </section>
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
            <section class="card p-4" aria-labelledby="leave-head">
              <h2 id="leave-head" class="h-part mb-1">
                Disconnect
              </h2>
              <p class="mb-3 text-sm text-ink-2">You are told what stops and what stays before anything happens.</p>
              <div class="flex flex-wrap gap-2">
                <button type="button" class="btn btn-danger" onClick={() => ask("this")}>
                  Disconnect…
                </button>
                <Show when={props.practice}>
                  <button type="button" class="btn btn-danger" onClick={() => ask("practice")}>
                    Remove the practice shop…
                  </button>
                </Show>
              </div>
            </section>
          </Show>
        </div>
      </div>

      <DisconnectDialog
        open={leaving() === "this"}
        connection={c()}
        platform={platform()}
        others={props.others}
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={stay}
      />
      <Confirm
        open={leaving() === "practice"}
        title="Remove the practice shop?"
        action={leave.busy() ? "Removing…" : "Remove it with its orders"}
        busy={leave.busy()}
        onYes={() => void leave.run()}
        onClose={stay}
      >
        The practice shop and its carriers are disconnected, and every order, parcel, mail and webhook that they brought
        is deleted. What real channels brought stays. It can be taken again later, and then begins with its orders of
        that day.
      </Confirm>
    </div>
  );
}

/** What hangs on it now, each a link to the list behind it. */
function Carries(props: { health: ConnectionHealth | null; connection: ConnectionView }): JSX.Element {
  const c = () => props.connection;
  return (
    <p class="flex min-h-6 flex-wrap gap-x-4 gap-y-1">
      <Show when={props.health}>
        {(all) => (
          <>
            <Show when={c().kind === "channel"}>
              <span>{`${all().orders.toLocaleString()} ${all().orders === 1 ? "order" : "orders"} so far`}</span>
              <Show when={all().ordersFailed > 0}>
                <A class="link" href={`/?sync=failed&connection=${c().id}`}>
                  {countWords(all().ordersFailed, "order")} failed to sync
                </A>
              </Show>
              <Show when={all().ordersPending > 0}>
                <span class="text-ink-2">{countWords(all().ordersPending, "order")} to be tried again</span>
              </Show>
            </Show>
            <Show when={c().kind === "carrier"}>
              <span>{countWords(all().parcels, "parcel")} followed now</span>
            </Show>
            <Show when={c().kind === "sender"}>
              <span>{countWords(all().mails, "mail")} waiting</span>
            </Show>
          </>
        )}
      </Show>
    </p>
  );
}

/** The address its webhooks come to, and what to do with it. */
function WebhookBox(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  platform: string;
}): JSX.Element {
  const words = () => {
    const how = props.adapter?.webhooks;
    if (how === "account") return `Waybill has set this up at ${props.platform} and looks after it once a day.`;
    if (how === "parcel") return `Waybill gives this address to ${props.platform} with every parcel. Nothing to paste.`;
    return (
      props.adapter?.guide.webhook ??
      `Paste this address into ${props.platform}’s own webhook settings, so that it can tell of changes at once.`
    );
  };
  return (
    <section class="card p-4" aria-labelledby="webhook-head">
      <h2 id="webhook-head" class="h-part mb-2">
        Webhook address
      </h2>
      <Copy text={props.connection.webhookUrl} label="the webhook address" class="w-full" />
      <p class="mt-2 text-sm text-ink-2">{words()}</p>
      <A class="link mt-2 inline-block text-sm max-sm:min-h-10" href={`/inbox?connection=${props.connection.id}`}>
        What it has sent, in the inbox
      </A>
    </section>
  );
}
