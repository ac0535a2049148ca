import { A } from "@solidjs/router";
import type { OrderLine } from "@waybill/domain/order/answers";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { attentionOf } from "@waybill/domain/shipment/attention";
import { customerStep } from "@waybill/domain/shipment/timeline";
import { useClock } from "@waybill/ui/clock";
import { glowing } from "@waybill/ui/glow";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import { ShipmentBadge } from "@waybill/ui/status";
import { shipmentLook } from "@waybill/ui/status-groups";
import { Steps } from "@waybill/ui/steps";
import { Time } from "@waybill/ui/time";
import { dayOf } from "@waybill/ui/time-words";
import { Timeline } from "@waybill/ui/timeline";
import { entryOfItem } from "@waybill/ui/timeline-entry";
import { createMemo, type JSX, Show } from "solid-js";
import { api } from "../api/api.ts";
import { createAction } from "../parts/action.ts";
import { Copy } from "../parts/copy.tsx";
import { carrierName } from "../parts/platform-names.ts";
import { useSession } from "../shell/session.tsx";
import { expectedWords } from "./expected.ts";
import { PublicLink } from "./public-link.tsx";

/** One parcel: where it is, when it comes, and every scan with the webhook that brought it. */
export function ShipmentCard(props: {
  shipment: ShipmentView;
  /** Its channel's name. */
  channel: string | null;
  lines: readonly OrderLine[];
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const s = () => props.shipment;
  const look = () => shipmentLook(s().status, s().reason);
  const step = createMemo(() => customerStep({ status: s().status, scans: s().timeline }));
  const entries = createMemo(() => s().timeline.map(entryOfItem).sort(newest));
  const clock = useClock();
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const eta = createMemo(() => expectedWords(s(), dayOf(minute())));
  const wants = createMemo(() => attentionOf(s(), minute()));
  const contents = () =>
    s()
      .lines.map((part) => {
        const line = props.lines.find((l) => l.externalId === part.externalLineId);
        return line ? `${part.quantity} × ${line.title}` : null;
      })
      .filter(Boolean)
      .join(", ");
  const ask = createAction(async () => {
    await api.post("/api/shipments/:id/poll", { param: { id: s().id } });
    props.onChanged();
  });
  const tell = createAction(async () => {
    await api.post("/api/shipments/:id/push", { param: { id: s().id } });
    props.onChanged();
  });
  return (
    <section class="card px-4 py-4" aria-label={`Parcel ${s().number}`} data-shipment={s().id}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1 rounded" ref={glowing(() => s().status)}>
        <ShipmentBadge status={s().status} reason={s().reason} boxed />
        <Show when={eta()}>
          {(words) => (
            <span>
              <span class="font-medium">{words().main}</span>
              <Show when={words().promised}>
                {(promised) => <span class="text-sm text-ink-2"> · {promised()}</span>}
              </Show>
            </span>
          )}
        </Show>
      </div>
      <div class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        <span>{carrierName(s().carrier)}</span>
        <Copy text={s().number} label="the tracking number" class="text-ink" />
        <span class="flex items-center gap-x-2 max-sm:basis-full">
          <Show when={s().trackingUrl}>
            {(url) => (
              <a class="link" href={url()} target="_blank" rel="noreferrer noopener">
                Carrier’s page
              </a>
            )}
          </Show>
          <Show when={session.may("agent")}>
            <button type="button" class="btn btn-small btn-bare" disabled={ask.busy()} onClick={() => void ask.run()}>
              <Icon name="sync" /> {ask.busy() ? "Asking…" : `Ask ${carrierName(s().carrier)} now`}
            </button>
          </Show>
        </span>
      </div>
      <div class="mt-1">
        <PublicLink shipment={s()} onChanged={props.onChanged} />
      </div>
      <Show when={wants()}>
        {(why) => (
          <p class="wb-badge wb-attention mt-3 !whitespace-normal" data-attention={why().kind}>
            <Icon name="attention" /> {why().words}
          </p>
        )}
      </Show>
      <PushLine
        shipment={s()}
        channel={props.channel ?? "the channel"}
        busy={tell.busy()}
        onAgain={session.may("agent") ? () => void tell.run() : null}
      />
      <div class="my-4 -mx-1">
        <Steps step={step()} group={look().group} reason={s().reason} />
      </div>
      <Show when={contents() || s().proof?.signedBy}>
        <p class="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
          <Show when={contents()}>{(words) => <span>Contains {words()}</span>}</Show>
          <Show when={s().proof?.signedBy}>{(who) => <span class="text-ink">Signed for by {who()}</span>}</Show>
        </p>
      </Show>
      <Show when={s().postDelivery}>
        <p class="wb-attention mb-3 text-sm text-attention">
          The carrier sent news after the delivery. The delivery stands.
        </p>
      </Show>
      <Show
        when={entries().length > 0}
        fallback={<p class="text-ink-2">No scan yet. The first one appears here by itself.</p>}
      >
        <Timeline
          entries={entries()}
          limit={5}
          extra={(entry) => (
            <Show when={entry.inboxId}>
              {(id) => (
                <A class="quiet-link ml-2" href={`/inbox/${id()}`}>
                  inbox {id()}
                </A>
              )}
            </Show>
          )}
        />
      </Show>
      <p class="mt-3 flex flex-wrap gap-x-3 border-t border-line pt-3 text-xs text-ink-2">
        <Show when={s().lastHeardAt}>
          {(at) => (
            <span>
              Last heard <Time at={at()} />
            </span>
          )}
        </Show>
        <Show when={!s().link?.revokedAt && s().link?.expiresAt}>
          {(at) => (
            <span>
              Customer’s link valid until <Time at={at()} />
            </span>
          )}
        </Show>
        <Show when={s().connectionId === null}>
          <span>
            No connection follows this parcel yet. If it stays so, connect one that covers {carrierName(s().carrier)}.
          </span>
        </Show>
        <Show when={s().pollNote}>{(note) => <span>{note()}</span>}</Show>
      </p>
    </section>
  );
}

/** Whether the channel knows of the parcel, live: being told, told, or refused and why. */
function PushLine(props: {
  shipment: ShipmentView;
  channel: string;
  busy: boolean;
  onAgain: (() => void) | null;
}): JSX.Element {
  const state = () => props.shipment.pushState;
  const look = () =>
    state() === "failed" ? "failed" : state() === "success" ? ("delivered" as const) : ("waiting" as const);
  const mayRepeat = () =>
    props.onAgain !== null && (state() === "failed" || (state() === "pending" && props.shipment.pushReason !== null));
  const words = () => {
    const why = props.shipment.pushReason;
    if (state() === "success") return `${props.channel} knows of it${why ? `: ${why}` : ""}`;
    if (state() === "failed") return `${props.channel} said no: ${why ?? "no reason given"}`;
    return why ? `${props.channel} is told again soon: ${why}` : `${props.channel} is being told…`;
  };
  return (
    <div role="status">
      <Show when={state() !== "none"}>
        <p class="mt-3 flex flex-wrap items-center gap-2 text-sm" data-push={state()}>
          <span class={`wb-badge wb-${look()} !whitespace-normal`}>
            <GroupIcon group={look()} /> {words()}
          </span>
          <Show when={mayRepeat()}>
            <button type="button" class="btn btn-small" disabled={props.busy} onClick={() => props.onAgain?.()}>
              {props.busy ? "Telling it…" : "Tell it again"}
            </button>
          </Show>
        </p>
      </Show>
    </div>
  );
}

type Entry = ReturnType<typeof entryOfItem>;
function newest(a: Entry, b: Entry): number {
  if (a.time.instant !== null && b.time.instant !== null) return b.time.instant - a.time.instant;
  return a.time.local < b.time.local ? 1 : a.time.local > b.time.local ? -1 : 0;
}
