import { A } from "@solidjs/router";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { useClock } from "@waybill/ui/clock";
import { glowing } from "@waybill/ui/glow";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { dayOf } from "@waybill/ui/time-words";
import { createMemo, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { expectedInRow } from "../order/expected.ts";
import { createAction } from "../parts/action.ts";
import { carrierName } from "../parts/platform-names.ts";
import { say } from "../parts/toast.tsx";
import { useSession } from "../shell/session.tsx";
import { lastWords, rowWords } from "./row-words.ts";

/** Where a row leads: its order, or its own panel where it has none. */
export const hrefOf = (parcel: ListedShipment): string | null => (parcel.orderId ? `/orders/${parcel.orderId}` : null);

/** One parcel: why it matters, where it was last, when it was promised and when it comes; changes in place. */
export function ShipmentRow(props: {
  parcel: ListedShipment;
  active: boolean;
  opened: boolean;
  onActive: () => void;
  onOpen: (event: MouseEvent) => void;
  openHref: string;
}): JSX.Element {
  const session = useSession();
  const clock = useClock();
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const parcel = () => props.parcel;
  const words = createMemo(() => rowWords(parcel(), minute()));
  const expected = createMemo(() => expectedInRow(parcel(), dayOf(minute())));
  const ask = createAction(async () => {
    const before = parcel().scanCount;
    const after = await api.post("/api/shipments/:id/poll", { param: { id: parcel().id } });
    const news = after.scanCount - before;
    const text = news > 0 ? `${news} new ${news === 1 ? "scan" : "scans"}` : "nothing new";
    say({ tone: "delivered", text: `${parcel().number}: ${text}.` });
  });
  const tell = createAction(() => api.post("/api/shipments/:id/push", { param: { id: parcel().id } }));
  return (
    <li
      class="parcel-row"
      classList={{ active: props.active, opened: props.opened }}
      data-parcel={parcel().id}
      data-attention={words().attention?.kind}
      onFocusIn={() => props.onActive()}
    >
      <span class="p-number">
        <A
          class="open wb-mono font-semibold"
          data-row-link
          href={props.openHref}
          aria-current={props.opened ? "true" : undefined}
          onClick={(event) => props.onOpen(event)}
        >
          {parcel().number}
        </A>
        <span class="block truncate text-sm text-ink-2">
          {carrierName(parcel().carrier)}
          <Show when={parcel().orderNumber} fallback=" · no order">
            {(number) => (
              <>
                {" · "}
                <A class="above link wb-mono" href={`/orders/${parcel().orderId}`} tabindex={props.active ? 0 : -1}>
                  {number()}
                </A>{" "}
                {parcel().customerName}
              </>
            )}
          </Show>
        </span>
      </span>
      <span class="p-state" ref={glowing(() => `${parcel().status} ${parcel().reason} ${parcel().pushState}`)}>
        <span class={`wb-badge wb-${words().look.group}`} data-status={words().look.group}>
          <GroupIcon group={words().look.group} />
          <span>{words().look.word}</span>
        </span>
        <Show when={words().attention}>
          {(why) => (
            <span class="wb-attention p-why" title={why().words}>
              <Show when={words().look.group !== "attention"}>
                <Icon name="attention" />{" "}
              </Show>
              {why().words}
            </span>
          )}
        </Show>
      </span>
      <span class="p-date" ref={glowing(() => JSON.stringify(parcel().eta))}>
        <Show when={expected()} fallback={<span class="text-ink-3">No date given</span>}>
          {(when) => (
            <>
              <span class="block truncate">{when().main}</span>
              <Show when={when().promised}>
                {(promised) => (
                  <span class={`block truncate text-sm ${when().behind > 0 ? "text-attention" : "text-ink-2"}`}>
                    {promised()}
                  </span>
                )}
              </Show>
            </>
          )}
        </Show>
      </span>
      <span class="p-last" ref={glowing(() => parcel().scanCount)}>
        <span class="block truncate" title={lastWords(parcel())}>
          {lastWords(parcel())}
        </span>
        <span class="block text-sm text-ink-2">
          <Time at={parcel().movedAt ?? parcel().shippedAt} />
        </span>
      </span>
      <span class="p-act above">
        <Show when={session.may("agent")}>
          <Switch
            fallback={
              <button
                type="button"
                class="btn btn-small btn-bare p-ask"
                tabindex={props.active ? 0 : -1}
                disabled={ask.busy()}
                aria-label={`${ask.busy() ? "Asking…" : "Refresh"} ${parcel().number}: ask ${carrierName(parcel().carrier)} now`}
                onClick={() => void ask.run()}
              >
                <Icon name="sync" /> {ask.busy() ? "Asking…" : "Refresh"}
              </button>
            }
          >
            <Match when={words().help === "push"}>
              <button
                type="button"
                class="btn btn-small"
                tabindex={props.active ? 0 : -1}
                disabled={tell.busy()}
                onClick={() => void tell.run()}
              >
                <Icon name="retry" /> {tell.busy() ? "Telling…" : "Tell it again"}
              </button>
            </Match>
            <Match when={words().help === "poll"}>
              <button
                type="button"
                class="btn btn-small"
                tabindex={props.active ? 0 : -1}
                disabled={ask.busy()}
                onClick={() => void ask.run()}
              >
                <Icon name="sync" /> {ask.busy() ? "Asking…" : `Ask ${carrierName(parcel().carrier)}`}
              </button>
            </Match>
            <Match when={words().help === "order" && hrefOf(parcel())}>
              {(href) => (
                <A class="btn btn-small" tabindex={props.active ? 0 : -1} href={href()}>
                  Open the order
                </A>
              )}
            </Match>
          </Switch>
        </Show>
      </span>
    </li>
  );
}
