import "./orders.css";
import { useNavigate, useSearchParams } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createMemo, createSignal, type JSX, Match, on, onMount, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { failureWords } from "../api/client.ts";
import { createRuns } from "../connections/runs.ts";
import { createAction } from "../parts/action.ts";
import { createHoldWhilePointing } from "../parts/hold-while-pointing.ts";
import { Failure } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { type BulkAction, createBulk } from "./bulk.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { createCounts, createTotal } from "./counts.ts";
import { exportFiltered, exportMarked } from "./export.ts";
import { Chips, FilterBar } from "./filter/bar.tsx";
import { useFilter } from "./filter/params.ts";
import { createSavedViews } from "./filter/saved-views.ts";
import { ViewTabs } from "./filter/view-tabs.tsx";
import { createOrders } from "./live-list.ts";
import { createOrderCommands, createOrderKeys, type OrderActs } from "./orders-keys.ts";
import { Ghosts, NoOrders } from "./orders-states.tsx";
import { OrdersTable, type TableHandle } from "./orders-table.tsx";
import { createSelection } from "./selection.ts";
import { createIsWide, SidePanel } from "./side-panel.tsx";
import { createSync, SyncMenu } from "./sync-menu.tsx";

/** The home of the day: every order, live, without a row ever moving under the pointer. */
export function OrdersPage(): JSX.Element {
  const filters = useFilter();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ open?: string }>();
  const wide = createIsWide();
  const hand = createHoldWhilePointing();
  const selection = createSelection();
  const bulk = createBulk();
  const [active, setActive] = createSignal<string | null>(null);
  const opened = () => (wide() ? (params.open ?? null) : null);
  const held = () => hand.holds() || active() !== null || selection.any() || opened() !== null;
  const orders = createOrders(filters.filter, held);
  const counts = createCounts();
  const total = createTotal(filters.filter);
  const runs = createRuns();
  const views = createSavedViews("orders");
  const sync = createSync(runs);
  let table: TableHandle | undefined;
  let search: HTMLInputElement | undefined;

  onMount(() => {
    document.title = "Orders · Waybill";
  });
  // A link to an open order, followed on a narrow screen, is the order's own page.
  createEffect(() => {
    if (!wide() && params.open) navigate(`/orders/${params.open}`, { replace: true });
  });
  createEffect(
    on(
      filters.filter,
      () => {
        setActive(null);
        selection.clear();
        if (!bulk.busy()) bulk.clear();
        if (scrollY > 0) scrollTo({ top: 0, behavior: "instant" });
      },
      { defer: true },
    ),
  );

  const show = (id: string | null, replace: boolean) => setParams({ open: id }, { replace, scroll: false });
  const open = (id: string) => {
    setActive(id);
    // Open already: the second press goes in.
    if (opened() === id) document.querySelector<HTMLElement>(".order-panel")?.focus();
    else if (wide()) show(id, opened() !== null);
    else navigate(`/orders/${id}`);
  };
  const closePanel = () => {
    const id = opened();
    show(null, true);
    if (id) {
      setActive(id);
      table?.focus(id);
    }
  };
  const move = (step: number) => {
    const ids = orders.ids();
    const at = orders.indexOf(active() ?? opened() ?? "");
    const next = ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + step))];
    if (next === undefined) return;
    setActive(next);
    table?.focus(next);
    if (opened() !== null) show(next, true);
  };
  const act = (action: BulkAction) => {
    if (bulk.busy()) return;
    const marked = selection.any() ? [...selection.ids()] : [active() ?? ""];
    const ids = marked.map((id) => ({ id, number: orders.get(id)?.number ?? id }));
    const on = selection.all() ? { filter: filters.filter() } : { ids };
    void bulk.run({ action, total: selection.all() ? (total()?.n ?? 0) : ids.length, on });
  };
  const exportNow = () => {
    if (selection.any() && !selection.all()) void exportMarked([...selection.ids()]);
    else exportFiltered(filters.filter());
  };
  const unmark = () => {
    selection.clear();
    bulk.clear();
  };
  const retryFailed = createAction(async () => {
    const { queued } = await api.post("/api/orders/retry-failed");
    say({ tone: "delivered", text: `${queued} failed ${queued === 1 ? "order is" : "orders are"} tried again.` });
  });
  const acts: OrderActs = {
    active,
    panel: opened,
    anyMarked: () => selection.any() || (bulk.state() !== null && !bulk.busy()),
    move,
    search: () => {
      search?.focus();
      search?.select();
    },
    mark: () => selection.toggle(active() ?? ""),
    reach: () => selection.reach(active() ?? "", { ids: orders.ids(), indexOf: orders.indexOf }),
    open: () => open(active() ?? ""),
    openPage: () => navigate(`/orders/${active()}`),
    exportNow,
    retry: () => act("retry"),
    leave: () => {
      if (opened() !== null) closePanel();
      else if (selection.any() || bulk.state()) unmark();
      else {
        setActive(null);
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }
    },
    sync: (id) => void sync.run(id),
    retryFailed: () => void retryFailed.run(),
  };
  createOrderKeys(acts);
  createOrderCommands({ acts, filters, views, runs });

  // Said once for each question, not with every order that comes in.
  const [found, setFound] = createSignal("");
  createEffect(
    on(total, (now, before) => {
      if (!now || before) return;
      const words = totalWords() ?? now.n.toLocaleString();
      setFound(filters.isFiltered() ? `${words} ${now.n === 1 ? "order matches" : "orders match"}.` : "");
    }),
  );
  // "Shopify" three times says nothing; the shops' own names do.
  const shopNames = createMemo(() => {
    const shops = runs.list().map(({ shop }) => shop);
    const several = (adapter: string) => shops.filter((shop) => shop.adapter === adapter).length > 1;
    return new Map(shops.filter((shop) => several(shop.adapter)).map((shop) => [shop.id, shop.name]));
  });
  const shopName = (connectionId: string) => shopNames().get(connectionId) ?? null;
  const letIn = () => {
    setActive(null);
    orders.letIn();
    scrollTo({ top: 0, behavior: "instant" });
  };
  const totalWords = () => {
    const now = total();
    // The number is read apart from the rows and may be a moment behind: "4 of 1" would be nonsense.
    if (!now || now.n < orders.ids().length) return null;
    return `${now.n.toLocaleString()}${now.exact ? "" : "+"}`;
  };
  // Without a shop there is nothing to export and nothing to sync: the page offers the first step instead.
  const nothingYet = () => orders.loaded() && counts()?.total === 0 && runs.list().length === 0;
  return (
    <div class="orders-page" classList={{ "with-panel": opened() !== null }}>
      <div class="flex flex-wrap items-center gap-3 px-4 pt-4 pb-3 sm:px-5">
        <h1 class="h-page">Orders</h1>
        <span class="wb-mono text-ink-2">{counts()?.total.toLocaleString() ?? ""}</span>
        <div class="ml-auto flex min-h-8 flex-wrap gap-2">
          <Show when={!nothingYet()}>
            <button type="button" class="btn" onClick={exportNow}>
              Export
            </button>
            <SyncMenu runs={runs} failed={counts()?.bySync.failed ?? 0} sync={sync} />
          </Show>
        </div>
      </div>
      <ViewTabs filters={filters} counts={counts()} views={views} />
      <FilterBar
        filters={filters}
        counts={counts()}
        shops={runs.list()}
        ref={(field) => {
          search = field;
        }}
      />
      <Chips filters={filters} shops={runs.list()} />
      <span class="wb-sr" role="status">
        {found()}
      </span>
      <Show when={orders.loaded() && orders.error()}>
        {(error) => (
          <div class="flex flex-wrap items-center gap-3 border-t border-line px-4 py-2 sm:px-5" role="alert">
            <span class="text-failed">
              <Icon name="attention" /> {failureWords(error())} What is below is from before.
            </span>
            <button type="button" class="btn btn-small" onClick={() => void orders.reload()}>
              <Icon name="retry" /> Try again
            </button>
          </div>
        )}
      </Show>
      <Switch>
        <Match when={!orders.loaded() && orders.error()}>
          {(error) => <Failure error={error()} what="the orders" onRetry={() => void orders.reload()} />}
        </Match>
        <Match when={!orders.loaded()}>
          <Ghosts />
        </Match>
        <Match when={orders.ids().length === 0 && orders.waiting() === 0}>
          <NoOrders filtered={filters.isFiltered()} onClear={filters.clear} />
        </Match>
        <Match when={true}>
          <OrdersTable
            orders={orders}
            selection={selection}
            bulk={bulk}
            active={active()}
            opened={opened()}
            shopName={shopName}
            onActive={setActive}
            onOpen={(id, event) => {
              const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
              if (!plain || !wide()) return;
              event.preventDefault();
              open(id);
            }}
            onPoint={hand.point}
            onLeave={hand.leave}
            onLetIn={letIn}
            handle={(handle) => {
              table = handle;
            }}
          />
          <div class="flex flex-wrap gap-x-4 gap-y-1 px-5 pt-3 pb-20 text-sm text-ink-2">
            <span class="wb-num">
              {orders.ids().length.toLocaleString()}
              <Show when={totalWords()}>{(words) => <> of {words()}</>}</Show>
              <Show when={!orders.more()}> · that is all</Show>
            </span>
            <span class="ml-auto hidden gap-1 md:inline-flex">
              <kbd class="kbd">j</kbd>/<kbd class="kbd">k</kbd> move · <kbd class="kbd">x</kbd> mark ·{" "}
              <kbd class="kbd">Enter</kbd> open · <kbd class="kbd">?</kbd> keys
            </span>
          </div>
        </Match>
      </Switch>
      <BulkBar
        selection={selection}
        bulk={bulk}
        total={total()}
        loadedCount={orders.ids().length}
        onLoaded={() => selection.add(orders.ids())}
        onAct={act}
        onExport={exportNow}
        onClose={unmark}
      />
      <Show when={opened()}>{(id) => <SidePanel id={id()} onClose={closePanel} />}</Show>
    </div>
  );
}
