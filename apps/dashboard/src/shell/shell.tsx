import "./shell.css";
import { A, useLocation, useNavigate } from "@solidjs/router";
import { Wordmark } from "@waybill/ui/barcode";
import { Connection } from "@waybill/ui/connection";
import { Icon } from "@waybill/ui/icon";
import { createEffect, createSignal, type JSX, on, onMount, Show, Suspense } from "solid-js";
import { createConnectionHealth } from "../connections/health.ts";
import { useLive } from "../live/live.tsx";
import { createCommands } from "../palette/commands.ts";
import { createShortcuts } from "../palette/shortcuts.ts";
import { onDemand } from "../parts/on-demand.tsx";
import { Loading } from "../parts/states.tsx";
import { nextTheme } from "../parts/theme.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Places, PlacesBar } from "./nav.tsx";
import { createNavBadges } from "./nav-badges.ts";
import { places } from "./places.ts";

/** Its code could not be fetched: said, and closed again. */
function NotHere(props: { onClose: () => void }): JSX.Element {
  onMount(() => {
    say({ tone: "failed", text: "This cannot be loaded now: the server cannot be reached. Try again in a moment." });
    props.onClose();
  });
  return null;
}
const Palette = onDemand(async () => (await import("../palette/palette.tsx")).Palette, NotHere);
const ShortcutHelp = onDemand(async () => (await import("../palette/shortcut-help.tsx")).ShortcutHelp, NotHere);

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The frame around every page: wordmark with live bars, the state of the connection, search, and the places. */
export function Shell(props: { children?: JSX.Element }): JSX.Element {
  const live = useLive();
  const session = useSession();
  const navigate = useNavigate();
  const location = useLocation();
  const badges = createNavBadges();
  const dots = createConnectionHealth();
  const [over, setOver] = createSignal<"palette" | "help" | null>(null);
  let main!: HTMLElement;
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  createShortcuts([
    { keys: ["Mod+k"], words: "Search or jump", group: "Everywhere", run: () => setOver("palette") },
    { keys: ["?"], words: "This help", group: "Everywhere", run: () => setOver("help") },
    ...places.map((place) => ({
      keys: [`g ${place.key}`],
      words: place.word,
      group: "Go to" as const,
      run: () => navigate(place.href),
    })),
  ]);
  createCommands(() => [
    ...places.map((place) => ({
      id: `go ${place.href}`,
      words: place.word,
      group: "Go to" as const,
      keys: `g ${place.key}`,
      run: () => navigate(place.href),
    })),
    { id: "theme", words: "Change between light and dark", group: "Actions", also: "theme appearance", run: nextTheme },
    {
      id: "keys",
      words: "Show the keys of this page",
      group: "Actions",
      also: "shortcuts keyboard help",
      keys: "?",
      run: () => setOver("help"),
    },
    { id: "out", words: "Sign out", group: "Actions", also: "log out leave", run: () => void session.signOut() },
  ]);
  // A new page is read from its beginning, by eye and by screen reader; a change of filters is no new page.
  createEffect(
    on(
      () => location.pathname.split("/")[1],
      () => main.focus({ preventScroll: true }),
      { defer: true },
    ),
  );
  return (
    <div class="flex min-h-dvh flex-col">
      <a class="btn absolute top-1 left-1 z-50 -translate-y-20 focus:translate-y-0" href="#main">
        Skip to the page
      </a>
      <header class="sticky top-0 z-30 flex h-12 grid-cols-[1fr_auto_1fr] items-center gap-3 border-b border-line bg-paper px-4 sm:grid sm:px-5">
        <div class="flex items-center gap-3">
          <A href="/" class="flex min-h-10 shrink-0 items-center text-lg" aria-label="Waybill, to the orders">
            <Wordmark count={live.count()} live={live.status().state === "live"} />
          </A>
          <Connection state={live.status().state} retryAt={live.status().retryAt} onRetry={live.retryNow} />
        </div>
        <button
          type="button"
          class="flex min-h-8 items-center gap-2 rounded border max-sm:ml-auto border-line bg-sunken px-2.5 text-ink-2 hover:bg-hover hover:text-ink max-sm:min-h-10 max-sm:border-transparent max-sm:bg-transparent sm:w-[280px] lg:w-[360px]"
          aria-keyshortcuts={isMac ? "Meta+K" : "Control+K"}
          onClick={() => setOver("palette")}
        >
          <Icon name="search" />
          <span class="max-sm:sr-only">Search or jump</span>
          <kbd class="kbd ml-auto max-sm:hidden">{isMac ? "⌘K" : "Ctrl K"}</kbd>
        </button>
        <div class="flex items-center gap-2 sm:justify-self-end">
          <Show when={me()?.demo}>
            <span class="hidden rounded bg-accent-soft px-2 py-0.5 text-sm font-medium text-accent-text md:inline">
              Demo
            </span>
          </Show>
          <Show when={me()}>{(who) => <AccountMenu me={who()} onGo={(path) => navigate(path)} />}</Show>
        </div>
      </header>
      <div class="flex flex-1">
        <Places badges={badges()} dots={dots() ?? []} />
        <main ref={main} id="main" class="min-w-0 flex-1 outline-none max-md:pb-16" tabindex="-1">
          <Suspense fallback={<Loading what="the page" />}>{props.children}</Suspense>
        </main>
      </div>
      <PlacesBar badges={badges()} />
      <Suspense>
        <Show when={over() === "palette"}>
          <Palette onClose={() => setOver(null)} />
        </Show>
        <Show when={over() === "help"}>
          <ShortcutHelp onClose={() => setOver(null)} />
        </Show>
      </Suspense>
    </div>
  );
}
