import { For, type JSX } from "solid-js";
import { Dialog } from "../parts/dialog.tsx";
import { Keys } from "./keys.tsx";
import { shortcuts } from "./shortcuts.ts";

const order = ["Everywhere", "Go to", "List", "Order"] as const;

/** Every key that does something on this page. */
export function ShortcutHelp(props: { onClose: () => void }): JSX.Element {
  const groups = order
    .map((name) => ({ name, list: shortcuts().filter((one) => one.group === name && one.words !== "") }))
    .filter((group) => group.list.length > 0);
  return (
    <Dialog open title="Keys on this page" onClose={props.onClose}>
      <For each={groups}>
        {(group) => (
          <section class="mb-5 last:mb-0">
            <h3 class="mb-1 text-sm font-semibold text-ink-2">{group.name}</h3>
            <dl>
              <For each={group.list}>
                {(shortcut) => (
                  <div class="flex items-center justify-between gap-4 border-b border-line py-1.5 last:border-0">
                    <dt>{shortcut.words}</dt>
                    <dd class="flex items-center gap-1.5 text-ink-3">
                      <For each={shortcut.keys}>
                        {(keys, i) => (
                          <>
                            {i() > 0 ? "or " : ""}
                            <Keys keys={keys} />
                          </>
                        )}
                      </For>
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
      <p class="mt-4 text-sm text-ink-2">Keys do nothing while you type in a field.</p>
    </Dialog>
  );
}
