import { useNavigate, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on } from "solid-js";
import { createRuns, type Runs } from "../connections/runs.ts";
import { createHoldWhilePointing } from "../parts/hold-while-pointing.ts";
import { createBulk } from "./bulk/bulk.ts";
import { createSelection } from "./bulk/selection.ts";
import { createCounts, createTotal } from "./counts.ts";
import { useFilter } from "./filter/params.ts";
import { createSavedViews } from "./filter/saved-views.ts";
import { createOrders } from "./list/live-list.ts";
import { createIsWide } from "./side-panel.tsx";
import { createSync } from "./sync.ts";

type TableHandle = {
  /** Brings a row into view and gives its link the focus. */
  focus: (id: string) => void;
};

/** What the orders page holds: the filter, the live list, and what is active, opened, marked and counted. */
export function createOrdersModel() {
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

  /** Shows an order beside the list, or none. */
  const show = (id: string | null, replace: boolean) => setParams({ open: id }, { replace, scroll: false });
  const totalWords = () => {
    const now = total();
    // The number is read apart from the rows and may be a moment behind: "4 of 1" would be nonsense.
    if (!now || now.n < orders.ids().length) return null;
    return `${now.n.toLocaleString()}${now.exact ? "" : "+"}`;
  };
  // Without a shop there is nothing to export and nothing to sync: the page offers the first step instead.
  const nothingYet = () => orders.loaded() && counts()?.total === 0 && runs.list().length === 0;
  const shopName = createShopNames(runs);
  /** What the list and the search field hand in, for the keys. */
  const handles: { table?: TableHandle; search?: HTMLInputElement } = {};
  return {
    ...{ filters, wide, hand, selection, bulk, active, setActive, opened, show },
    ...{ orders, counts, total, totalWords, runs, views, sync, shopName, nothingYet, handles },
  };
}
export type OrdersModel = ReturnType<typeof createOrdersModel>;

/** A shop's own name by its connection: "Shopify" three times says nothing. Null where a channel has one shop. */
function createShopNames(runs: Runs): (connectionId: string) => string | null {
  const names = createMemo(() => {
    const shops = runs.list().map(({ shop }) => shop);
    const several = (adapter: string) => shops.filter((shop) => shop.adapter === adapter).length > 1;
    return new Map(shops.filter((shop) => several(shop.adapter)).map((shop) => [shop.id, shop.name]));
  });
  return (connectionId) => names().get(connectionId) ?? null;
}
