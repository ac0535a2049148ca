import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { useSession } from "../session/session.tsx";
import type { InboxModel } from "./inbox-model.ts";

/** The inbox's keys, and its words in the palette. */
export function createInboxKeys(model: InboxModel, findField: () => HTMLElement | undefined): void {
  const { list, opened, open, setOver } = model;
  const session = useSession();
  const move = (by: number) => {
    const rows = list.items();
    const at = rows.findIndex((row) => String(row.id) === opened());
    const row = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (!row) return;
    open(row.id);
    document.querySelector(`[data-inbox="${row.id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  createShortcuts([
    { keys: ["j", "ArrowDown"], words: "Next webhook", group: "List", run: () => move(1) },
    { keys: ["k", "ArrowUp"], words: "Previous webhook", group: "List", run: () => move(-1) },
    {
      keys: ["Enter"],
      words: "Read the webhook",
      group: "List",
      run: () => (opened() ? document.getElementById("inbox-opened")?.focus() : move(0)),
      // On a button or link the key is its own.
      when: () => !document.activeElement?.matches("a, button"),
    },
    { keys: ["/"], words: "Find a webhook", group: "List", run: () => findField()?.focus() },
  ]);
  createCommands(() =>
    session.may("admin")
      ? [
          { id: "inbox test", words: "Send a test webhook", group: "This page", run: () => setOver("test") },
          {
            id: "inbox replay",
            words: "Read these webhooks again",
            group: "This page",
            also: "replay",
            run: () => setOver("replay"),
          },
        ]
      : [],
  );
}
