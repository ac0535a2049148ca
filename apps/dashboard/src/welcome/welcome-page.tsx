import "./welcome.css";
import { A } from "@solidjs/router";
import type { OrderSummary } from "@waybill/domain/order/answers";
import { Icon } from "@waybill/ui/icon";
import { MoneyText } from "@waybill/ui/money";
import { createEffect, For, type JSX, Match, on, onMount, Show, Switch } from "solid-js";
import { RunNumbers } from "../connections/run-list.tsx";
import { isLive } from "../connections/status.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { Choices } from "./choices.tsx";
import { createFirstRun, type FirstRun } from "./first-run.ts";

/** From an empty installation to the first order on screen, in three short steps. */
export function WelcomePage(): JSX.Element {
  const session = useSession();
  const first = createFirstRun();
  const shop = () => {
    const state = session.state();
    return state.kind === "somebody" ? (state.me.organisation?.name ?? "your shop") : "your shop";
  };
  onMount(() => {
    document.title = "Welcome · Waybill";
  });
  return (
    <div class="mx-auto w-full max-w-[760px] px-4 py-8 sm:py-12">
      <h1 class="text-2xl leading-[1.15] font-semibold">Welcome, {shop()}</h1>
      <p class="mt-2 mb-6 text-lg text-ink-2">
        {first.stage() === "ready"
          ? "Your first orders are on screen."
          : "Two steps from here to your first order on screen."}
      </p>
      <Switch>
        <Match when={first.data()}>
          <Steps first={first} shop={shop()} />
        </Match>
        <Match when={first.error()}>
          {(error) => <Failure error={error()} what="your first steps" onRetry={() => void first.reload()} />}
        </Match>
        <Match when={first.loading()}>
          <Loading what="your first steps" rows={8} />
        </Match>
      </Switch>
    </div>
  );
}

function Steps(props: { first: FirstRun; shop: string }): JSX.Element {
  const stage = () => props.first.stage();
  const connected = () => stage() !== "empty";
  const channel = () => props.first.data()?.channels[0]?.name ?? "";
  let watch!: HTMLHeadingElement;
  // The pressed button is gone: the eye and the focus go to what happens next.
  createEffect(on(connected, (is, before) => is && before === false && watch.focus(), { defer: true }));
  return (
    <ol class="wl-steps">
      <Step no={1} state="done" title="Name your shop">
        <p class="text-ink-2">
          {props.shop}. Logo, colours and the time zone are in{" "}
          <A class="link" href="/settings">
            Settings
          </A>
          .
        </p>
      </Step>
      <Step no={2} state={connected() ? "done" : "now"} title="Bring in orders">
        <Show when={!connected()} fallback={<p class="text-ink-2">{channel()} is connected.</p>}>
          <Choices first={props.first} />
        </Show>
      </Step>
      <li class={`wl-step ${stage() === "ready" ? "done" : connected() ? "now" : ""}`}>
        <span class="no" aria-hidden="true">
          <Show when={stage() === "ready"} fallback="3">
            <Icon name="delivered" />
          </Show>
        </span>
        <div class="what">
          <h2 ref={watch} tabindex="-1" class="mb-1 text-lg font-semibold">
            Watch the first sync
          </h2>
          <Show
            when={connected()}
            fallback={<p class="text-ink-2">Every order shows up here the moment it is read.</p>}
          >
            <FirstSync first={props.first} />
          </Show>
        </div>
      </li>
    </ol>
  );
}

function Step(props: { no: number; state: "done" | "now"; title: string; children: JSX.Element }): JSX.Element {
  return (
    <li class={`wl-step ${props.state}`}>
      <span class="no" aria-hidden="true">
        <Show when={props.state === "done"} fallback={props.no}>
          <Icon name="delivered" />
        </Show>
      </span>
      <div class="what">
        <h2 class="mb-1 text-lg font-semibold">
          {props.title}
          <Show when={props.state === "done"}>
            <span class="wb-sr"> (done)</span>
          </Show>
        </h2>
        {props.children}
      </div>
    </li>
  );
}

/** The first sync as it reads, and the newest orders as they arrive. */
function FirstSync(props: { first: FirstRun }): JSX.Element {
  const found = () => props.first.data();
  const run = () => found()?.run ?? null;
  const total = () => found()?.total ?? 0;
  return (
    <>
      <p class="flex flex-wrap items-baseline gap-x-3">
        <span class="wl-big">{total().toLocaleString()}</span>
        <span class="text-ink-2">{total() === 1 ? "order so far" : "orders so far"}</span>
      </p>
      <div role="status" class="min-h-10">
        <Show when={run()} fallback={<p class="text-ink-2">The first sync is about to begin…</p>}>
          {(one) => (
            <Switch>
              <Match when={one().state === "failed"}>
                <p class="text-failed">
                  The sync stopped: {one().reason ?? "no reason was given."}{" "}
                  <A class="link" href={`/channels/${one().connectionId}`}>
                    Look at the channel
                  </A>
                </p>
              </Match>
              <Match when={isLive(one())}>
                <p class="text-sm text-ink-2">
                  Reading: <RunNumbers run={one()} />
                </p>
                <div class="progress mt-1" aria-hidden="true">
                  <i />
                </div>
              </Match>
              <Match when={one().finishedAt !== null}>
                <p class="text-sm text-ink-2">Everything is read. New orders now come by themselves.</p>
              </Match>
            </Switch>
          )}
        </Show>
      </div>
      <ul class="wl-arrivals mt-2" aria-label="The newest orders">
        <For each={found()?.orders ?? []}>{(order) => <Arrival order={order} />}</For>
      </ul>
      <Show when={total() > 0}>
        <p class="mt-4 flex flex-wrap items-center gap-3">
          <A class="btn btn-main" href="/">
            Open the orders
          </A>
          <A class="link max-sm:min-h-10" href="/carriers">
            See the carriers
          </A>
        </p>
      </Show>
    </>
  );
}

function Arrival(props: { order: OrderSummary }): JSX.Element {
  const o = () => props.order;
  return (
    <li>
      <A class="link wb-mono" href={`/orders/${o().id}`}>
        {o().number}
      </A>
      <span class="truncate">{o().customerName ?? "not read yet"}</span>
      <span class="wb-mono wb-num text-right">
        <MoneyText minor={o().totalMinor} currency={o().currency} />
      </span>
    </li>
  );
}
