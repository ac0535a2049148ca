import { unknownTotalWords } from "@waybill/domain/said/order-words";
import { isUnread, paymentWord } from "@waybill/domain/said/seller-words";
import type { OrderPage } from "@waybill/domain/screens/answers";
import { BuyerMoney, MoneyText } from "@waybill/ui/money";
import { For, type JSX, Show } from "solid-js";
import { gapsAt } from "./gap-note.tsx";

/** What the order is worth: its parts, their sum, what the buyer saw of it, and what went back. */
export function Totals(props: { page: OrderPage }): JSX.Element {
  const currency = () => props.page.order.currency;
  const sums = () => {
    const d = props.page.detail;
    const rows: [string, number | null][] = [
      ["Subtotal", d?.subtotal ?? null],
      ["Discount", d?.discount ? -d.discount : null],
      ["Shipping", d?.shipping ?? null],
      ["Tax", d?.tax ?? null],
    ];
    return rows.filter(([, minor]) => minor !== null);
  };
  return (
    <dl class="px-4 py-3">
      <For each={sums()}>
        {([word, minor]) => (
          <div class="flex justify-between py-0.5 text-ink-2">
            <dt>{word}</dt>
            <dd>
              <MoneyText minor={minor} currency={currency()} />
            </dd>
          </div>
        )}
      </For>
      <Total page={props.page} />
      <Show when={props.page.order.buyerCurrency}>
        {(buyer) => (
          <div class="mt-1 flex justify-between text-ink-2" data-buyer-total>
            <dt>Paid by the buyer</dt>
            <dd>
              <BuyerMoney minor={props.page.order.buyerTotalMinor} currency={buyer()} />
            </dd>
          </div>
        )}
      </Show>
      <Show when={props.page.detail?.refunded}>
        {(refunded) => (
          <div class="mt-1 flex justify-between text-ink-2">
            <dt>Refunded</dt>
            <dd>
              <MoneyText minor={-refunded()} currency={currency()} />
            </dd>
          </div>
        )}
      </Show>
    </dl>
  );
}

/** The sum and how it is paid; why, where nobody knows it. */
function Total(props: { page: OrderPage }): JSX.Element {
  const missing = () => gapsAt(props.page, "money");
  return (
    <div class="mt-1 flex justify-between border-t border-line pt-2 font-semibold">
      <dt>
        Total{" "}
        <Show when={!isUnread(props.page.order)}>
          <span class="font-normal text-ink-2">· {paymentWord(props.page.order).toLowerCase()}</span>
        </Show>
      </dt>
      <dd class="text-right">
        <MoneyText minor={props.page.order.totalMinor} currency={props.page.order.currency} />
        <Show when={props.page.order.totalMinor === null}>
          <span class="block text-sm font-normal text-ink-2">
            {unknownTotalWords({ ...props.page.order, missing: missing() })}
          </span>
        </Show>
      </dd>
    </div>
  );
}
