import { A } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { failureWords } from "../api/client.ts";
import { useSession } from "../session/session.tsx";
import type { FirstRun } from "./first-run.ts";

/** The two ways to a first order: the practice shop, where it runs, and one's own. */
export function Choices(props: { first: FirstRun; onPractice?: () => void }): JSX.Element {
  const session = useSession();
  const [problem, setProblem] = createSignal<string | null>(null);
  const offered = () => props.first.data()?.practice.available === true;
  const practise = async () => {
    setProblem(null);
    try {
      await props.first.practise();
      props.onPractice?.();
    } catch (error) {
      setProblem(failureWords(error));
    }
  };
  return (
    <Show
      when={session.may("admin")}
      fallback={<p class="text-ink-2">Your role may look. An admin of your organisation connects the first shop.</p>}
    >
      <div class="wl-choices mt-3">
        <Show when={offered()}>
          <div class="wl-choice">
            <h3 class="font-semibold">Practise first</h3>
            <p class="text-ink-2">
              A simulated shop with three carriers. Orders come in, parcels move, mails are written but never sent. One
              click removes it all.
            </p>
            <button
              type="button"
              class="btn btn-main"
              disabled={props.first.practising()}
              onClick={() => void practise()}
            >
              {props.first.practising() ? "Connecting the practice shop…" : "Take the practice shop"}
            </button>
          </div>
        </Show>
        <div class="wl-choice">
          <h3 class="font-semibold">Connect your shop</h3>
          <p class="text-ink-2">
            You need its API credentials, and the form says where they are. They are tried before anything is kept.
          </p>
          <A class="btn" classList={{ "btn-main": !offered() }} href="/channels?connect=any">
            Connect my shop
          </A>
        </div>
      </div>
      <Show when={problem()}>
        {(text) => (
          <p role="alert" class="mt-3 text-failed">
            {text()}
          </p>
        )}
      </Show>
    </Show>
  );
}
