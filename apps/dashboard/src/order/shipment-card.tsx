import { A } from "@solidjs/router";
import { customerStep } from "@waybill/domain/timeline";
import { glowing } from "@waybill/ui/glow";
import { Icon } from "@waybill/ui/icon";
import { ShipmentBadge } from "@waybill/ui/status";
import { shipmentLook } from "@waybill/ui/status-groups";
import { Steps } from "@waybill/ui/steps";
import { Time } from "@waybill/ui/time";
import { dayOf, etaWords } from "@waybill/ui/time-words";
import { Timeline } from "@waybill/ui/timeline";
import { entryOfItem } from "@waybill/ui/timeline-entry";
import { createMemo, type JSX, Show } from "solid-js";
import { request } from "../api/client.ts";
import type { OrderLine, ShipmentWithTimeline } from "../api/types.ts";
import { Copy } from "../parts/copy.tsx";
import { createAction } from "../state/action.ts";
import { useSession } from "../state/session.tsx";
import { carrierName } from "./carriers.ts";

const pushWords = {
  none: null,
  pending: "Telling the channel…",
  success: "The channel knows",
  failed: "The channel was not told",
} as const;

/** One parcel: where it is, when it comes, and every scan with the webhook that brought it. */
export function ShipmentCard(props: {
  shipment: ShipmentWithTimeline;
  lines: readonly OrderLine[];
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const s = () => props.shipment;
  const look = () => shipmentLook(s().status, s().reason);
  const step = createMemo(() => customerStep({ status: s().status, scans: s().timeline }));
  const entries = createMemo(() => s().timeline.map(entryOfItem).sort(newest));
  const eta = () => {
    const known = s().eta;
    if (!known || s().status === "delivered") return null;
    const today = dayOf(Date.now());
    const { day, window } = etaWords(known, today);
    return [known.date < today ? "was expected" : "expected", day, window].filter(Boolean).join(" ");
  };
  const contents = () =>
    s()
      .lines.map((part) => {
        const line = props.lines.find((l) => l.externalId === part.externalLineId);
        return line ? `${part.quantity} × ${line.title}` : null;
      })
      .filter(Boolean)
      .join(", ");
  const ask = createAction(async () => {
    await request("POST", `/api/shipments/${s().id}/poll`, {});
    props.onChanged();
  });
  const tell = createAction(async () => {
    await request("POST", `/api/shipments/${s().id}/push`, {});
    props.onChanged();
  });
  return (
    <section class="card px-4 py-4" aria-label={`Parcel ${s().number}`} data-shipment={s().id}>
      <div class="flex flex-wrap items-center gap-x-3 gap-y-1 rounded" ref={glowing(() => s().status)}>
        <ShipmentBadge status={s().status} reason={s().reason} boxed />
        <Show when={eta()}>{(words) => <span class="font-medium">{words()}</span>}</Show>
        <span class="ml-auto flex items-center gap-2 text-sm">
          <Show when={session.may("agent")}>
            <button type="button" class="btn btn-small" disabled={ask.busy()} onClick={() => void ask.run()}>
              {ask.busy() ? "Asking…" : `Ask ${carrierName(s().carrier)} now`}
            </button>
          </Show>
        </span>
      </div>
      <div class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        <span>{carrierName(s().carrier)}</span>
        <Copy text={s().number} label="the tracking number" class="text-ink" />
        <Show when={s().trackingUrl}>
          {(url) => (
            <a class="link" href={url()} target="_blank" rel="noreferrer noopener">
              Carrier’s page
            </a>
          )}
        </Show>
        <a
          class="link inline-flex items-center gap-1"
          href={`/track/${s().trackToken}`}
          target="_blank"
          rel="noopener"
          data-public
        >
          Customer’s page <Icon name="external" />
        </a>
      </div>
      <div class="my-4 -mx-1">
        <Steps step={step()} group={look().group} reason={s().reason} />
      </div>
      <Show when={contents()}>{(words) => <p class="mb-3 text-sm text-ink-2">Contains {words()}</p>}</Show>
      <Show when={s().proof?.signedBy}>{(who) => <p class="mb-3 text-sm">Signed for by {who()}</p>}</Show>
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
                <A class="link ml-2" href={`/inbox/${id()}`}>
                  webhook {id()}
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
              last heard <Time at={at()} />
            </span>
          )}
        </Show>
        <Show when={s().connectionId === null}>
          <span>
            No connection follows this parcel yet. If it stays so, connect one that covers {carrierName(s().carrier)}.
          </span>
        </Show>
        <Show when={s().pollNote}>{(note) => <span>{note()}</span>}</Show>
        <Show when={pushWords[s().pushState]}>
          {(words) => (
            <span classList={{ "text-failed": s().pushState === "failed" }}>
              {words()}
              {s().pushReason ? `: ${s().pushReason}` : ""}
              <Show when={s().pushState === "failed"}>
                {" "}
                <button type="button" class="btn btn-small" disabled={tell.busy()} onClick={() => void tell.run()}>
                  {tell.busy() ? "Telling it…" : "Tell it again"}
                </button>
              </Show>
            </span>
          )}
        </Show>
      </p>
    </section>
  );
}

type Entry = ReturnType<typeof entryOfItem>;
function newest(a: Entry, b: Entry): number {
  if (a.time.instant !== null && b.time.instant !== null) return b.time.instant - a.time.instant;
  return a.time.local < b.time.local ? 1 : a.time.local > b.time.local ? -1 : 0;
}
