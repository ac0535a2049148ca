import "./connections.css";
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, createMemo, type JSX, Match, on, Show, Switch } from "solid-js";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { ConnectDialog } from "./connect/connect-dialog.tsx";
import { ConnectionDetail } from "./connection-detail.tsx";
import { ConnectionList } from "./connection-list.tsx";
import { type ConnectionsModel, createConnectionsModel } from "./connections-model.ts";
import { type Kind, kindWords } from "./kinds.ts";

/** Channels, carriers or mail senders: each account as a card, one of them opened by its id in the address. */
export function ConnectionsPage(props: { kind: Kind }): JSX.Element {
  const session = useSession();
  const navigate = useNavigate();
  const route = useParams<{ id?: string }>();
  // Each kind is a page of its own: it stays what it was made for.
  const model = createConnectionsModel(props.kind);
  const { noun, links, choose } = model;
  createEffect(
    on(
      () => route.id,
      (id) => {
        if (id === undefined) document.title = `${noun.many} · Waybill`;
      },
    ),
  );
  return (
    <div class="w-full max-w-[1480px] px-4 py-4 sm:p-5">
      <Switch>
        <Match when={links.data()}>
          <Show when={route.id === undefined} fallback={<Opened model={model} id={route.id ?? ""} />}>
            <ConnectionList model={model} />
          </Show>
          <Show when={session.may("admin")}>
            <ConnectDialog
              kind={props.kind}
              chosen={model.chosen()}
              adapters={model.adapters()}
              practice={model.offersPractice()}
              onChoose={choose}
              onPractice={() => void model.practise.run()}
              onDone={(made) => {
                void links.reload().then(() => navigate(`${noun.page}/${made.id}`));
              }}
            />
          </Show>
        </Match>
        <Match when={links.error()}>
          {(error) => (
            <>
              <h1 class="h-page">{noun.many}</h1>
              <Failure error={error()} what={`the ${noun.many.toLowerCase()}`} onRetry={() => void links.reload()} />
            </>
          )}
        </Match>
        <Match when={links.loading()}>
          <h1 class="h-page mb-4">{noun.many}</h1>
          <Loading what={`the ${noun.many.toLowerCase()}`} rows={8} />
        </Match>
      </Switch>
    </div>
  );
}

function Opened(props: { model: ConnectionsModel; id: string }): JSX.Element {
  const { connection, adapterOf, isPractice, ids, links } = props.model;
  const opened = createMemo(() => connection(props.id)?.id ?? null);
  return (
    <Show when={opened()} keyed fallback={<Gone kind={props.model.kind} />}>
      {(id) => (
        <Show when={connection(id)}>
          {(c) => (
            <ConnectionDetail
              connection={c()}
              adapter={adapterOf(c().adapter)}
              others={ids().length - 1}
              practice={isPractice(id)}
              onChanged={() => void links.reload()}
            />
          )}
        </Show>
      )}
    </Show>
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
