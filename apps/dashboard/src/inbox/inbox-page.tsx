import { A, useParams } from "@solidjs/router";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { createEffect, createSignal, For, type JSX, Match, on, Show, Switch } from "solid-js";
import type { InboxSummary } from "../api/types.ts";
import { carrierName } from "../order/carriers.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { frameData } from "../state/frame-data.ts";
import { useLive } from "../state/live.tsx";
import { createNames, type Names } from "../state/names.ts";
import { createPaged } from "../state/paged.ts";
import { calmly } from "../state/view.ts";
import { InboxEntry } from "./inbox-entry.tsx";
import { inboxLook, subjectOf } from "./inbox-look.ts";

const states = ["", "processed", "duplicate", "unmatched", "not_understood", "failed", "ignored"];

/** Every webhook received, like a mail reader: the list, and the opened one beside it. */
export function InboxPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const [state, setState] = createSignal("");
  const list = createPaged<InboxSummary, number>(
    "/api/inbox",
    () => ({ state: state() }),
    (row) => row.id,
  );
  createEffect(on(state, () => void list.reload(), { defer: true }));
  const again = calmly(() => void list.refresh(), 1500);
  // Deliveries are not events of their own; what they cause is.
  useLive().onFrame((frame) => {
    if (
      frameData(frame, "shipment.created", "shipment.updated", "order.created", "order.updated", "notification.changed")
    )
      again();
  });
  const names = createNames();
  createEffect(() => {
    document.title = params.id ? `Webhook ${params.id} · Waybill` : "Inbox · Waybill";
  });
  return (
    <div class="md:grid md:h-[calc(100dvh-48px)] md:grid-cols-[minmax(300px,380px)_1fr]">
      <section
        class="border-line md:overflow-y-auto md:border-r"
        classList={{ "hidden md:block": Boolean(params.id) }}
        aria-label="Webhooks received"
      >
        <div class="sticky top-12 z-10 flex items-center gap-2 border-b border-line bg-paper px-4 py-3 md:top-0">
          <h1 class="h-page">Inbox</h1>
          <select
            class="input ml-auto !w-auto"
            aria-label="State"
            value={state()}
            onChange={(event) => setState(event.currentTarget.value)}
          >
            <For each={states}>{(value) => <option value={value}>{value ? inboxLook(value).word : "All"}</option>}</For>
          </select>
        </div>
        <Switch>
          <Match when={!list.loaded() && list.error()}>
            {(error) => <Failure error={error()} what="the inbox" onRetry={() => void list.reload()} />}
          </Match>
          <Match when={!list.loaded()}>
            <Loading what="the inbox" />
          </Match>
          <Match when={list.items().length === 0}>
            <Empty icon="inbox" title={state() ? "None in this state" : "No webhook came in yet"}>
              <p>
                Carriers and channels push their news here. Each is kept exactly as it came, with how it was verified.
              </p>
              <a class="btn mt-4" href="/connections">
                See the webhook addresses
              </a>
            </Empty>
          </Match>
          <Match when={list.items().length > 0}>
            <ul>
              <For each={list.items()}>
                {(row) => <Row row={row} names={names} open={params.id === String(row.id)} />}
              </For>
            </ul>
            <Show when={list.next() !== null}>
              <button type="button" class="btn m-4" onClick={() => void list.more()}>
                Show older
              </button>
            </Show>
          </Match>
        </Switch>
      </section>
      <section
        class="min-w-0 md:overflow-y-auto"
        aria-label="The opened webhook"
        classList={{ "hidden md:block": !params.id }}
      >
        <Show
          when={params.id}
          keyed
          fallback={
            <Empty icon="inbox" title="Choose a webhook">
              Its headers, its exact body, how it was verified and what it changed appear here.
            </Empty>
          }
        >
          {(id) => <InboxEntry id={id} />}
        </Show>
      </section>
    </div>
  );
}

/** Who told, what it was about, and how it went; what was understood is the rule and stays quiet. */
function Row(props: { row: InboxSummary; names: Names; open: boolean }): JSX.Element {
  const subject = () => subjectOf(props.row, props.names);
  const quiet = () => props.row.state === "processed";
  return (
    <li class="border-b border-line">
      <A
        href={`/inbox/${props.row.id}`}
        class="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-hover"
        classList={{ "bg-accent-soft": props.open }}
        aria-current={props.open ? "true" : undefined}
      >
        <span class="truncate">
          <span class="font-medium">{carrierName(props.row.adapter)}</span>{" "}
          <span class="text-sm text-ink-2">
            {props.row.kind === "poll" ? "asked by us" : (subject().topic ?? "webhook")}
          </span>
        </span>
        <span class="text-right text-sm text-ink-2">
          <Time at={props.row.receivedAt} />
        </span>
        <span class="truncate text-sm">
          <Show when={subject().about} fallback={<span class="text-ink-2">{subject().note ?? "Changed nothing"}</span>}>
            {(about) => <span class="wb-mono text-ink-2">{about()}</span>}
          </Show>
        </span>
        <span class="text-right text-sm" classList={{ "justify-self-end": quiet() }}>
          <Show when={quiet()} fallback={<Badge look={inboxLook(props.row.state)} />}>
            <span class="wb-mono text-xs text-ink-3">{props.row.id}</span>
            <span class="wb-sr"> understood</span>
          </Show>
        </span>
      </A>
    </li>
  );
}
