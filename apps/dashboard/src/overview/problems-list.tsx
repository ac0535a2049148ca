import { A } from "@solidjs/router";
import type { DashboardSummary } from "@waybill/domain/screens/answers";
import { GroupIcon } from "@waybill/ui/icon";
import { type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { ById } from "../parts/by-id.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";
import { problemsOf } from "./problems.ts";

/** What wants a person, as sentences with one button each; a calm line when nothing does. */
export function ProblemsList(props: { summary: DashboardSummary; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const retry = createAction(async () => {
    await api.post("/api/orders/retry-failed");
    say({ tone: "delivered", text: "The failed orders are read again; they leave this list as they succeed." });
    props.onChanged();
  });
  return (
    <section aria-labelledby="problems">
      <h2 class="h-part" id="problems">
        Needs you
      </h2>
      <ul class="mt-2 divide-y divide-line border-y border-line">
        <ById
          rows={problemsOf(props.summary, { agent: session.may("agent") })}
          fallback={
            <li class="flex items-center gap-2 py-3">
              <span class="wb-badge wb-delivered">
                <GroupIcon group="delivered" />
              </span>
              Nothing is wrong. Orders, parcels, mails and connections are as they should be.
            </li>
          }
        >
          {(problem) => (
            <li class="flex items-center gap-3 py-2" data-problem={problem().id}>
              <span class={`wb-badge wb-${problem().tone}`}>
                <GroupIcon group={problem().tone} />
              </span>
              <span class="min-w-0 flex-1">{problem().text}</span>
              <Show
                when={problem().act}
                fallback={
                  <A class="btn btn-small" href={problem().href} aria-label={`${problem().button}: ${problem().text}`}>
                    {problem().button}
                  </A>
                }
              >
                <A class="link text-sm" href={problem().href} aria-label="See them: the orders that did not sync">
                  See them
                </A>
                <button
                  type="button"
                  class="btn btn-small"
                  disabled={retry.busy()}
                  aria-label={`${problem().button}: ${problem().text}`}
                  onClick={() => void retry.run()}
                >
                  {retry.busy() ? "Retrying…" : problem().button}
                </button>
              </Show>
            </li>
          )}
        </ById>
      </ul>
    </section>
  );
}
