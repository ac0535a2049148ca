import "./connections.css";
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createMemo, For, type JSX, Match, on, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { createCommands } from "../palette/commands.ts";
import { createAction } from "../parts/action.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../shell/session.tsx";
import { Catalogue, ConnectDialog } from "./connect-dialog.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { ConnectionDetail } from "./connection-detail.tsx";
import { type Kind, kindWords } from "./kinds.ts";
import { createLinks } from "./store.ts";

/** In the address: the catalogue is open. An empty value would be dropped from it. */
const ANY = "any";

/** Channels, carriers or mail senders: each account as a card, one of them opened by its id in the address. */
export function ConnectionsPage(props: { kind: Kind }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const route = useParams<{ id?: string }>();
  const [params, setParams] = useSearchParams<{ connect?: string }>();
  const noun = () => kindWords(props.kind);
  const links = createLinks(props.kind);
  const reload = () => void links.reload();
  let opener: HTMLElement | null = null;
  const choose = (adapter: string | null) => {
    if (params.connect === undefined) opener = document.activeElement as HTMLElement | null;
    setParams({ connect: adapter ?? undefined }, { replace: params.connect !== undefined });
    if (adapter === null) queueMicrotask(() => opener?.focus());
  };
  const open = () => {
    const only = links.data()?.adapters;
    choose(only?.length === 1 && !offersPractice() ? (only[0]?.id ?? ANY) : ANY);
  };
  // Kept by id, so that an update leaves an open dialog or a pressed button alone.
  const ids = createMemo(
    () => (links.data()?.connections ?? []).filter((c) => c.health !== "disconnected" || c.enabled).map((c) => c.id),
    [],
    { equals: (a, b) => a.join() === b.join() },
  );
  const connection = (id: string) => links.data()?.connections.find((c) => c.id === id);
  const adapterOf = (id: string) => links.data()?.adapters.find((a) => a.id === id) ?? null;
  const isPractice = (id: string) => links.data()?.practice.connections.includes(id) ?? false;
  const offersPractice = () => {
    const practice = links.data()?.practice;
    return props.kind === "channel" && practice?.available === true && !practice.connected;
  };
  const practise = createAction(async () => {
    choose(null);
    await api.post("/api/practice");
    say({ tone: "delivered", text: "The practice shop is connected; its first orders are on their way." });
    await links.reload();
  });
  createCommands(() =>
    session.may("admin")
      ? [
          {
            id: `connect-${props.kind}`,
            words: `Connect a ${noun().one}`,
            group: "This page" as const,
            run: open,
          },
        ]
      : [],
  );
  createEffect(
    on(
      () => route.id,
      (id) => {
        if (id === undefined) document.title = `${noun().many} · Waybill`;
      },
    ),
  );
  const opened = createMemo(() => (route.id === undefined ? null : (connection(route.id)?.id ?? null)));
  return (
    <div class="w-full max-w-[1480px] px-4 py-4 sm:p-5">
      <Switch>
        <Match when={links.data()}>
          <Show
            when={route.id === undefined}
            fallback={
              <Show when={opened()} keyed fallback={<Gone kind={props.kind} />}>
                {(id) => (
                  <Show when={connection(id)}>
                    {(c) => (
                      <ConnectionDetail
                        connection={c()}
                        adapter={adapterOf(c().adapter)}
                        others={ids().length - 1}
                        practice={isPractice(id)}
                        onChanged={reload}
                      />
                    )}
                  </Show>
                )}
              </Show>
            }
          >
            <header class="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
              <div>
                <h1 class="h-page">
                  {noun().many}
                  <Show when={ids().length > 0}>
                    <span class="wb-mono ml-3 text-base font-normal tracking-normal text-ink-2">{ids().length}</span>
                  </Show>
                </h1>
                <p class="mt-1 text-ink-2">{noun().about}</p>
              </div>
              <Show when={session.may("admin") && ids().length > 0}>
                <button type="button" class="btn sm:ml-auto" onClick={open}>
                  <Icon name="plus" /> Connect a {noun().one}
                </button>
              </Show>
            </header>
            <Show
              when={ids().length > 0}
              fallback={
                <div class="card">
                  <Empty icon="plug" title={noun().none}>
                    <p>{noun().why}</p>
                    <Show
                      when={session.may("admin")}
                      fallback={<p class="mt-3">An admin of your organisation can connect one.</p>}
                    >
                      <div class="mt-4 flex flex-wrap justify-center gap-2">
                        <button type="button" class="btn btn-main" onClick={open}>
                          Connect a {noun().one}
                        </button>
                        <Show when={offersPractice()}>
                          <button
                            type="button"
                            class="btn"
                            disabled={practise.busy()}
                            onClick={() => void practise.run()}
                          >
                            {practise.busy() ? "Connecting…" : "Take the practice shop"}
                          </button>
                        </Show>
                      </div>
                    </Show>
                  </Empty>
                </div>
              }
            >
              <div class="grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2 xl:grid-cols-3">
                <For each={ids()}>
                  {(id) => (
                    <Show when={connection(id)}>
                      {(c) => (
                        <ConnectionCard connection={c()} adapter={adapterOf(c().adapter)} practice={isPractice(id)} />
                      )}
                    </Show>
                  )}
                </For>
              </div>
              <Show when={session.may("admin")}>
                <section class="mt-8" aria-labelledby="more-head">
                  <h2 id="more-head" class="h-part mb-3">
                    What can be connected
                  </h2>
                  <Catalogue
                    adapters={links.data()?.adapters ?? []}
                    practice={offersPractice()}
                    onChoose={choose}
                    onPractice={() => void practise.run()}
                    wide
                  />
                </section>
              </Show>
            </Show>
          </Show>
          <Show when={session.may("admin")}>
            <ConnectDialog
              kind={props.kind}
              chosen={params.connect ?? null}
              adapters={links.data()?.adapters ?? []}
              practice={offersPractice()}
              onChoose={choose}
              onPractice={() => void practise.run()}
              onDone={(made) => {
                void links.reload().then(() => navigate(`${noun().page}/${made.id}`));
              }}
            />
          </Show>
        </Match>
        <Match when={links.error()}>
          {(error) => (
            <>
              <h1 class="h-page">{noun().many}</h1>
              <Failure error={error()} what={`the ${noun().many.toLowerCase()}`} onRetry={reload} />
            </>
          )}
        </Match>
        <Match when={links.loading()}>
          <h1 class="h-page mb-4">{noun().many}</h1>
          <Loading what={`the ${noun().many.toLowerCase()}`} rows={8} />
        </Match>
      </Switch>
    </div>
  );
}

/** An address whose connection was left, or was never there. */
function Gone(props: { kind: Kind }): JSX.Element {
  const noun = () => kindWords(props.kind);
  return (
    <Empty icon="plug" title={`This ${noun().one} is not connected`}>
      <p>It was disconnected, or the address is wrong. What it brought is still in your lists.</p>
      <a class="btn mt-4" href={noun().page}>
        All {noun().many.toLowerCase()}
      </a>
    </Empty>
  );
}
