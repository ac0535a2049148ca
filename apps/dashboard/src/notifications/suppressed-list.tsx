import type { Suppressed } from "@waybill/domain/notification/answers";
import { Time } from "@waybill/ui/time";
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { api } from "../api/api.ts";
import { frameData } from "../live/frame-data.ts";
import { useLive } from "../live/live.tsx";
import { createPaged } from "../live/paged.ts";
import { calmly } from "../live/view.ts";
import { createAction } from "../parts/action.ts";
import { Confirm } from "../parts/dialog.tsx";
import { Empty, Failure, Loading } from "../parts/states.tsx";
import { say } from "../parts/toast.tsx";
import { useSession } from "../session/session.tsx";

/** Addresses that get no more mail, and why; lifting lets mail go there again. */
export function SuppressedList(props: { onChanged: () => void }): JSX.Element {
  const list = createPaged(
    (page) => api.get("/api/suppressions", { query: page }),
    (item) => item.address,
  );
  const again = calmly(() => void list.reload(), 1500);
  useLive().onFrame((frame) => {
    if (frameData(frame, "suppression.changed")) again();
  });
  const [asked, setAsked] = createSignal<string | null>(null);
  let region!: HTMLElement;
  const lift = createAction(async (address: string) => {
    setAsked(null);
    await api.post("/api/suppressions/lift", { json: { address } });
    say({ tone: "delivered", text: `Mail goes to ${address} again.` });
    await list.reload();
    region.focus();
    props.onChanged();
  });
  return (
    <section ref={region} class="ntf-scroll max-w-[880px] p-4 sm:p-5" aria-label="Blocked addresses" tabindex="-1">
      <p class="max-w-[70ch] text-ink-2">
        These addresses bounced for good, marked a mail as spam, or stand on your mail provider’s own list. Mail that is
        sent there anyway harms the name of your own address, so Waybill keeps it back.
      </p>
      <Switch>
        <Match when={!list.loaded() && list.error()}>
          {(error) => <Failure error={error()} what="the blocked addresses" onRetry={() => void list.reload()} />}
        </Match>
        <Match when={!list.loaded()}>
          <Loading what="the blocked addresses" />
        </Match>
        <Match when={list.items().length === 0}>
          <Empty icon="delivered" title="No address is blocked">
            Every customer can be written to. An address appears here when a provider says that its mail bounced.
          </Empty>
        </Match>
        <Match when={list.items().length > 0}>
          <ul class="mt-4 divide-y divide-line border-y border-line">
            <For each={list.items()}>
              {(item) => <Row item={item} busy={lift.busy()} onLift={() => setAsked(item.address)} />}
            </For>
          </ul>
          <Show when={list.next() !== null}>
            <button type="button" class="btn mt-4" onClick={() => void list.more()}>
              Show older
            </button>
          </Show>
        </Match>
      </Switch>
      <Confirm
        open={asked() !== null}
        title="Let mail go there again?"
        action="Allow mail again"
        onYes={() => void lift.run(asked() ?? "")}
        onClose={() => setAsked(null)}
      >
        Messages to {asked()} go out again. Do this when the customer has told you that the address works; if it bounces
        once more, it is blocked again. Where your mail provider keeps it on its own list, lift it there as well:
        Waybill follows that by itself.
      </Confirm>
    </section>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function Row(props: { item: Suppressed; busy: boolean; onLift: () => void }): JSX.Element {
  const session = useSession();
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <span class="min-w-0 flex-1 basis-[240px]">
        <span class="wb-mono block [overflow-wrap:anywhere]">{props.item.address}</span>
        <span class="text-sm text-ink-2">
          {capital(props.item.reason)} · <Time at={props.item.at} />
        </span>
      </span>
      <Show when={session.may("agent")}>
        <button
          type="button"
          class="btn btn-small"
          disabled={props.busy}
          aria-label={`Allow mail to ${props.item.address} again`}
          onClick={() => props.onLift()}
        >
          Allow mail again
        </button>
      </Show>
    </li>
  );
}
