import { Icon } from "@waybill/ui/icon";
import { type JSX, Match, Show, Switch } from "solid-js";
import { ById } from "../parts/by-id.tsx";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { InboxFiltersBar } from "./inbox-filters.tsx";
import type { InboxModel } from "./inbox-model.ts";
import { Row } from "./inbox-row.tsx";

/** The left column: tests and replays, the filters, and every webhook received. */
export function InboxList(props: { model: InboxModel; ref: (field: HTMLInputElement) => void }): JSX.Element {
  const { filters, connections, opened, waiting } = props.model;
  return (
    <section
      class="border-line md:border-r"
      classList={{ "hidden md:block": Boolean(opened()) }}
      aria-label="Webhooks received"
    >
      <div class="relative z-10 border-b border-line bg-paper md:sticky md:top-0">
        <Head model={props.model} />
        <InboxFiltersBar filters={filters} connections={connections.data() ?? []} ref={props.ref} />
        <Show when={waiting.newer()}>
          <button type="button" class="inbox-newer" onClick={waiting.show}>
            <Icon name="up" /> Show newer webhooks
          </button>
        </Show>
      </div>
      <Deliveries model={props.model} />
    </section>
  );
}

function Head(props: { model: InboxModel }): JSX.Element {
  const { setOver } = props.model;
  const session = useSession();
  return (
    <div class="flex items-center gap-2 px-4 py-3">
      <p class="h-page mr-auto" aria-hidden="true">
        Inbox
      </p>
      <Show when={session.may("admin")}>
        <button type="button" class="btn btn-small" onClick={() => setOver("test")}>
          <Icon name="bolt" /> Test
          <span class="wb-sr"> with a sample webhook</span>
        </button>
        <button type="button" class="btn btn-small" onClick={() => setOver("replay")}>
          <Icon name="retry" /> Replay…
        </button>
      </Show>
    </div>
  );
}

/** The rows, or why there are none. */
function Deliveries(props: { model: InboxModel }): JSX.Element {
  const { list, filters, waiting, names, hrefOf, opened } = props.model;
  const older = () => list.next() !== null;
  return (
    <Switch>
      <Match when={!list.loaded() && list.error()}>
        {(error) => <Failure error={error()} what="the inbox" onRetry={() => void list.reload()} />}
      </Match>
      <Match when={!list.loaded()}>
        <Loading what="the inbox" rows={12} />
      </Match>
      <Match when={list.items().length === 0 && filters.isFiltered()}>
        <NoneFits model={props.model} />
      </Match>
      <Match when={list.items().length === 0}>
        <p class="px-4 py-6 text-ink-2">No webhook came in yet.</p>
      </Match>
      <Match when={list.items().length > 0}>
        <ul onPointerEnter={(event) => waiting.hold(event.pointerType === "mouse")} onPointerLeave={waiting.release}>
          <ById rows={list.items()}>
            {(row) => <Row row={row()} names={names} href={hrefOf(row().id)} open={opened() === String(row().id)} />}
          </ById>
        </ul>
        <Show when={older()}>
          <button type="button" class="btn m-4" onClick={() => void list.more()}>
            Show older
          </button>
        </Show>
      </Match>
    </Switch>
  );
}

function NoneFits(props: { model: InboxModel }): JSX.Element {
  const { list, filters } = props.model;
  const older = () => list.next() !== null;
  return (
    <Empty icon="search" title="No webhook fits">
      <p>
        {older()
          ? "None among the newest ten thousand."
          : "A number is found as soon as a carrier tells of it, also before its parcel is here."}
      </p>
      <div class="mt-4 flex justify-center gap-2">
        <Show when={older()}>
          <button type="button" class="btn" onClick={() => void list.more()}>
            Look further back
          </button>
        </Show>
        <button type="button" class="btn" onClick={() => filters.clear()}>
          Clear the filters
        </button>
      </div>
    </Empty>
  );
}
