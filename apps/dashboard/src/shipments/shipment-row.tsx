import { A } from "@solidjs/router";
import type { ListedShipment } from "@waybill/domain/shipment/answers";
import { useClock } from "@waybill/ui/clock";
import { glowing } from "@waybill/ui/glow";
import { GroupIcon, Icon } from "@waybill/ui/icon";
import { Time } from "@waybill/ui/time";
import { dayOf } from "@waybill/ui/time-words";
import { createMemo, type JSX, Show } from "solid-js";
import { expectedInRow } from "../order/shipment/expected.ts";
import { carrierName } from "../parts/platform-names.ts";
import { useSession } from "../session/session.tsx";

import { lastWords, type RowWords, rowWords } from "./row-words.ts";
import { ShipmentAction } from "./shipment-action.tsx";

type Props = {
  parcel: ListedShipment;
  active: boolean;
  opened: boolean;
  onActive: () => void;
  onOpen: (event: MouseEvent) => void;
  openHref: string;
};

/** One parcel: why it matters, where it was last, when it was promised and when it comes; changes in place. */
export function ShipmentRow(props: Props): JSX.Element {
  const session = useSession();
  const clock = useClock();
  const minute = createMemo(() => Math.floor(clock() / 60_000) * 60_000);
  const parcel = () => props.parcel;
  const words = createMemo(() => rowWords(parcel(), minute()));
  const expected = createMemo(() => expectedInRow(parcel(), dayOf(minute())));
  return (
    <li
      class="parcel-row"
      classList={{ active: props.active, opened: props.opened }}
      data-parcel={parcel().id}
      data-attention={words().attention?.kind}
      onFocusIn={() => props.onActive()}
    >
      <NumberCell {...props} />
      <StateCell parcel={parcel()} words={words()} />
      <span class="p-date" ref={glowing(() => JSON.stringify(parcel().eta))}>
        <ExpectedCell expected={expected()} />
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
          <ShipmentAction parcel={parcel()} help={words().help} stop={props.active ? 0 : -1} />
        </Show>
      </span>
    </li>
  );
}

/** Its number, and the order it belongs to. */
function NumberCell(props: Props): JSX.Element {
  const parcel = () => props.parcel;
  return (
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
  );
}

/** Its state, and why it wants a person. */
function StateCell(props: { parcel: ListedShipment; words: RowWords }): JSX.Element {
  const parcel = () => props.parcel;
  const words = () => props.words;
  return (
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
  );
}

function ExpectedCell(props: { expected: ReturnType<typeof expectedInRow> }): JSX.Element {
  return (
    <Show when={props.expected} fallback={<span class="text-ink-3">No date given</span>}>
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
  );
}
