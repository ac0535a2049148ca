import { A, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import type { ListedNotification, NotificationCounts } from "@waybill/domain/notification/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { createEffect, createMemo, createSignal, type JSX, Match, on, Show, Switch } from "solid-js";
import { api, type QueryOf } from "../api/api.ts";
import { query } from "../api/query.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createPaged } from "../live/paged.ts";
import { calmly } from "../live/view.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { createAction } from "../parts/action.ts";
import { ById } from "../parts/by-id.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { mailLook } from "../parts/mail-look.ts";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { NotificationDetail } from "./notification-detail.tsx";
import { NotificationFilters } from "./notification-filters.tsx";
import { needsYou, states, triggers, triggerWord } from "./words.ts";

type Params = { tab?: string; q?: string; state?: string; trigger?: string; orderId?: string };

type Filter = QueryOf<"/api/notifications">;
const reading = (filter: () => Filter) => (page: Pick<Filter, "cursor" | "limit">) =>
  api.get("/api/notifications", { query: { ...filter(), ...page } });

/** The list and the opened one beside it, like a mail reader. `parked`: only those that ask for a person. */
export function NotificationReader(props: { parked?: boolean; counts: NotificationCounts | null }): JSX.Element {
  const params = useParams<{ id?: string }>();
  const [search, setSearch] = useSearchParams<Params>();
  const navigate = useNavigate();
  const filter = createMemo(() => ({
    q: search.q ?? "",
    // A state that a link made up narrows nothing.
    state: states.find((one) => one === search.state) ?? (props.parked ? needsYou : ""),
    trigger: triggers.find((one) => one === search.trigger) ?? null,
    orderId: search.orderId ?? "",
  }));
  const list = createPaged(reading(filter), (item) => item.id);
  createEffect(on(filter, () => void list.reload(), { defer: true }));
  const again = calmly(() => void (props.parked ? list.reload() : list.refresh()), 700);
  useLive().onFrame((frame) => {
    if (frameData(frame, "notification.changed")) again();
  });
  const filtered = () => Boolean(search.q || search.state || search.trigger || search.orderId);
  const clear = () => setSearch({ q: null, state: null, trigger: null, orderId: null }, { scroll: false });
  const here = () =>
    query({ tab: search.tab, q: search.q, state: search.state, trigger: search.trigger, orderId: search.orderId });
  const pathOf = (id: string) => `/notifications/${encodeURIComponent(id)}${here()}`;
  const move = (by: number) => {
    const items = list.items();
    const at = items.findIndex((item) => item.id === params.id);
    const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))];
    if (!next) return;
    navigate(pathOf(next.id), { scroll: false });
    queueMicrotask(() => document.getElementById(`n-${next.id}`)?.focus());
  };
  createShortcuts([
    { keys: ["j", "ArrowDown"], words: "Next notification", group: "List", run: () => move(1) },
    { keys: ["k", "ArrowUp"], words: "Previous notification", group: "List", run: () => move(-1) },
    {
      keys: ["Escape"],
      words: "Back to the list",
      group: "List",
      when: () => Boolean(params.id),
      run: () => navigate(`/notifications${here()}`, { scroll: false }),
    },
  ]);
  return (
    <div class="ntf-reader">
      <section class="ntf-list" classList={{ "max-md:hidden": Boolean(params.id) }} aria-label="List of notifications">
        <NotificationFilters
          values={search}
          parked={props.parked ?? false}
          filtered={filtered()}
          onChange={(part) => setSearch(part, { scroll: false })}
          onClear={clear}
        />
        <Show when={props.parked && (props.counts?.parked ?? 0) > 0 && !filtered()}>
          <RetryAll count={props.counts?.parked ?? 0} />
        </Show>
        <Switch>
          <Match when={!list.loaded() && list.error()}>
            {(error) => <Failure error={error()} what="the notifications" onRetry={() => void list.reload()} />}
          </Match>
          <Match when={!list.loaded()}>
            <Loading what="the notifications" rows={9} />
          </Match>
          <Match when={list.items().length === 0}>
            <Nothing parked={props.parked ?? false} filtered={filtered()} onClear={clear} />
          </Match>
          <Match when={list.items().length > 0}>
            <ul>
              <ById rows={list.items()}>
                {(item) => <Row item={item()} href={pathOf(item().id)} open={params.id === item().id} />}
              </ById>
            </ul>
            <Show when={list.next() !== null}>
              <button type="button" class="btn m-4" onClick={() => void list.more()}>
                Show older
              </button>
            </Show>
          </Match>
        </Switch>
      </section>
      <section class="ntf-opened" classList={{ "max-md:hidden": !params.id }} aria-label="The opened notification">
        <Show
          when={params.id}
          keyed
          fallback={
            <Empty icon="mail" title="Choose a notification">
              You see it as your customer did, with what became of it and why it was sent.
            </Empty>
          }
        >
          {(id) => <NotificationDetail id={id} back={`/notifications${here()}`} />}
        </Show>
      </section>
    </div>
  );
}

function Nothing(props: { parked: boolean; filtered: boolean; onClear: () => void }): JSX.Element {
  return (
    <Switch>
      <Match when={props.filtered}>
        <Empty icon="search" title="None fits">
          <p>No notification fits what you look for.</p>
          <button type="button" class="btn mt-4" onClick={() => props.onClear()}>
            Show all
          </button>
        </Empty>
      </Match>
      <Match when={props.parked}>
        <Empty icon="delivered" title="Nothing waits for you">
          <p>Notifications stand here when they could not be sent, or when nobody knows whether they were.</p>
        </Empty>
      </Match>
      <Match when={true}>
        <Empty icon="mail" title="Nobody was written to yet">
          <p>
            As soon as a parcel is shipped, comes near, arrives or has a problem, its customer is told, and it stands
            here.
          </p>
          <A class="btn mt-4" href="/notifications?tab=templates">
            See the messages
          </A>
        </Empty>
      </Match>
    </Switch>
  );
}

/** Who, what, about which order, and how it went. */
function Row(props: { item: ListedNotification; href: string; open: boolean }): JSX.Element {
  const about = () => props.item.orderNumber ?? props.item.parcelNumber;
  return (
    <li class="border-b border-line">
      <A
        id={`n-${props.item.id}`}
        href={props.href}
        class="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-hover"
        classList={{ "bg-accent-soft ntf-open": props.open }}
        aria-current={props.open ? "true" : undefined}
        noScroll
      >
        <span class="truncate font-medium">{props.item.customerName ?? props.item.recipient}</span>
        <span class="text-right text-sm text-ink-2">
          <Time at={props.item.sentAt ?? props.item.createdAt} />
        </span>
        <span class="min-w-0 truncate text-sm text-ink-2">
          {props.item.test ? "Test · " : ""}
          {triggerWord(props.item.trigger)}
          <Show when={about()}>
            {(name) => (
              <>
                {" · "}
                <span class="wb-mono">{name()}</span>
              </>
            )}
          </Show>
        </span>
        <span class="text-sm">
          <Badge look={mailLook(props.item)} />
        </span>
        <Show when={props.item.reason}>
          {(reason) => <span class="col-span-2 line-clamp-2 text-sm text-ink-2">{reason()}</span>}
        </Show>
      </A>
    </li>
  );
}

function RetryAll(props: { count: number }): JSX.Element {
  const session = useSession();
  const [asking, setAsking] = createSignal(false);
  const retry = createAction(async () => {
    setAsking(false);
    const { queued, left } = await api.post("/api/notifications/retry-parked");
    const more = left > 0 ? " There are more: press again." : "";
    say({ tone: "delivered", text: `${queued} ${queued === 1 ? "goes" : "go"} out again.${more}` });
  });
  return (
    <Show when={session.may("agent")}>
      <div class="flex items-center gap-3 border-b border-line bg-sunken px-4 py-2">
        <span class="min-w-0 flex-1 text-sm text-ink-2">Put right what the reasons say, then:</span>
        <button type="button" class="btn btn-small" disabled={retry.busy()} onClick={() => setAsking(true)}>
          <Icon name="retry" /> {retry.busy() ? "Sending…" : `Send ${props.count === 1 ? "it" : "all parked"} again`}
        </button>
      </div>
      <Confirm
        open={asking()}
        title={`Send ${props.count} parked ${props.count === 1 ? "notification" : "notifications"} again?`}
        action="Send again"
        onYes={() => void retry.run()}
        onClose={() => setAsking(false)}
      >
        Customers who asked not to be written to still get nothing. Those that may have gone out already are not among
        them: decide about each.
      </Confirm>
    </Show>
  );
}
