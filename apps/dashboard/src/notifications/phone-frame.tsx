import { createEffect, createSignal, type JSX, on, Show, untrack } from "solid-js";

/** Whether this page is dark now: what a preview begins with. */
export const pageIsDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";

/** The reader's phone, light or dark. */
export function SchemeSwitch(props: { dark: boolean; onDark: (dark: boolean) => void }): JSX.Element {
  return (
    <fieldset class="ntf-switch">
      <legend class="wb-sr">Shown on a phone that is</legend>
      <button type="button" aria-pressed={!props.dark} onClick={() => props.onDark(false)}>
        Light
      </button>
      <button type="button" aria-pressed={props.dark} onClick={() => props.onDark(true)}>
        Dark
      </button>
    </fieldset>
  );
}

/**
 * A mail as a phone shows it, 360 px wide. `src` answers a page of our own origin without script; `scheme` is added to it. The
 * old page stays until the new one is there, so that a preview does not flash while typing.
 */
export function PhoneFrame(props: {
  src: string;
  dark: boolean;
  title: string;
  subject: string;
  from: string;
}): JSX.Element {
  const src = () => `${props.src}${props.src.includes("?") ? "&" : "?"}scheme=${props.dark ? "dark" : "light"}`;
  return (
    <div class="ntf-phone" data-dark={props.dark ? "" : undefined}>
      <div class="ntf-phone-head">
        <span class="truncate text-xs">{props.from}</span>
        <span class="line-clamp-2 font-semibold">{props.subject}</span>
      </div>
      <Swapping src={src()} title={props.title} />
    </div>
  );
}

type Pair = readonly [string | null, string | null];

/** Two frames that take turns: the next page loads behind the one that is seen, and then takes its place. */
function Swapping(props: { src: string; title: string }): JSX.Element {
  const [front, setFront] = createSignal<0 | 1>(0);
  const [sources, setSources] = createSignal<Pair>([untrack(() => props.src), null]);
  const placed = (at: 0 | 1, src: string | null): Pair => (at === 0 ? [src, sources()[1]] : [sources()[0], src]);
  createEffect(
    on(
      () => props.src,
      (src) => setSources(placed(front() === 0 ? 1 : 0, src)),
      { defer: true },
    ),
  );
  const loaded = (at: 0 | 1) => {
    if (sources()[at] !== props.src || front() === at) return;
    setFront(at);
    setSources(placed(at === 0 ? 1 : 0, null));
  };
  const one = (at: 0 | 1) => (
    <Show when={sources()[at]}>
      {(src) => (
        <iframe
          class="ntf-screen"
          classList={{ "ntf-behind": front() !== at }}
          title={front() === at ? props.title : `${props.title}, loading`}
          aria-hidden={front() === at ? undefined : "true"}
          tabindex={front() === at ? undefined : -1}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          src={src()}
          onLoad={() => loaded(at)}
        />
      )}
    </Show>
  );
  return (
    <div class="ntf-screens">
      {one(0)}
      {one(1)}
    </div>
  );
}
