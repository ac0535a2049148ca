import { A } from "@solidjs/router";
import type { InboxDetail, Reread } from "@waybill/domain/inbox/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { createAction } from "../parts/action.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { EffectList } from "./effect-list.tsx";
import { Envelope } from "./envelope.tsx";
import { inboxLook, isTest } from "./inbox-look.ts";
import { adapterName } from "./inbox-row.tsx";

/** One delivery: the envelope in the middle, what it changed beside it. */
export function InboxEntry(props: { id: string; search: string; onChanged: () => void }): JSX.Element {
  const view = createView((): Promise<InboxDetail> => api.get("/api/inbox/:id", { param: { id: props.id } }));
  const again = calmly(() => void view.reload(), 1000);
  // Things it causes may follow later (a mail, an order that is read again), and it may still wait its turn.
  useLive().onFrame((frame) => {
    const entry = view.data();
    if (!entry) return;
    const mine = entry.changed.some((effect) => effect.id === frame.stream || effect.orderId === frame.stream);
    if (mine || entry.state === "received" || frameData(frame, "notification.changed")) again();
  });
  return (
    <Switch>
      <Match when={view.data()}>
        {(entry) => (
          <Entry
            entry={entry()}
            search={props.search}
            onChanged={(next) => {
              view.set(() => next);
              props.onChanged();
            }}
          />
        )}
      </Match>
      <Match when={view.error()}>
        {(error) => <Failure error={error()} what="this webhook" onRetry={() => void view.reload()} />}
      </Match>
      <Match when={view.loading()}>
        <Loading what="the webhook" />
      </Match>
    </Switch>
  );
}

/** What came of reading it again, as a sentence. */
function againWords(again: Reread["again"], state: string): string {
  if (!again.done) return "It waits in the queue; the result shows here when it is its turn.";
  if (again.same) return "Read again: the same as before. Nothing changed.";
  const happened = again.events === 1 ? "one thing happened" : `${again.events} things happened`;
  const moved = `${inboxLook(again.stateBefore).word} → ${inboxLook(state).word}`;
  if (again.stateBefore === state) return `Read again: ${happened} because of it.`;
  return `Read again: ${moved}${again.events > 0 ? `, and ${happened}` : ""}.`;
}

function Entry(props: { entry: InboxDetail; search: string; onChanged: (next: InboxDetail) => void }): JSX.Element {
  const session = useSession();
  const entry = () => props.entry;
  const [result, setResult] = createSignal("");
  const replay = createAction(async () => {
    setResult("");
    const answer = await api.post("/api/inbox/:id/replay", { param: { id: entry().id } });
    setResult(againWords(answer.again, answer.state));
    props.onChanged(answer);
  });
  const may = () => session.may("admin") && entry().state !== "duplicate";
  createShortcuts([
    { keys: ["r"], words: "Read the opened webhook again", group: "List", run: () => void replay.run(), when: may },
  ]);
  return (
    <div class="inbox-detail px-4 py-4 sm:px-6">
      <A
        href={`/inbox${props.search}`}
        class="mb-2 inline-flex items-center gap-1 justify-self-start text-sm text-ink-2 max-md:min-h-10 md:hidden"
      >
        <Icon name="left" /> Inbox
      </A>
      <header class="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 class="text-lg font-semibold" tabindex="-1" id="inbox-opened">
          {adapterName(entry())}{" "}
          <span class="wb-mono font-normal text-ink-2">
            {entry().kind === "poll" ? "answer" : "webhook"} {entry().id}
          </span>
        </h2>
        <Badge look={inboxLook(entry().state)} boxed />
        <Show when={isTest(entry())}>
          <span class="inbox-tag !ml-0">test</span>
        </Show>
        <Show when={may()}>
          <button
            type="button"
            class="btn btn-small ml-auto"
            aria-keyshortcuts="r"
            disabled={replay.busy()}
            onClick={() => void replay.run()}
          >
            <Icon name="retry" /> {replay.busy() ? "Reading…" : "Read it again"}
          </button>
        </Show>
      </header>
      <p class="text-sm text-ink-2" classList={{ "mt-2": result() !== "" }} role="status">
        {result()}
      </p>
      <div class="inbox-parts mt-4">
        <Envelope delivery={entry()} search={props.search} />
        <EffectList delivery={entry()} />
      </div>
    </div>
  );
}
