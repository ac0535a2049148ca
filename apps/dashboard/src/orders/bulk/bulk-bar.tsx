import type { OrderTotal } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { createSignal, type JSX, Show } from "solid-js";
import { useSession } from "../../session/session.tsx";
import type { Bulk, BulkAction, BulkState } from "./bulk.ts";
import { BulkFailures } from "./bulk-failures.tsx";
import { MarkAs } from "./mark-as.tsx";
import type { Selection } from "./selection.ts";

const verbs: Record<BulkAction, string> = {
  retry: "Reading again",
  processing: "Marking as packing",
  completed: "Marking as completed",
  auto: "Giving back to the facts",
};
const orders = (n: number) => `${n.toLocaleString()} ${n === 1 ? "order" : "orders"}`;

type Props = {
  selection: Selection;
  bulk: Bulk;
  /** How many the filter holds. */
  total: OrderTotal | null;
  loadedCount: number;
  onLoaded: () => void;
  onAct: (action: BulkAction) => void;
  onExport: () => void;
  onClose: () => void;
};

/** Rises while orders are marked: what can be done with them, how far it is, and what came of it. */
export function BulkBar(props: Props): JSX.Element {
  const [listing, setListing] = createSignal(false);
  const state = props.bulk.state;
  return (
    <>
      <Show when={props.selection.any() || state()}>
        <section class="bulk-bar" aria-label="Marked orders">
          <Marked {...props} onList={() => setListing(true)} />
          <Actions {...props} />
          <Show when={state()?.running && state()}>
            {(now) => (
              <div class="bulk-progress" aria-hidden="true">
                <i style={{ transform: `scaleX(${now().total > 0 ? now().done / now().total : 0})` }} />
              </div>
            )}
          </Show>
        </section>
      </Show>
      <BulkFailures bulk={props.bulk} open={listing()} onClose={() => setListing(false)} />
    </>
  );
}

/** How many are marked and how to mark more; while an action runs and after it, how it goes. */
function Marked(props: Props & { onList: () => void }): JSX.Element {
  const count = () => (props.selection.all() ? (props.total?.n ?? 0) : props.selection.ids().size);
  const totalWords = () =>
    props.total ? `${props.total.n.toLocaleString()}${props.total.exact ? "" : "+"}` : "orders";
  const words = () => (props.selection.all() ? `All ${totalWords()} that match` : `${orders(count())} marked`);
  const state = props.bulk.state;
  const result = () => {
    const now = state();
    return now ? resultWords(now) : "";
  };
  return (
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
        <button type="button" class="link tap text-sm" onClick={() => props.onList()}>
          Show what failed
        </button>
      </Show>
    </div>
  );
}

function resultWords(now: BulkState): string {
  if (now.running) return `${verbs[now.action]}: ${now.done.toLocaleString()} of ${now.total.toLocaleString()}`;
  const good = `${(now.done - now.failed).toLocaleString()} done`;
  return [good, now.failed > 0 ? `${now.failed.toLocaleString()} failed` : "", now.stopped ?? ""]
    .filter(Boolean)
    .join(" · ");
}

function Actions(props: Props): JSX.Element {
  const session = useSession();
  return (
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
            <MarkAs onAct={props.onAct} />
          </Show>
          <button type="button" class="btn btn-small" onClick={() => props.onExport()}>
            Export
          </button>
        </Show>
        <button type="button" class="btn btn-bare btn-small" aria-label="Unmark all" onClick={() => props.onClose()}>
          <Icon name="close" />
        </button>
      </Show>
    </div>
  );
}
