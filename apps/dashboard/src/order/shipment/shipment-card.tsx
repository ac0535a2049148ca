import { englishParcels } from "@waybill/domain/languages/en/parcels";
import { whichParcel } from "@waybill/domain/languages/messages";
import type { OrderLine } from "@waybill/domain/order/answers";
import { sharedWith } from "@waybill/domain/order/progress";
import { saidOfParcel } from "@waybill/domain/said/parcel";
import { type Together, togetherOf } from "@waybill/domain/said/together";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { attentionOf } from "@waybill/domain/shipment/attention";
import { useClock } from "@waybill/ui/clock";
import { glowing, glowOnce } from "@waybill/ui/glow";
import { Icon } from "@waybill/ui/icon";
import { ShipmentBadge } from "@waybill/ui/status";
import { shipmentLook } from "@waybill/ui/status-groups";
import { Steps } from "@waybill/ui/steps";
import { Time } from "@waybill/ui/time";
import { dayOf } from "@waybill/ui/time-words";
import { createMemo, type JSX, Show } from "solid-js";
import { api } from "../../api/api.ts";
import { createAction } from "../../parts/action.ts";
import { Copy } from "../../parts/copy.tsx";
import { carrierName } from "../../parts/platform-names.ts";
import { useSession } from "../../session/session.tsx";
import { expectedWords } from "./expected.ts";
import { PublicLink } from "./public-link.tsx";
import { PushLine } from "./push-line.tsx";
import { ShipmentFoot, ShipmentScans } from "./shipment-scans.tsx";

const saidOf = (s: ShipmentView, together: Together | null) =>
  saidOfParcel({ ...s, scans: s.timeline, promised: s.promised?.date ?? null, together });

/** One parcel: where it is, when it comes, and every scan with the webhook that brought it. */
export function ShipmentCard(props: {
  shipment: ShipmentView;
  /** All parcels of the order, this one among them. */
  parcels: readonly ShipmentView[];
  /** Its channel's name. */
  channel: string | null;
  lines: readonly OrderLine[];
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const s = () => props.shipment;
  const look = () => shipmentLook(s().status, s().reason);
  // Beside a list the order's other parcels are not at hand: then it is as the server counted.
  const together = () => (props.parcels.length > 1 ? togetherOf(props.parcels, s().id) : s().together);
  const said = createMemo(() => saidOf(s(), together()));
  const clock = useClock();
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const wants = createMemo(() => attentionOf(s(), minute()));
  const contents = () => contentWords(s(), props.lines);
  const shared = () => (s().leftAt === null ? sharedWith(s(), props.parcels) : 0);
  const tell = createAction(async () => {
    await api.post("/api/shipments/:id/push", { param: { id: s().id } });
    props.onChanged();
  });
  return (
    <section
      class="card px-4 py-4"
      classList={{ "has-left": s().leftAt !== null }}
      aria-label={`Parcel ${s().number}`}
      data-shipment={s().id}
    >
      <Show when={s().leftAt}>{(at) => <LeftLine at={at()} shipment={s()} parcels={props.parcels} />}</Show>
      <CardHead shipment={s()} together={together()} today={dayOf(minute())} onChanged={props.onChanged} />
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
      <Show when={s().leftAt === null} fallback={<div class="mt-3" />}>
        <div class="my-4 -mx-1">
          <Steps said={said()} group={look().group} />
        </div>
      </Show>
      <Show when={contents() || shared() > 0 || s().proof?.signedBy}>
        <p class="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
          <Show when={contents()}>{(words) => <span>Contains {words()}</span>}</Show>
          <Show when={shared() > 0}>
            <span data-shared>These goods travel in {shared() + 1} parcels</span>
          </Show>
          <Show when={s().proof?.signedBy}>{(who) => <span class="text-ink">Signed for by {who()}</span>}</Show>
        </p>
      </Show>
      <Show when={s().postDelivery}>
        <p class="wb-attention mb-3 text-sm text-attention">
          The carrier sent news after the delivery. The delivery stands.
        </p>
      </Show>
      <ShipmentScans shipment={s()} />
      <ShipmentFoot shipment={s()} />
    </section>
  );
}

/** Its number left the order: which one took its place. */
function LeftLine(props: { at: number; shipment: ShipmentView; parcels: readonly ShipmentView[] }): JSX.Element {
  const next = () => props.parcels.find((parcel) => parcel.id === props.shipment.replacedBy);
  return (
    <p class="mb-3 text-sm text-ink-2" data-left>
      <Show when={next()} fallback="No longer named by the order">
        {(parcel) => (
          <>
            Replaced by{" "}
            <button type="button" class="link wb-mono" onClick={() => showParcel(parcel().id)}>
              {parcel().number}
            </button>
          </>
        )}
      </Show>{" "}
      · <Time at={props.at} />. It counts for the order no more, and nobody is mailed about it.
    </p>
  );
}

/** Brings the card of a parcel into view. */
function showParcel(id: string): void {
  const card = document.querySelector(`[data-shipment="${CSS.escape(id)}"]`);
  card?.scrollIntoView({ block: "center", behavior: "instant" });
  if (card instanceof HTMLElement) glowOnce(card);
}

/** Its state, when it comes, who moves it, and its links. */
function CardHead(props: {
  shipment: ShipmentView;
  together: Together | null;
  today: string;
  onChanged: () => void;
}): JSX.Element {
  const session = useSession();
  const s = () => props.shipment;
  // Of a number that left the order nothing is expected.
  const eta = createMemo(() => s().leftAt === null && expectedWords(s(), props.today));
  const ask = createAction(async () => {
    await api.post("/api/shipments/:id/poll", { param: { id: s().id } });
    props.onChanged();
  });
  return (
    <>
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
        <Show when={props.together}>
          {(one) => <span data-together>{whichParcel({ parcels: englishParcels }, one())}</span>}
        </Show>
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
    </>
  );
}

/** "2 × Mug, 1 × Teapot": what is in the parcel, by the order's lines. */
function contentWords(shipment: ShipmentView, lines: readonly OrderLine[]): string {
  return shipment.lines
    .map((part) => {
      const line = lines.find((l) => l.externalId === part.externalLineId);
      return line ? `${part.quantity} × ${line.title}` : null;
    })
    .filter(Boolean)
    .join(", ");
}
