import { A } from "@solidjs/router";
import type { Frame } from "@waybill/domain/frame";
import { GroupIcon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { api } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { type ActivityWords, tell } from "./activity-words.ts";

/** Lines that stand; older ones are in each order's own history. */
const LINES = 24;
/** Asked for at first: some events tell a person nothing, and one thing is told once. */
const READ = 100;
/** New lines are laid in together, this often at most: the strip is read, not watched. */
const EVERY_MS = 700;

type Line = ActivityWords & { seq: number; at: number; stream: string };

function lineOf(frame: Frame): Line | null {
  const line = tell(frame);
  return line && { ...line, seq: frame.seq, at: frame.at, stream: frame.stream };
}

/** Newest first; of one thing only its latest line, so that a parcel with six scans does not fill the strip. */
function layIn(lines: readonly Line[], fresh: readonly Line[]): Line[] {
  const byStream = new Map<string, Line>();
  for (const line of [...lines, ...fresh]) {
    const known = byStream.get(line.stream);
    if (!known || line.seq > known.seq) byStream.set(line.stream, line);
  }
  return [...byStream.values()].sort((a, b) => b.seq - a.seq).slice(0, LINES);
}

/** What happens, as it happens; it stands still under the pointer and while it has the focus. */
export function ActivityStrip(): JSX.Element {
  const live = useLive();
  const [lines, setLines] = createSignal<readonly Line[]>([]);
  const [loaded, setLoaded] = createSignal(false);
  const [waiting, setWaiting] = createSignal<readonly Line[]>([]);
  const [held, setHeld] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const flush = () => {
    timer = undefined;
    if (held()) return;
    frame = requestAnimationFrame(() => {
      setLines((before) => layIn(before, waiting()));
      setWaiting([]);
    });
  };
  const soon = () => {
    timer ??= setTimeout(flush, EVERY_MS);
  };
  live.onLoad(async () => {
    const page = await api.get("/api/activity", { query: { limit: READ } });
    setLines((before) =>
      layIn(
        before,
        page.items.map(lineOf).filter((line) => line !== null),
      ),
    );
    setLoaded(true);
  });
  live.onFrame((event) => {
    const line = lineOf(event);
    if (!line) return;
    setWaiting((before) => layIn(before, [line]));
    soon();
  });
  onCleanup(() => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  });
  const release = () => {
    setHeld(false);
    soon();
  };
  return (
    <section
      aria-labelledby="activity"
      onPointerEnter={(event) => event.pointerType === "mouse" && setHeld(true)}
      onPointerLeave={release}
      onFocusIn={() => setHeld(true)}
      onFocusOut={release}
    >
      <h2 class="h-part flex items-baseline justify-between" id="activity">
        Happening now
        <span class="text-xs font-normal text-ink-3">
          {held() ? (waiting().length > 0 ? `held · ${waiting().length} new` : "held while you read") : "newest first"}
        </span>
      </h2>
      <Show when={loaded() || lines().length > 0} fallback={<div class="activity-lines" aria-busy="true" />}>
        <ol class="activity-lines">
          <For
            each={lines()}
            fallback={<li class="text-ink-2">Nothing happened yet. Orders and scans appear here.</li>}
          >
            {(line) => (
              <li>
                <span class={`wb-badge wb-${line.group}`}>
                  <GroupIcon group={line.group} />
                </span>
                <span class="min-w-0">
                  <Show when={line.href} fallback={<span class="font-medium">{line.what}</span>}>
                    {(href) => (
                      <A class="what" href={href()}>
                        {line.what}
                      </A>
                    )}
                  </Show>{" "}
                  <span class="text-ink-2">{line.says}</span>
                </span>
                <span class="when">
                  <Time at={line.at} />
                </span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
