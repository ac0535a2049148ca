import type { ListedOrder } from "@waybill/domain/order/answers";
import { orderMarks } from "@waybill/domain/said/order-words";
import { dayIn } from "@waybill/domain/zones/offsets";
import { useClock } from "@waybill/ui/clock";
import { glowing } from "@waybill/ui/glow";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import { createMemo, For, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { useSession } from "../session/session.tsx";
import type { RowResult } from "./bulk/bulk.ts";
import { useZone } from "./filter/zone.ts";
import { rowSummary } from "./row-summary.ts";

/** The one thing of the order that matters most now, what an action on many did to it, and the retry that may help. */
export function StateCell(props: { order: ListedOrder; result: RowResult | null; stop: boolean }): JSX.Element {
  const session = useSession();
  const zone = useZone();
  const clock = useClock();
  const today = createMemo(() => dayIn(clock(), zone()));
  // A parcel becomes late by itself, but not to the second: the story is told anew each minute at most.
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const story = createMemo(() => rowSummary(props.order, { now: minute(), today: today() }));
  const retry = createAction(() => api.post("/api/retry/:orderId", { param: { orderId: props.order.id } }));
  return (
    <span class="c-state" ref={glowing(() => `${story().word} ${story().detail}`)}>
      <Show
        when={props.result}
        fallback={
          <>
            <span
              class={`wb-badge wb-${story().group} shrink-0`}
              data-status={story().group}
              data-sync={props.order.syncState}
            >
              <GroupIcon group={story().group} />
              <span>{story().word}</span>
            </span>
            <For each={orderMarks(props.order)}>
              {(mark) => (
                <span class="wb-mark shrink-0" data-mark={mark.id} title={mark.help}>
                  {mark.word}
                </span>
              )}
            </For>
            <Show when={story().detail}>
              {(detail) => (
                <span class="min-w-0 truncate text-sm text-ink-2" title={detail()}>
                  {detail()}
                </span>
              )}
            </Show>
          </>
        }
      >
        {(result) => (
          <span
            class={`wb-badge min-w-0 ${result().ok ? "wb-delivered" : "wb-failed"}`}
            title={result().reason ?? undefined}
          >
            <Icon name={result().ok ? "delivered" : "failed"} />
            <span class="truncate">{result().ok ? "Done" : (result().reason ?? "Failed")}</span>
          </span>
        )}
      </Show>
      <Show when={story().failed && session.may("agent")}>
        <button
          type="button"
          class="btn btn-small above row-retry"
          tabindex={props.stop ? 0 : -1}
          disabled={retry.busy()}
          aria-label={`Retry the sync of ${props.order.number}`}
          onClick={() => void retry.run()}
        >
          {retry.busy() ? "Retrying…" : "Retry"}
        </button>
      </Show>
    </span>
  );
}
