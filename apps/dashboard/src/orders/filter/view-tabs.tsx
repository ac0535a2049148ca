import type { OrderListCounts } from "@waybill/domain/order/answers";
import type { SavedView } from "@waybill/domain/organisation/answers";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, Show } from "solid-js";
import { createAction } from "../../parts/action.ts";
import { Popover } from "../../parts/popover.tsx";
import { useSession } from "../../session/session.tsx";
import type { Filters } from "./params.ts";
import type { SavedViews } from "./saved-views.ts";

/** The quick views: names for filters that sellers use all day; the query is in the fixed form of `viewText`. */
export const quickViews: readonly {
  name: string;
  query: string;
  n: (counts: OrderListCounts) => number;
  most?: number;
}[] = [
  { name: "All", query: "", n: (counts) => counts.total },
  { name: "Needs attention", query: "attention=1", n: (counts) => counts.attention, most: 1000 },
  { name: "Failed sync", query: "sync=failed", n: (counts) => counts.bySync.failed ?? 0 },
  { name: "To ship", query: "bucket=to_ship", n: (counts) => counts.buckets.to_ship },
  { name: "On the way", query: "bucket=on_the_way", n: (counts) => counts.buckets.on_the_way },
  { name: "On hold", query: "status=on_hold", n: (counts) => counts.byStatus.on_hold ?? 0 },
];

/** Quick views with their counts, saved views, and the way to keep what is shown now. */
export function ViewTabs(props: { filters: Filters; counts: OrderListCounts | null; views: SavedViews }): JSX.Element {
  const now = () => props.filters.text();
  let row!: HTMLElement;
  // On a phone the chosen view may stand outside of what is seen.
  createEffect(() => {
    now();
    props.views.all();
    queueMicrotask(() => {
      const tab = row.querySelector<HTMLElement>("[aria-pressed=true]");
      if (!tab) return;
      const [from, to] = [tab.offsetLeft - 16, tab.offsetLeft + tab.offsetWidth + 56];
      if (from < row.scrollLeft) row.scrollLeft = from;
      else if (to > row.scrollLeft + row.clientWidth) row.scrollLeft = to - row.clientWidth;
    });
  });
  const known = () =>
    quickViews.some((view) => view.query === now()) || props.views.all().some((view) => view.query === now());
  const count = (view: (typeof quickViews)[number]) => {
    const n = props.counts ? view.n(props.counts) : 0;
    return n > 0 ? `${n.toLocaleString()}${view.most && n >= view.most ? "+" : ""}` : null;
  };
  return (
    <nav ref={row} class="tabs px-4 sm:px-5" aria-label="Views">
      <For each={quickViews}>
        {(view) => (
          <button
            type="button"
            class="tab"
            aria-pressed={now() === view.query}
            onClick={() => props.filters.show(view.query)}
          >
            {view.name}
            <Show
              when={count(view)}
              fallback={
                <Show when={!props.counts}>
                  <span class="wb-mono ml-1.5 text-xs">{"\u2007\u2007"}</span>
                </Show>
              }
            >
              {(words) => <span class="wb-mono ml-1.5 text-xs font-normal text-ink-2">{words()}</span>}
            </Show>
          </button>
        )}
      </For>
      <For each={props.views.all()}>{(view) => <Saved view={view} filters={props.filters} views={props.views} />}</For>
      <Show when={!known()}>
        <Popover
          label="Save this view"
          class="tab tab-new"
          button={
            <>
              <Icon name="plus" /> view
            </>
          }
          buttonLabel="Save these filters as a view"
        >
          {(close) => <Keep query={now()} views={props.views} onDone={close} />}
        </Popover>
      </Show>
    </nav>
  );
}

function Saved(props: { view: SavedView; filters: Filters; views: SavedViews }): JSX.Element {
  const session = useSession();
  const chosen = () => props.filters.text() === props.view.query;
  const mayChange = () => !props.view.shared || session.may("agent");
  return (
    <span class="inline-flex shrink-0 items-center">
      <button
        type="button"
        class="tab"
        aria-pressed={chosen()}
        title={props.view.shared ? "Everybody sees this view" : "Only you see this view"}
        onClick={() => props.filters.show(props.view.query)}
      >
        {props.view.name}
        <Show when={!props.view.shared}>
          <span class="ml-1.5 text-ink-3">
            <Icon name="user" />
            <span class="wb-sr">only yours</span>
          </span>
        </Show>
      </button>
      <Show when={chosen() && mayChange()}>
        <Popover
          label={`Change the view ${props.view.name}`}
          class="tap tab-more"
          button={<Icon name="more" />}
          buttonLabel={`Rename or delete the view ${props.view.name}`}
        >
          {(close) => <Change view={props.view} views={props.views} onDone={close} />}
        </Popover>
      </Show>
    </span>
  );
}

function Keep(props: { query: string; views: SavedViews; onDone: () => void }): JSX.Element {
  const session = useSession();
  const [name, setName] = createSignal("");
  const [shared, setShared] = createSignal(false);
  const save = createAction(async () => {
    await props.views.save({ name: name().trim(), query: props.query, shared: shared() });
    props.onDone();
  });
  return (
    <form
      class="grid w-[260px] max-w-full gap-2.5 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
      <label class="block">
        <span class="label">Name of the view</span>
        <input
          class="input"
          required
          maxLength={40}
          value={name()}
          placeholder="Late from Lisbon"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Show when={session.may("agent")}>
        <label class="pick !px-0">
          <input type="checkbox" checked={shared()} onChange={(event) => setShared(event.currentTarget.checked)} />
          For everybody in the organisation
        </label>
      </Show>
      <button type="submit" class="btn btn-main" disabled={save.busy() || name().trim() === ""}>
        {save.busy() ? "Saving…" : "Save the view"}
      </button>
    </form>
  );
}

function Change(props: { view: SavedView; views: SavedViews; onDone: () => void }): JSX.Element {
  const [name, setName] = createSignal(props.view.name);
  const rename = createAction(async () => {
    await props.views.change(props.view.id, { name: name().trim() });
    props.onDone();
  });
  const remove = createAction(async () => {
    const { id } = props.view;
    props.onDone();
    await props.views.remove(id);
  });
  return (
    <form
      class="grid w-[260px] max-w-full gap-2.5 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        void rename.run();
      }}
    >
      <label class="block">
        <span class="label">Name of the view</span>
        <input
          class="input"
          required
          maxLength={40}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <div class="flex justify-between gap-2">
        <button type="button" class="btn btn-danger" disabled={remove.busy()} onClick={() => void remove.run()}>
          Delete {props.view.shared ? "for everybody" : ""}
        </button>
        <button type="submit" class="btn btn-main" disabled={rename.busy() || name().trim() === ""}>
          Rename
        </button>
      </div>
    </form>
  );
}
