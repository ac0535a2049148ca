import { A } from "@solidjs/router";
import type { CatalogueEntry, ConnectionView } from "@waybill/domain/connection/answers";
import { Icon } from "@waybill/ui/icon";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { type JSX, Show } from "solid-js";
import { Budget } from "./budget.tsx";
import { kindWords } from "./kinds.ts";
import { Mark } from "./mark.tsx";
import { RunNumbers } from "./run-list.tsx";
import { connectionLook } from "./status.ts";

/** One account at one platform at a glance: works or not and why, what came last, what comes next. */
export function ConnectionCard(props: {
  connection: ConnectionView;
  adapter: CatalogueEntry | null;
  practice: boolean;
}): JSX.Element {
  const c = () => props.connection;
  const platform = () => props.adapter?.name ?? c().adapter;
  const page = () => `${kindWords(c().kind).page}/${c().id}`;
  return (
    <article class="card cn-card" aria-label={c().name} data-connection={c().id}>
      <div class="flex items-start gap-3">
        <Mark letters={props.adapter?.mark} name={platform()} />
        <div class="min-w-0 flex-1">
          <h2 class="font-semibold">
            <A href={page()} class="cn-open">
              {c().name}
            </A>
          </h2>
          <Account connection={c()} platform={platform()} practice={props.practice} />
        </div>
        <Badge look={connectionLook(c())} />
      </div>
      <Trouble connection={c()} />
      <Facts connection={c()} brief />
      <Show when={c().lastRun?.state === "running" && c().lastRun}>
        {(run) => (
          <div>
            <p class="text-sm">
              Syncing: <RunNumbers run={run()} />
            </p>
            <div class="progress mt-1" aria-hidden="true">
              <i />
            </div>
          </div>
        )}
      </Show>
      <Show when={c().budget}>
        <div class="mt-auto">
          <Budget budget={c().budget} />
        </div>
      </Show>
    </article>
  );
}

/** Which account it is: the platform, the account's own name there, and whether it is only for practice. */
export function Account(props: { connection: ConnectionView; platform: string; practice: boolean }): JSX.Element {
  const parts = () => [
    props.platform === props.connection.name ? "" : props.platform,
    props.practice ? "practice" : "",
  ];
  return (
    <p class="text-sm text-ink-2">
      {parts().filter(Boolean).join(" · ") || "\u00a0"}
      <Show when={props.connection.settings.shop}>
        {(own) => (
          <span class="wb-mono block truncate text-xs" title={own()}>
            {own()}
          </span>
        )}
      </Show>
    </p>
  );
}

/** Why it does not work, or does not work whole, with when it is tried again. */
export function Trouble(props: { connection: ConnectionView }): JSX.Element {
  const c = () => props.connection;
  return (
    <>
      <Show when={c().health === "failing" && c().healthReason}>
        {(reason) => (
          <div class="cn-trouble wb-failed">
            <p>{reason()}</p>
            <p class="mt-1 text-sm text-ink-2">
              <Show when={c().failures > 1}>{c().failures.toLocaleString()} times in a row. </Show>
              <Show when={c().enabled && c().backoffUntil} fallback="It is tried again when it is asked next.">
                {(at) => (
                  <>
                    Tried again <Time at={at()} />.
                  </>
                )}
              </Show>
            </p>
          </div>
        )}
      </Show>
      <Show when={c().warning}>
        {(warning) => (
          <div class="cn-trouble wb-attention">
            <p>{warning()}</p>
          </div>
        )}
      </Show>
      <Show when={!c().enabled && c().health !== "disconnected"}>
        <p class="flex items-center gap-2 text-sm text-ink-2">
          <Icon name="pause" /> {kindWords(c().kind).pausing}
        </p>
      </Show>
    </>
  );
}

/** What came last and what comes next, by kind. */
export function Facts(props: { connection: ConnectionView; brief?: boolean }): JSX.Element {
  const c = () => props.connection;
  return (
    <dl class="cn-facts">
      <div>
        <dt>Last webhook</dt>
        <dd>{c().lastWebhookAt ? <Time at={c().lastWebhookAt} /> : "none yet"}</dd>
      </div>
      <Show
        when={c().kind === "channel"}
        fallback={
          <div>
            <dt>Last answer</dt>
            <dd>{c().lastOkAt ? <Time at={c().lastOkAt} /> : "none yet"}</dd>
          </div>
        }
      >
        <div>
          <dt>Last sync</dt>
          <dd>
            <Show when={c().lastRun} fallback="none yet">
              {(run) => (
                <Show when={run().finishedAt} fallback={run().state === "running" ? "running now" : "waits to go on"}>
                  {(at) => <Time at={at()} />}
                </Show>
              )}
            </Show>
          </dd>
        </div>
        <div>
          <dt>Next sync</dt>
          <dd>{c().enabled ? <Next at={c().nextSyncAt} /> : "when resumed"}</dd>
        </div>
      </Show>
      <Show when={!(props.brief && c().kind === "channel")}>
        <div>
          <dt>Connected</dt>
          <dd>
            <Time at={c().createdAt} />
          </dd>
        </div>
      </Show>
    </dl>
  );
}

/** A moment to come that may just have come. */
function Next(props: { at: number | null }): JSX.Element {
  return (
    <Show when={props.at && props.at > Date.now() + 3000 && props.at} fallback="in a moment">
      {(at) => <Time at={at()} />}
    </Show>
  );
}
