import type { OrderTotal } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { createSignal, For, type JSX, Show } from "solid-js";
import { Dialog } from "../parts/dialog.tsx";
import { Popover } from "../parts/popover.tsx";
import { useSession } from "../shell/session.tsx";
import type { Bulk, BulkAction } from "./bulk.ts";
import type { Selection } from "./selection.ts";

const verbs: Record<BulkAction, string> = {
  retry: "Reading again",
  processing: "Marking as packing",
  completed: "Marking as completed",
  auto: "Giving back to the facts",
};
const marks: readonly { action: BulkAction; word: string; help: string }[] = [
  { action: "processing", word: "Packing", help: "Somebody works on it" },
  { action: "completed", word: "Completed", help: "Nothing is left to do" },
  { action: "auto", word: "Back to the facts", help: "Take your mark away; payment and parcels decide" },
];

const orders = (n: number) => `${n.toLocaleString()} ${n === 1 ? "order" : "orders"}`;

/** Rises while orders are marked: what can be done with them, how far it is, and what came of it. */
export function BulkBar(props: {
  selection: Selection;
  bulk: Bulk;
  /** How many the filter holds. */
  total: OrderTotal | null;
  loadedCount: number;
  onLoaded: () => void;
  onAct: (action: BulkAction) => void;
  onExport: () => void;
  onClose: () => void;
}): JSX.Element {
  const session = useSession();
  const [listing, setListing] = createSignal(false);
  const count = () => (props.selection.all() ? (props.total?.n ?? 0) : props.selection.ids().size);
  const totalWords = () =>
    props.total ? `${props.total.n.toLocaleString()}${props.total.exact ? "" : "+"}` : "orders";
  const words = () => (props.selection.all() ? `All ${totalWords()} that match` : `${orders(count())} marked`);
  const state = props.bulk.state;
  const result = () => {
    const now = state();
    if (!now) return "";
    if (now.running) return `${verbs[now.action]}: ${now.done.toLocaleString()} of ${now.total.toLocaleString()}`;
    const good = `${(now.done - now.failed).toLocaleString()} done`;
    return [good, now.failed > 0 ? `${now.failed.toLocaleString()} failed` : "", now.stopped ?? ""]
      .filter(Boolean)
      .join(" · ");
  };
  return (
    <>
      <Show when={props.selection.any() || state()}>
        <section class="bulk-bar" aria-label="Marked orders">
          <div class="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 max-md:basis-full">
            <span class="font-medium whitespace-nowrap" aria-live="polite">
              <Show when={state()} fallback={words()}>
                {result()}
              </Show>
            </span>
            <Show when={!state() && !props.selection.all()}>
              <Show when={count() < props.loadedCount}>
                <button type="button" class="link tap text-sm" onClick={() => props.onLoaded()}>
                  Mark all {props.loadedCount.toLocaleString()} shown
                </button>
              </Show>
              <Show when={props.total && props.total.n > props.loadedCount}>
                <button type="button" class="link tap text-sm" onClick={() => props.selection.takeAll()}>
                  All {totalWords()} that match
                </button>
              </Show>
            </Show>
            <Show when={state() && props.bulk.failures().length > 0}>
              <button type="button" class="link tap text-sm" onClick={() => setListing(true)}>
                Show what failed
              </button>
            </Show>
          </div>
          <div class="flex flex-wrap items-center gap-1.5">
            <Show
              when={!props.bulk.busy()}
              fallback={
                <button type="button" class="btn btn-small" onClick={() => props.bulk.stop()}>
                  Stop
                </button>
              }
            >
              <Show when={props.selection.any()}>
                <Show when={session.may("agent")}>
                  <button type="button" class="btn btn-small" onClick={() => props.onAct("retry")}>
                    <Icon name="retry" /> Retry sync
                  </button>
                  <Popover
                    label="Mark the orders as"
                    class="btn btn-small"
                    button={
                      <>
                        Mark as <Icon name="down" />
                      </>
                    }
                  >
                    {(close) => (
                      <div class="w-[270px] max-w-full p-1">
                        <For each={marks}>
                          {(mark) => (
                            <button
                              type="button"
                              class="menu-item !block"
                              onClick={() => {
                                close();
                                props.onAct(mark.action);
                              }}
                            >
                              {mark.word}
                              <span class="block text-xs text-ink-2">{mark.help}</span>
                            </button>
                          )}
                        </For>
                      </div>
                    )}
                  </Popover>
                </Show>
                <button type="button" class="btn btn-small" onClick={() => props.onExport()}>
                  Export
                </button>
              </Show>
              <button
                type="button"
                class="btn btn-bare btn-small"
                aria-label="Unmark all"
                onClick={() => props.onClose()}
              >
                <Icon name="close" />
              </button>
            </Show>
          </div>
          <Show when={state()?.running && state()}>
            {(now) => (
              <div class="bulk-progress" aria-hidden="true">
                <i style={{ transform: `scaleX(${now().total > 0 ? now().done / now().total : 0})` }} />
              </div>
            )}
          </Show>
        </section>
      </Show>
      <Dialog open={listing()} title="What failed, and why" onClose={() => setListing(false)}>
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
    </>
  );
}
