import { fill, type PageLanguage } from "@waybill/domain/languages/page-words";
import type { FeedPhase } from "@waybill/domain/live/types";
import { dateFormat } from "@waybill/domain/zones/format";
import { dayIn, shifted, type Zone } from "@waybill/domain/zones/offsets";
import { type JSX, Show } from "solid-js";
import { ago, longDay, tagOf } from "./when.ts";

/** How fresh the page is: live, connecting, offline; without script, when it was made and how to get a newer one. */
export function LiveLine(props: {
  phase: FeedPhase | "static";
  newsAt: number;
  now: number;
  zone: Zone;
  /** Whose time that is, where it is not the reader's. */
  whose: string | null;
  language: PageLanguage;
  onRetry: () => void;
}): JSX.Element {
  const words = () => props.language.words.live;
  const look = () =>
    props.phase === "live" ? "on" : props.phase === "offline" || props.phase === "waiting" ? "off" : "";
  const state = () => {
    if (props.phase === "static") {
      const { locale } = props.language;
      const time = dateFormat(tagOf(locale), { timeStyle: "short" });
      return fill(words().asOf, {
        date: longDay(dayIn(props.now, props.zone), locale),
        time: [time.format(shifted(props.now, props.zone)), props.whose && `(${props.whose})`]
          .filter(Boolean)
          .join(" "),
      });
    }
    if (props.phase === "live") return words().live;
    if (props.phase === "offline") return words().offline;
    return props.phase === "waiting" ? words().lost : words().connecting;
  };
  const news = () =>
    fill(words().lastNews, {
      time: ago({
        at: props.newsAt,
        now: props.now,
        locale: props.language.locale,
        zone: props.zone,
        whose: props.whose,
      }),
    });
  return (
    <p class="live" classList={{ lost: look() === "off" }} data-live={props.phase}>
      <span class={`dot ${look()}`} aria-hidden="true" />
      {/* Only the state is announced: a screen reader must not hear every second go by. */}
      <span role="status">{state()}</span>
      <Show when={props.phase !== "static"}>
        <span class="quiet">{news()}</span>
      </Show>
      <Show when={look() === "off"}>
        <button type="button" class="link" onClick={() => props.onRetry()}>
          {words().retry}
        </button>
      </Show>
    </p>
  );
}
