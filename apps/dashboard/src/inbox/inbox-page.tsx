import "./inbox.css";
import { useNavigate, useParams } from "@solidjs/router";
import type { ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, type JSX, Match, on, onCleanup, Show, Switch } from "solid-js";
import { api, itemsOf } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { createNames } from "../live/names.ts";
import { createPaged } from "../live/paged.ts";
import { calmly, createView } from "../live/view.ts";
import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { ById } from "../parts/by-id.tsx";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../shell/session.tsx";
import { InboxEntry } from "./inbox-entry.tsx";
import { InboxFiltersBar } from "./inbox-filters.tsx";
import { useInboxFilter } from "./inbox-params.ts";
import { inboxQuery } from "./inbox-query.ts";
import { Row } from "./inbox-row.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { TestDialog, TestList } from "./test-dialog.tsx";

/** Deliveries that cause nothing make no event: the list looks by itself as well, this often, ms. */
const LOOK_EVERY_MS = 5_000;

async function readConnections(): Promise<ConnectionView[]> {
  const paths = ["/api/carriers", "/api/platforms", "/api/senders"] as const;
  const all = await Promise.all(paths.map((path) => api.get(path).then(itemsOf)));
  return all.flat().filter((connection) => connection.health !== "disconnected");
}

/** Every webhook received, like a mail reader: the list, the envelope, and what it changed. */
export function InboxPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const session = useSession();
  const live = useLive();
  const filters = useInboxFilter();
  const [over, setOver] = createSignal<"replay" | "test" | null>(null);
  let field: HTMLInputElement | undefined;
  const list = createPaged(
    (page) => api.get("/api/inbox", { query: { ...inboxQuery(filters.chosen(), Date.now()), ...page } }),
    (row) => row.id,
  );
  createEffect(on(filters.chosen, () => void list.reload(), { defer: true }));
  const connections = createView(readConnections);
  // Nothing moves under the pointer: what came meanwhile waits behind one button.
  const [held, setHeld] = createSignal(false);
  const [newer, setNewer] = createSignal(false);
  const look = async () => {
    const newest = await api.get("/api/inbox", { query: { ...inboxQuery(filters.chosen(), Date.now()), limit: 1 } });
    setNewer((newest.items[0]?.id ?? 0) > (list.items()[0]?.id ?? 0));
  };
  const show = () => {
    setNewer(false);
    void list.refresh();
  };
  const again = calmly(() => (held() ? void look().catch(() => undefined) : show()), 1_000);
  live.onFrame(again);
  const timer = setInterval(() => document.hidden || again(), LOOK_EVERY_MS);
  onCleanup(() => clearInterval(timer));
  const names = createNames();
  createEffect(() => {
    document.title = params.id ? `Webhook ${params.id} · Waybill` : "Inbox · Waybill";
  });

  const open = (id: number) => navigate(`/inbox/${id}${filters.search()}`, { scroll: false });
  const move = (by: number) => {
    const rows = list.items();
    const at = rows.findIndex((row) => String(row.id) === params.id);
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
      run: () => (params.id ? document.getElementById("inbox-opened")?.focus() : move(0)),
      // On a button or link the key is its own.
      when: () => !document.activeElement?.matches("a, button"),
    },
    { keys: ["/"], words: "Find a webhook", group: "List", run: () => field?.focus() },
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
  const older = () => list.next() !== null;
  return (
    <div class="inbox-columns">
      <h1 class="wb-sr">Inbox</h1>
      <section
        class="border-line md:border-r"
        classList={{ "hidden md:block": Boolean(params.id) }}
        aria-label="Webhooks received"
      >
        <div class="relative z-10 border-b border-line bg-paper md:sticky md:top-0">
          <div class="flex items-center gap-2 px-4 py-3">
            <p class="h-page mr-auto" aria-hidden="true">
              Inbox
            </p>
            <Show when={session.may("admin")}>
              <button type="button" class="btn btn-small" onClick={() => setOver("test")}>
                <Icon name="bolt" /> Test
                <span class="wb-sr"> with a sample webhook</span>
              </button>
              <button type="button" class="btn btn-small" onClick={() => setOver("replay")}>
                <Icon name="retry" /> Replay…
              </button>
            </Show>
          </div>
          <InboxFiltersBar
            filters={filters}
            connections={connections.data() ?? []}
            ref={(element) => {
              field = element;
            }}
          />
          <Show when={newer()}>
            <button type="button" class="inbox-newer" onClick={show}>
              <Icon name="up" /> Show newer webhooks
            </button>
          </Show>
        </div>
        <Switch>
          <Match when={!list.loaded() && list.error()}>
            {(error) => <Failure error={error()} what="the inbox" onRetry={() => void list.reload()} />}
          </Match>
          <Match when={!list.loaded()}>
            <Loading what="the inbox" rows={12} />
          </Match>
          <Match when={list.items().length === 0 && filters.isFiltered()}>
            <Empty icon="search" title="No webhook fits">
              <p>
                {older()
                  ? "None among the newest ten thousand."
                  : "A number is found as soon as a carrier tells of it, also before its parcel is here."}
              </p>
              <div class="mt-4 flex justify-center gap-2">
                <Show when={older()}>
                  <button type="button" class="btn" onClick={() => void list.more()}>
                    Look further back
                  </button>
                </Show>
                <button type="button" class="btn" onClick={() => filters.clear()}>
                  Clear the filters
                </button>
              </div>
            </Empty>
          </Match>
          <Match when={list.items().length === 0}>
            <p class="px-4 py-6 text-ink-2">No webhook came in yet.</p>
          </Match>
          <Match when={list.items().length > 0}>
            <ul
              onPointerEnter={(event) => setHeld(event.pointerType === "mouse")}
              onPointerLeave={() => {
                setHeld(false);
                if (newer()) show();
              }}
            >
              <ById rows={list.items()}>
                {(row) => (
                  <Row
                    row={row()}
                    names={names}
                    href={`/inbox/${row().id}${filters.search()}`}
                    open={params.id === String(row().id)}
                  />
                )}
              </ById>
            </ul>
            <Show when={older()}>
              <button type="button" class="btn m-4" onClick={() => void list.more()}>
                Show older
              </button>
            </Show>
          </Match>
        </Switch>
      </section>
      <section
        class="min-w-0"
        aria-label="The opened webhook"
        classList={{
          "hidden md:block": !params.id && !(list.loaded() && list.items().length === 0 && !filters.isFiltered()),
        }}
      >
        <Show
          when={params.id}
          keyed
          fallback={
            <Show
              when={list.loaded() && list.items().length === 0 && !filters.isFiltered()}
              fallback={
                <Empty icon="inbox" title="Choose a webhook">
                  How it was verified, its exact bytes and what it changed appear here.{" "}
                  <span class="max-md:hidden">
                    <kbd class="wb-mono">j</kbd> and <kbd class="wb-mono">k</kbd> move through the list.
                  </span>
                </Empty>
              }
            >
              <FirstWebhook connections={connections.data() ?? []} may={session.may("admin")} onArrived={open} />
            </Show>
          }
        >
          {(id) => <InboxEntry id={id} search={filters.search()} onChanged={() => void list.refresh()} />}
        </Show>
      </section>
      <ReplayDialog
        open={over() === "replay"}
        chosen={filters.chosen()}
        isFiltered={filters.isFiltered()}
        onClose={() => setOver(null)}
        onDone={() => void list.refresh()}
      />
      <TestDialog
        open={over() === "test"}
        connections={connections.data() ?? []}
        onArrived={(id) => {
          void list.refresh();
          open(id);
        }}
        onClose={() => setOver(null)}
      />
    </div>
  );
}

/** An empty inbox: where platforms post to, and a way to see the first one now. */
function FirstWebhook(props: {
  connections: readonly ConnectionView[];
  may: boolean;
  onArrived: (id: number) => void;
}): JSX.Element {
  return (
    <div class="mx-auto max-w-[560px] px-5 py-10">
      <h2 class="text-lg font-semibold">The first webhook</h2>
      <p class="mt-1 text-ink-2">
        Channels and carriers post their news to the address of their connection. Each is verified, kept exactly as it
        came, and shown here with what it changed. Give the address to the platform
        {props.may ? ", or send a signed sample now to see how it looks." : "."}
      </p>
      <TestList connections={props.connections} readonly={!props.may} onArrived={(id) => props.onArrived(id)} />
    </div>
  );
}
