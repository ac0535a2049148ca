import { applyPublicUpdate, type PublicUpdate } from "@waybill/domain/public-update";
import type { PublicShipment } from "@waybill/domain/public-view";
import { useClock } from "@waybill/ui/clock";
import { Connection } from "@waybill/ui/connection";
import { createLive } from "@waybill/ui/live";
import { Badge } from "@waybill/ui/status";
import { shipmentLook } from "@waybill/ui/status-groups";
import { Steps } from "@waybill/ui/steps";
import { ScanClock, Time } from "@waybill/ui/time";
import { Timeline } from "@waybill/ui/timeline";
import { entryOfPublicScan, entryWords } from "@waybill/ui/timeline-entry";
import { createEffect, createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { loadParcel } from "./load.ts";
import { answerOf } from "./words.ts";

/** One parcel, live: the answer first, then the five steps, the timeline and what is in it. */
export function Parcel(props: { first: PublicShipment; token: string }): JSX.Element {
  const [view, setView] = createSignal(props.first);
  const now = useClock();
  const path = `/live/track/${encodeURIComponent(props.token)}`;
  const live = createLive({
    url: path,
    catchUpUrl: `${path}/events`,
    since: props.first.version,
    onFrames: (frames) => {
      setView((before) => {
        let after = before;
        // A frame the loaded view already contains must not take it back.
        for (const frame of frames) {
          if (frame.seq > after.version) after = applyPublicUpdate(after, frame.data as PublicUpdate, frame.seq);
        }
        return after;
      });
    },
    onReset: async () => {
      const answer = await loadParcel(props.token);
      if (answer.kind === "failed") throw new Error(answer.words);
      if (answer.kind === "ok") setView(answer.view);
      else location.reload();
      return answer.kind === "ok" ? answer.view.version : undefined;
    },
  });
  const look = createMemo(() => shipmentLook(view().status, view().reason));
  const answer = createMemo(() => answerOf(view(), now()), undefined, {
    equals: (a, b) => a.headline === b.headline && a.below === b.below,
  });
  const entries = createMemo(() => view().scans.map(entryOfPublicScan));
  const newest = () => entries()[0];
  createEffect(() => {
    document.title = `${answer().headline} · ${view().seller}`;
  });
  return (
    <>
      <header class="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line pb-3">
        <span class="font-semibold">{view().seller}</span>
        <Show when={view().orderNumber}>
          {(number) => <span class="wb-mono text-sm text-ink-2">Order {number()}</span>}
        </Show>
      </header>

      <section aria-live="polite" aria-atomic="true" class="mt-8">
        {/* Said once: where the headline is the status, the badge would only repeat it. */}
        <Show when={look().word !== answer().headline}>
          <div class="text-sm">
            <Badge look={look()} />
          </div>
        </Show>
        <h1 class="mt-2 text-[34px] leading-[1.1] font-semibold tracking-tight text-balance sm:text-3xl">
          {answer().headline}
        </h1>
        <Show when={answer().below}>{(below) => <p class="mt-2 text-lg text-ink-2">{below()}</p>}</Show>
      </section>

      <div class="mt-8 -mx-2">
        <Steps step={view().step} group={look().group} reason={view().reason} />
      </div>

      <section class="mt-8 rounded border border-line bg-raised p-4" aria-label="Latest news">
        <Show when={newest()} fallback={<p>No scan yet. The first one appears here by itself.</p>}>
          {(scan) => (
            <p class="font-medium">
              {entryWords(scan()).own ?? entryWords(scan()).main}
              <Show when={scan().place}>{(place) => <span class="font-normal text-ink-2"> · {place()}</span>}</Show>
            </p>
          )}
        </Show>
        <p class="mt-1 flex flex-wrap items-baseline gap-x-3 text-sm text-ink-2">
          <Show when={newest()}>
            {(scan) => (
              <Show when={scan().time.instant} fallback={<ScanClock time={scan().time} />}>
                {(at) => <Time at={at()} />}
              </Show>
            )}
          </Show>
          <span>
            {view().carrierName} <span class="wb-mono font-medium text-ink select-all">{view().number}</span>
          </span>
          <Show when={view().carrierUrl}>
            {(url) => (
              <a class="text-accent-text underline underline-offset-2" href={url()} rel="noreferrer noopener">
                {view().carrierName}’s own page
              </a>
            )}
          </Show>
        </p>
      </section>

      <Show when={entries().length > 0}>
        <h2 class="mt-10 mb-4 text-lg font-semibold">Timeline</h2>
        <Timeline entries={entries()} limit={8} />
      </Show>

      <Show when={view().items.length > 0}>
        <h2 class="mt-10 mb-2 text-lg font-semibold">In this parcel</h2>
        <ul class="divide-y divide-line border-y border-line">
          <For each={view().items}>
            {(item) => (
              <li class="flex justify-between gap-4 py-3">
                <span>
                  {item.title}
                  <Show when={item.variant}>{(variant) => <span class="text-ink-2"> · {variant()}</span>}</Show>
                </span>
                <span class="wb-num text-ink-2">× {item.quantity}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>

      <footer class="mt-10 flex flex-wrap items-center justify-between gap-3 text-sm text-ink-2">
        <span>Something wrong? Write to {view().seller}.</span>
        <Connection state={live.status().state} retryAt={live.status().retryAt} onRetry={() => live.retryNow()} />
      </footer>
    </>
  );
}
