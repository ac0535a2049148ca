import { A } from "@solidjs/router";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import { Badge } from "@waybill/ui/status";
import type { StatusLook } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { useSession } from "../session/session.tsx";

const looks: Record<string, StatusLook> = {
  pending: { group: "waiting", word: "Waiting" },
  sending: { group: "moving", word: "Sending" },
  sent: { group: "moving", word: "Sent" },
  delayed: { group: "attention", word: "Delayed" },
  delivered: { group: "delivered", word: "Delivered" },
  bounced: { group: "failed", word: "Bounced" },
  complained: { group: "failed", word: "Marked as spam" },
  failed: { group: "failed", word: "Failed" },
  unknown: { group: "unknown", word: "May have been sent" },
  parked: { group: "attention", word: "Given up" },
  suppressed: { group: "returned", word: "Not sent" },
};
const again = new Set(["parked", "failed", "unknown"]);

/** How a notification's state looks; also for the mailbox. */
const notificationLook = (state: string): StatusLook => looks[state] ?? { group: "unknown", word: "Unknown" };

/** What the customer was told, and what became of it. */
export function Notifications(props: { items: readonly NotificationSummary[]; onChanged: () => void }): JSX.Element {
  return (
    <section class="card px-4 py-3" aria-label="Notifications">
      <h2 class="h-part mb-1">Notifications</h2>
      <ul class="divide-y divide-line">
        <For each={props.items} fallback={<li class="py-2 text-ink-2">No message has gone to the customer yet.</li>}>
          {(item) => <Line item={item} onChanged={props.onChanged} />}
        </For>
      </ul>
    </section>
  );
}

function Line(props: { item: NotificationSummary; onChanged: () => void }): JSX.Element {
  const session = useSession();
  const retry = createAction(async () => {
    await api.post("/api/notifications/:id/retry", { param: { id: props.item.id } });
    props.onChanged();
  });
  return (
    <li class="grid grid-cols-[1fr_auto] gap-x-3 py-2" data-trigger={props.item.trigger}>
      <span class="min-w-0 truncate font-medium">
        <A class="link" href={`/notifications/${props.item.id}`}>
          {props.item.subject}
        </A>
      </span>
      <Badge
        look={
          props.item.state === "sent" && props.item.sender === "mailbox"
            ? { group: "waiting", word: "Kept here" }
            : notificationLook(props.item.state)
        }
      />
      <span class="min-w-0 text-sm text-ink-2">
        to {props.item.recipient} · <Time at={props.item.sentAt ?? props.item.createdAt} />
        <Show when={props.item.reason}>{(reason) => <span class="block">{reason()}</span>}</Show>
      </span>
      <Show when={again.has(props.item.state) && session.may("agent")}>
        <button type="button" class="btn btn-small" disabled={retry.busy()} onClick={() => void retry.run()}>
          {retry.busy() ? "Sending…" : "Send again"}
        </button>
      </Show>
    </li>
  );
}
