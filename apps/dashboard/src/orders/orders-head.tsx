import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, type JSX, on, Show } from "solid-js";
import { failureWords } from "../api/client.ts";
import type { OrdersModel } from "./orders-model.ts";
import { SyncMenu } from "./sync-menu.tsx";

/** The page's name with how many there are, and what is done with all of them. */
export function OrdersHead(props: { model: OrdersModel; onExport: () => void }): JSX.Element {
  const { counts, runs, sync, nothingYet } = props.model;
  return (
    <div class="flex flex-wrap items-center gap-3 px-4 pt-4 pb-3 sm:px-5">
      <h1 class="h-page">Orders</h1>
      <span class="wb-mono text-ink-2">{counts()?.total.toLocaleString() ?? ""}</span>
      <div class="ml-auto flex min-h-8 flex-wrap gap-2">
        <Show when={!nothingYet()}>
          <button type="button" class="btn" onClick={() => props.onExport()}>
            Export
          </button>
          <SyncMenu runs={runs} failed={counts()?.bySync.failed ?? 0} sync={sync} />
        </Show>
      </div>
    </div>
  );
}

/** How many orders match, for those who cannot see it: said once for each question, not with every order that comes in. */
export function FoundStatus(props: { model: OrdersModel }): JSX.Element {
  const { total, totalWords, filters } = props.model;
  const [found, setFound] = createSignal("");
  createEffect(
    on(total, (now, before) => {
      if (!now || before) return;
      const words = totalWords() ?? now.n.toLocaleString();
      setFound(filters.isFiltered() ? `${words} ${now.n === 1 ? "order matches" : "orders match"}.` : "");
    }),
  );
  return (
    <span class="wb-sr" role="status">
      {found()}
    </span>
  );
}

/** The list could not be read again: what is shown is from before. */
export function StaleList(props: { model: OrdersModel }): JSX.Element {
  const { orders } = props.model;
  return (
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
  );
}
