import { type Component, type JSX, lazy, onMount } from "solid-js";
import { useLive } from "../live/live.tsx";
import { Empty } from "./states.tsx";

/**
 * A part whose code is fetched when it is first shown. Without a network, or after an update of the server that took the old
 * file away, it says so in its own place; the rest of the app stays as it is. A rejected `lazy` would break all of it.
 *
 * @example const InboxPage = onDemand(async () => (await import("./inbox/inbox-page.tsx")).InboxPage);
 */
export function onDemand<P extends object>(
  load: () => Promise<Component<P>>,
  Missing: Component<P> = MissingPage,
): Component<P> {
  return lazy(async () => ({ default: await load().catch(() => Missing) }));
}

/** A file that stays away must not make the page load itself for ever, ms. */
const ONCE_IN_MS = 60_000;
const KEY = "waybill.reloaded";

/** Nothing can be lost on a page that never came: it is loaded anew as soon as there is a connection. */
function MissingPage(): JSX.Element {
  const live = useLive();
  const again = () => location.reload();
  const byItself = () => {
    const before = Number(sessionStorage.getItem(KEY));
    if (Date.now() - before < ONCE_IN_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    again();
  };
  live.onBack(byItself);
  onMount(() => {
    if (live.status().state === "live") byItself();
  });
  return (
    <div role="alert">
      <Empty icon="plug" title="This page did not arrive">
        <p>The server cannot be reached, or it was updated meanwhile. What you did elsewhere is safe.</p>
        <button type="button" class="btn mt-4" onClick={again}>
          Load it again
        </button>
      </Empty>
    </div>
  );
}
