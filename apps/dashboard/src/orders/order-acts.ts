import { useNavigate } from "@solidjs/router";
import { createSignal } from "solid-js";
import type { BulkAction } from "./bulk/bulk.ts";
import type { ExportOf } from "./export.ts";
import type { OrderActs } from "./orders-keys.ts";
import type { OrdersModel } from "./orders-model.ts";
import { createRetryFailed } from "./sync.ts";

/** What can be done on the orders page, by press, key or palette. */
export function createOrderActs(model: OrdersModel): OrderActs {
  const { selection, bulk, orders, filters, active, setActive, opened } = model;
  const navigate = useNavigate();
  const opening = createOpening(model);
  const act = (action: BulkAction) => {
    if (bulk.busy()) return;
    const marked = selection.any() ? [...selection.ids()] : [active() ?? ""];
    const ids = marked.map((id) => ({ id, number: orders.get(id)?.number ?? id }));
    const on = selection.all() ? { filter: filters.filter() } : { ids };
    void bulk.run({ action, total: selection.all() ? (model.total()?.n ?? 0) : ids.length, on });
  };
  const unmark = () => {
    selection.clear();
    bulk.clear();
  };
  const retryFailed = createRetryFailed();
  const [exporting, setExporting] = createSignal<ExportOf | null>(null);
  return {
    active,
    panel: opened,
    anyMarked: () => selection.any() || (bulk.state() !== null && !bulk.busy()),
    move: opening.move,
    search: () => {
      model.handles.search?.focus();
      model.handles.search?.select();
    },
    mark: () => selection.toggle(active() ?? ""),
    reach: () => selection.reach(active() ?? "", { ids: orders.ids(), indexOf: orders.indexOf }),
    open: opening.open,
    openPage: () => navigate(`/orders/${active()}`),
    closePanel: opening.closePanel,
    exporting,
    exportNow: () => setExporting(exportOf(model)),
    endExport: () => setExporting(null),
    onMarked: act,
    unmark,
    leave: () => {
      if (opened() !== null) opening.closePanel();
      else if (selection.any() || bulk.state()) unmark();
      else {
        setActive(null);
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      }
    },
    sync: (id) => void model.sync.run(id),
    retryFailed: () => void retryFailed.run(),
  };
}

/** What is marked, else everything that the filter holds. */
const exportOf = ({ selection, filters, totalWords }: OrdersModel): ExportOf =>
  selection.any() && !selection.all()
    ? { ids: [...selection.ids()] }
    : { filter: filters.filter(), narrowed: filters.isFiltered(), count: totalWords() };

/** Opens, closes and changes the order beside the list; on a narrow screen an order is a page of its own. */
function createOpening(model: OrdersModel) {
  const { orders, active, setActive, opened, show, handles } = model;
  const navigate = useNavigate();
  const open = (id: string) => {
    setActive(id);
    // Open already: the second press goes in.
    if (opened() === id) document.querySelector<HTMLElement>(".order-panel")?.focus();
    else if (model.wide()) show(id, opened() !== null);
    else navigate(`/orders/${id}`);
  };
  const closePanel = () => {
    const id = opened();
    show(null, true);
    if (id) {
      setActive(id);
      handles.table?.focus(id);
    }
  };
  const move = (step: number) => {
    const ids = orders.ids();
    const at = orders.indexOf(active() ?? opened() ?? "");
    const next = ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + step))];
    if (next === undefined) return;
    setActive(next);
    handles.table?.focus(next);
    if (opened() !== null) show(next, true);
  };
  return { open, closePanel, move };
}
