import { Icon } from "@waybill/ui/icon";
import { createSignal, type JSX, Match, onCleanup, Show, Switch } from "solid-js";
import { failureWords } from "../api/client.ts";
import { Dialog } from "../parts/dialog.tsx";
import { type ExportKind, type ExportOf, exportOrders, MOST_NAMED, type SavedFile } from "./export.ts";

type State =
  | { at: "asking" }
  | { at: "running"; bytes: number }
  | { at: "saved"; file: SavedFile }
  | { at: "failed"; words: string };

const size = (bytes: number) =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000)).toLocaleString()} KB`
    : `${(bytes / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;

function whichWords(which: ExportOf): string {
  if ("ids" in which) {
    return which.ids.length === 1 ? "The marked order." : `The ${which.ids.length.toLocaleString()} marked orders.`;
  }
  const orders = which.count === "1" ? "The one order" : `All ${which.count ? `${which.count} ` : ""}orders`;
  const match = which.count === "1" ? "matches" : "match";
  return which.narrowed ? `${orders} that ${match} the filter.` : `${orders}.`;
}

/** Orders as a file: which kind, how far it is, and how it ended. */
export function ExportDialog(props: { which: ExportOf; onClose: () => void }): JSX.Element {
  const [state, setState] = createSignal<State>({ at: "asking" });
  let running = new AbortController();
  let foot!: HTMLDivElement;
  const stop = () => running.abort();
  onCleanup(stop);
  const start = async (kind: ExportKind) => {
    running = new AbortController();
    const { signal } = running;
    setState({ at: "running", bytes: 0 });
    try {
      const onBytes = (bytes: number) => setState({ at: "running", bytes });
      setState({ at: "saved", file: await exportOrders({ kind, which: props.which, signal, onBytes }) });
    } catch (error) {
      setState(signal.aborted ? { at: "asking" } : { at: "failed", words: failureWords(error) });
    }
    // The button that was pressed is gone: the next one takes the focus.
    queueMicrotask(() => foot?.querySelector<HTMLElement>("button")?.focus());
  };
  const now = <A extends State["at"]>(at: A) => {
    const s = state();
    return s.at === at ? (s as Extract<State, { at: A }>) : null;
  };
  const tooMany = () => "ids" in props.which && props.which.ids.length > MOST_NAMED;
  return (
    <Dialog open title="Export orders" onClose={() => props.onClose()}>
      <p>{whichWords(props.which)}</p>
      <Show when={tooMany()}>
        <p class="mt-2 text-failed" role="alert">
          An export takes {MOST_NAMED.toLocaleString()} marked orders at most. Mark fewer, or all that match.
        </p>
      </Show>
      <p class="mt-3 min-h-6 text-ink-2" role="status">
        <Switch>
          <Match when={now("running")}>
            {(run) => (run().bytes === 0 ? "The file is being written…" : `${size(run().bytes)} so far…`)}
          </Match>
          <Match when={now("saved")}>
            {(end) => `${end().file.name} is whole (${size(end().file.bytes)}); your browser saves it.`}
          </Match>
        </Switch>
      </p>
      <Show when={now("failed")}>
        {(why) => (
          <p class="text-failed" role="alert">
            <Icon name="attention" /> {why().words}
          </p>
        )}
      </Show>
      <div ref={foot} class="mt-4">
        <Switch>
          <Match when={now("running")}>
            <button type="button" class="btn" onClick={stop}>
              Stop
            </button>
          </Match>
          <Match when={now("saved")}>
            <button type="button" class="btn btn-main" onClick={() => props.onClose()}>
              Done
            </button>
          </Match>
          <Match when={true}>
            <Kinds disabled={tooMany()} onChoose={(kind) => void start(kind)} />
          </Match>
        </Switch>
      </div>
    </Dialog>
  );
}

function Kinds(props: { disabled: boolean; onChoose: (kind: ExportKind) => void }): JSX.Element {
  return (
    <ul class="grid gap-3">
      <li class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button
          type="button"
          class="btn btn-main min-w-[132px]"
          disabled={props.disabled}
          onClick={() => props.onChoose("xlsx")}
        >
          Excel (.xlsx)
        </button>
        <span class="min-w-0 flex-1 basis-[200px] text-sm text-ink-2">
          Opens in Excel, Numbers and Sheets with every digit and zero as it is.
        </span>
      </li>
      <li class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <button type="button" class="btn min-w-[132px]" disabled={props.disabled} onClick={() => props.onChoose("csv")}>
          CSV
        </button>
        <span class="min-w-0 flex-1 basis-[200px] text-sm text-ink-2">
          Plain text for other programs. Excel would change long numbers in it.
        </span>
      </li>
    </ul>
  );
}
