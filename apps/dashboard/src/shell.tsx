import { A, useNavigate } from "@solidjs/router";
import { Wordmark } from "@waybill/ui/barcode";
import { Connection } from "@waybill/ui/connection";
import { Icon, type IconName } from "@waybill/ui/icon";
import { For, type JSX, Show, Suspense } from "solid-js";
import { AccountMenu } from "./account-menu.tsx";
import { Loading } from "./parts/states.tsx";
import { useLive } from "./state/live.tsx";
import { useSession } from "./state/session.tsx";

const places: readonly { href: string; word: string; icon: IconName; end: boolean }[] = [
  { href: "/", word: "Orders", icon: "box", end: true },
  { href: "/mailbox", word: "Mailbox", icon: "mail", end: false },
  { href: "/inbox", word: "Inbox", icon: "inbox", end: false },
  { href: "/connections", word: "Connections", icon: "plug", end: false },
];

/** The frame around every page: wordmark with live bars, the state of the connection, and the four places. */
export function Shell(props: { children?: JSX.Element }): JSX.Element {
  const live = useLive();
  const session = useSession();
  const navigate = useNavigate();
  const me = () => {
    const state = session.state();
    return state.kind === "somebody" ? state.me : null;
  };
  return (
    <div class="flex min-h-dvh flex-col">
      <a class="btn absolute top-1 left-1 z-50 -translate-y-20 focus:translate-y-0" href="#main">
        Skip to the page
      </a>
      <header class="sticky top-0 z-20 flex h-12 items-center gap-4 border-b border-line bg-paper px-4 sm:px-5">
        <A href="/" class="text-lg" aria-label="Waybill, to the orders">
          <Wordmark count={live.count()} live={live.status().state === "live"} />
        </A>
        <Connection state={live.status().state} retryAt={live.status().retryAt} onRetry={live.retryNow} />
        <div class="ml-auto flex items-center gap-2">
          <Show when={me()?.demo}>
            <span class="hidden rounded bg-accent-soft px-2 py-0.5 text-sm font-medium text-accent-text sm:inline">
              Demo
            </span>
          </Show>
          <Show when={me()}>{(who) => <AccountMenu me={who()} onGo={(path) => navigate(path)} />}</Show>
        </div>
      </header>
      <div class="flex flex-1 flex-col md:flex-row">
        <nav
          aria-label="Places"
          class="flex shrink-0 justify-between gap-0.5 overflow-x-auto border-b border-line bg-sunken px-2 py-1 md:w-[176px] md:flex-col md:justify-start md:gap-1 md:border-r md:border-b-0 md:px-3 md:py-4"
        >
          <For each={places}>
            {(place) => (
              <A
                href={place.href}
                end={place.end}
                class="flex min-h-10 items-center gap-2 rounded px-2 py-1.5 text-sm text-ink-2 md:min-h-0 md:px-2.5 md:text-base hover:bg-hover hover:text-ink"
                activeClass="!text-ink font-semibold bg-hover"
              >
                <Icon name={place.icon} class="hidden min-[420px]:inline-block" /> {place.word}
              </A>
            )}
          </For>
        </nav>
        <main id="main" class="min-w-0 flex-1" tabindex="-1">
          <Suspense fallback={<Loading what="the page" />}>{props.children}</Suspense>
        </main>
      </div>
    </div>
  );
}
