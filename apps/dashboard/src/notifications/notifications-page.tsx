import { A, useParams, useSearchParams } from "@solidjs/router";
import { mailAttentionStates } from "@waybill/domain/email/attention";
import { Icon } from "@waybill/ui/icon";
import { createEffect, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { createCommands } from "../palette/commands.ts";
import "./notifications.css";
import { NotificationReader } from "./notification-reader.tsx";
import { SuppressedList } from "./suppressed-list.tsx";
import { TemplatesTab } from "./templates-tab.tsx";

const tabs = ["sent", "parked", "templates", "blocked"] as const;
type Tab = (typeof tabs)[number];
const titles: Record<Tab, string> = {
  sent: "Notifications",
  parked: "Parked notifications",
  templates: "Message templates",
  blocked: "Blocked addresses",
};

/** What customers were told, what became of it, and in which words they are told. */
export function NotificationsPage(): JSX.Element {
  const params = useParams<{ id?: string }>();
  const [search, setSearch] = useSearchParams<{ tab?: string }>();
  const tab = (): Tab => tabs.find((one) => one === search.tab) ?? "sent";
  const counts = createView(() => api.get("/api/notifications/counts"));
  const again = calmly(() => void counts.reload(), 1500);
  useLive().onFrame((frame) => {
    if (frameData(frame, "notification.changed", "suppression.changed")) again();
  });
  createEffect(() => {
    if (!params.id) document.title = `${titles[tab()]} · Waybill`;
  });
  createCommands(() => [
    { id: "ntf-sent", words: "Notifications: what was sent", group: "This page", run: () => setSearch({ tab: null }) },
    { id: "ntf-parked", words: "Notifications: parked", group: "This page", run: () => setSearch({ tab: "parked" }) },
    {
      id: "ntf-templates",
      words: "Edit message templates",
      also: "mail words text language",
      group: "This page",
      run: () => setSearch({ tab: "templates" }),
    },
    {
      id: "ntf-blocked",
      words: "Addresses that get no mail",
      also: "bounced suppressed spam",
      group: "This page",
      run: () => setSearch({ tab: "blocked" }),
    },
  ]);
  const parked = () => {
    const now = counts.data();
    return now ? mailAttentionStates.reduce((sum, state) => sum + now[state], 0) : 0;
  };
  return (
    <div class="ntf-page">
      <header class="border-b border-line pb-2.5" classList={{ "ntf-behind-detail": Boolean(params.id) }}>
        <h1 class="h-page px-4 pt-4 pb-3 leading-8 sm:px-5">Notifications</h1>
        <nav class="tabs px-4 sm:px-5" aria-label="Notifications">
          <TabLink tab="sent" now={tab()} word="Sent" />
          <TabLink tab="parked" now={tab()} word="Parked" count={parked()} say="need you" />
          <TabLink tab="templates" now={tab()} word="Templates" />
          <TabLink tab="blocked" now={tab()} word="Blocked" count={counts.data()?.suppressed ?? 0} say="addresses" />
          <A href="/senders" class="tab gap-1 sm:ml-auto">
            Mail senders <Icon name="right" />
          </A>
        </nav>
      </header>
      <Switch>
        <Match when={tab() === "templates"}>
          <TemplatesTab />
        </Match>
        <Match when={tab() === "blocked"}>
          <SuppressedList onChanged={() => void counts.reload()} />
        </Match>
        <Match when={tab() === "parked"}>
          <NotificationReader parked counts={counts.data()} />
        </Match>
        <Match when={true}>
          <NotificationReader counts={counts.data()} />
        </Match>
      </Switch>
    </div>
  );
}

/** A plain link: the router's own would call every tab the current page, as they differ in the query alone. */
function TabLink(props: { tab: Tab; now: Tab; word: string; count?: number; say?: string }): JSX.Element {
  return (
    <a
      href={props.tab === "sent" ? "/notifications" : `/notifications?tab=${props.tab}`}
      class="tab gap-1.5"
      aria-current={props.tab === props.now ? "page" : undefined}
    >
      {props.word}
      <Show when={props.count}>
        {(n) => (
          <span class="wb-num rounded bg-accent-soft px-1.5 text-xs font-medium text-accent-text">
            {n() >= 1000 ? "999+" : n()}
            <span class="wb-sr"> {props.say}</span>
          </span>
        )}
      </Show>
    </a>
  );
}
