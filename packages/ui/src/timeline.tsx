import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from "solid-js";
import { GroupIcon } from "./icon.tsx";
import { shipmentLook } from "./status-groups.ts";
import { ScanClock } from "./time.tsx";
import { entryWords, type TimelineEntry } from "./timeline-entry.ts";

/**
 * The scans of a parcel, newest first: what it means, where, the carrier's own words kept small, and the local time of the
 * place. A scan that arrives while one looks draws its connecting line. `limit` folds the older ones away.
 *
 * @example <Timeline entries={shipment.timeline.map(entryOfItem)} limit={5} />
 */
export function Timeline(props: {
  entries: readonly TimelineEntry[];
  limit?: number;
  /** Whose words are quoted where nobody has better ones. */
  carrier: string;
  /** Drawn after the time of each line, e.g. a link to the webhook that brought it. */
  extra?: (entry: TimelineEntry) => JSX.Element;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [fresh, setFresh] = createSignal<ReadonlySet<string>>(new Set());
  const keys = createMemo(() => props.entries.map((e) => e.key));
  createEffect(
    on(keys, (now, before) => {
      if (!before) return;
      const known = new Set(before);
      setFresh(new Set(now.filter((key) => !known.has(key))));
    }),
  );
  const folded = () => !open() && props.limit !== undefined && keys().length > props.limit + 1;
  // Lines are kept by key, so that an update does not build the whole list again under the reader's eyes.
  const shown = createMemo(() => (folded() ? keys().slice(0, props.limit) : keys()));
  const byKey = createMemo(() => new Map(props.entries.map((e) => [e.key, e])));
  return (
    <div>
      <ol class="wb-timeline">
        <For each={shown()}>
          {(key) => (
            <Show when={byKey().get(key)}>
              {(entry) => <Line entry={entry()} carrier={props.carrier} fresh={fresh().has(key)} extra={props.extra} />}
            </Show>
          )}
        </For>
      </ol>
      <Show when={folded()}>
        <button type="button" class="wb-more" onClick={() => setOpen(true)}>
          Show {keys().length - shown().length} earlier updates
        </button>
      </Show>
    </div>
  );
}

/** A carrier's own words, as theirs: UPS: “Departed from Facility”. */
function Quoted(props: { carrier: string; words: string }): JSX.Element {
  return (
    <>
      {props.carrier}: <q>{props.words}</q>
    </>
  );
}

function Line(props: {
  entry: TimelineEntry;
  carrier: string;
  fresh: boolean;
  extra?: (entry: TimelineEntry) => JSX.Element;
}): JSX.Element {
  const words = createMemo(() => entryWords(props.entry));
  const group = () => (props.entry.status === null ? "unknown" : shipmentLook(props.entry.status).group);
  return (
    <li class={`wb-${group()}${props.fresh ? " fresh" : ""}`} data-scan={props.entry.status ?? "none"}>
      <span class="node">
        <GroupIcon group={group()} />
      </span>
      <div class="what">
        <Show when={words().main === props.entry.message} fallback={words().main}>
          <Quoted carrier={props.carrier} words={words().main} />
        </Show>
        <Show when={props.entry.place}>{(place) => <span class="place"> · {place()}</span>}</Show>
      </div>
      <Show when={words().own}>
        {(own) => (
          <div class="own">
            <Quoted carrier={props.carrier} words={own()} />
          </div>
        )}
      </Show>
      <div class="when">
        <ScanClock time={props.entry.time} />
        {props.extra?.(props.entry)}
      </div>
    </li>
  );
}
