import { englishParcels } from "@waybill/domain/languages/en/parcels";
import { arrivedParcels } from "@waybill/domain/languages/messages";
import { endingWords, TEST_WORDS } from "@waybill/domain/said/order-page-words";
import { isUnread, paymentWord } from "@waybill/domain/said/seller-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { GroupIcon } from "@waybill/ui/icon";
import { moneyWords } from "@waybill/ui/money-words";
import type { StatusGroup } from "@waybill/ui/status-groups";
import { Time } from "@waybill/ui/time";
import { For, type JSX, Show } from "solid-js";
import { channelName } from "../parts/platform-names.ts";
import { GapNotes } from "./gap-note.tsx";

/** A state that changes how everything below is to be read: what it is, and what comes next. */
function Banner(props: {
  id: string;
  group: StatusGroup;
  what: string;
  next: string;
  children?: JSX.Element;
}): JSX.Element {
  return (
    <div class={`notice wb-${props.group}`} data-notice={props.id}>
      <span class="wb-badge">
        <GroupIcon group={props.group} />
      </span>
      <span class="min-w-0 flex-1">
        {props.what} <span class="text-ink-2">{props.next}</span>
      </span>
      {props.children}
    </div>
  );
}

/** Test, archived, deleted: said once at the top, with the way to the shop where that is where it is changed. */
export function OrderBanners(props: { page: OrderPage }): JSX.Element {
  const order = () => props.page.order;
  const channel = () => channelName(order().channel);
  return (
    <>
      <Show when={order().test}>
        <Banner id="test" group="unknown" what={TEST_WORDS} next="" />
      </Show>
      <Show when={endingWords(order(), channel())}>
        {(ending) => (
          <Banner id={order().deletedAt === null ? "archived" : "deleted"} group="returned" {...ending()}>
            <Show when={order().deletedAt === null && props.page.adminUrl}>
              {(url) => (
                <a class="btn btn-small" href={url()} target="_blank" rel="noreferrer noopener">
                  Open in {channel()}
                </a>
              )}
            </Show>
          </Banner>
        )}
      </Show>
    </>
  );
}

type Fact = { id: string; word: string; value: JSX.Element; note?: string | null };

function factsOf(page: OrderPage): Fact[] {
  const { order, detail } = page;
  const parcels =
    arrivedParcels({ parcels: englishParcels }, { of: order.parcels, arrived: order.parcelsArrived }) ??
    `None of ${order.parcels} arrived`;
  const left = order.toShip > 0 ? `${order.toShip} of ${order.units}` : "Nothing left";
  const money = paymentWord(order);
  // Of an order that was never read nothing is known; a parcel of it may be.
  const isRead = !isUnread(order);
  const facts: (Fact | null | false)[] = [
    isRead && {
      id: "payment",
      word: "Payment",
      value: money,
      note: order.cashOnDelivery && money !== "Cash on delivery" ? "Cash on delivery" : null,
    },
    order.refundedMinor
      ? { id: "refunded", word: "Refunded", value: moneyWords(order.refundedMinor, order.currency) }
      : null,
    order.cancelledAt !== null
      ? {
          id: "cancelled",
          word: "Cancelled",
          value: <Time at={order.cancelledAt} />,
          note: detail?.cancelReason ? `Reason: ${detail.cancelReason.replaceAll("_", " ")}` : null,
        }
      : null,
    detail ? { id: "left", word: "To ship", value: left } : null,
    order.parcels > 1 ? { id: "parcels", word: "Parcels", value: parcels } : null,
    order.archivedAt !== null ? { id: "archived", word: "Archived", value: <Time at={order.archivedAt} /> } : null,
    order.deletedAt !== null ? { id: "deleted", word: "Deleted", value: <Time at={order.deletedAt} /> } : null,
  ];
  return facts.filter((fact): fact is Fact => fact !== null && fact !== false);
}

/** How the order stands, one fact each: its money, what is left to do, and how it ended. */
export function OrderFacts(props: { page: OrderPage }): JSX.Element {
  return (
    <>
      <Show when={factsOf(props.page).length > 0}>
        <dl class="fact-row">
          <For each={factsOf(props.page)}>
            {(fact) => (
              <div data-fact={fact.id}>
                <dt>{fact.word}</dt>
                <dd>
                  {fact.value}
                  <Show when={fact.note}>{(note) => <span class="block text-sm text-ink-2">{note()}</span>}</Show>
                </dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
      <GapNotes page={props.page} at="elsewhere" class="mt-3" />
    </>
  );
}
