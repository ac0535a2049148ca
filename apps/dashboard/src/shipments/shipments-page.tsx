import { useNavigate, useSearchParams } from "@solidjs/router";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createMemo, createSignal, For, type JSX, Match, on, onMount, Show, Switch } from "solid-js";
import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { ById } from "../parts/by-id.tsx";
import { createHoldWhilePointing } from "../parts/hold-while-pointing.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { CarrierFilter } from "./carrier-filter.tsx";
import { countWords, stateOf, tabs } from "./listing.ts";
import { ShipmentPanel } from "./shipment-panel.tsx";
import { hrefOf, ShipmentRow } from "./shipment-row.tsx";
import { createShipmentCounts, createShipments } from "./shipments-state.ts";
import "./shipments.css";

type Params = { state?: string; carrier?: string; connection?: string; q?: string; open?: string };
const TYPING_MS = 250;

/** Every parcel by state, what wants a person first, with the reason in words and the one action that helps. */
export function ShipmentsPage(): JSX.Element {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<Params>();
  const hand = createHoldWhilePointing();
  const [active, setActive] = createSignal<string | null>(null);
  const filter = createMemo(() => ({
    state: stateOf(params.state),
    carrier: params.carrier ?? "",
    connection: params.connection ?? "",
    q: params.q ?? "",
  }));
  const held = () => hand.holds() || active() !== null || params.open !== undefined;
  const list = createShipments(filter, held);
  const counts = createShipmentCounts();
  const tab = () => tabs.find((one) => one.state === filter().state);
  let search!: HTMLInputElement;
  let rows: HTMLOListElement | undefined;

  onMount(() => {
    document.title = "Shipments · Waybill";
  });
  createEffect(on(filter, () => setActive(null), { defer: true }));

  let timer: ReturnType<typeof setTimeout> | undefined;
  const type = (text: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => setParams({ q: text.trim() || null }, { replace: true, scroll: false }), TYPING_MS);
  };
  const focusRow = (id: string) =>
    rows?.querySelector<HTMLElement>(`[data-parcel="${CSS.escape(id)}"] [data-row-link]`)?.focus();
  const move = (step: number) => {
    const ids = list.rows().map((row) => row.id);
    const at = ids.indexOf(active() ?? params.open ?? "");
    const next = ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + step))];
    if (next === undefined) return;
    setActive(next);
    focusRow(next);
  };
  const openHref = (parcel: ListedShipment) => {
    const href = hrefOf(parcel);
    if (href) return href;
    const all = new URLSearchParams(location.search);
    all.set("open", parcel.id);
    return `/shipments?${all}`;
  };
  const open = (parcel: ListedShipment) => {
    const href = hrefOf(parcel);
    if (href) navigate(href);
    else setParams({ open: parcel.id }, { scroll: false });
  };
  const close = () => {
    const id = params.open;
    setParams({ open: null }, { replace: true, scroll: false });
    if (id) focusRow(id);
  };
  const leave = () => {
    if (params.open) return close();
    setActive(null);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const find = () => {
    search.focus();
    search.select();
  };
  const onRow = () => active() !== null && !document.activeElement?.closest("button, a:not([data-row-link])");
  createShortcuts([
    { keys: ["/"], words: "Find a tracking number", group: "List", run: find },
    { keys: ["j", "ArrowDown"], words: "Next parcel", group: "List", run: () => move(1) },
    { keys: ["k", "ArrowUp"], words: "Parcel before", group: "List", run: () => move(-1) },
    {
      keys: ["Enter"],
      words: "Open the parcel’s order",
      group: "List",
      when: onRow,
      run: () => {
        const parcel = list.rows().find((row) => row.id === active());
        if (parcel) open(parcel);
      },
    },
    {
      keys: ["Escape"],
      words: "Close the parcel, then leave the row",
      group: "List",
      when: () => active() !== null || params.open !== undefined,
      run: leave,
    },
  ]);
  createCommands(() =>
    tabs.map((one) => ({
      id: `shipments ${one.state}`,
      words: `Show shipments: ${one.word}`,
      group: "This page" as const,
      run: () => setParams({ state: one.state, q: null }, { scroll: false }),
    })),
  );
  const filtered = () => filter().carrier !== "" || filter().connection !== "" || filter().q !== "";
  const clear = () => {
    search.value = "";
    setParams({ carrier: null, connection: null, q: null }, { scroll: false });
  };
  return (
    <div class="shipments-page" classList={{ "with-panel": params.open !== undefined }}>
      <div class="flex flex-wrap items-center gap-3 px-4 pt-4 pb-3 sm:px-5">
        <h1 class="h-page leading-8">Shipments</h1>
      </div>
      <nav class="tabs px-4 sm:px-5" aria-label="Shipments by state">
        <For each={tabs}>
          {(one) => (
            <button
              type="button"
              class="tab"
              classList={{ "wb-attention": one.state === "attention" }}
              aria-pressed={filter().q === "" && filter().state === one.state}
              onClick={() => {
                search.value = "";
                setParams({ state: one.state, q: null, open: null }, { scroll: false });
              }}
            >
              {one.word}
              <span class="wb-mono parcel-count">{countWords(counts()?.[one.state])}</span>
            </button>
          )}
        </For>
      </nav>
      <search class="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 sm:px-5">
        <div class="relative min-w-[180px] flex-1 sm:max-w-[340px]">
          <span class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3">
            <Icon name="search" />
          </span>
          <input
            ref={search}
            class="input !pl-8"
            type="search"
            placeholder="Tracking number"
            aria-label="Find a tracking number"
            aria-keyshortcuts="/"
            value={filter().q}
            onInput={(event) => type(event.currentTarget.value)}
          />
        </div>
        <CarrierFilter
          carrier={filter().carrier}
          connection={filter().connection}
          seen={list.rows().map((row) => row.carrier)}
          onChange={(change) => setParams(change, { replace: true, scroll: false })}
        />
      </search>
      <div role="status" class="sr-only">
        {list.loaded() ? `${list.rows().length} parcels shown` : ""}
      </div>
      <Show when={held() && list.waiting() > 0}>
        <button type="button" class="parcel-pill btn btn-small" onClick={list.letIn}>
          {list.waiting()} changed elsewhere · show
        </button>
      </Show>
      <Switch>
        <Match when={!list.loaded() && list.error()}>
          {(error) => <Failure error={error()} what="the shipments" onRetry={list.reload} />}
        </Match>
        <Match when={!list.loaded()}>
          <Loading what="the shipments" rows={10} />
        </Match>
        <Match when={list.rows().length === 0 && filtered()}>
          <Empty icon="search" title="No parcel fits">
            <p>
              {filter().q ? `No tracking number begins with “${filter().q}”.` : "None of this carrier in this state."}
            </p>
            <button type="button" class="btn mt-4" onClick={clear}>
              Clear the filters
            </button>
          </Empty>
        </Match>
        <Match when={list.rows().length === 0}>
          <Empty icon={filter().state === "attention" ? "delivered" : "box"} title={tab()?.empty ?? ""}>
            <p>{tab()?.next}</p>
          </Empty>
        </Match>
        <Match when={true}>
          <div class="parcel-head" aria-hidden="true">
            <span>Parcel</span>
            <span>State</span>
            <span>Expected</span>
            <span>Last seen</span>
            <span />
          </div>
          <ol
            ref={rows}
            class="parcel-rows"
            aria-label={filter().q ? "Parcels found" : tab()?.word}
            onPointerMove={hand.point}
            onPointerLeave={hand.leave}
          >
            <ById rows={list.rows()}>
              {(parcel) => (
                <ShipmentRow
                  parcel={parcel()}
                  active={active() === parcel().id}
                  opened={params.open === parcel().id}
                  openHref={openHref(parcel())}
                  onActive={() => setActive(parcel().id)}
                  onOpen={(event) => {
                    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
                    if (!plain || hrefOf(parcel())) return;
                    event.preventDefault();
                    open(parcel());
                  }}
                />
              )}
            </ById>
          </ol>
          <Show when={list.next()}>
            <div class="flex justify-center py-4">
              <button type="button" class="btn" disabled={list.reading()} onClick={() => void list.more()}>
                {list.reading() ? "Loading…" : "Show more"}
              </button>
            </div>
          </Show>
        </Match>
      </Switch>
      <Show when={params.open} keyed>
        {(id) => <ShipmentPanel id={id} onClose={close} />}
      </Show>
    </div>
  );
}
