import { Icon } from "@waybill/ui/icon";
import { For, type JSX, Show } from "solid-js";
import { Empty } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { Catalogue } from "./connect/catalogue.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import type { ConnectionsModel } from "./connections-model.ts";

/** Each account as a card, and below what else can be connected. */
export function ConnectionList(props: { model: ConnectionsModel }): JSX.Element {
  const { ids, connection, adapterOf, isPractice, adapters, offersPractice, choose, practise } = props.model;
  const session = useSession();
  return (
    <>
      <ListHead model={props.model} />
      <Show when={ids().length > 0} fallback={<NoneConnected model={props.model} />}>
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2 xl:grid-cols-3">
          <For each={ids()}>
            {(id) => (
              <Show when={connection(id)}>
                {(c) => <ConnectionCard connection={c()} adapter={adapterOf(c().adapter)} practice={isPractice(id)} />}
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
              adapters={adapters()}
              practice={offersPractice()}
              onChoose={choose}
              onPractice={() => void practise.run()}
              wide
            />
          </section>
        </Show>
      </Show>
    </>
  );
}

function ListHead(props: { model: ConnectionsModel }): JSX.Element {
  const { noun, ids, open } = props.model;
  const session = useSession();
  return (
    <header class="mb-4 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div>
        <h1 class="h-page">
          {noun.many}
          <Show when={ids().length > 0}>
            <span class="wb-mono ml-3 text-base font-normal tracking-normal text-ink-2">{ids().length}</span>
          </Show>
        </h1>
        <p class="mt-1 text-ink-2">{noun.about}</p>
      </div>
      <Show when={session.may("admin") && ids().length > 0}>
        <button type="button" class="btn sm:ml-auto" onClick={open}>
          <Icon name="plus" /> Connect a {noun.one}
        </button>
      </Show>
    </header>
  );
}

function NoneConnected(props: { model: ConnectionsModel }): JSX.Element {
  const { noun, open, offersPractice, practise } = props.model;
  const session = useSession();
  return (
    <div class="card">
      <Empty icon="plug" title={noun.none}>
        <p>{noun.why}</p>
        <Show when={session.may("admin")} fallback={<p class="mt-3">An admin of your organisation can connect one.</p>}>
          <div class="mt-4 flex flex-wrap justify-center gap-2">
            <button type="button" class="btn btn-main" onClick={open}>
              Connect a {noun.one}
            </button>
            <Show when={offersPractice()}>
              <button type="button" class="btn" disabled={practise.busy()} onClick={() => void practise.run()}>
                {practise.busy() ? "Connecting…" : "Take the practice shop"}
              </button>
            </Show>
          </div>
        </Show>
      </Empty>
    </div>
  );
}
