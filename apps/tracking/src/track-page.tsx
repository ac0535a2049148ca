import { createSignal, type JSX, Match, onCleanup, onMount, Switch } from "solid-js";
import { type Loaded, loadParcel } from "./load.ts";
import { Parcel } from "./parcel.tsx";

/** The public page: the parcel behind the link, or words on why there is none. Tries again by itself when it failed. */
export function TrackPage(props: { token: string }): JSX.Element {
  const [state, setState] = createSignal<Loaded | { kind: "loading" }>({ kind: "loading" });
  let again: ReturnType<typeof setTimeout> | undefined;
  const load = async () => {
    clearTimeout(again);
    const answer = props.token ? await loadParcel(props.token) : ({ kind: "none" } as const);
    setState(answer);
    if (answer.kind === "failed") again = setTimeout(() => void load(), 10_000);
  };
  onMount(() => void load());
  onCleanup(() => clearTimeout(again));
  const found = () => {
    const now = state();
    return now.kind === "ok" ? now.view : null;
  };
  const problem = () => {
    const now = state();
    return now.kind === "failed" ? now.words : null;
  };
  return (
    <main class="mx-auto w-full max-w-[560px] px-5 pt-8 pb-16 sm:pt-14">
      <Switch>
        <Match when={state().kind === "loading"}>
          <p role="status" class="text-ink-2">
            Looking for your parcel…
          </p>
        </Match>
        <Match when={found()}>{(view) => <Parcel first={view()} token={props.token} />}</Match>
        <Match when={state().kind === "none"}>
          <h1 class="text-3xl leading-[1.15] font-semibold tracking-tight text-balance">
            There is no parcel behind this link
          </h1>
          <p class="mt-4 text-ink-2">
            The link may be incomplete, or it has ended. Open it again from the email you got, or write to the shop
            where you bought: they can send you a new one.
          </p>
        </Match>
        <Match when={problem()}>
          {(words) => (
            <>
              <h1 class="text-2xl leading-[1.15] font-semibold">We cannot show your parcel right now</h1>
              <p class="mt-3 text-ink-2" role="status">
                {words()} Trying again every 10 seconds.
              </p>
              <button
                type="button"
                class="mt-5 cursor-pointer rounded bg-accent px-4 py-2 font-medium text-accent-ink hover:bg-accent-hover"
                onClick={() => void load()}
              >
                Try again now
              </button>
            </>
          )}
        </Match>
      </Switch>
    </main>
  );
}
