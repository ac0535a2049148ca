import type { Accessor } from "solid-js";
import type { Runs } from "../connections/runs.ts";
import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { useSession } from "../session/session.tsx";
import type { BulkAction } from "./bulk/bulk.ts";
import type { ExportOf } from "./export.ts";
import type { Filters } from "./filter/params.ts";
import type { SavedViews } from "./filter/saved-views.ts";
import { quickViews } from "./filter/view-tabs.tsx";

/** What a press of a key or a word in the palette does on the orders page. */
export type OrderActs = {
  active: Accessor<string | null>;
  panel: Accessor<string | null>;
  anyMarked: Accessor<boolean>;
  move: (step: number) => void;
  search: () => void;
  mark: () => void;
  reach: () => void;
  open: (id: string) => void;
  openPage: () => void;
  closePanel: () => void;
  /** Which orders are being exported; null: none. */
  exporting: Accessor<ExportOf | null>;
  exportNow: () => void;
  endExport: () => void;
  /** Does it to what is marked, else to the active order. */
  onMarked: (action: BulkAction) => void;
  unmark: () => void;
  leave: () => void;
  sync: (connectionId: string | null) => void;
  retryFailed: () => void;
};

/** A button or a link that has the focus is pressed by its own Enter. */
const focusIsFree = () => !document.activeElement?.closest("button, summary, a:not([data-row-link])");

export function createOrderKeys(acts: OrderActs): void {
  const session = useSession();
  const hasActive = () => acts.active() !== null;
  createShortcuts([
    { keys: ["/"], words: "Search the orders", group: "List", run: acts.search },
    { keys: ["j", "ArrowDown"], words: "Next order", group: "List", run: () => acts.move(1) },
    { keys: ["k", "ArrowUp"], words: "Order before", group: "List", run: () => acts.move(-1) },
    { keys: ["x"], words: "Mark the order", group: "List", when: hasActive, run: acts.mark },
    { keys: ["X"], words: "Mark everything up to the order", group: "List", when: hasActive, run: acts.reach },
    {
      keys: ["Enter"],
      words: "Open the order; again: go into it",
      group: "List",
      when: () => hasActive() && focusIsFree(),
      run: () => acts.open(acts.active() ?? ""),
    },
    { keys: ["o"], words: "Open the order as a page", group: "List", when: hasActive, run: acts.openPage },
    { keys: ["e"], words: "Export what is marked, or all that is shown", group: "List", run: acts.exportNow },
    {
      keys: ["r"],
      words: "Retry the sync of what is marked",
      group: "List",
      when: () => session.may("agent") && (acts.anyMarked() || hasActive()),
      run: () => acts.onMarked("retry"),
    },
    {
      keys: ["Escape"],
      words: "Close the panel, then unmark",
      group: "List",
      when: () => hasActive() || acts.anyMarked() || acts.panel() !== null,
      run: acts.leave,
    },
  ]);
}

/** The page's own words in the palette. */
export function createOrderCommands(input: { acts: OrderActs; filters: Filters; views: SavedViews; runs: Runs }): void {
  const session = useSession();
  const { acts, filters } = input;
  const group = "This page" as const;
  createCommands(() => [
    ...[...quickViews, ...input.views.all()].map((view) => ({
      id: `orders view ${view.query}`,
      words: `Show orders: ${view.name}`,
      group,
      also: "filter view tab",
      run: () => filters.show(view.query),
    })),
    ...(filters.isFiltered() ? [{ id: "orders clear", words: "Clear all filters", group, run: filters.clear }] : []),
    { id: "orders search", words: "Search the orders", group, keys: "/", run: acts.search },
    {
      id: "orders export",
      words: "Export the orders (Excel, CSV)",
      group,
      keys: "e",
      also: "download excel spreadsheet",
      run: acts.exportNow,
    },
    ...(session.may("agent")
      ? [
          { id: "orders sync", words: "Sync all channels", group, also: "pull refresh", run: () => acts.sync(null) },
          ...input.runs
            .list()
            .filter(({ shop }) => shop.enabled)
            .map(({ shop }) => ({
              id: `orders sync ${shop.id}`,
              words: `Sync ${shop.name}`,
              group,
              also: `pull refresh ${shop.adapter}`,
              run: () => acts.sync(shop.id),
            })),
          { id: "orders retry", words: "Retry all failed orders", group, also: "sync again", run: acts.retryFailed },
        ]
      : []),
  ]);
}
