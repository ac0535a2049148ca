import "./overview.css";
import { A } from "@solidjs/router";
import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { Donut } from "@waybill/ui/donut";
import { GroupIcon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import type { StatusLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { createMemo, For, type JSX, Match, onMount, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { useLive } from "../live/live.tsx";
import { calmly, createView } from "../live/view.ts";
import { buckets } from "../parts/buckets.ts";
import { ById } from "../parts/by-id.tsx";
import { Failure, Loading } from "../parts/states.tsx";
import { FirstSteps } from "../welcome/first-steps.tsx";
import { ActivityStrip } from "./activity-strip.tsx";
import { byConnection, dayWords, hrefOfShare, ordersOf } from "./days.ts";
import { ProblemsList } from "./problems-list.tsx";
import { Trend } from "./trend.tsx";

/** Numbers are read again at most this often while things happen, ms. */
const EVERY_MS = 2_000;

/** The first look of the day: numbers that sum, what wants a person, what happens now, and the last thirty days. */
export function OverviewPage(): JSX.Element {
  const summary = createView(() => api.get("/api/dashboard/summary"));
  const again = calmly(() => void summary.reload(), EVERY_MS);
  useLive().onFrame(again);
  onMount(() => {
    document.title = "Overview · Waybill";
  });
  return (
    <Switch>
      <Match when={summary.data()}>{(now) => <Overview summary={now()} onChanged={again} />}</Match>
      <Match when={summary.error()}>
        {(error) => (
          <div class="overview">
            <h1 class="h-page">Overview</h1>
            <Failure error={error()} what="the overview" onRetry={() => void summary.reload()} />
          </div>
        )}
      </Match>
      <Match when={summary.loading()}>
        <div class="overview">
          <h1 class="h-page">Overview</h1>
          <Loading what="the overview" rows={10} />
        </div>
      </Match>
    </Switch>
  );
}

function Overview(props: { summary: DashboardSummary; onChanged: () => void }): JSX.Element {
  const s = () => props.summary;
  const today = () => {
    const day = s().days.at(-1);
    return day ? ordersOf(day) : 0;
  };
  /** The day that the count is of: today by the organisation's clock. */
  const date = () => {
    const day = s().days.at(-1);
    return day ? dayWords(day.date, "long") : "";
  };
  const slices = createMemo(() => {
    const names = new Map(s().connections.map((c) => [c.id, c.name]));
    return Object.entries(byConnection(s().days)).map(([id, n]) => ({
      id,
      n,
      name: names.get(id) ?? "A shop that was removed",
      href: hrefOfShare(id),
    }));
  });
  return (
    <div class="overview">
      <header class="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 class="h-page">Overview</h1>
        <p class="text-ink-2">
          {date()} · <span class="wb-num">{today().toLocaleString()}</span> {today() === 1 ? "order" : "orders"} so far
          today
        </p>
      </header>
      <Show when={s().orders.total > 0 || s().connections.length > 0} fallback={<FirstSteps />}>
        <Numbers summary={s()} />
        <div class="overview-main">
          <div class="overview-left">
            <ProblemsList summary={s()} onChanged={props.onChanged} />
            <div class="overview-charts">
              <Trend days={s().days} timeZone={s().timeZone} />
              <section aria-labelledby="shares">
                <h2 class="h-part" id="shares">
                  Where orders come from
                </h2>
                <p class="text-sm text-ink-2">Last 30 days, by shop</p>
                <Show
                  when={slices().length > 0}
                  fallback={<p class="mt-4 text-ink-2">No order in the last 30 days.</p>}
                >
                  <Donut
                    caption="Orders of the last 30 days by shop"
                    noun="orders"
                    slices={slices()}
                    link={(link) => <A href={link.href}>{link.children}</A>}
                  />
                </Show>
              </section>
            </div>
            <Health summary={s()} />
          </div>
          <ActivityStrip />
        </div>
      </Show>
    </div>
  );
}

/** Every order in exactly one number; the first is their sum. */
function Numbers(props: { summary: DashboardSummary }): JSX.Element {
  return (
    <ul class="overview-row" aria-label="Orders: each in exactly one of these">
      <li class="total">
        <A href="/" data-bucket="total">
          <span class="n">{props.summary.orders.total.toLocaleString()}</span>
          <span class="text-sm text-ink-2">orders in all</span>
        </A>
      </li>
      <For each={buckets}>
        {(bucket) => {
          const n = () => props.summary.orders.buckets[bucket.id];
          const look = (): StatusLook => ({ group: n() === 0 ? "unknown" : bucket.group, word: bucket.word });
          return (
            <li>
              <A href={bucket.query} data-bucket={bucket.id} classList={{ none: n() === 0 }}>
                <span class="n">{n().toLocaleString()}</span>
                <span class={`wb-badge wb-${look().group}`}>
                  <GroupIcon group={bucket.group} />
                  <span>{bucket.word}</span>
                </span>
              </A>
            </li>
          );
        }}
      </For>
    </ul>
  );
}

const health: Record<string, StatusLook> = {
  new: { group: "waiting", word: "Not used yet" },
  ok: { group: "delivered", word: "Works" },
  failing: { group: "failed", word: "Failing" },
  disconnected: { group: "unknown", word: "Disconnected" },
};

/** Every channel, carrier and mail sender with how it is doing. */
function Health(props: { summary: DashboardSummary }): JSX.Element {
  const shown = () => props.summary.connections.filter((c) => c.enabled || c.health !== "disconnected");
  return (
    <section aria-labelledby="health">
      <h2 class="h-part" id="health">
        Channels and carriers
      </h2>
      <ul class="health-list">
        <ById
          rows={shown()}
          fallback={
            <li class="text-ink-2">
              Nothing is connected.{" "}
              <A class="link" href="/channels">
                Connect a channel
              </A>
            </li>
          }
        >
          {(c) => (
            <li>
              <A class="min-w-0 flex-1 truncate font-medium hover:underline" href={`/${c().kind}s/${c().id}`}>
                {c().name}
              </A>
              <span class="text-ink-3">
                <Time at={Math.max(c().lastOkAt ?? 0, c().lastWebhookAt ?? 0) || null} />
              </span>
              <Badge
                look={
                  c().enabled
                    ? (health[c().health] ?? { group: "unknown", word: c().health })
                    : { group: "waiting", word: "Paused" }
                }
              />
            </li>
          )}
        </ById>
      </ul>
    </section>
  );
}

/** Nothing is here yet: what to do first. */
