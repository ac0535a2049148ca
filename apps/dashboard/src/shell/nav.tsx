import { A, useLocation } from "@solidjs/router";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { ConnectionDot } from "../connections/health.ts";
import type { NavBadges } from "./nav-badges.ts";
import { type Place, places } from "./places.ts";

const shown = (n: number) => (n > 99 ? "99+" : String(n));

/** How many things wait there; nothing when none do. */
function Waiting(props: { of: NavBadges[string] }): JSX.Element {
  return (
    <Show when={props.of?.n ? props.of : null}>
      {(some) => (
        <span class="wb-num ml-auto rounded bg-accent-soft px-1.5 text-xs font-medium text-accent-text">
          {shown(some().n)}
          <span class="wb-sr"> {some().words}</span>
        </span>
      )}
    </Show>
  );
}

const dotWords = { ok: "works", new: "not heard of yet", paused: "paused", failing: "fails" } as const;
const kindOf: Record<string, ConnectionDot["kind"]> = { "/channels": "channel", "/carriers": "carrier" };
const MOST_DOTS = 5;

/** One dot a connection: full works, half is paused, a ring is new, a cross fails. Told by shape, and in words. */
function Dots(props: { of: readonly ConnectionDot[] }): JSX.Element {
  const sorted = () => props.of.toSorted((a, b) => Number(b.health === "failing") - Number(a.health === "failing"));
  const words = () => props.of.map((dot) => `${dot.name} ${dotWords[dot.health]}`).join(", ");
  return (
    <Show when={props.of.length > 0}>
      <span class="ml-auto inline-flex items-center gap-1" title={words()}>
        <For each={sorted().slice(0, MOST_DOTS)}>
          {(dot) => <span class={`health-dot is-${dot.health}`} aria-hidden="true" />}
        </For>
        <span class="wb-sr">: {words()}</span>
      </span>
    </Show>
  );
}

/** The places at the side, from tablets up. */
export function Places(props: { badges: NavBadges; dots: readonly ConnectionDot[] }): JSX.Element {
  return (
    <nav
      aria-label="Places"
      class="sticky top-12 hidden h-[calc(100dvh-48px)] w-[188px] shrink-0 flex-col gap-0.5 overflow-y-auto border-r border-line bg-sunken px-3 py-4 md:flex"
    >
      <For each={places}>
        {(place) => (
          <A
            href={place.href}
            end={place.end ?? false}
            class="flex min-h-8 items-center gap-2.5 rounded px-2.5 text-ink-2 hover:bg-hover hover:text-ink"
            classList={{ "mt-3": place.href === "/channels" || place.href === "/inbox" || place.href === "/settings" }}
            activeClass="place-on"
          >
            <Icon name={place.icon} /> {place.word}
            <Waiting of={props.badges[place.href]} />
            <Dots of={props.dots.filter((dot) => dot.kind === kindOf[place.href])} />
          </A>
        )}
      </For>
    </nav>
  );
}

const inBar = places.filter((place) => place.bar);
const behind = places.filter((place) => !place.bar);

/** The places under the thumb, on phones: four, and the others behind "More". */
export function PlacesBar(props: { badges: NavBadges }): JSX.Element {
  const location = useLocation();
  const [open, setOpen] = createSignal(false);
  let more!: HTMLButtonElement;
  createEffect(
    on(
      () => location.pathname,
      () => setOpen(false),
      { defer: true },
    ),
  );
  const isBehind = () => behind.some((place) => location.pathname.startsWith(place.href));
  const cell = "flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-ink-2";
  const one = (place: Place) => (
    <A href={place.href} end={place.end ?? false} class={cell} activeClass="!text-ink font-semibold">
      <span class="relative text-xl leading-none">
        <Icon name={place.icon} />
        <Show when={props.badges[place.href]?.n}>
          <span class="absolute -top-0.5 -right-1.5 size-2 rounded-full bg-accent" aria-hidden="true" />
        </Show>
      </span>
      {place.word}
    </A>
  );
  return (
    <nav
      aria-label="Places"
      class="fixed right-0 bottom-0 left-0 z-30 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] md:hidden"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open()) return;
        setOpen(false);
        more.focus();
      }}
    >
      <Show when={open()}>
        <ul id="more-places" class="grid grid-cols-2 gap-1 border-b border-line p-3">
          <For each={behind}>
            {(place) => (
              <li>
                <A
                  href={place.href}
                  class="flex min-h-11 items-center gap-2.5 rounded px-3 text-ink-2"
                  activeClass="!text-ink font-semibold bg-hover"
                >
                  <Icon name={place.icon} /> {place.word}
                  <Waiting of={props.badges[place.href]} />
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="flex">
        <For each={inBar}>{one}</For>
        <button
          ref={more}
          type="button"
          class={cell}
          classList={{ "!text-ink font-semibold": isBehind() || open() }}
          aria-expanded={open()}
          aria-controls="more-places"
          onClick={() => setOpen(!open())}
        >
          <span class="text-xl leading-none">
            <Icon name="more" />
          </span>
          More
        </button>
      </div>
    </nav>
  );
}
