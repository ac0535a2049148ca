import { calmPlace } from "@waybill/domain/email/place";
import { counted, type PageLanguage } from "@waybill/domain/languages/page-words";
import type { PublicScan, PublicShipment } from "@waybill/domain/public/view";
import { offsetAt } from "@waybill/domain/zones/offsets";
import { offsetWords } from "@waybill/domain/zones/words";
import { Icon } from "@waybill/ui/icon";
import { shipmentLook } from "@waybill/ui/status-groups";
import { createMemo, For, type JSX, Show } from "solid-js";
import { carrierLang, isCarriersOwn, pageDay, placeClock, scanWords } from "./answer.ts";
import { capital, clock, dayAfter, longDay } from "./when.ts";

/** So many are shown; older ones are folded away when it is at least two. */
const SHOWN = 5;

/** The scans by day, newest first, each by its own place's clock, under the days of the destination. The older ones unfold without script too. */
export function Timeline(props: { view: PublicShipment; language: PageLanguage; today: string }): JSX.Element {
  const first = new Set(props.view.scans.map((scan) => scan.key));
  const dayOf = (scan: PublicScan | undefined) => scan && pageDay(scan, props.view);
  const isFolded = () => props.view.scans.length > SHOWN + 1;
  const recent = createMemo(() => (isFolded() ? props.view.scans.slice(0, SHOWN) : props.view.scans));
  const older = createMemo(() => (isFolded() ? props.view.scans.slice(SHOWN) : []));
  const list = (scans: () => readonly PublicScan[]) => (
    <ol class="scans">
      <For each={scans()}>
        {(scan, index) => (
          <Line
            scan={scan}
            heading={dayOf(scans()[index() - 1]) !== dayOf(scan)}
            fresh={!first.has(scan.key)}
            view={props.view}
            language={props.language}
            today={props.today}
          />
        )}
      </For>
    </ol>
  );
  return (
    <>
      {list(recent)}
      <Show when={older().length > 0}>
        <details class="plain">
          <summary>{counted(props.language.words.earlier, older().length, props.language.locale)}</summary>
          {list(older)}
        </details>
      </Show>
    </>
  );
}

function Line(props: {
  scan: PublicScan;
  heading: boolean;
  fresh: boolean;
  view: PublicShipment;
  language: PageLanguage;
  today: string;
}): JSX.Element {
  const { scan } = props;
  const local = placeClock(scan, props.view);
  const locale = () => props.language.locale;
  const words = () => scanWords(scan, props.language, props.view.carrierName);
  const group = () => (scan.status === null ? "unknown" : shipmentLook(scan.status).group);
  const { today, yesterday } = props.language.words.answer;
  const day = () => {
    const own = pageDay(scan, props.view);
    return own === props.today
      ? today
      : own === dayAfter(props.today, -1)
        ? yesterday
        : capital(longDay(own, locale()), locale());
  };
  const time = () => (scan.precision === "date" || local.length === 10 ? null : clock(local.slice(11), locale()));
  // Said only where the clock on the wall is another than the destination's.
  const zone = () =>
    local === scan.local &&
    scan.offset !== null &&
    scan.instant !== null &&
    offsetAt(scan.instant, props.view) !== scan.offset
      ? offsetWords(scan.offset)
      : null;
  return (
    <li classList={{ fresh: props.fresh }} data-scan={scan.status ?? "none"}>
      <Show when={props.heading}>
        <h3>{day()}</h3>
      </Show>
      <div class="scan">
        <time datetime={local}>
          {time()}
          <Show when={zone()}>{(text) => <small>{text()}</small>}</Show>
        </time>
        <span class={`mark s-${group()}`}>
          <Icon name={group()} />
        </span>
        <div>
          <Show when={isCarriersOwn(scan)} fallback={words().main}>
            <Quoted carrier={props.view.carrierName} words={words().main} />
          </Show>
          <Show when={scan.place}>{(place) => <span class="quiet"> · {calmPlace(place())}</span>}</Show>
          <Show when={words().own}>
            {(own) => (
              <small>
                <Quoted carrier={props.view.carrierName} words={own()} />
              </small>
            )}
          </Show>
        </div>
      </div>
    </li>
  );
}

/** A carrier's own words, as theirs: UPS: “Departed from Facility”. */
function Quoted(props: { carrier: string; words: string }): JSX.Element {
  return (
    <>
      <Show when={props.carrier}>{(name) => <>{name()}: </>}</Show>
      <q lang={carrierLang(props.words)}>{props.words}</q>
    </>
  );
}
