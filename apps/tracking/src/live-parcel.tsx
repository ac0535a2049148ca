import type { FeedPhase } from "@waybill/domain/feed-types";
import type { PageLanguage } from "@waybill/domain/page-words";
import { fill } from "@waybill/domain/page-words";
import { applyPublicUpdate, type PublicUpdate } from "@waybill/domain/public-update";
import type { PublicShipment } from "@waybill/domain/public-view";
import { dayIn } from "@waybill/domain/public-view-zone";
import { Icon } from "@waybill/ui/icon";
import { type Live, makeLive } from "@waybill/ui/live";
import { shipmentLook } from "@waybill/ui/status-groups";
import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { answerOf, routeOf, whereNow } from "./answer.ts";
import { LiveLine } from "./live-line.tsx";
import { Steps } from "./steps.tsx";
import { Timeline } from "./timeline.tsx";
import { ago } from "./when.ts";

/** What the live part is drawn from, on the server and again in the browser. */
export type LiveInput = { token: string; view: PublicShipment; now: number };

/** The part of the page that moves: the answer, the steps, where it is, the timeline. Without script it stands as drawn. */
export function LiveParcel(props: { input: LiveInput; language: PageLanguage }): JSX.Element {
  const { token } = props.input;
  const words = () => props.language.words;
  const locale = () => props.language.locale;
  const [view, setView] = createSignal(props.input.view);
  const [now, setNow] = createSignal(props.input.now);
  const [reader, setReader] = createSignal<string | null>(null);
  const [phase, setPhase] = createSignal<FeedPhase | "static">("static");
  let live: Live | null = null;

  onMount(() => {
    const path = `/live/track/${encodeURIComponent(token)}`;
    setReader(Intl.DateTimeFormat().resolvedOptions().timeZone);
    setNow(Date.now());
    const timer = setInterval(() => document.hidden || setNow(Date.now()), 1000);
    live = makeLive({
      url: path,
      catchUpUrl: `${path}/events`,
      since: view().version,
      onState: (status) => setPhase(status.state),
      onFrames: (frames) => {
        setView((before) => {
          let after = before;
          for (const frame of frames) {
            // A frame that the view already holds must not take it back.
            if (frame.seq > after.version)
              after = applyPublicUpdate(after, frame.data as PublicUpdate | null, frame.seq);
          }
          return after;
        });
      },
      onReset: async () => {
        const answer = await fetch(`/api/public/track/${encodeURIComponent(token)}`);
        // The link has ended meanwhile: the server says so in its own words.
        if (answer.status === 404) location.reload();
        if (!answer.ok) throw new Error(`The parcel could not be loaded: ${answer.status}`);
        const loaded = (await answer.json()) as PublicShipment;
        setView(loaded);
        return loaded.version;
      },
    });
    onCleanup(() => {
      clearInterval(timer);
      live?.close();
    });
  });

  const look = () => shipmentLook(view().status, view().reason);
  const answer = createMemo(() => answerOf(view(), props.language, { now: now(), reader: reader() }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const where = createMemo(() => whereNow(view(), props.language));
  const route = createMemo(() => routeOf(view()));
  const when = () => {
    const newest = view().scans[0];
    if (newest && newest.instant !== null) {
      return ago({ at: newest.instant, now: now(), locale: locale(), timeZone: view().timeZone });
    }
    return null;
  };
  createEffect(() => {
    document.title = `${answer().headline} · ${view().seller}`;
  });

  return (
    <>
      <section aria-live="polite" aria-atomic="true" class={`answer s-${look().group}`}>
        <h1>{answer().headline}</h1>
        <Show when={answer().below}>{(below) => <p class="below">{below()}</p>}</Show>
      </section>
      <Steps view={view()} group={look().group} words={words()} />
      <div class="news">
        <Show when={where()}>
          {(sentence) => (
            <p class="where">
              <span class={`mark s-${look().group}`}>
                <Icon name={look().group} />
              </span>
              <span>
                {sentence()}
                <Show when={when()}>{(time) => <span class="quiet">{time()}</span>}</Show>
              </span>
            </p>
          )}
        </Show>
        <Show when={answer().happened}>{(text) => <p class="told">{text()}</p>}</Show>
        <Show when={answer().next}>
          {(text) => (
            <p class="told">
              <b>{words().next}</b> {text()}
            </p>
          )}
        </Show>
        <Show when={answer().act}>
          {(text) => (
            <p class="told">
              <b>{words().act}</b> {text()}
            </p>
          )}
        </Show>
        <Show when={view().status === "delivered"}>
          <details class="plain">
            <summary>{words().missing.title}</summary>
            <p class="told">{fill(words().missing.text, { seller: view().seller })}</p>
          </details>
        </Show>
        <p class="label">
          <span class="quiet">
            {view().carrierName} <span class="sr">{words().trackingNumber}</span>
          </span>
          <span class="mono">{view().number}</span>
          <Show when={view().carrierUrl}>
            {(url) => (
              <a href={url()} rel="noreferrer noopener">
                {fill(words().carrierPage, { carrier: view().carrierName })}
              </a>
            )}
          </Show>
        </p>
      </div>
      <Show when={route().length > 1}>
        <ol class="route" aria-label={words().route}>
          <For each={route()}>
            {(stop) => (
              <li classList={{ end: stop.end }}>
                {stop.city}
                <Show when={stop.end}>
                  <span class="sr"> ({words().routeEnd})</span>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Show>
      <Show when={view().scans.length > 0}>
        <h2>{words().timeline}</h2>
        <Timeline view={view()} language={props.language} today={dayIn(now(), view().timeZone)} />
      </Show>
      <LiveLine
        phase={phase()}
        newsAt={view().newsAt}
        now={now()}
        timeZone={view().timeZone}
        language={props.language}
        onRetry={() => live?.retryNow()}
      />
    </>
  );
}
