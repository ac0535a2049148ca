import { A } from "@solidjs/router";
import type { Trigger } from "@waybill/domain/shipment/notify";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createView } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Failure, Loading } from "../parts/states.tsx";
import { useSession } from "../session/session.tsx";
import { ReadOnly } from "./form-frame.tsx";

const events: readonly { trigger: Trigger; word: string; when: string }[] = [
  { trigger: "shipped", word: "Shipped", when: "when the parcel is handed to the carrier" },
  {
    trigger: "out_for_delivery",
    word: "Out for delivery",
    when: "on the day it is on the van, or waits to be picked up",
  },
  { trigger: "delivered", word: "Delivered", when: "when it has arrived" },
  { trigger: "problem", word: "Problem", when: "when a delivery failed, or it is held, returned or lost" },
  { trigger: "delayed", word: "Delayed", when: "when it will come later than was promised" },
];

/** Each switch is saved as it is turned; what the mails say is edited beside the mails themselves. */
export function NotificationsSection(): JSX.Element {
  const session = useSession();
  const view = createView(() => api.get("/api/settings/notifications"));
  const turn = createAction(async (trigger: Trigger, on: boolean) => {
    const before = view.data();
    if (!before) return;
    view.set((policy) => ({ triggers: { ...policy.triggers, [trigger]: on } }));
    try {
      await api.put("/api/settings/notifications", { json: { triggers: { ...before.triggers, [trigger]: on } } });
    } catch (error) {
      view.set(() => before);
      throw error;
    }
  });
  return (
    <Show
      when={view.data()}
      fallback={
        <Show when={view.error()} fallback={<Loading what="what customers are told" rows={5} />}>
          {(error) => <Failure error={error()} what="what customers are told" onRetry={() => void view.reload()} />}
        </Show>
      }
    >
      {(policy) => (
        <div class="set-narrow">
          <Show when={!session.may("admin")}>
            <ReadOnly />
          </Show>
          <ul class="set-list">
            <For each={events}>
              {(event) => (
                <li>
                  <label class="set-switch">
                    <input
                      type="checkbox"
                      checked={policy().triggers[event.trigger]}
                      disabled={!session.may("admin") || turn.busy()}
                      onChange={(change) => void turn.run(event.trigger, change.currentTarget.checked)}
                    />
                    <span>
                      <span class="font-medium">{event.word}</span>
                      <span class="block text-sm text-ink-2">{event.when}</span>
                    </span>
                  </label>
                </li>
              )}
            </For>
          </ul>
          <p class="mt-4 text-ink-2">
            Each customer can choose for themselves by the link in every mail.{" "}
            <A class="link" href="/notifications">
              See what was sent, and edit the words
            </A>
            .
          </p>
        </div>
      )}
    </Show>
  );
}
