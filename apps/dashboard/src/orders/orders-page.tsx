import { useNavigate } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { failureWords } from "../api/client.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { createCounts } from "../state/counts.ts";
import { createOrders } from "../state/orders.ts";
import { createRuns } from "../state/runs.ts";
import { FilterBar, ViewTabs } from "./filter-bar.tsx";
import { isFiltered, useFilter } from "./filter-params.ts";
import { listKeys } from "./list-keys.ts";
import { OrderRow } from "./order-row.tsx";
import { RunStrip } from "./run-strip.tsx";
import { SyncMenu } from "./sync-menu.tsx";

/** Scrolled further than this, a row pushed in above would move what is being read. */
const NEAR_TOP_PX = 60;

/** Rows stay put this long after the pointer left them. */
const LEAVING_MS = 700;

/** A hand on the mouse, not a list that appeared under a pointer at rest. */
const isMoved = (event: PointerEvent) =>
  event.pointerType === "mouse" && (event.movementX !== 0 || event.movementY !== 0);

/** The home of the day: every order, live, without a row ever moving under the pointer. */
export function OrdersPage(): JSX.Element {
  const { filter, change, clear } = useFilter();
  const navigate = useNavigate();
  const [pointing, setPointing] = createSignal(false);
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const point = (event: PointerEvent) => {
    if (!isMoved(event)) return;
    clearTimeout(leaving);
    setPointing(true);
  };
  // The way from the rows to the pill leads over neither: the pill must not vanish under way.
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => setPointing(false), LEAVING_MS);
  };
  onCleanup(() => clearTimeout(leaving));
  const [scrolled, setScrolled] = createSignal(false);
  const [active, setActive] = createSignal<string | null>(null);
  const held = () => pointing() || scrolled() || active() !== null;
  const orders = createOrders(filter, held);
  const counts = createCounts();
  const runs = createRuns();

  onMount(() => {
    document.title = "Orders · Waybill";
    const onScroll = () => setScrolled(scrollY > NEAR_TOP_PX);
    addEventListener("scroll", onScroll, { passive: true });
    onCleanup(() => removeEventListener("scroll", onScroll));
  });
  listKeys({
    ids: () => orders.rows().map((row) => row.id),
    active,
    setActive,
    open: (id) => navigate(`/orders/${id}`),
  });

  const letIn = () => {
    setActive(null);
    orders.letIn();
    scrollTo({ top: 0 });
  };
  // The counts are read apart from the rows and may be a moment behind: "4 of 1" would be nonsense.
  const total = () => {
    const all = isFiltered(filter()) ? null : (counts()?.total ?? null);
    return all !== null && all >= orders.rows().length ? all : null;
  };
  return (
    <div>
      <div class="flex flex-wrap items-center gap-3 px-4 pt-4 pb-3 sm:px-5">
        <h1 class="h-page">Orders</h1>
        <div class="ml-auto flex flex-wrap gap-2">
          <SyncMenu running={runs.running()} failed={counts()?.bySync.failed ?? 0} />
        </div>
      </div>
      <ViewTabs filter={filter()} counts={counts()} change={change} />
      <FilterBar filter={filter()} counts={counts()} change={change} onClear={clear} />
      <For each={runs.shown()}>{(run) => <RunStrip run={run} onDismiss={runs.dismiss} />}</For>

      <div class="sticky top-12 z-20 h-0 text-center sm:pr-[132px] sm:text-right" aria-live="polite">
        <Show when={orders.waiting() > 0}>
          <button
            type="button"
            class="btn btn-main btn-small mt-[3px] rounded-full shadow-float"
            onClick={letIn}
            onPointerMove={point}
            onPointerLeave={leave}
          >
            <Icon name="up" /> {orders.waiting()} new
          </button>
        </Show>
      </div>
      <div
        class="orders-head orders-row sticky top-12 z-10 border-y border-line bg-sunken px-5 py-1.5 text-xs text-ink-2"
        aria-hidden="true"
      >
        <span>Order</span>
        <span class="wide">Channel</span>
        <span>Customer</span>
        <span class="wide text-right">Items</span>
        <span class="text-right">Total</span>
        <span>Status</span>
        <span>Sync</span>
        <span class="wide text-right">Placed</span>
      </div>
      <Switch>
        <Match when={!orders.loaded() && orders.error()}>
          {(error) => <Failure error={error()} what="the orders" onRetry={() => void orders.reload()} />}
        </Match>
        <Match when={!orders.loaded()}>
          <Loading what="the orders" rows={10} />
        </Match>
        <Match when={orders.rows().length === 0 && orders.waiting() === 0}>
          <NoOrders filtered={isFiltered(filter())} onClear={clear} />
        </Match>
        <Match when={orders.rows().length > 0}>
          <ul aria-label="Orders" aria-busy={orders.loading()} onPointerMove={point} onPointerLeave={leave}>
            <For each={orders.rows()}>
              {(order) => (
                <OrderRow order={order} active={active() === order.id} fresh={orders.fresh().has(order.id)} />
              )}
            </For>
          </ul>
          <More next={orders.next()} onMore={() => void orders.more()} />
          <div class="flex flex-wrap gap-x-4 gap-y-1 px-5 py-3 text-sm text-ink-2">
            <span class="wb-num">
              {orders.rows().length.toLocaleString()}
              <Show when={total()}>{(n) => <> of {n().toLocaleString()}</>}</Show>
              <Show when={orders.next() === null}> · that is all</Show>
            </span>
            <Show when={orders.error()}>{(error) => <span class="text-failed">{failureWords(error())}</span>}</Show>
            <span class="ml-auto hidden sm:inline">
              <kbd class="wb-mono">j</kbd>/<kbd class="wb-mono">k</kbd> move · <kbd class="wb-mono">Enter</kbd> open ·{" "}
              <kbd class="wb-mono">/</kbd> search
            </span>
          </div>
        </Match>
      </Switch>
    </div>
  );
}

function NoOrders(props: { filtered: boolean; onClear: () => void }): JSX.Element {
  return (
    <Show
      when={props.filtered}
      fallback={
        <Empty icon="box" title="No orders yet">
          <p>Connect a sales channel and its orders appear here by themselves, newest first.</p>
          <a class="btn btn-main mt-4" href="/connections">
            Connect a channel
          </a>
        </Empty>
      }
    >
      <Empty icon="search" title="No order matches">
        <p>Nothing fits the search and the filters together.</p>
        <button type="button" class="btn mt-4" onClick={() => props.onClear()}>
          Show all orders
        </button>
      </Empty>
    </Show>
  );
}

/** Reads the next page when the end of the list comes near; a button for those who tab there first. */
function More(props: { next: string | null; onMore: () => void }): JSX.Element {
  let end!: HTMLDivElement;
  onMount(() => {
    const seen = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && props.onMore(), {
      rootMargin: "600px",
    });
    // Watched anew for each page: an end that stays in sight would otherwise never fire again.
    createEffect(() => {
      seen.disconnect();
      if (props.next !== null) seen.observe(end);
    });
    onCleanup(() => seen.disconnect());
  });
  return (
    <div ref={end}>
      <Show when={props.next !== null}>
        <button type="button" class="btn btn-bare m-3" onClick={() => props.onMore()}>
          Show more
        </button>
      </Show>
    </div>
  );
}
