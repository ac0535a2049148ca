import type { PageLanguage } from "@waybill/domain/languages/page-words";
import type { FeedPhase } from "@waybill/domain/live/types";
import { applyPublicUpdate, type PublicUpdate } from "@waybill/domain/public/update";
import type { PublicShipment } from "@waybill/domain/public/view";
import { asksForAddress } from "@waybill/domain/said/status-key";
import { dayIn } from "@waybill/domain/zones/offsets";
import { Icon } from "@waybill/ui/icon";
import { makeLive } from "@waybill/ui/live";
import type { Live } from "@waybill/ui/live-types";
import { shipmentLook } from "@waybill/ui/status-groups";
import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { answerOf, lastScan, routeOf, whereNow, whoseClock } from "./answer.ts";
import { LiveLine } from "./live-line.tsx";
import { AddressAsked, ArrivedLine, NotFound, ParcelLabel, SuccessorLink } from "./parcel-facts.tsx";
import { Steps } from "./steps.tsx";
import { Timeline } from "./timeline.tsx";
import { ago } from "./when.ts";

/** What the live part is drawn from, on the server and again in the browser. */
export type LiveInput = {
  /** Null: seen by its number alone; nothing is live then, and nobody is asked to write to the seller below. */
  token: string | null;
  view: PublicShipment;
  now: number;
};

const ENDED_EVERY_MS = 10 * 60_000;
/** A server that is away is not asked again with each try of the socket. */
const CHECK_AGAIN_MS = 30_000;

const isBare = (update: PublicUpdate | null) => update !== null && update.scans.length === 0;

/** The server says in its own words that a link has ended; nothing is concluded from a server that is away (null). */
async function endIfDead(address: string): Promise<PublicShipment | null> {
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 404) location.reload();
  return answer?.ok ? ((await answer.json().catch(() => null)) as PublicShipment | null) : null;
}

/** What the parcel's own stream does not tell: the order's other parcels, its place among them, the address that is asked about. */
function withNeighbours(before: PublicShipment, loaded: PublicShipment | null): PublicShipment {
  if (!loaded || loaded.version < before.version) return before;
  // A number that was taken back may be a stranger's: nothing of its way is left standing.
  if (loaded.replaced) return { ...loaded, seller: loaded.seller || before.seller };
  const { together, replaced, address } = loaded;
  return { ...before, together, replaced, address };
}

/** A frame that the view already holds must not take it back. */
const withFrame = (view: PublicShipment, { seq, data }: { seq: number; data: unknown }): PublicShipment =>
  seq > view.version ? applyPublicUpdate(view, data as PublicUpdate | null, seq) : view;

async function load(address: string): Promise<PublicShipment> {
  const answer = await fetch(address);
  // The link has ended meanwhile: the server says so in its own words.
  if (answer.status === 404) location.reload();
  if (!answer.ok) throw new Error(`The parcel could not be loaded: ${answer.status}`);
  return (await answer.json()) as PublicShipment;
}

/** The part of the page that moves: the answer, the steps, where it is, the timeline. Without script it stands as drawn. */
export function LiveParcel(props: { input: LiveInput; language: PageLanguage }): JSX.Element {
  const { token } = props.input;
  const words = () => props.language.words;
  const locale = () => props.language.locale;
  const [view, setView] = createSignal(props.input.view);
  const [now, setNow] = createSignal(props.input.now);
  const [reader, setReader] = createSignal<number | null>(null);
  const [phase, setPhase] = createSignal<FeedPhase | "static">("static");
  let live: Live | null = null;
  let checkedAt = 0;

  onMount(() => {
    if (token === null) return;
    const path = `/live/track/${encodeURIComponent(token)}`;
    const address = `/api/public/track/${encodeURIComponent(token)}`;
    const lookAgain = async () => {
      const loaded = await endIfDead(address);
      setView((before) => withNeighbours(before, loaded));
    };
    setReader(0 - new Date().getTimezoneOffset());
    setNow(Date.now());
    const timer = setInterval(() => document.hidden || setNow(Date.now()), 1000);
    // A link that runs out by itself makes no news.
    const ending = setInterval(() => document.hidden || void lookAgain(), ENDED_EVERY_MS);
    live = makeLive({
      url: path,
      catchUpUrl: `${path}/events`,
      since: view().version,
      onState: (status) => {
        setPhase(status.state);
        // A link that has ended is refused at the handshake, which a page can't tell from a server that is away.
        if (status.state !== "waiting" || Date.now() - checkedAt < CHECK_AGAIN_MS) return;
        checkedAt = Date.now();
        void endIfDead(address);
      },
      onFrames: (frames) => {
        // News without a scan may be that the link was taken back or renewed: the socket is told nothing more.
        const isAsked = asksForAddress((frames.at(-1)?.data as PublicUpdate | null) ?? view());
        if (isAsked || frames.some((frame) => isBare(frame.data as PublicUpdate | null))) void lookAgain();
        setView((before) => frames.reduce(withFrame, before));
      },
      onReset: async () => {
        const loaded = await load(address);
        setView((before) => ({ ...loaded, seller: loaded.seller || before.seller }));
        return loaded.version;
      },
    });
    onCleanup(() => {
      clearInterval(timer);
      clearInterval(ending);
      live?.close();
    });
  });

  const look = () => shipmentLook(view().status, view().reason);
  const answer = createMemo(() => answerOf(view(), props.language, { now: now(), reader: reader() }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  const where = createMemo(() => whereNow(view(), props.language));
  const route = createMemo(() => routeOf(view()));
  const whose = () => whoseClock(view(), props.language, { now: now(), reader: reader() });
  const when = () => {
    const at = lastScan(view())?.instant ?? null;
    return at === null ? null : ago({ at, now: now(), locale: locale(), zone: view(), whose: whose() });
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
      <Show when={!view().replaced}>
        <Steps view={view()} group={look().group} words={words()} table={props.language.table} />
      </Show>
      <div class="news">
        <Show when={!view().replaced && where()}>
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
        <ArrivedLine view={view()} language={props.language} />
        <SuccessorLink view={view()} language={props.language} />
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
        <AddressAsked view={view()} language={props.language} />
        <Show when={token !== null}>
          <NotFound view={view()} language={props.language} />
        </Show>
        <ParcelLabel view={view()} language={props.language} />
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
        <Timeline view={view()} language={props.language} today={dayIn(now(), view())} />
      </Show>
      <LiveLine
        phase={phase()}
        newsAt={view().newsAt}
        now={now()}
        zone={view()}
        whose={whose()}
        language={props.language}
        onRetry={() => live?.retryNow()}
      />
    </>
  );
}
