import { A } from "@solidjs/router";
import type { NotificationSummary } from "@waybill/domain/notification/answers";
import { Badge } from "@waybill/ui/status";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { mailLook } from "../parts/mail-look.ts";
import { useSession } from "../session/session.tsx";

const again = new Set(["parked", "failed", "unknown"]);

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
      <Badge look={mailLook(props.item)} />
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
