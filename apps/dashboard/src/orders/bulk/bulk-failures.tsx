import { For, type JSX } from "solid-js";
import { Dialog } from "../../parts/dialog.tsx";
import type { Bulk } from "./bulk.ts";

/** Which orders an action on many could not do, each with its reason. */
export function BulkFailures(props: { bulk: Bulk; open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog open={props.open} title="What failed, and why" onClose={() => props.onClose()}>
      <ul class="-mx-5 -my-4 max-h-[60dvh] overflow-y-auto">
        <For each={props.bulk.failures()}>
          {(failure) => (
            <li class="border-b border-line px-5 py-2 last:border-0">
              <a class="link wb-mono" href={`/orders/${failure.id}`}>
                {failure.number}
              </a>
              <span class="ml-3 text-ink-2">{failure.reason}</span>
            </li>
          )}
        </For>
      </ul>
    </Dialog>
  );
}
