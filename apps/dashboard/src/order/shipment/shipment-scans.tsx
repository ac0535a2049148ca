import { A } from "@solidjs/router";
import { newsAt } from "@waybill/domain/public/news";
import type { ShipmentView } from "@waybill/domain/shipment/answers";
import { Time } from "@waybill/ui/time";
import { Timeline } from "@waybill/ui/timeline";
import { entryOfItem } from "@waybill/ui/timeline-entry";
import { createMemo, type JSX, Show } from "solid-js";
import { carrierName } from "../../parts/platform-names.ts";

/** Every scan, the newest first, with the webhook that brought it. */
export function ShipmentScans(props: { shipment: ShipmentView }): JSX.Element {
  const entries = createMemo(() => props.shipment.timeline.map(entryOfItem).sort(newest));
  return (
    <Show
      when={entries().length > 0}
      fallback={<p class="text-ink-2">No scan yet. The first one appears here by itself.</p>}
    >
      <Timeline
        carrier={carrierName(props.shipment.carrier)}
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
  );
}

/** When its newest scan was made and when it was asked about or told of last, until when its link is valid, and who follows it. */
export function ShipmentFoot(props: { shipment: ShipmentView }): JSX.Element {
  const s = () => props.shipment;
  return (
    <p class="mt-3 flex flex-wrap gap-x-3 border-t border-line pt-3 text-xs text-ink-2">
      <Show when={newsAt(s().timeline.map(({ time }) => time))}>
        {(at) => (
          <span>
            Last news <Time at={at()} />
          </span>
        )}
      </Show>
      <Show when={s().lastHeardAt}>
        {(at) => (
          <span>
            Checked <Time at={at()} />
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
  );
}

type Entry = ReturnType<typeof entryOfItem>;
function newest(a: Entry, b: Entry): number {
  if (a.time.instant !== null && b.time.instant !== null) return b.time.instant - a.time.instant;
  return a.time.local < b.time.local ? 1 : a.time.local > b.time.local ? -1 : 0;
}
