import "./welcome.css";
import { useNavigate } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { Choices } from "./choices.tsx";
import { createFirstRun } from "./first-run.ts";

/**
 * What stands on Orders and Overview instead of an empty list while no shop is connected: why it is empty, and the two ways
 * on. Once a channel is there: what the page says instead.
 *
 * @example <Show when={total() === 0}><FirstSteps otherwise={<Empty … />} /></Show>
 */
export function FirstSteps(props: { otherwise?: JSX.Element }): JSX.Element {
  const first = createFirstRun();
  const navigate = useNavigate();
  return (
    <Show when={first.stage() === "empty"} fallback={<Show when={first.stage()}>{props.otherwise}</Show>}>
      <section class="mx-auto w-full max-w-[720px] px-4 py-10" aria-labelledby="first-steps">
        <h2 id="first-steps" class="text-xl font-semibold">
          No shop is connected yet
        </h2>
        <p class="mt-1 mb-5 text-ink-2">
          Orders appear here by themselves as soon as one is. It takes a minute or two.
        </p>
        <Choices first={first} onPractice={() => navigate("/welcome")} />
      </section>
    </Show>
  );
}
