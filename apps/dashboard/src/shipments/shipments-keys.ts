import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { tabs } from "./listing.ts";
import type { ShipmentsModel } from "./shipments-model.ts";

/** The page's keys, and its tabs in the palette. */
export function createShipmentKeys(model: ShipmentsModel): void {
  const { list, active, setActive, opened, handles } = model;
  const move = (step: number) => {
    const ids = list.rows().map((row) => row.id);
    const at = ids.indexOf(active() ?? opened() ?? "");
    const next = ids[Math.max(0, Math.min(ids.length - 1, at === -1 ? 0 : at + step))];
    if (next === undefined) return;
    setActive(next);
    model.focusRow(next);
  };
  const leave = () => {
    if (opened()) return model.close();
    setActive(null);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const find = () => {
    handles.search?.focus();
    handles.search?.select();
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
        if (parcel) model.open(parcel);
      },
    },
    {
      keys: ["Escape"],
      words: "Close the parcel, then leave the row",
      group: "List",
      when: () => active() !== null || opened() !== undefined,
      run: leave,
    },
  ]);
  createCommands(() =>
    tabs.map((one) => ({
      id: `shipments ${one.state}`,
      words: `Show shipments: ${one.word}`,
      group: "This page" as const,
      run: () => model.change({ state: one.state, why: null, q: null }),
    })),
  );
}
